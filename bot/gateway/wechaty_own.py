"""What we sent ourselves: its echo is known by its id, and need not be asked for.

An echo may be announced before the send is answered. While a send is under way, whoever
reads announcements waits a moment for its answer. Knows no link and no message's meaning.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from bot.gateway.base import Target

_REMEMBERED = 200
_PATIENCE = 0.05
"""Seconds that reading waits for a send's answer, once a send."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that we sent."""

    target: Target
    text: str


class OwnPosts:
    """Remembers texts by the id that the gateway gave them, until their echo comes."""

    def __init__(self) -> None:
        self._sent: OrderedDict[str, Sent] = OrderedDict()
        self._under_way = 0
        self._answered = asyncio.Event()
        self._answered.set()

    @contextmanager
    def sending(self) -> Iterator[None]:
        """A send is under way."""
        self._under_way += 1
        self._answered.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._answered.set()

    def sent(self, message_id: str, post: Sent) -> None:
        """It went out, under this id; "" where the gateway gave none."""
        if message_id:
            self._sent[message_id] = post
            if len(self._sent) > _REMEMBERED:
                self._sent.popitem(last=False)

    async def echo(self, message_id: str) -> Sent | None:
        """What we sent under that id; None where it is somebody else's, or was asked before."""
        if not self._answered.is_set() and message_id not in self._sent:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await self._answered.wait()
            self._answered.set()  # a slow send holds up one message, not those behind it
        return self._sent.pop(message_id, None)
