"""Recurrence as values: which days a rule names, how long before a meeting a reminder comes.

Says itself in Chinese; how people write it is read in ``scheduler/rules.py``. Knows nothing of
what is announced, nor to whom.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from scheduler.calendar import LONGEST_REST, SHANGHAI, Move, days_of, is_working_day, moved, nth
from scheduler.wording import to_numeral
from store.period import Period

DEFAULT_TIME = time(9)


class Cycle(Enum):
    """How often a rule comes round, and its length in months (a week has none)."""

    WEEK = "每周", 0
    MONTH = "每月", 1
    QUARTER = "每季度", 3
    HALF_YEAR = "每半年", 6
    YEAR = "每年", 12

    @property
    def words(self) -> str:
        return self.value[0]

    @property
    def months(self) -> int:
        return self.value[1]


class Among(StrEnum):
    """The days of a month that a rule counts."""

    DAYS = "天"
    WORKING_DAYS = "工作日"
    MONDAYS = "周一"
    TUESDAYS = "周二"
    WEDNESDAYS = "周三"
    THURSDAYS = "周四"
    FRIDAYS = "周五"
    SATURDAYS = "周六"
    SUNDAYS = "周日"

    @property
    def weekday(self) -> int | None:
        """0 for Monday to 6 for Sunday; None where no day of the week is meant."""
        place = list(Among).index(self) - 2
        return place if place >= 0 else None

    @property
    def most(self) -> int:
        """The most such days that a month can have."""
        return {Among.DAYS: 31, Among.WORKING_DAYS: 27}.get(self, 5)

    @lru_cache(4096)
    def of(self, period: Period) -> tuple[date, ...]:
        """Those days of one month, in order."""
        days = days_of(period)
        if self is Among.DAYS:
            return days
        if self is Among.WORKING_DAYS:
            return tuple(day for day in days if is_working_day(day))
        weekday = self.weekday
        return tuple(day for day in days if day.weekday() == weekday)


class Run(NamedTuple):
    """One run of a rule: the day it names, when that is due, and when the next one is."""

    nominal: date
    due_at: datetime
    next_due_at: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """The number-th such day of one month in each cycle, at a time of day in Asia/Shanghai.

    ``number`` counts from 1, or from -1 backwards; where a month has fewer such days, it is
    the last (first) of them. ``month`` counts within the cycle. A weekly rule names a day of
    the week and leaves ``month`` and ``number`` at 1. Raises ValueError for impossible values.
    """

    cycle: Cycle
    among: Among
    number: int = 1
    month: int = 1
    at: time = DEFAULT_TIME
    move: Move = Move.STAY

    def __post_init__(self) -> None:
        if self.cycle is Cycle.WEEK:
            possible = self.among.weekday is not None and self.number == self.month == 1
        else:
            possible = 1 <= self.month <= self.cycle.months
            possible = possible and 1 <= abs(self.number) <= self.among.most
        if not possible or self.at.tzinfo or self.at.second or self.at.microsecond:
            raise ValueError(f"no such rule: {self}")

    def nominal_days(self, start: date) -> Iterator[date]:
        """The days that the rule names, before any move for rest days: in order, without end.

        None from ``start`` on is left out; the first few may lie earlier in its month.
        """
        weekday = self.among.weekday
        if self.cycle is Cycle.WEEK and weekday is not None:
            day = start + timedelta(days=(weekday - start.weekday()) % 7)
            while True:
                yield day
                day += timedelta(days=7)
        period = Period.of(start)
        while True:
            if (period.month - self.month) % self.cycle.months == 0:
                yield nth(self.among.of(period), self.number)
            period += 1

    def due(self, nominal: date) -> datetime:
        """When it is due for a nominal day, moved if that is a rest day."""
        return datetime.combine(moved(nominal, self.move), self.at, SHANGHAI)

    def between(self, since: datetime, until: datetime) -> list[Run]:
        """All that is due with since < due_at <= until, in order."""
        first = since.astimezone(SHANGHAI).date() - LONGEST_REST
        latest = until.astimezone(SHANGHAI).date() + LONGEST_REST
        return [run for run in _runs(self, first, latest) if since < run.due_at <= until]

    def first_after(self, moment: datetime) -> datetime:
        """The first due moment later than this one."""
        start = moment.astimezone(SHANGHAI).date() - LONGEST_REST
        return next(due for due in map(self.due, self.nominal_days(start)) if due > moment)

    def describe(self) -> str:
        """The rule in Chinese; ``parse_rule`` reads it back to the same rule."""
        if self.cycle is Cycle.WEEK:
            days = f"每{self.among}"
        else:
            days = self.cycle.words + self._month_words() + self._day_words()
        return f"{days} {self.at:%H:%M}{_MOVE_WORDS[self.move]}"

    def _month_words(self) -> str:
        if self.cycle is Cycle.MONTH:
            return ""
        if self.cycle is Cycle.YEAR:
            return f"{self.month}月"
        if self.month == self.cycle.months:
            return "最后一个月"
        return f"第{to_numeral(self.month)}个月"

    def _day_words(self) -> str:
        counted = "天" if self.among is Among.DAYS else f"个{self.among}"
        if self.number == -1:
            return f"最后一{counted}"
        if self.number < 0:
            return f"倒数第{to_numeral(-self.number)}{counted}"
        if self.among is Among.DAYS:
            return f"{self.number}日"
        return f"第{to_numeral(self.number)}{counted}"


@lru_cache(1024)
def _runs(rule: Rule, first: date, latest: date) -> tuple[Run, ...]:
    """The runs for the nominal days from one to the other; branches ask for the same ones."""
    dated = ((nominal, rule.due(nominal)) for nominal in rule.nominal_days(first))
    pairs = takewhile(lambda pair: pair[0][0] <= latest, pairwise(dated))
    return tuple(Run(nominal, due_at, after) for (nominal, due_at), (_, after) in pairs)


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before a meeting its reminder comes; ``before=None``: as soon as it is arranged."""

    before: timedelta | None

    @property
    def key(self) -> str:
        """Short, the same for equal spans: ``3d``, ``1h`` (会前60分钟 too), ``30m``, ``now``."""
        if self.before is None:
            return "now"
        amount, unit = self._amount()
        return f"{amount}{unit}"

    def describe(self) -> str:
        """The lead in Chinese; ``parse_lead`` reads it back to the same lead."""
        if self.before is None:
            return "立即"
        amount, unit = self._amount()
        return f"会前{amount}{_LEAD_WORDS[unit]}"

    def _amount(self) -> tuple[int, str]:
        minutes = int((self.before or timedelta()) / timedelta(minutes=1))
        for unit, length in (("d", 24 * 60), ("h", 60)):
            if minutes % length == 0:
                return minutes // length, unit
        return minutes, "m"


AT_ONCE = Lead(None)

_LEAD_WORDS = {"d": "天", "h": "小时", "m": "分钟"}
_MOVE_WORDS = {Move.EARLIER: " 遇休息日提前", Move.LATER: " 遇休息日顺延", Move.STAY: ""}
