"""A scripted group in virtual time: next month, today.

The same inbox, handlers, scheduler, store and delivery as in service, over an
in-process gateway. The same script gives the same output byte for byte.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App, build
from bot.clock import VirtualClock
from bot.documents.pictures import Pictures
from bot.gateway.base import ChannelState, Incoming, MessageKind
from bot.gateway.inprocess import InProcessGateway, Post
from bot.pace import Tempo
from bot.script import FAULTS, START, Line, ScriptError, kind_of, moment_of, seconds_of
from bot.settings import Settings


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
            await self.go_to(moment_of(line))
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
            self._away_until = self.clock.now() + timedelta(seconds=seconds_of(line))
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
            raise ScriptError(f"脚本第{line.number}行：没有“{fault}”这种故障，可写 {FAULTS}。")

    async def _come_back(self) -> None:
        if self._away_until is not None and self.clock.now() >= self._away_until:
            self._away_until = None
            await self._gateway.set_connected(connected=True)

    def _incoming(self, line: Line) -> Incoming:
        said = line.said
        self._count += 1
        kind = MessageKind.RECALLED if "recall" in said else kind_of(line)
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
