"""How the sandbox looks in a terminal: bubbles of text, one colour a side.

Knows nothing of what is said.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import TextIO

from bot.rendering import when
from bot.sandbox import branch
from bot.sandbox.branch import CAST, shown
from bot.sandbox.chat import GROUP, Bubble, Entry, Line, LineKind, Recall

_GREEN, _BLUE, _GREY, _BOLD, _PLAIN = "\033[32m", "\033[36m", "\033[90m", "\033[1m", "\033[0m"


class Screen:
    """Prints what happens; colours only where somebody looks at a terminal.

    Without ``shows_people`` it leaves out what people say: who typed it sees it already.
    """

    shows_people = True

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._colours = self._out.isatty()
        self._day: date | None = None

    def line(self, text: str = "", colour: str = "") -> None:
        """One line, at once: a pipe sees it when it happens."""
        self._out.write((f"{colour}{text}{_PLAIN}" if colour and self._colours else text) + "\n")
        self._out.flush()

    def hear(self, entry: Entry) -> None:
        """Something happened in the chat."""
        if isinstance(entry, Line):
            self._between(entry)
        elif isinstance(entry, Recall):
            self.line(f"“{entry.name}”撤回了一条消息", _GREY)
        elif entry.who != branch.BOT:
            self._day = entry.at.date()
            self._person(entry)
        else:
            if entry.at.date() != self._day:  # what it says by itself on another day
                self.moment(entry.at)
            self._bot(entry)

    def moment(self, now: datetime) -> None:
        self._day = now.date()
        self.line(f"　　{now.year}年{when(now)}", _GREY)

    def _between(self, line: Line) -> None:
        if line.kind is LineKind.CAPTION:
            self.line()
            self.line(f"── {line.text} ──", _BOLD)
        else:
            self.line(f"　　{line.text}", _GREY)

    def _person(self, said: Bubble) -> None:
        if self.shows_people:
            where = "" if said.place == GROUP else "（私聊小助手）"
            self._bubble(f"{said.name}{where}", said, _GREEN)

    def _bot(self, said: Bubble) -> None:
        to = next((shown(p) for p in CAST if p.wechat_id == said.place), "?")
        where = "" if said.place == GROUP else f"（私聊{to}）"
        self._bubble(f"{said.name}{where}", said, _BLUE)

    def _bubble(self, name: str, said: Bubble, colour: str) -> None:
        text = said.text if said.picture is None else "[图片]"
        first, *more = text.replace("\u2005", " ").split("\n")
        self.line(f"{name}：{first}", colour)
        for line in more:
            self.line(f"　　{line}", colour)

    def banner(self) -> None:
        """The first thing seen."""
        self.line(f"支部小助手 · 试用间　{branch.NAME}（人和数都是编的）", _BOLD)
