"""The sandbox's stage: the invented branch on an embedded service, and the real program.

The gateway client, inbox, handlers, scheduler, store and delivery are those of
service; only the WeChat behind them is invented, and the clock moves when told.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.app import App, build
from bot.clock import SHANGHAI, VirtualClock
from bot.delivery import Tempo
from bot.gateway.base import Incoming
from bot.gateway.inprocess import Post
from bot.gateway.wechaty import WechatyGateway
from bot.sandbox import branch
from bot.sandbox.branch import CAST, Cast
from bot.sandbox.service import SandboxService

OPENS_AT = datetime(2026, 3, 1, 8, 30, tzinfo=SHANGHAI)
"""A fixed invented day, so that a tour is the same each time."""


class Stage:
    """A branch to play with. ``on_post`` hears each post of the bot, as it is posted."""

    def __init__(self, data: Path, on_post: Callable[[Post], None]) -> None:
        self.clock = VirtualClock(OPENS_AT)
        self._data = data
        self._service = SandboxService(
            bot_id=branch.BOT, bot_name=branch.BOT_NAME, clock=self.clock
        )
        self._service.on_post = on_post
        self._handled: dict[str, asyncio.Event] = {}
        self._serving: asyncio.Task[None] | None = None
        self._logged_in = asyncio.Event()
        self.app: App | None = None

    async def open(self) -> None:
        """Start the service, connect the client, boot the program."""
        self._furnish()
        endpoint = await self._service.start()
        gateway = WechatyGateway(endpoint, self._service.token, jitter=random.Random(1))
        self.app = build(
            branch.settings(self._data / "sandbox"),
            clock=self.clock,
            gateway=gateway,
            data=self._data,
            chance=random.Random(1),
            tempo=Tempo(),
        )
        self.clock.move_to(self.app.last_moment() or OPENS_AT)
        self.app.boot()
        self._serving = asyncio.create_task(gateway.run(self._hear, self.app.on_state))
        await self._service.connected()
        while gateway.bot_id is None:
            await asyncio.sleep(0.005)
        await self.app.wake()

    async def close(self) -> None:
        """End the client, the service and the books."""
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.gather(self._serving, return_exceptions=True)
        if self.app is not None:
            await self.app.gateway.stop()
            self.app.db.close()
        await self._service.stop()

    async def say(self, person: Cast, text: str, *, in_group: bool = True) -> None:
        """Somebody speaks; returns once the program has answered."""
        assert self.app is not None
        mentioned = f"@{branch.BOT_NAME}" in text
        room = branch.ROOM if in_group else None
        message = await self._service.say(
            person.wechat_id, text, room, mention_bot=mentioned and in_group
        )
        await self._heard(message)
        await self.app.wake()

    async def travel(self, moment: datetime) -> None:
        """Move the clock; everything due on the way happens when it is due."""
        assert self.app is not None
        while (due := self.app.next_moment()) is not None and due <= moment:
            self.clock.move_to(max(due, self.clock.now()))
            await self.app.wake()
        self.clock.move_to(moment)
        await self.app.wake()

    def _furnish(self) -> None:
        for person in CAST:
            self._service.world.add_contact(person.wechat_id, person.name)
        cards = {person.wechat_id: person.card for person in CAST}
        self._service.world.add_room(branch.ROOM, branch.TOPIC, cards)

    async def _hear(self, incoming: Incoming) -> None:
        assert self.app is not None
        await self.app.on_message(incoming)
        self._event(incoming.id).set()

    async def _heard(self, message: str) -> None:
        await asyncio.wait_for(self._event(message).wait(), timeout=30)
        self._handled.pop(message, None)

    def _event(self, message: str) -> asyncio.Event:
        return self._handled.setdefault(message, asyncio.Event())
