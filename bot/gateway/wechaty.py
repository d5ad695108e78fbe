"""The gateway to WeChat over the wechaty puppet protocol: connected, and again, for ever.

Turns a gateway's event stream into ordered ``Incoming`` values and keeps at it
through restarts, freezes and errors of the gateway. It must not know what a message
means, never sends twice, and writes no message text into the log.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import Coroutine, Sequence
from contextlib import aclosing, suppress
from typing import Any

from bot.clock import Clock, SystemClock
from bot.gateway import wechaty_wire as wire
from bot.gateway.base import (
    ChannelState,
    Incoming,
    NotSentError,
    OnMessage,
    OnState,
    RoomMember,
    Target,
)
from bot.gateway.wechaty_directory import Directory
from bot.gateway.wechaty_link import BusyError, Link, LinkLostError, RefusedError, Timings
from bot.gateway.wechaty_message import MessageReader
from bot.gateway.wechaty_protocol import puppet

log = logging.getLogger(__name__)

BACKLOG = 1000
"""Messages read but not yet handed over; beyond, they wait in the gateway (HTTP/2 pushes back)."""

_PAYLOAD_PAUSES = (0.0, 0.3, 1.0)  # some puppets announce a message before they hold it
_LINKS_A_MESSAGE_MAY_COST = 3
_PATIENCE_WHEN_BUSY = 2  # a gateway needs a moment to notice that our last stream is gone


class WechatyGateway:
    """A wechaty gateway at ``endpoint`` (host:port), opened with ``token``.

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
        self._token = token
        self._timings = timings or Timings()
        self._clock = clock or SystemClock()
        self._jitter = jitter or random.Random()  # spreads reconnections, decides nothing
        self._directory = Directory(self._clock)
        self._messages = MessageReader(self._directory, self._clock)
        self._inbound: asyncio.Queue[Incoming | None] = asyncio.Queue(BACKLOG)
        self._unread: deque[tuple[str, int]] = deque()  # announced ids, with tries so far
        self._news = asyncio.Event()  # something is unread
        self._link: Link | None = None
        self._bot_id: str | None = None
        self._online = asyncio.Event()  # the account is logged in
        self._failures = 0
        self._busy = 0
        self._stopped = asyncio.Event()

    @property
    def bot_id(self) -> str | None:
        return self._bot_id

    async def run(self, on_message: OnMessage, on_state: OnState) -> None:
        """As Gateway.run. What is read already is handed over before a stop ends it; what
        on_message itself raises ends it too, since a message that cannot be recorded is no
        fault of the channel."""
        handing_over = asyncio.create_task(self._hand_over(on_message))
        try:
            await _first_of(self._serve(on_state), self._stopped.wait(), _ended(handing_over))
            await self._inbound.put(None)
            await handing_over
        finally:
            handing_over.cancel()

    async def stop(self) -> None:
        self._stopped.set()

    async def send_text(self, target: Target, text: str, mentions: Sequence[str] = ()) -> str:
        return await self._open().send_text(_conversation(target), text, mentions)

    async def send_image(self, target: Target, png: bytes, name: str) -> str:
        return await self._open().send_image(_conversation(target), png, name)

    async def members(self, room_id: str) -> Sequence[RoomMember]:
        link = self._open()
        try:
            ids = await link.room_member_ids(room_id)
        except LinkLostError as error:
            raise NotSentError(str(error)) from error
        except RefusedError:
            return ()
        return [RoomMember(each, await self._directory.card(link, room_id, each)) for each in ids]

    def _open(self) -> Link:
        if self._link is None:
            raise NotSentError("no connection to the gateway")
        if not self._online.is_set():
            raise NotSentError("the account is not logged in")
        return self._link

    async def _hand_over(self, on_message: OnMessage) -> None:
        while (incoming := await self._inbound.get()) is not None:
            await on_message(incoming)

    async def _serve(self, on_state: OnState) -> None:
        while True:
            reason = "the gateway fell silent"
            link = Link(self._host, self._port, self._token, self._timings)
            try:
                await self._serve_link(link, on_state)
            except (LinkLostError, RefusedError, BusyError) as error:
                reason = str(error)
            finally:
                connected = self._link is not None
                self._link = None
                self._online.clear()
                link.close()
            log.warning("gateway: %s", reason)
            if connected:
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
            await _first_of(self._listen(link, on_state), self._read_on(link), self._watch(link))
        except BusyError:
            self._busy += 1
            if self._busy > _PATIENCE_WHEN_BUSY:
                log.warning("gateway: another event stream stays open; taking over")
                await link.take_over()
                self._busy = 0
            raise

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
                    await on_state(ChannelState.CONNECTED, f"{self._host}:{self._port}")
                await self._hear(wire.event(response.type, response.payload), on_state)

    async def _hear(self, event: wire.Event, on_state: OnState) -> None:
        self._directory.heard(event)
        if event.number == wire.EVENT_MESSAGE:
            self._unread.append((event.text("messageId"), 0))
            self._news.set()
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

    async def _read_on(self, link: Link) -> None:
        """Read what is announced, in order. What a broken link leaves, the next one reads."""
        await self._online.wait()
        while True:
            while self._unread:
                message_id, tries = self._unread[0]
                self._unread[0] = (message_id, tries + 1)
                payload = await self._payload(link, message_id, tries)
                if payload is None:
                    log.error("gateway: message %r is lost, it has no payload", message_id)
                else:
                    await self._inbound.put(
                        await self._messages.incoming(link, self._bot_id, message_id, payload)
                    )
                self._unread.popleft()
            self._news.clear()
            await self._news.wait()

    async def _payload(
        self, link: Link, message_id: str, tries: int
    ) -> puppet.MessagePayloadResponse | None:
        if tries >= _LINKS_A_MESSAGE_MAY_COST:
            return None
        for pause in _PAYLOAD_PAUSES if tries == 0 else _PAYLOAD_PAUSES[:1]:
            if pause:
                await self._clock.sleep(pause)
            with suppress(RefusedError):
                return await link.message(message_id)
        return None


def parse_endpoint(endpoint: str) -> tuple[str, int]:
    """Host and port of "host:port" or "grpc://host:port". Raises ValueError for anything else."""
    host, separator, port = endpoint.rpartition("://")[2].rstrip("/").rpartition(":")
    if not separator or not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("a wechaty endpoint is host:port")
    return host.strip("[]"), int(port)


def _conversation(target: Target) -> str:
    return target.room_id or target.contact_id or ""


async def _ended(task: asyncio.Task[None]) -> None:
    await asyncio.shield(task)


async def _first_of(*coroutines: Coroutine[Any, Any, object]) -> None:
    """Run them until one ends; cancel the others, and raise what that one raised."""
    tasks = [asyncio.create_task(each) for each in coroutines]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
