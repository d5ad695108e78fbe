"""A dues month: a year and a month, never a date.

Knows nothing of working days or notices (``scheduler/calendar.py`` does).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

_TEXT = re.compile(r"^(\d{4})-(\d{2})$")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One month, written ``2026-11``; ordered, and counted on with ``+ n``."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def of(cls, day: date) -> Period:
        """The month that a day lies in (a datetime counts by its own local date)."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``YYYY-MM``; raises ValueError for anything else."""
        match = _TEXT.match(text)
        if match is None:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __add__(self, months: int) -> Period:
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Period(year, month + 1)

    def __sub__(self, other: Period) -> int:
        """How many months lie from the other to this one."""
        return (self.year - other.year) * 12 + self.month - other.month

    def up_to(self, last: Period) -> Iterator[Period]:
        """Each month from this one to ``last``, both included."""
        for step in range(last - self + 1):
            yield self + step


def spoken(periods: Iterable[Period], *, today: date) -> str:
    """How people say months: ``7—9月``, ``2025年12月``; a year only where it differs."""
    runs: list[list[Period]] = []
    for period in sorted(set(periods)):
        if runs and period - runs[-1][-1] == 1 and period.year == runs[-1][-1].year:
            runs[-1].append(period)
        else:
            runs.append([period])
    parts = []
    for run in runs:
        year = "" if run[0].year == today.year else f"{run[0].year}年"
        span = f"{run[0].month}月" if len(run) == 1 else f"{run[0].month}—{run[-1].month}月"
        parts.append(year + span)
    return "、".join(parts)
