"""The running program: what it does on a message, on a change of the channel, on waking.

Drives its parts, which ``bot/app.py`` made; decides nothing about a message or a post itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from bot.absence import Absence
from bot.alarm import Alarm
from bot.announcer import Announcer
from bot.clock import Clock
from bot.delivery import Delivery
from bot.gateway.base import ChannelState, Gateway, Incoming
from bot.inbox import Inbox
from bot.room_people import RoomPeople
from bot.unsaid import Unsaid
from bot.unsent import Unsent
from bot.unsure import Unsure
from scheduler.runner import Runner
from store import inbox as inbox_rows
from store.database import Database
from store.errors import DiskError

log = logging.getLogger(__name__)

DISK_PAUSE = 10.0
"""Seconds between tries while the books cannot be written."""

WATCH_SECONDS = 30.0
"""How often the alarm looks at the channel."""


class App:
    """A running program over one store and one gateway."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        gateway: Gateway,
        inbox: Inbox,
        announcer: Announcer,
        delivery: Delivery,
        unsaid: Unsaid,
        unsure: Unsure,
        unsent: Unsent,
        alarm: Alarm,
        absence: Absence,
        room_people: RoomPeople,
    ) -> None:
        self.db = db
        self.clock = clock
        self.gateway = gateway
        self.inbox = inbox
        self.announcer = announcer
        self.delivery = delivery
        self.unsaid = unsaid
        self.unsure = unsure
        self.unsent = unsent
        self.alarm = alarm
        self.absence = absence
        self.room_people = room_people
        self.told_state: Callable[[ChannelState, str], None] | None = None
        self._something_to_say = asyncio.Event()

    def boot(self) -> None:
        """Once at the start: settle what a crash left open."""
        self.delivery.after_boot()

    async def on_message(self, incoming: Incoming) -> None:
        """A message came: record what it says, and let the sender know there is an answer."""
        self.alarm.heard(self.clock.now())
        if incoming.from_bot:
            self.delivery.echoed(incoming)
            return
        self.inbox.handle(incoming)
        self._something_to_say.set()

    async def on_state(self, state: ChannelState, detail: str) -> None:
        """The channel came or went."""
        log.info("channel %s: %s", state.value, detail)
        self.alarm.changed(state, self.clock.now())
        self.absence.changed(state, self.clock.now())
        if self.told_state is not None:
            self.told_state(state, detail)
        if state is ChannelState.LOGGED_IN:
            self.delivery.after_login()
            self.unsaid.settle(self.clock.now())
            self.room_people.forget()
            self._something_to_say.set()
        elif state is not ChannelState.CONNECTED:
            self.delivery.logged_out()

    async def wake(self) -> None:
        """Settle the plan up to now, and say what may be said."""
        self.absence.look(self.clock.now())
        await self.room_people.look(self.clock.now())
        self.announcer.settle(self.clock.now())
        self.unsure.settle(self.clock.now())
        if self.delivery.reaches_people():
            self.unsaid.settle(self.clock.now())
        await self.delivery.pump()
        if self.delivery.reaches_people():
            self.unsent.settle(self.clock.now())
            await self.delivery.pump()
        self.delivery.write_sent()

    async def wanted(self) -> None:
        """Wait until something came that may have an answer, since this was last asked."""
        await self._something_to_say.wait()
        self._something_to_say.clear()

    def next_moment(self) -> datetime | None:
        """When anything happens by itself next."""
        moments = [
            self.announcer.next_due(self.clock.now()),
            self.delivery.next_moment(),
            self.unsure.next_moment(self.clock.now()),
        ]
        return min((m for m in moments if m is not None), default=None)

    def last_moment(self) -> datetime | None:
        """The newest moment that the books know of."""
        return inbox_rows.newest(self.db)

    async def serve(self) -> None:
        """Run until cancelled: the gateway, the sender, the alarm clock.

        Raises what none of them can go on with, as StoreError once the disk failed to keep
        what was written: whoever started the program is to start it again.
        """
        self.boot()
        runner = Runner(self.wake, self.next_moment)
        tasks = [
            asyncio.create_task(self.gateway.run(self._hear, self.on_state)),
            asyncio.create_task(self._send_for_ever(runner)),
            asyncio.create_task(self._watch_for_ever()),
        ]
        runner.start()
        try:
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await runner.stop()
            await self.gateway.stop()

    async def _hear(self, incoming: Incoming) -> None:
        """Record a message; while the disk is full it waits here, and those behind it wait too."""
        while True:
            try:
                await self.on_message(incoming)
            except DiskError as error:
                log.warning("message %s waits for the disk: %s", incoming.id, error)
                await self.clock.sleep(DISK_PAUSE)
            else:
                return

    async def _send_for_ever(self, runner: Runner) -> None:
        while True:
            await self.wanted()
            try:
                await self.delivery.pump()
            except DiskError as error:
                log.warning("posts wait for the disk: %s", error)
                await self.clock.sleep(DISK_PAUSE)
                self._something_to_say.set()
            runner.poke()

    async def _watch_for_ever(self) -> None:
        """Apart from all else, so that a webhook that hangs holds nothing up."""
        while True:
            try:
                await self.alarm.check(self.clock.now())
            except Exception as error:  # noqa: BLE001 - the watch must go on, whatever it was
                log.warning("the alarm failed: %s", type(error).__name__)
            await asyncio.sleep(WATCH_SECONDS)
