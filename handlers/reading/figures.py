"""Figures: the months, dates, spans, counts, phone numbers and sums in a message.

Responsible for which of them starts at a place. It must not know what they are for.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.reading import months, numbers, shapes
from handlers.reading.people import Roster

Token = tuple[str, int, int, Any]
"""Tag, start, end (offsets in the normal form), and the value of names, months and sums."""

# 一块 is one yuan unless something is done together (一块交).
_TOGETHER = frozenset("交缴付转补儿都去来报参给上办弄的")
# A short number before one of these is a sum or nothing: no need to ask for months and dates.
_SUM_START = set("0123456789.¥几") | set(numbers.CHINESE) | set("块毛人大r")
_TIME_START = set("0123456789") | set(
    "一二三四五六七八九十两几初上下本这元正廿俩仨半前去今明全整后第q连近最每单"
)
FIGURE_START = _SUM_START | _TIME_START
"""What a figure may start with."""


class Figures:
    """The figures of one message; ``before`` are its tokens so far."""

    __slots__ = ("_before", "_roster", "_text", "_today")

    def __init__(self, text: str, roster: Roster, today: date, before: list[Token]) -> None:
        self._text, self._roster, self._today, self._before = text, roster, today, before

    def at(self, at: int, size: int) -> Token | None:
        """Months, dates, spans, counts, phone numbers and sums that start here."""
        text = self._text
        if text.startswith("个", at + 1) and (boast := shapes.BOAST.match(text, at)):
            return ("$", at, boast.end(), numbers.BOAST_FEN)
        if text.startswith("分之", at + 1) and (rate := shapes.RATE.match(text, at)):
            return ("o", at, rate.end(), rate[0])
        plain = shapes.PLAIN_SUM.match(text, at)
        if text[at] in _TIME_START and not plain:
            found = self._numbering(at) or self._phone(at) or self._months(at) or self._dates(at)
            if found is not None and found[2] - at > size:
                return found
        if text[at] in _SUM_START:
            return self._money(at, size)
        return None

    def _numbering(self, at: int) -> Token | None:
        """1张伟42 2刘洋14: the number of a line is no sum."""
        text = self._text
        if at and text[at - 1] not in " ;,。!！:：\n":
            return None
        match = shapes.LINE_NUMBER.match(text, at)
        if match and self._name_at(match.end()):
            return (".", at, match.end(), match[0])
        return None

    def _name_at(self, at: int) -> bool:
        text, forms = self._text, self._roster.forms
        sizes = self._roster.starts.get(text[at : at + 1], ())
        return any(text[at : at + size] in forms for size in sizes)

    def _phone(self, at: int) -> Token | None:
        match = shapes.PHONE.match(self._text, at)
        if match and not months.COMPACT.match(self._text, at):
            return ("o", at, match.end(), match[0])
        return None

    def _months(self, at: int) -> Token | None:
        text, today = self._text, self._today
        if (match := months.COUNTED.match(text, at)) and (found := months.counted(match, today)):
            return ("M", at, match.end(), tuple(found))
        if (match := months.DOTTED.match(text, at)) and (years := months.dotted(match)):
            return ("M", at, match.end(), _stated(years))
        if match := months.OF_YEAR.match(text, at):
            return ("M", at, match.end(), _stated(months.of_year(match, today)))
        if match := months.NUMBERED.match(text, at) or months.TRIPLE.match(text, at):
            found = months.numbered(match[0], today)
            end = match.end()
            if len(found) == 1 and (span := months.ANCHORED.match(text, end)):
                (start, stated), end = found[0], span.end()
                steps = range(months.number(span[1]))
                found = [(months.shifted(start, step), stated) for step in steps]
            return ("M", at, end, tuple(found))
        if match := months.QUARTER.match(text, at):
            return ("M", at, match.end(), _stated(months.quarter(match, today)))
        if match := months.HALF.match(text, at):
            return ("M", at, match.end(), _stated(months.half(match, today)))
        if match := months.RELATIVE.match(text, at):
            if match[0][0] == "下" and not shapes.MONTH_OF.match(text, match.end()):
                return ("u", at, match.end(), match[0])
            return ("M", at, match.end(), _stated([months.relative(match[0], today)]))
        if match := months.COMPACT.match(text, at):
            return ("M", at, match.end(), _stated([(int(match[1]), int(match[2]))]))
        return None

    def _dates(self, at: int) -> Token | None:
        text = self._text
        if match := shapes.MONTHLY.match(text, at):
            return ("%", at, match.end(), match[0])
        if match := shapes.WEEKDAY.match(text, at):
            return ({"上": "k", "下": "u"}.get(match[0][0], "n"), at, match.end(), match[0])
        if match := shapes.DATE.match(text, at):
            before = match[0].endswith("前")
            return ("u" if before else "n", at, match.end(), match[0])
        if match := months.DURATION.match(text, at):
            return ("R", at, match.end(), months.duration(match))
        if match := shapes.ABOUT_SO_MANY.match(text, at):
            return ("o", at, match.end(), match[0])
        if match := shapes.PEOPLE.match(text, at):
            if self._before and self._before[-1][0] == "w" and self._before[-1][2] == at:
                _, at, _, before = self._before.pop()
                return ("w", at, match.end(), str(before) + match[0])
            return ("w", at, match.end(), match[0])
        if match := shapes.COUNTED.match(text, at):
            return ("U", at, match.end(), match[0])
        return None

    def _money(self, at: int, size: int) -> Token | None:
        if boast := shapes.BOAST.match(self._text, at):
            return ("$", at, boast.end(), numbers.BOAST_FEN)
        if about := shapes.ABOUT_SO_MANY.match(self._text, at):
            return ("o", at, about.end(), about[0])
        match = numbers.MONEY.match(self._text, at)
        if match and match[0] == "一块" and self._text[at + 2 : at + 3] not in _TOGETHER:
            return ("$", at, at + 2, 100)
        if not match or match.end() - at <= size:
            return None
        value = numbers.fen(match)
        if value is None:
            return None
        named = match["unit"] or match["small"] or match["sign"] or match["whole"]
        if self._text[match.end() : match.end() + 1] in {"%", "‰"}:
            return ("U", at, match.end() + 1, match[0])
        rated = shapes.COUNTED.match(self._text, match.end())
        if named and rated and rated[0][0] in "一/每":
            return ("U", at, rated.end(), match[0])
        return ("$" if named else "#", at, match.end(), value)


def _stated(found: list[months.Month]) -> tuple[tuple[months.Month, bool], ...]:
    """Months whose year is said or follows from the day: no guess about the year is needed."""
    return tuple((month, True) for month in found)
