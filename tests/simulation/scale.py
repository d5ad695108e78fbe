"""How big a world is, how long it lasts, how bad its weather is; by name, to be replayed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import SHANGHAI


@dataclass(frozen=True, slots=True)
class Scale:
    """How big a world is."""

    branches: int = 3
    heads: int = 20
    days: int = 33
    troubles: int = 18
    checks_every: int = 40  # messages
    compares: float = 1.0  # the share of boots after which the whole books are looked through
    roughness: float = 1.0  # the share of sends that are in danger
    talk: float = 1.0  # how much people say beside their dues
    start: datetime | None = None


USUAL = Scale()
NEW_YEAR = datetime(2026, 1, 1, 8, 0, tzinfo=SHANGHAI)

SCALES = {
    "usual": USUAL,
    "small": Scale(branches=2, heads=8, days=12, troubles=10),
    # 900 members from New Year to Christmas; a send in fifty is in danger.
    "township": Scale(
        branches=30,
        heads=30,
        days=357,
        troubles=40,
        checks_every=4000,
        compares=0.1,
        roughness=0.02,
        talk=0.1,
        start=NEW_YEAR,
    ),
    # The same people in their first six weeks, in all weather.
    "weeks": Scale(branches=30, heads=30, days=42, troubles=60, checks_every=2000, start=NEW_YEAR),
}
