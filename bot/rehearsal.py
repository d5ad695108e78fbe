"""A scripted group in virtual time: next month, today.

The same inbox, handlers, scheduler, store and delivery as in service, over an
in-process gateway. The same script gives the same output byte for byte.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App, build
from bot.clock import SHANGHAI, VirtualClock
from bot.documents.pictures import Pictures
from bot.gateway.base import ChannelState, Incoming, MessageKind
from bot.gateway.inprocess import InProcessGateway, Post
from bot.pace import Tempo
from bot.settings import Settings

START = datetime(2026, 3, 1, 8, 0, tzinfo=SHANGHAI)
"""When a script begins that does not say so."""

_KEYS = frozenset(
    {"at", "room", "to", "from", "name", "text", "mention_bot", "id", "kind", "recall"}
    | {"fault", "seconds"}
)


_FAULTS = "disconnect、restart、unsure、lost、barred"


class ScriptError(ValueError):
    """A line of the script cannot be played; the message names it, in Chinese."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script, as its JSON object says it."""

    number: int
    said: dict[str, Any]


def read_script(path: Path) -> list[Line]:
    """The script's lines. Raises ScriptError."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise ScriptError(f"找不到脚本 {path}。") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptError(f"读不了脚本 {path}，请存成 UTF-8 文本。") from error
    return [
        Line(number, _object(number, line))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith(("#", "//"))
    ]


def rooms_of(script: list[Line]) -> list[str]:
    """The rooms a script speaks in, in the order they appear."""
    return list(dict.fromkeys(str(line.said["room"]) for line in script if "room" in line.said))


class Rehearsal:
    """Plays a script; what the bot says is handed to ``said`` as it is said."""

    def __init__(
        self,
        settings: Settings,
        data: Path,
        said: Callable[[dict[str, Any]], None],
        start: datetime = START,
        pictures: Pictures | None = None,
    ) -> None:
        """Without ``pictures`` publications are text alone: the same on every machine."""
        self._pictures = pictures
        self._settings = settings
        self._data = data
        self._said = said
        self.clock = VirtualClock(start)
        self._gateway = InProcessGateway(clock=self.clock)
        self._gateway.on_post = self._on_post
        self._away_until: datetime | None = None
        self._count = 0
        self.app: App | None = None

    async def play(self, script: list[Line]) -> None:
        """Play all lines; the process of the rehearsal ends with the last. Raises ScriptError."""
        await self.open()
        try:
            for line in script:
                await self.play_line(line)
        finally:
            self.close()

    async def open(self) -> None:
        """Boot the program."""
        await self._boot()

    def close(self) -> None:
        """Let go of the books."""
        if self.app is not None:
            self.app.db.close()

    async def go_to(self, moment: datetime) -> None:
        """Move the clock; everything due on the way happens when it is due."""
        assert self.app is not None
        while (due := self._next()) is not None and due <= moment:
            self.clock.move_to(due)
            await self._come_back()
            await self.app.wake()
        self.clock.move_to(moment)
        await self._come_back()
        await self.app.wake()

    def _next(self) -> datetime | None:
        assert self.app is not None
        moments = [self.app.next_moment(), self._away_until]
        later = [m for m in moments if m is not None and m > self.clock.now()]
        return min(later, default=None)

    async def _boot(self) -> None:
        self.app = build(
            self._settings,
            clock=self.clock,
            gateway=self._gateway,
            data=self._data,
            chance=random.Random(1),
            tempo=Tempo(),
            pictures=self._pictures,
        )
        self._gateway.attach(self.app.on_message, self.app.on_state)
        self.app.boot()
        if self._away_until is None:
            await self.app.on_state(ChannelState.LOGGED_IN, "rehearsal")
        await self.app.wake()

    async def play_line(self, line: Line) -> None:
        """Play one line. Raises ScriptError."""
        said = line.said
        if "at" in said:
            await self.go_to(_moment(line))
        if "fault" in said:
            await self._fault(line)
        elif "from" in said:
            await self._hear(self._incoming(line))
        elif "at" not in said:
            raise ScriptError(f"脚本第{line.number}行：要有 at、from 或 fault。")

    async def _hear(self, incoming: Incoming) -> None:
        assert self.app is not None
        await self._gateway.hand_over(incoming)
        await self.app.wake()

    async def _fault(self, line: Line) -> None:
        assert self.app is not None
        fault = line.said["fault"]
        if fault == "disconnect":
            self.app.absence.look(self.clock.now())  # it did not sleep on the way here
            await self._gateway.set_connected(connected=False)
            self._away_until = self.clock.now() + timedelta(seconds=_seconds(line))
        elif fault == "restart":
            self.close()
            await self._boot()
        elif fault == "unsure":
            self._gateway.ambiguous_next = True
        elif fault == "lost":
            self._gateway.lost_next = True
        elif fault == "barred":
            self._gateway.barred = {str(line.said.get("room", ""))}
        else:
            raise ScriptError(f"脚本第{line.number}行：没有“{fault}”这种故障，可写 {_FAULTS}。")

    async def _come_back(self) -> None:
        if self._away_until is not None and self.clock.now() >= self._away_until:
            self._away_until = None
            await self._gateway.set_connected(connected=True)

    def _incoming(self, line: Line) -> Incoming:
        said = line.said
        self._count += 1
        kind = MessageKind.RECALLED if "recall" in said else _kind(line)
        private = str(said.get("to", "")) != ""
        if not private and "room" not in said:
            raise ScriptError(f'脚本第{line.number}行：群里说话要有 room，私聊要有 "to": "bot"。')
        return Incoming(
            id=str(said.get("id", f"line-{line.number}-{self._count}")),
            kind=kind,
            room_id=None if private else str(said["room"]),
            sender_id=str(said["from"]),
            sender_name=str(said.get("name", said["from"])),
            text=str(said.get("text", "")),
            sent_at=self.clock.now(),
            room_topic="" if private else str(said["room"]),
            mentions_bot=bool(said.get("mention_bot", False)),
            recalls=str(said["recall"]) if "recall" in said else None,
        )

    def _on_post(self, post: Post) -> None:
        where: dict[str, Any] = (
            {"room": post.target.room_id} if post.target.room_id else {"to": post.target.contact_id}
        )
        self._said(
            {
                "at": self.clock.now().isoformat(timespec="minutes")
                if not self.clock.now().second
                else self.clock.now().isoformat(timespec="seconds"),
                **where,
                "text": post.text,
                "mentions": list(post.mentions),
                "image": post.image_name,
            }
        )


def _object(number: int, line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError as error:
        raise ScriptError(f"脚本第{number}行不是 JSON：{error}") from error
    if not isinstance(said, dict):
        raise ScriptError(
            f'脚本第{number}行要是一个 JSON 对象，如 {{"at": "2026-03-01T09:00+08:00"}}。'
        )
    unknown = sorted(set(said) - _KEYS)
    if unknown:
        raise ScriptError(
            f"脚本第{number}行有不认识的 {'、'.join(unknown)}；可用：{'、'.join(sorted(_KEYS))}。"
        )
    return said


def _moment(line: Line) -> datetime:
    written = str(line.said["at"])
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise ScriptError(
            f"脚本第{line.number}行：时间“{written}”不对，要写成 2026-03-01T09:00+08:00。"
        ) from None
    return moment.astimezone(SHANGHAI) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _seconds(line: Line) -> float:
    seconds = line.said.get("seconds", 60)
    if not isinstance(seconds, int | float) or seconds < 0:
        raise ScriptError(f"脚本第{line.number}行：seconds 要是不小于 0 的数。")
    return float(seconds)


def _kind(line: Line) -> MessageKind:
    written = str(line.said.get("kind", "text"))
    try:
        return MessageKind(written)
    except ValueError:
        return MessageKind.UNKNOWN


def start_of(script: list[Line]) -> datetime:
    """When a script begins: at its first line's moment, else on a fixed day."""
    return _moment(script[0]) if script and "at" in script[0].said else START
