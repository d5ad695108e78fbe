"""What day a word means, said on a given day.

A week begins on Monday. It must not know hours, nor where in the text a word stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.reading.moment_folding import number, year
from handlers.reading.moment_tokens import Token
from handlers.reading.moment_values import Unclear, WorkingDay
from store.period import Period

WEEKDAYS = "一二三四五六日"
_RELATIVE = {"大": 3, "后": 2, "明": 1, "今": 0, "昨": -1, "前": -2}
_DAYS_AHEAD = 40


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word's day, where it has one of its own, and which days agree with it."""

    day: date | None
    fits: Callable[[date], bool]
    choices: tuple[date, ...] = ()
    question: Unclear | None = None


def spoken(day: date) -> str:
    """How a day is said back: 11月28日（周六）."""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def meaning(token: Token, today: date, is_working_day: WorkingDay | None) -> Meaning:
    """What one day word means, said today."""
    return _READERS[token.kind](token.parts, token.text, today, is_working_day)


Reader = Callable[[dict[str, str], str, date, WorkingDay | None], Meaning]


def _exact(day: date) -> Meaning:
    return Meaning(day, lambda other: other == day)


def _unclear(question: Unclear) -> Meaning:
    return Meaning(None, lambda _: False, question=question)


def _no_such_day(words: str) -> Meaning:
    return _unclear(Unclear(f"没有“{words.strip()}”这一天，请问是哪一天？", "no such day"))


def _on(year_: int, month: int | None, day: int | None, words: str) -> Meaning:
    try:
        return _exact(date(year_, month or 0, day or 0))
    except ValueError:
        return _no_such_day(words)


def _relative(parts: dict[str, str], words: str, today: date, _: WorkingDay | None) -> Meaning:
    return _exact(today + timedelta(days=_RELATIVE[words[0]]))


def _monday(today: date, which: str) -> date:
    """The Monday of 本周, 下周, 下下周, 上周."""
    weeks = which.count("下") - which.count("上")
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def _weekday(parts: dict[str, str], words: str, today: date, _: WorkingDay | None) -> Meaning:
    """下周X is X of the next week; a bare 周X is the coming one, on that very day it is asked."""
    sign = parts["wk"]
    weekday = int(sign) - 1 if sign.isdecimal() else WEEKDAYS.index("日" if sign == "天" else sign)
    which = parts.get("which", "").replace(" ", "")
    coming = today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    if not which:
        own = None if weekday == today.weekday() else coming
        return Meaning(own, lambda day: day.weekday() == weekday, (today, coming))
    said = _monday(today, which) + timedelta(days=weekday)
    # 下个周六 is said of the coming Saturday as well as of the next week's.
    doubtful = which == "下一个" or (which == "下个" and "周" in words)
    if doubtful and said != coming:
        return Meaning(None, lambda day: day in (coming, said), (coming, said))
    return _exact(said)


def _week(parts: dict[str, str], words: str, today: date, _: WorkingDay | None) -> Meaning:
    monday = _monday(today, parts["ww"])
    return Meaning(None, lambda day: monday <= day < monday + timedelta(days=7))


def _day(parts: dict[str, str], words: str, today: date, _: WorkingDay | None) -> Meaning:
    """N号 is this month's; once gone by, the next month's."""
    day = number(parts["dd"])
    month = Period.of(today) + (1 if day is not None and day < today.day else 0)
    return _on(month.year, month.month, day, words)


def _month_day(parts: dict[str, str], words: str, today: date, _: WorkingDay | None) -> Meaning:
    """M月N日 gone by is asked, except January said in December."""
    month, day = number(parts["mm"]), number(parts["md"].rstrip("日号 "))
    january = today.month == 12 and month == 1
    read = _on(today.year + january, month, day, words)
    if read.day is None and (month, day) != (2, 29):
        return read
    if read.day is None or read.day < today:
        question = f"{month}月{day}日已经过了，" if read.day else f"今年没有{month}月{day}日，"
        asked = Unclear(f"{question}请问是哪一天？", "past" if read.day else "no such day")
        return Meaning(None, lambda d: (d.month, d.day) == (month, day), question=asked)
    return read


