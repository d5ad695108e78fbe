"""Figures: the months, dates, spans, counts, phone numbers and sums in a message.

Responsible for which of them starts at a place. It must not know what they are for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from handlers.reading import months, numbers, shapes
from handlers.reading.patterns import pattern
from handlers.reading.people import SURNAMES, Roster

Token = tuple[str, int, int, Any]
"""Tag, start, end (offsets in the normal form), and the value of names, months and sums."""

# 一块 is one yuan unless something is done together (一块交).
_TOGETHER = frozenset("交缴付转补儿都去来报参给上办弄的扫刷结汇打捎送递过搞")
_DIGITS = "0123456789"
_NUMERALS = "一二三四五六七八九十"
_SUM_START = frozenset(f"{_DIGITS}.¥几块毛人大r{numbers.CHINESE}")
# 人民币, 大写, 大洋, rmb: what else the message must hold for a sum to begin so.
_SUM_NEEDS = {"人": "币", "大": "写洋", "r": "m"}


class Figures:
    """The figures of one message; ``before`` are its tokens so far."""

    __slots__ = ("_before", "_letters", "_roster", "_rules", "_text", "_today")

    def __init__(self, text: str, roster: Roster, today: date, before: list[Token]) -> None:
        self._text, self._roster, self._today, self._before = text, roster, today, before
        self._letters: frozenset[str] = frozenset()
        self._rules: dict[str, tuple[_Rule, ...]] = {}

    def at(self, at: int, size: int) -> Token | None:
        """Months, dates, spans, counts, phone numbers and sums that start here."""
        text = self._text
        if not self._letters:
            self._letters = frozenset(text)
            self._rules = _rules_beside(self._letters & _NEEDED)
        letter, follows = text[at], text[at + 1 : at + 2]
        if follows == "个" and (boast := shapes.BOAST.match(text, at)):
            return ("$", at, boast.end(), numbers.BOAST_FEN)
        if follows == "分" and (rate := shapes.RATE.match(text, at)):
            return ("o", at, rate.end(), rate[0])
        rules = self._rules.get(letter)
        if rules is None:
            rules = self._rules[letter] = _rules_for(letter, self._letters)
        # A short number before a unit is a sum or nothing: no need to ask for months and dates.
        if rules and letter in _DIGITS and shapes.PLAIN_SUM.match(text, at) is not None:
            rules = ()
        for read in rules:
            if (found := read(self, at)) is not None:
                if found[2] - at > size:
                    return found
                break
        return self._money(at, size) if letter in _SUM_START else None

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

    def _counted(self, at: int) -> Token | None:
        match = months.COUNTED.match(self._text, at)
        found = months.counted(match, self._today) if match else None
        return ("M", at, match.end(), tuple(found)) if match and found else None

    def _dotted(self, at: int) -> Token | None:
        match = months.DOTTED.match(self._text, at)
        found = months.dotted(match) if match else None
        if match is None and (match := months.DOTTED_YEARS.match(self._text, at)):
            found = months.dotted_years(match)
        return ("M", at, match.end(), _stated(found)) if match and found else None

    def _of_year(self, at: int) -> Token | None:
        match = months.OF_YEAR.match(self._text, at)
        return match and ("M", at, match.end(), _stated(months.of_year(match, self._today)))

    def _numbered(self, at: int) -> Token | None:
        text = self._text
        match = months.NUMBERED.match(text, at) or months.TRIPLE.match(text, at)
        if match is None:
            return None
        found, end = months.numbered(match[0], self._today), match.end()
        if len(found) == 1 and (span := months.ANCHORED.match(text, end)):
            (start, stated), end = found[0], span.end()
            steps = range(months.number(span[1]))
            found = [(months.shifted(start, step), stated) for step in steps]
        elif len(found) == 1 and (span := months.TO_NOW.match(text, end)):
            (start, stated), end = found[0], span.end()
            found = [(one, stated) for one in months.up_to_now(start, self._today)] or found
        return ("M", at, end, tuple(found))

    def _between(self, at: int) -> Token | None:
        match = months.BETWEEN.match(self._text, at)
        found = months.between(match, self._today) if match else None
        return ("M", at, match.end(), tuple(found)) if match and found else None

    def _quarter(self, at: int) -> Token | None:
        match = months.QUARTER.match(self._text, at)
        return match and ("M", at, match.end(), _stated(months.quarter(match, self._today)))

    def _half(self, at: int) -> Token | None:
        match = months.HALF.match(self._text, at)
        return match and ("M", at, match.end(), _stated(months.half(match, self._today)))

    def _relative(self, at: int) -> Token | None:
        match = months.RELATIVE.match(self._text, at)
        if match is None:
            return None
        if match[0][0] == "下" and not shapes.MONTH_OF.match(self._text, match.end()):
            return ("u", at, match.end(), match[0])
        return ("M", at, match.end(), _stated([months.relative(match[0], self._today)]))

    def _compact(self, at: int) -> Token | None:
        match = months.COMPACT.match(self._text, at)
        return match and ("M", at, match.end(), _stated([(int(match[1]), int(match[2]))]))

    def _weekday(self, at: int) -> Token | None:
        match = shapes.WEEKDAY.match(self._text, at)
        tag = {"上": "k", "下": "u"}.get(self._text[at], "n")
        return match and (tag, at, match.end(), match[0])

    def _date(self, at: int) -> Token | None:
        match = shapes.DATE.match(self._text, at)
        return match and ("u" if match[0].endswith("前") else "n", at, match.end(), match[0])

    def _duration(self, at: int) -> Token | None:
        match = months.DURATION.match(self._text, at)
        return match and ("R", at, match.end(), months.duration(match))

    def _people(self, at: int) -> Token | None:
        match = shapes.PEOPLE.match(self._text, at)
        if match is None:
            return None
        if self._before and self._before[-1][0] == "w" and self._before[-1][2] == at:
            _, at, _, before = self._before.pop()
            return ("w", at, match.end(), str(before) + match[0])
        return ("w", at, match.end(), match[0])

    def _money(self, at: int, size: int) -> Token | None:
        letter = self._text[at]
        if letter in _SUM_NEEDS and self._letters.isdisjoint(_SUM_NEEDS[letter]):
            return None
        if "个" in self._letters and (boast := shapes.BOAST.match(self._text, at)):
            return ("$", at, boast.end(), numbers.BOAST_FEN)
        if letter in _ABOUT_START and (about := ABOUT(self, at)):
            return about
        match = numbers.MONEY.match(self._text, at)
        if match and match[0] == "一块" and self._text[at + 2 : at + 3] not in _TOGETHER:
            return ("$", at, at + 2, 100)
        if not match or match.end() - at <= size:
            return None
        value = numbers.fen(match)
        if value is None or (match[0] in _NUMERALS and _ends_a_name(self._text, at)):
            return None
        named = any(match.group("unit", "small", "sign", "whole"))
        if self._text[match.end() : match.end() + 1] in {"%", "‰"}:
            return ("U", at, match.end() + 1, match[0])
        rated = shapes.COUNTED.match(self._text, match.end())
        if named and rated and rated[0][0] in "一/每":
            return ("U", at, rated.end(), match[0])
        if not named and self._text[match.end() : match.end() + 1] == "年":
            return ("U", at, match.end() + 1, match[0])
        return ("$" if named else "#", at, match.end(), value)


_NAMED = pattern(f"(?:^|[,;:。、@ 和跟替帮给])(?:[{SURNAMES}][老小阿]?|[老小阿])$")
_OWNS = tuple("已的党也交缴还没把刚早")


def _ends_a_name(text: str, at: int) -> bool:
    """王老五已交, 赵六的党费: the last character of a name, no sum."""
    if not text.startswith(_OWNS, at + 1):
        return False
    return _NAMED.search(text[max(0, at - 3) : at]) is not None


def _stated(found: list[months.Month]) -> tuple[tuple[months.Month, bool], ...]:
    """Months whose year is said or follows from the day: no guess about the year is needed."""
    return tuple((month, True) for month in found)


_Rule = Callable[[Figures, int], Token | None]


def _as(tag: str, shape: re.Pattern[str]) -> _Rule:
    """A rule that gives what has this shape this tag, as it is written."""

    def rule(figures: Figures, at: int) -> Token | None:
        match = shape.match(figures._text, at)
        return match and (tag, at, match.end(), match[0])

    return rule


ABOUT = _as("o", shapes.ABOUT_SO_MANY)
_YEAR_START, _ABOUT_START = "23去今明前", "块百十几"
_MONTH_START = f"{_DIGITS}{_NUMERALS}元正{_YEAR_START}"
# In this order, each with what it may start with, and letters one of which the message must hold.
RULES: tuple[tuple[str, str, _Rule], ...] = (
    (_DIGITS, _DIGITS, Figures._numbering),
    (_DIGITS, _DIGITS, Figures._phone),
    (_MONTH_START, "月", Figures._counted),
    ("2", "0", Figures._dotted),
    (_YEAR_START, "月", Figures._of_year),
    (_MONTH_START, "月", Figures._numbered),
    (f"{_DIGITS}{_NUMERALS}", "党", Figures._between),
    (f"{_YEAR_START}第一二三四14上本这下最末头前", "季", Figures._quarter),
    ("q", "q", Figures._quarter),
    (f"{_YEAR_START}上下全整一", "年", Figures._half),
    ("本这上下当", "月", Figures._relative),
    ("2", "0", Figures._compact),
    ("一1单每", "月", _as("%", shapes.MONTHLY)),
    ("上下这本", "周拜星", Figures._weekday),
    (f"{_DIGITS}{_NUMERALS}廿卅初本这上下元两几", "月-./号日初:：点时年天周个", Figures._date),
    (f"前近最连整这半俩仨两{_DIGITS}{_NUMERALS}", "月年季", Figures._duration),
    ("十几", "块十百千万", ABOUT),
    (f"两俩仨{_NUMERALS}{_DIGITS}", "人位口名", Figures._people),
    (f"第头前最好两几{_DIGITS}{_NUMERALS}", "次回遍趟笔下", _as("o", shapes.ATTEMPT)),
    (f"{_DIGITS}{_NUMERALS}两几", _DIGITS + _NUMERALS + "两几", _as("U", shapes.COUNTED)),
)
_RULES_OF: dict[str, list[tuple[frozenset[str], _Rule]]] = {}
for _starts, _needs, _read in RULES:
    for _letter in _starts:
        _RULES_OF.setdefault(_letter, []).append((frozenset(_needs), _read))
FIGURE_START = _SUM_START | _RULES_OF.keys()
"""What a figure may start with."""
# Where what starts a rule is all it needs, nothing else need be asked for.
_NEEDED = frozenset("".join(needs for starts, needs, _ in RULES if not set(starts) <= set(needs)))
_BESIDE: dict[frozenset[str], dict[str, tuple[_Rule, ...]]] = {}
_MOST = 256


def _rules_beside(needed: frozenset[str]) -> dict[str, tuple[_Rule, ...]]:
    """By first letter, the rules asked for so far in messages that hold these letters."""
    if len(_BESIDE) >= _MOST:
        _BESIDE.clear()
    return _BESIDE.setdefault(needed, {})


def _rules_for(letter: str, letters: frozenset[str]) -> tuple[_Rule, ...]:
    """The rules that may read a figure with this first letter in a message of these letters."""
    of_letter = _RULES_OF.get(letter, ())
    return tuple([read for needs, read in of_letter if not needs.isdisjoint(letters)])
