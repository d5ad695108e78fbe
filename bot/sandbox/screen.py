"""How the sandbox looks in a terminal: bubbles of text, one colour a side.

Knows nothing of what is said.
"""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TextIO

from bot.gateway.inprocess import Post
from bot.rendering import when
from bot.sandbox import branch
from bot.sandbox.branch import CAST, Cast, shown

_GREEN, _BLUE, _GREY, _BOLD, _PLAIN = "\033[32m", "\033[36m", "\033[90m", "\033[1m", "\033[0m"


class Screen:
    """Prints what happens; colours only where somebody looks at a terminal."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._colours = self._out.isatty()

    def line(self, text: str = "", colour: str = "") -> None:
        """One line, at once: a pipe sees it when it happens."""
        self._out.write((f"{colour}{text}{_PLAIN}" if colour and self._colours else text) + "\n")
        self._out.flush()

    def caption(self, text: str) -> None:
        self.line()
        self.line(f"── {text} ──", _BOLD)

    def moment(self, now: datetime) -> None:
        self.line(f"　　{now.year}年{when(now)}", _GREY)

    def person(self, person: Cast, text: str, *, in_group: bool) -> None:
        """Somebody of the cast speaks."""
        where = "" if in_group else "（私聊小助手）"
        self._bubble(f"{shown(person)}{where}", text, _GREEN)

    def bot(self, post: Post) -> None:
        """The bot speaks."""
        if post.target.room_id is not None:
            self._bubble("小助手", post.text, _BLUE)
            return
        to = next((shown(p) for p in CAST if p.wechat_id == post.target.contact_id), "?")
        self._bubble(f"小助手（私聊{to}）", post.text, _BLUE)

    def _bubble(self, name: str, text: str, colour: str) -> None:
        first, *more = text.replace("\u2005", " ").split("\n")
        self.line(f"{name}：{first}", colour)
        for line in more:
            self.line(f"　　{line}", colour)

    def banner(self) -> None:
        """The first thing seen."""
        self.line(f"支部小助手 · 试用间　{branch.NAME}（人和数都是编的）", _BOLD)
