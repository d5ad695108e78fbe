"""Days: ends of months, working days and holidays, hours in which the group is left in peace.

Pure: every moment is an argument. Knows nothing of rules, announcements or the store's records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import lru_cache

from store.period import Period

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The zone of every moment: China has one and no summer time, so a fixed offset serves."""

LONGEST_REST = timedelta(days=14)
"""No run of rest days is longer (the longest on record are ten days, around the Spring Festival);
so a moved day lies no further than this from its nominal day."""

_ONE_DAY = timedelta(days=1)


class Move(StrEnum):
    """Where an announcement goes whose day is a rest day; the values are what config.yaml says."""

    EARLIER = "前"
    LATER = "后"
    STAY = "不动"


@lru_cache(maxsize=65_536)
def is_working_day(day: date) -> bool:
    """Whether people work on that day by the State Council's yearly arrangement.

    Where the calendar's data end (see ``calendar_known_until``), weekends only.
    """
    import chinese_calendar  # here, not above: 17 ms that a start without a schedule need not pay

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def holiday_begins(name: str, after: date, within: timedelta) -> date | None:
    """The first day off of the 春节 or 清明 that begins within this time after a day.

    None where none does, or where the calendar's data end.
    """
    import chinese_calendar

    wanted = _HOLIDAYS[name]
    for step in range(1, within.days + 1):
        day = after + step * _ONE_DAY
        try:
            before, on = (chinese_calendar.get_holiday_detail(d) for d in (day - _ONE_DAY, day))
        except NotImplementedError:
            return None
        if on == (True, wanted) and before != (True, wanted):
            return day
    return None


_HOLIDAYS = {"春节": "Spring Festival", "清明": "Tomb-sweeping Day"}
"""As the calendar's data call them."""


def calendar_known_until() -> date:
    """The last day whose holidays are known; the arrangement comes out a year at a time."""
    import chinese_calendar

    return date(max(chinese_calendar.holidays).year, 12, 31)


def moved(day: date, move: Move) -> date:
    """The day itself if people work on it, otherwise the nearest working day on the move's side."""
    if move is Move.STAY:
        return day
    step = _ONE_DAY if move is Move.LATER else -_ONE_DAY
    while not is_working_day(day):
        day += step
    return day


@lru_cache(maxsize=256)
def days_of(period: Period) -> tuple[date, ...]:
    """All calendar days of a month, in order."""
    first = date(period.year, period.month, 1)
    following = period + 1
    length = (date(following.year, following.month, 1) - first).days
    return tuple(first + timedelta(days=offset) for offset in range(length))


def last_day(period: Period) -> date:
    """The last calendar day of a month (月末)."""
    return days_of(period)[-1]


def nth(days: Sequence[date], number: int) -> date:
    """The number-th of some days, from 1; negative numbers count from the end.

    Where there are fewer, the outermost on that side: the 31st of April is its 30th.
    Raises ValueError for 0 and IndexError for no days.
    """
    if number == 0:
        raise ValueError("days are counted from 1, or from -1 backwards")
    if number > 0:
        return days[min(number, len(days)) - 1]
    return days[max(number, -len(days))]


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` (included) to ``end`` (excluded) nothing is posted; may cross midnight.

    Equal start and end mean that no hour is quiet.
    """

    start: time = time(21)
    end: time = time(8)

    def is_quiet(self, moment: datetime) -> bool:
        """Whether nothing may be posted at that moment."""
        clock = moment.astimezone(SHANGHAI).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def next_allowed(self, moment: datetime) -> datetime:
        """The moment itself if it is not quiet, otherwise the end of these quiet hours."""
        local = moment.astimezone(SHANGHAI)
        if not self.is_quiet(local):
            return local
        end = datetime.combine(local.date(), self.end, SHANGHAI)
        return end if end > local else end + _ONE_DAY
