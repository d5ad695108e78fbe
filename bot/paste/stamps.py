"""Dates and times of day as chat clients write them.

Knows nothing of names or lines; takes text, gives values, never guesses a year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.clock import SHANGHAI

DATE = r"(?P<year>\d{4})\s?[年/.-]\s?(?P<month>\d{1,2})\s?[月/.-]\s?(?P<day>\d{1,2})\s?日?"
CLOCK = (
    r"(?P<half>凌晨|早上|上午|中午|下午|晚上|[AaPp][Mm])?\s*"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\s*(?P<after>[AaPp][Mm]))?"
)
_AFTERNOON = {"下午", "晚上", "pm"}
_MORNING = {"凌晨", "早上", "上午", "am"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a header says about the time; each part may be missing.

    ``month_day`` stands where the year is not written.
    """

    day: date | None = None
    clock: time | None = None
    precise: bool = False
    month_day: tuple[int, int] | None = None

    def at(self, day: date) -> datetime:
        """The moment on a day; 00:00 where no time of day is known."""
        return datetime.combine(day, self.clock or time(), SHANGHAI)


def read_stamp(match: re.Match[str]) -> Stamp | None:
    """The stamp in a match of DATE and/or CLOCK; None where it is no date or no time at all."""
    found = match.groupdict()
    try:
        clock = _read_clock(found)
        if not found.get("month"):
            return Stamp(clock=clock, precise=bool(found.get("second")))
        month, day = int(found["month"]), int(found["day"])
        if not found.get("year"):
            date(2000, month, day)  # a leap year: only sees whether such a day exists
            return Stamp(None, clock, bool(found.get("second")), (month, day))
        return Stamp(date(int(found["year"]), month, day), clock, bool(found.get("second")))
    except ValueError:
        return None


def _read_clock(found: dict[str, str | None]) -> time | None:
    if not found.get("hour"):
        return None
    hour = int(found["hour"] or 0)
    half = (found.get("half") or found.get("after") or "").lower()
    if half in _AFTERNOON and hour < 12:
        hour += 12
    elif half in _MORNING and hour == 12:
        hour = 0
    return time(hour, int(found["minute"] or 0), int(found.get("second") or 0))


def latest_year(month_day: tuple[int, int], until: date) -> date | None:
    """The last such day not after ``until``; None for 29 February without one near."""
    for year in range(until.year, until.year - 5, -1):
        try:
            day = date(year, *month_day)
        except ValueError:
            continue
        if day <= until:
            return day
    return None
