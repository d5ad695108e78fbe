"""Messages from announced to handed over: noted at once, read in order, none twice.

A message is first an id that the gateway announced; its payload is asked for
afterwards, over whatever link stands then. This module must not know how links come
about, nor what a message means; it writes ids into the log, never texts.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from bot.clock import Clock
from bot.gateway.base import Incoming, OnMessage
from bot.gateway.wechaty_codec import PayloadAnswer
from bot.gateway.wechaty_directory import Directory
from bot.gateway.wechaty_link import Link, RefusedError
from bot.gateway.wechaty_message import MessageReader
from bot.gateway.wechaty_own import OwnPosts

log = logging.getLogger(__name__)

BACKLOG = 1000
"""Messages read but not yet handed over; more stay unread until the program has caught up."""

_PAYLOAD_PAUSES = (0.0, 0.3, 1.0)  # some puppets announce a message before they hold it
_LINKS_A_MESSAGE_MAY_COST = 3


class Intake:
    """One ordered line from the announcements of all links to the program."""

    def __init__(self, directory: Directory, own: OwnPosts, clock: Clock) -> None:
        self._own = own
        self._clock = clock
        self._messages = MessageReader(directory, clock)
        self._unread: deque[tuple[str, int]] = deque()  # announced ids, with tries so far
        self._news = asyncio.Event()
        self._read: asyncio.Queue[Incoming | None] = asyncio.Queue(BACKLOG)

    def announce(self, message_id: str) -> None:
        """A message is there to be read."""
        self._unread.append((message_id, 0))
        self._news.set()

    async def read_on(self, link: Link, bot_id: Callable[[], str | None]) -> None:
        """Read what is announced until cancelled; what this leaves unread, the next call reads.

        Raises LinkLostError.
        """
        while True:
            while self._unread:
                message_id, tries = self._unread[0]
                self._unread[0] = (message_id, tries + 1)
                incoming = await self._incoming(link, bot_id(), message_id, tries)
                if incoming is None:
                    log.error("gateway: message %r is lost, it has no payload", message_id)
                else:
                    await self._read.put(incoming)
                self._unread.popleft()
            self._news.clear()
            await self._news.wait()

    async def _incoming(
        self, link: Link, bot_id: str | None, message_id: str, tries: int
    ) -> Incoming | None:
        """The message itself; what we sent is told from its id, without asking for it."""
        own = await self._own.echo(message_id)
        if own is not None:
            return self._messages.echo(bot_id, message_id, own)
        payload = await self._payload(link, message_id, tries)
        if payload is None:
            return None
        return await self._messages.incoming(link, bot_id, message_id, payload)

    async def hand_over(self, on_message: OnMessage) -> None:
        """Give the program what was read, one after the other, until ``finish``."""
        while (incoming := await self._read.get()) is not None:
            await on_message(incoming)

    async def finish(self) -> None:
        """Nothing more will be read: ``hand_over`` ends after what is waiting."""
        await self._read.put(None)

    async def _payload(self, link: Link, message_id: str, tries: int) -> PayloadAnswer | None:
        if tries >= _LINKS_A_MESSAGE_MAY_COST:
            return None
        for pause in _PAYLOAD_PAUSES if tries == 0 else _PAYLOAD_PAUSES[:1]:
            if pause:
                await self._clock.sleep(pause)
            with suppress(RefusedError):
                return await link.message(message_id)
        return None
