"""What befalls a world: dying processes, failing disks, absent channels, wrong clocks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

KINDS = {
    "process dies": 8,
    "full disk": 2,
    "disk error": 3,
    "away": 4,
    "restart": 3,
    "sleep": 2,
    "clock": 2,
    "handover": 1,
    "new phone": 2,
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One of them; ``calls``: of the disk until it strikes; ``lasts``: how long."""

    at: datetime
    kind: str
    calls: int
    lasts: timedelta


def troubles(
    chance: random.Random, start: datetime, end: datetime, moments: list[datetime], count: int
) -> Iterator[Trouble]:
    """So many troubles between start and end, half of them at moments that matter."""
    for _ in range(count):
        (kind,) = chance.choices(list(KINDS), list(KINDS.values()))
        if chance.random() < 0.5 and moments:
            at = chance.choice(moments) - timedelta(seconds=chance.choice((0, 1, 1, 5, 3600)))
        else:
            at = start + (end - start) * chance.random()
        if start < at < end:
            yield Trouble(at, kind, chance.randrange(1, 26), _lasts(chance))


def _lasts(chance: random.Random) -> timedelta:
    luck = chance.random()
    if luck < 0.6:
        return timedelta(seconds=chance.uniform(2, 300))
    if luck < 0.9:
        return timedelta(minutes=chance.uniform(5, 600))
    return timedelta(hours=chance.uniform(10, 70))
