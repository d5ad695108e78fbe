"""A python-wechaty plugin, for those who run such a bot already: ``bot.use(ZhibuPlugin(...))``.

The bot's own connection becomes a ``Gateway``: the plugin hears which messages the
bot is told of, in their order, and reads and posts over the same gRPC channel with
deadlines of its own. It must not know what a message means. It cannot outlive the bot:
where python-wechaty stops listening (an error event of a gateway from 1.0 on, a second
lost connection), only ``bot.gateway.wechaty`` would have gone on.

Importing this module needs the extra ``[wechaty]``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from wechaty_puppet.schemas.puppet import PuppetOptions

from bot.clock import Clock, SystemClock
from bot.gateway import wechaty_wire as wire
from bot.gateway.base import (
    ChannelState,
    Gateway,
    NotSentError,
    OnMessage,
    OnState,
    RoomMember,
    Target,
)
from bot.gateway.wechaty_directory import Directory
from bot.gateway.wechaty_intake import Intake
from bot.gateway.wechaty_link import Link, LinkLostError, Timings
from bot.gateway.wechaty_own import OwnPosts
from bot.gateway.wechaty_tasks import ended, first_of

# Python from 3.11 on refuses the unhashable default that wechaty's own options have.
PuppetOptions.__hash__ = object.__hash__

from wechaty import WechatyPlugin  # noqa: E402 - only after the line above does it import

log = logging.getLogger(__name__)

Serve = Callable[[Gateway], Awaitable[None]]
"""Runs the program on a gateway until it is cancelled."""

_TALKATIVE = ("Wechaty", "Message", "Room", "Contact")  # they log message texts at INFO


class PluginGateway:
    """The connection of a python-wechaty bot as a chat channel."""

    def __init__(self, *, timings: Timings | None = None, clock: Clock | None = None) -> None:
        self._timings = timings or Timings()
        self._clock = clock or SystemClock()
        self._directory = Directory(self._clock)
        self._intake = Intake(self._directory, OwnPosts(), self._clock)
        self._link: Link | None = None
        self._linked = asyncio.Event()
        self._changed = asyncio.Event()  # logged out, or in again
        self._bot_id: str | None = None
        self._stopped = asyncio.Event()

    @property
    def bot_id(self) -> str | None:
        return self._bot_id

    async def run(self, on_message: OnMessage, on_state: OnState) -> None:
        handing_over = asyncio.create_task(self._intake.hand_over(on_message))
        try:
            await first_of(self._serve(on_state), self._stopped.wait(), ended(handing_over))
            await self._intake.finish()
            await handing_over
        finally:
            handing_over.cancel()

    async def stop(self) -> None:
        self._stopped.set()

    async def send_text(self, target: Target, text: str, mentions: Sequence[str] = ()) -> str:
        return await self._open().send_text(target, text, mentions)

    async def send_image(self, target: Target, png: bytes, name: str) -> str:
        return await self._open().send_image(target, png, name)

    async def members(self, room_id: str) -> Sequence[RoomMember]:
        return await self._directory.members(self._open(), room_id)

    def attach(self, puppet: Any) -> None:
        """The bot has logged in over this puppet service: hear and post over it from now on.

        The plugin's own hooks would not do: the bot runs on_message side by side, in no
        order, and tells of one login only.
        """
        puppet.on("message", lambda payload: self._intake.announce(payload.message_id))
        puppet.on("login", lambda _: self._logged_in(puppet))
        puppet.on("logout", lambda _: self._logged_out())
        for change in ("room-join", "room-leave", "room-topic"):
            puppet.on(change, lambda payload: self._room_changed(payload.room_id))
        self._logged_in(puppet)

    def _logged_in(self, puppet: Any) -> None:
        self._bot_id = puppet.login_user_id
        self._directory.heard(wire.Event(wire.EVENT_LOGIN, {}))
        self._link = Link(puppet.channel, self._timings)
        self._linked.set()
        self._changed.set()

    def _logged_out(self) -> None:
        self._link = None
        self._linked.clear()
        self._changed.set()

    def _room_changed(self, room_id: str) -> None:
        self._directory.heard(wire.Event(wire.EVENT_ROOM_TOPIC, {"roomId": room_id}))

    def _open(self) -> Link:
        if self._link is None:
            raise NotSentError("the bot is not logged in")
        return self._link

    async def _serve(self, on_state: OnState) -> None:
        while True:
            await self._linked.wait()
            link = self._open()
            self._changed.clear()
            try:
                await link.probe()
                await on_state(ChannelState.LOGGED_IN, f"as {self._bot_id}")
                reading = self._intake.read_on(link, lambda: self._bot_id)
                await first_of(reading, self._watch(link), self._changed.wait())
                await on_state(ChannelState.LOGGED_OUT, "the account went off line")
            except LinkLostError as error:
                log.warning("gateway of the bot: %s", error)
                await on_state(ChannelState.DISCONNECTED, str(error))
                await self._clock.sleep(self._timings.first_pause)

    async def _watch(self, link: Link) -> None:
        while True:
            await self._clock.sleep(self._timings.probe)
            await link.probe()


class ZhibuPlugin(WechatyPlugin):  # type: ignore[misc]
    """Runs the program beside whatever else the bot does.

    ``serve`` is started at the first login with the plugin's gateway, and cancelled by
    ``close``.
    """

    def __init__(self, serve: Serve, *, timings: Timings | None = None) -> None:
        super().__init__()
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        self.gateway = PluginGateway(timings=timings)
        self._serve = serve
        self._serving: asyncio.Task[None] | None = None

    async def init_plugin(self, wechaty: Any) -> None:
        """The bot has logged in; python-wechaty calls this before any message of the login."""
        self.gateway.attach(wechaty.puppet)
        if self._serving is None:
            self._serving = asyncio.ensure_future(self._run())

    async def close(self) -> None:
        """End the program; the bot goes on without it."""
        await self.gateway.stop()
        if self._serving is not None:
            self._serving.cancel()
            with suppress(asyncio.CancelledError):
                await self._serving

    async def _run(self) -> None:
        await self._serve(self.gateway)
