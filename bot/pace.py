"""The pace of posts: spaced, with jitter, no more than so many a minute.

Knows the clock and when posts were made; nothing of rows or channels.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast to speak: seconds between posts, random seconds on top, most a minute."""

    seconds_between: float = 0.0
    jitter: float = 0.0
    per_minute: int = 600


class Pace:
    """Keeps a tempo."""

    def __init__(self, clock: Clock, tempo: Tempo, chance: random.Random) -> None:
        self._clock = clock
        self._tempo = tempo
        self._chance = chance
        self._made: deque[datetime] = deque()  # the posts of the last minute
        self._last: datetime | None = None

    def made(self, now: datetime) -> None:
        """A post went out."""
        self._made.append(now)
        self._last = now

    def is_free(self) -> bool:
        """Whether a post may go out without waiting, whatever the jitter would have been."""
        return self._wait(self._tempo.jitter) <= 0

    async def turn(self) -> None:
        """Wait until the next post may go out."""
        jitter = self._tempo.seconds_between and self._last and self._tempo.jitter
        wait = self._wait(self._chance.uniform(0, jitter) if jitter else 0.0)
        if wait > 0:
            await self._clock.sleep(wait)

    def _wait(self, jitter: float) -> float:
        """Seconds until the next post may go out."""
        now, wait = self._clock.now(), 0.0
        if self._last is not None and self._tempo.seconds_between:
            gap = self._tempo.seconds_between + jitter
            wait = gap - (now - self._last).total_seconds()
        while self._made and now - self._made[0] >= timedelta(minutes=1):
            self._made.popleft()
        if len(self._made) >= self._tempo.per_minute:
            wait = max(wait, 60 - (now - self._made[0]).total_seconds())
        return wait
