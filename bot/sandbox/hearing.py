"""Whether the program is there to hear, and what it has heard: for whoever waits for an answer.

Knows ids and states, no words.
"""

from __future__ import annotations

import asyncio

from bot.gateway.base import ChannelState

PATIENCE = 30.0
"""Seconds after which waiting is given up as a fault of the program."""


class Hearing:
    """Fed by the gateway's client; raises TimeoutError where nothing comes of waiting."""

    def __init__(self) -> None:
        self._handled: dict[str, asyncio.Event] = {}
        self._online, self._offline = asyncio.Event(), asyncio.Event()

    @property
    def is_off(self) -> bool:
        """Whether the program is not logged in to the gateway."""
        return not self._online.is_set()

    def told_state(self, state: ChannelState, _: str) -> None:
        """The channel came or went."""
        if state is ChannelState.LOGGED_IN:
            self._offline.clear()
            self._online.set()
        elif state is not ChannelState.CONNECTED:
            self._online.clear()
            self._offline.set()

    async def until_on(self) -> None:
        """Wait until the program is logged in."""
        await asyncio.wait_for(self._online.wait(), PATIENCE)

    async def until_off(self) -> None:
        """Wait until the program has noticed that the gateway is gone."""
        await asyncio.wait_for(self._offline.wait(), PATIENCE)

    def handled(self, message: str) -> None:
        """The program has handled this message."""
        self._event(message).set()

    async def until_handled(self, message: str) -> None:
        """Wait until the program has handled this message."""
        await asyncio.wait_for(self._event(message).wait(), PATIENCE)
        self.forget(message)

    def forget(self, message: str) -> None:
        """It may come again, and is waited for anew then."""
        self._handled.pop(message, None)

    def _event(self, message: str) -> asyncio.Event:
        return self._handled.setdefault(message, asyncio.Event())
