"""The gateway to WeChat over the wechaty puppet protocol: connected, and again, for ever.

Turns a gateway's event stream into ordered ``Incoming`` values and keeps at it
through restarts, freezes and errors of the gateway. It must not know what a message
means, never sends twice, and writes no message text into the log.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Sequence
from contextlib import aclosing

from bot.clock import Clock, SystemClock
from bot.gateway import wechaty_wire as wire
from bot.gateway.base import (
    ChannelState,
    NotSentError,
    OnMessage,
    OnState,
    RoomMember,
    Target,
)
from bot.gateway.wechaty_directory import Directory
from bot.gateway.wechaty_intake import Intake
from bot.gateway.wechaty_link import (
    BusyError,
    Link,
    LinkLostError,
    RefusedError,
    Timings,
    checked_token,
    open_channel,
)
from bot.gateway.wechaty_own import OwnPosts, Sent
from bot.gateway.wechaty_tasks import ended, first_of

log = logging.getLogger(__name__)

_PATIENCE_WHEN_BUSY = 2  # a gateway needs a moment to notice that our last stream is gone


class WechatyGateway:
    """A wechaty gateway at ``endpoint`` (host:port), opened with ``token``.

    Making one raises ValueError for an endpoint or token that cannot be right.

    Texts go out as they are: who mentions somebody writes the @name into the text.
    """

    def __init__(
        self,
        endpoint: str,
        token: str,
        *,
        timings: Timings | None = None,
        clock: Clock | None = None,
        jitter: random.Random | None = None,
    ) -> None:
        self._host, self._port = parse_endpoint(endpoint)
        self._token = checked_token(token)
        self._timings = timings or Timings()
        self._clock = clock or SystemClock()
        # Spreads reconnections, decides nothing; seeded, so that a run can be repeated.
        self._jitter = jitter or random.Random(endpoint + token)
        self._directory = Directory(self._clock)
        self._own = OwnPosts()
        self._intake = Intake(self._directory, self._own, self._clock)
        self._link: Link | None = None
        self._bot_id: str | None = None
        self._online = asyncio.Event()  # the account is logged in
        self._failures = 0
        self._busy = 0
        self._told_away = False
        self._stopped = asyncio.Event()

    @property
    def bot_id(self) -> str | None:
        return self._bot_id

    async def run(self, on_message: OnMessage, on_state: OnState) -> None:
        """As Gateway.run. What is read already is handed over before a stop ends it; what
        on_message itself raises ends it too, since a message that cannot be recorded is no
        fault of the channel."""
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
        with self._own.sending():
            message_id = await self._open().send_text(target, text, mentions)
            self._own.sent(message_id, Sent(target, text))
        return message_id

    async def send_image(self, target: Target, png: bytes, name: str) -> str:
        return await self._open().send_image(target, png, name)

    async def members(self, room_id: str) -> Sequence[RoomMember]:
        return await self._directory.members(self._open(), room_id)

    def _open(self) -> Link:
        if self._link is None:
            raise NotSentError("no connection to the gateway")
        if not self._online.is_set():
            raise NotSentError("the account is not logged in")
        return self._link

    async def _serve(self, on_state: OnState) -> None:
        while True:
            reason = "the gateway fell silent"
            channel = open_channel(self._host, self._port, self._token, self._timings)
            link = Link(channel, self._timings)
            try:
                await self._serve_link(link, on_state)
            except (LinkLostError, RefusedError, BusyError) as error:
                reason = str(error)
            finally:
                self._link = None
                self._online.clear()
                link.close()
            log.warning("gateway: %s", reason)
            if not self._told_away:
                self._told_away = True
                await on_state(ChannelState.DISCONNECTED, reason)
            await self._clock.sleep(self._pause())

    def _pause(self) -> float:
        timings = self._timings
        longest = min(timings.first_pause * 2.0 ** min(self._failures, 30), timings.longest_pause)
        self._failures += 1
        return max(timings.first_pause, longest * self._jitter.uniform(0.5, 1.0))

    async def _serve_link(self, link: Link, on_state: OnState) -> None:
        await link.start()
        try:
            await first_of(self._listen(link, on_state), self._read(link), self._watch(link))
        except BusyError:
            self._busy += 1
            if self._busy > _PATIENCE_WHEN_BUSY:
                log.warning("gateway: another event stream stays open; taking over")
                await link.take_over()
                self._busy = 0
            raise

    async def _read(self, link: Link) -> None:
        await self._online.wait()
        await self._intake.read_on(link, lambda: self._bot_id)

    async def _watch(self, link: Link) -> None:
        while True:
            await self._clock.sleep(self._timings.probe)
            await link.probe()

    async def _listen(self, link: Link, on_state: OnState) -> None:
        async with aclosing(link.events()) as events:
            async for response in events:
                if self._link is None:
                    self._link = link
                    self._failures = self._busy = 0
                    self._told_away = False
                    await on_state(ChannelState.CONNECTED, f"{self._host}:{self._port}")
                await self._hear(wire.event(response.type, response.payload), on_state)

    async def _hear(self, event: wire.Event, on_state: OnState) -> None:
        self._directory.heard(event)
        if event.number == wire.EVENT_MESSAGE:
            self._intake.announce(event.text("messageId"))
        elif event.number == wire.EVENT_LOGIN:
            self._bot_id = event.text("contactId") or self._bot_id
            self._online.set()
            await on_state(ChannelState.LOGGED_IN, f"as {self._bot_id}")
        elif event.number == wire.EVENT_LOGOUT:
            self._online.clear()
            await on_state(ChannelState.LOGGED_OUT, "the account went off line")
        elif event.number == wire.EVENT_ERROR:
            log.warning("gateway: its puppet reported an error")
        else:
            log.debug("gateway: event %s", event.number)


def parse_endpoint(endpoint: str) -> tuple[str, int]:
    """Host and port of "host:port" or "grpc://host:port". Raises ValueError for anything else."""
    host, separator, port = endpoint.rpartition("://")[2].rstrip("/").rpartition(":")
    if not separator or not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("a wechaty endpoint is host:port")
    return host.strip("[]"), int(port)
