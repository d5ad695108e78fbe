"""The one place that asks the machine for the time.

Everything else is handed a moment. Moments are aware datetimes in Asia/Shanghai.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

from scheduler.calendar import SHANGHAI

__all__ = ["SHANGHAI", "Clock", "SystemClock", "VirtualClock"]


RELEASED = datetime(2026, 1, 1, tzinfo=SHANGHAI)
"""Earlier than this no machine's clock is right: the program was not there yet."""


class Clock(Protocol):
    """What the program asks for the time, and how it waits.

    ``earliest``: a moment before it is wrong.
    """

    earliest: datetime

    def now(self) -> datetime:
        """This moment, aware, in Asia/Shanghai."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait so long in this clock's time."""
        ...


class SystemClock:
    """The machine's own clock."""

    earliest = RELEASED

    def now(self) -> datetime:
        return datetime.now(SHANGHAI)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class VirtualClock:
    """A clock that moves only when told: rehearsals, the sandbox, tests."""

    earliest = datetime(1970, 1, 1, tzinfo=SHANGHAI)

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(SHANGHAI)

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Go to a moment; time never runs backwards (an earlier moment changes nothing)."""
        self._now = max(self._now, moment.astimezone(SHANGHAI))

    async def sleep(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        await asyncio.sleep(0)
