"""The chat channel: what is in the group, and how badly it gets there.

A send may work, be refused, be lost or be made with its answer lost, take its time,
or be the last thing the process did. Echoes come late, early or never.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.gateway.base import (
    AmbiguousSendError,
    Incoming,
    MessageKind,
    NotSentError,
    OnMessage,
    OnState,
    RoomMember,
    Target,
)
from tests.simulation.machine import Killed, MachineClock

ENDLESS = 50
"""So many equal posts in a row are a loop, not a busy group."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What people see: where, what, and when by true time and by the machine's clock."""

    id: str
    room: str | None
    to: str | None
    text: str
    at: datetime
    machine_at: datetime


FATES = {
    "sent": 80,
    "slow": 4,
    "refused": 4,
    "answer lost": 5,
    "lost": 3,
    "killed before": 2,
    "killed after": 2,
}
"""How often a send ends so, in a hundred, while the weather is bad."""


class Channel:
    """A Gateway; ``rough`` turns its faults on."""

    def __init__(self, chance: random.Random, clock: MachineClock) -> None:
        self._chance = chance
        self._clock = clock
        self.away = False
        self.rough = True
        self.roughness = 1.0  # the share of sends that are in danger
        self.posts: list[Posted] = []
        self.on_post: Callable[[Posted], None] = lambda posted: None
        self.on_fate: Callable[[str, Target], None] = lambda fate, target: None
        self.echo_later: Callable[[Incoming], None] = lambda incoming: None
        self.echo_now: Callable[[Incoming], Awaitable[None]] | None = None

    @property
    def bot_id(self) -> str | None:
        return "bot"

    async def run(self, on_message: OnMessage, on_state: OnState) -> None:
        raise NotImplementedError("the world hands messages over itself")

    async def stop(self) -> None:
        return

    async def members(self, room_id: str) -> Sequence[RoomMember]:
        return ()

    async def send_image(self, target: Target, png: bytes, name: str) -> str:
        return await self.send_text(target, f"[{name}]")

    async def send_text(self, target: Target, text: str, mentions: Sequence[str] = ()) -> str:
        if self.away:
            raise NotSentError("away")
        fate = "sent"
        if self.rough and self._chance.random() < self.roughness:
            (fate,) = self._chance.choices(list(FATES), list(FATES.values()))
        if fate != "sent":
            self.on_fate(fate, target)
        if fate == "refused":
            raise NotSentError("refused")
        if fate == "killed before":
            raise Killed
        if fate == "slow":
            await self._clock.sleep(self._chance.uniform(0.5, 20))
        if fate == "lost":
            raise AmbiguousSendError("timed out")
        posted = self._post(target, text)
        if fate == "killed after":
            raise Killed
        await self._echo(posted)
        if fate == "answer lost":
            raise AmbiguousSendError("timed out")
        return posted.id if self._chance.random() < 0.9 else ""

    def _post(self, target: Target, text: str) -> Posted:
        at = self._clock.true
        posted = Posted(
            f"post-{len(self.posts) + 1}",
            target.room_id,
            target.contact_id,
            text,
            at,
            self._clock.now(),
        )
        self.posts.append(posted)
        if len(self.posts) > ENDLESS and {p.text for p in self.posts[-ENDLESS:]} == {posted.text}:
            raise AssertionError("the same post without end")
        self.on_post(posted)
        return posted

    async def _echo(self, posted: Posted) -> None:
        incoming = Incoming(
            id=posted.id,
            kind=MessageKind.TEXT,
            room_id=posted.room,
            sender_id="bot",
            sender_name="支部小助手",
            text=posted.text.replace(" ", "\u2005"),
            sent_at=posted.at,
            from_bot=True,
        )
        luck = self._chance.random() if self.rough else 0.5
        if luck < 0.15 and self.echo_now is not None:
            await self.echo_now(incoming)
        elif luck < 0.8:
            self.echo_later(incoming)