def _word_month_day(
    parts: dict[str, str], words: str, today: date, _: WorkingDay | None
) -> Meaning:
    month = _month_of(parts["wm"], today)
    return _on(month.year, month.month, number(parts["wd"]), words)


def _date(parts: dict[str, str], words: str, today: date, _: WorkingDay | None) -> Meaning:
    if "iy" in parts:
        return _on(int(parts["iy"]), int(parts["im"]), int(parts["id"]), words)
    return _on(_year_of(parts["y"], today), number(parts["ym"]), number(parts["yd"]), words)


def _year_of(words: str, today: date) -> int:
    ahead = {"今": 0, "明": 1, "后": 2, "去": -1}.get(words)
    return year(words) if ahead is None else today.year + ahead


def _month_of(words: str, today: date) -> Period:
    """本月, 下个月, 下下月, 上月; M月 is this year's, or January said in December."""
    words = words.replace(" ", "").rstrip("份").rstrip("月")
    named = number(words) if words else None
    if named is None:
        return Period.of(today) + (words.count("下") - words.count("上"))
    return Period(today.year + (today.month == 12 and named == 1), min(max(named, 1), 12))


def _month(parts: dict[str, str], words: str, today: date, _: WorkingDay | None) -> Meaning:
    month = _month_of(parts["bm"], today)
    if number(parts["bm"].rstrip("月份 ")) is None:
        return Meaning(None, lambda day: Period.of(day) == month)
    return Meaning(None, lambda day: day.month == month.month)


def _year(parts: dict[str, str], words: str, today: date, _: WorkingDay | None) -> Meaning:
    said = _year_of(parts["by"], today)
    return Meaning(None, lambda day: day.year == said)


def _next_working_day(
    parts: dict[str, str], words: str, today: date, is_working_day: WorkingDay | None
) -> Meaning:
    ahead = (today + timedelta(days=n) for n in range(1, _DAYS_AHEAD))
    return _ranked(ahead, 0, words, is_working_day)


def _ranked(
    days: Iterator[date], rank: int, words: str, is_working_day: WorkingDay | None
) -> Meaning:
    if is_working_day is None:
        return _unclear(Unclear(f"“{words}”是几月几号？", "no calendar"))
    working = [day for day in days if is_working_day(day)]
    return _exact(working[rank]) if -len(working) <= rank < len(working) else _no_such_day(words)


def _nth(
    parts: dict[str, str], words: str, today: date, is_working_day: WorkingDay | None
) -> Meaning:
    """本月最后一个工作日, 下个月第一个周六, 本月最后一天."""
    scope, unit = parts["nth_scope"].replace(" ", ""), parts["nth_unit"].replace(" ", "")
    ordinal = number(parts["nth_rank"].strip("第个 ")) if "第" in parts["nth_rank"] else 1
    rank = -1 if parts["nth_rank"].startswith("最后") else (ordinal or 0) - 1
    if rank < -1 or (rank == -1 and not parts["nth_rank"].startswith("最后")):
        return _no_such_day(words)
    days = _days_of(scope, today)
    if unit == "工作日":
        return _ranked(days, rank, words, is_working_day)
    if unit not in ("天", "日"):
        weekday = WEEKDAYS.index("日" if unit[-1] in "天日" else unit[-1])
        days = (day for day in days if day.weekday() == weekday)
    found = list(days)
    return _exact(found[rank]) if rank < len(found) else _no_such_day(words)


def _days_of(scope: str, today: date) -> Iterator[date]:
    if "月" not in scope:
        monday = _monday(today, scope)
        return (monday + timedelta(days=n) for n in range(7))
    month = _month_of("本月" if scope == "月底" else scope, today)
    first, after = (date(p.year, p.month, 1) for p in (month, month + 1))
    return (first + timedelta(days=n) for n in range((after - first).days))


_READERS: dict[str, Reader] = {
    "relative": _relative,
    "weekday": _weekday,
    "week": _week,
    "day": _day,
    "monthday": _month_day,
    "wordmonth": _word_month_day,
    "date": _date,
    "month": _month,
    "year": _year,
    "nextwork": _next_working_day,
    "nth": _nth,
}
KINDS_OF_DAY = frozenset(_READERS)
