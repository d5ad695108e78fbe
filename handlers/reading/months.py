"""Months and spans of months as people write them: 7-9月, 5、6月, 三季度, 去年12月, 上个月.

Responsible for which months a written expression names on a given day. It must not know
what the months are for.
"""

from __future__ import annotations

import re
from datetime import date

from handlers.reading.patterns import fullmatch, match, pattern

Month = tuple[int, int]
"""Year and month, 1 to 12."""

_N = "(?:(?:1[0-2]|0?[1-9])(?!\\d)|十[一二]?|[一二三四五六七八九元正])"
_YEAR = r"(?:(?:20\d\d|[2-3]\d)年|[去今明前]年)的?"
_RANGE = r" ?(?:-|—|~|–|−|至|到|--)+ ?"
_LIST = r" ?(?:、|\.|/|和|与|跟|及|\+|以及|还有|同) ?"
_HALF = "(?:上|下|前|后)半年"
_SPAN = "[一两二三四五六七八九十俩仨\\d]{1,2}"

_IN_ORDER = (
    [*"一二三四五六七八九十", "十一", "十二"],
    [str(number) for number in range(1, 13)],
)


def _runs() -> dict[str, list[int]]:
    """七八九, 789, 十十一, 7 8 9: months in a row without a mark; 12 alone is December."""
    found = {"十一二": [11, 12]}
    for names in _IN_ORDER:
        for first in range(12):
            for last in range(first + 1, 12):
                months = list(range(first + 1, last + 2))
                found["".join(names[first : last + 1])] = months
                if last - first > 1:
                    found[" ".join(names[first : last + 1])] = months
    del found["12"]
    return found


_RUNS = _runs()
_RUN = "|".join(sorted(_RUNS, key=len, reverse=True))
NUMBERED = pattern(
    rf"(?:{_YEAR})?(?:{_N}(?:月份?)?(?:的?(?:{_RANGE}|{_LIST}|(?<=[月份]),?|(?<=[月份]的),?)(?:{_YEAR})?"
    rf"{_N}(?:月份?(?!\d{{1,2}}[号日])|(?=(?:{_RANGE}|{_LIST}))|(?=月))){{0,12}}(?<=[月份])"
    rf"|(?:{_RUN}|[一二三四五六七八九]{{2}})月份?)"
    rf"(?!\d{{1,2}}(?:号|日|到|至|-|~|、)|[初一二三四五六七八九十廿卅]{{1,3}}(?:号|日)|[初底末中]|饼|亮|球|薪|租|嫂|子|供|工资|光|收入)"
)
BETWEEN = pattern(rf"({_N})(?:到|至|-|~)({_N})(?=的?党费|的(?:$|[,;]))")
COUNTED = pattern(
    rf"(?:{_YEAR})?{_N}(?:月份?)?(?:(?:{_LIST})?{_N}(?:月份?)?){{1,11}}(?:这|共)?({_SPAN})个?月份?"
)
OF_YEAR = pattern(rf"({_YEAR})(?P<side>前|头|后|末|最后|开头)的?({_SPAN})个月")
DOTTED = pattern(rf"(20[2-4]\d)(?:年|[./])({_N})(?:{_RANGE})({_N})(?!\d|[-./]\d|[号日])(?:月份?)?")
DOTTED_YEARS = pattern(
    rf"((?:20)?[2-4]\d)(?:年|[./])({_N})(?:月份?)?(?:{_RANGE})((?:20)?[2-4]\d)(?:年|[./])({_N})"
    rf"(?!\d|[-./]\d|[号日])(?:月份?)?"
)
TRIPLE = pattern(
    r"(?:1[0-2]|[1-9])(?:[.、](?:1[0-2]|[1-9])(?!\d)){1,11}(?=[两二三四五六七八九十]个月|月)"
)
COMPACT = pattern(
    r"(20[2-4]\d)(?:年|[-./])?(0[1-9]|1[0-2]|[1-9](?!\d))(?:月份?)?(?![\d]|[-./]\d|月)"
)
QUARTER = pattern(
    rf"(?:{_YEAR})?(?:第?([一二三四1-4](?:(?:季度?)?[、,和与及到至-]?第?[一二三四1-4])?)季度?(?!节|报)"
    rf"|最后一?个?季度|末季度|[前头]([一二两三])个?季度|q([1-4])(?!\d)|([上本这下])(?:个|一)?季度)份?"
)
HALF = pattern(
    rf"(?:{_YEAR})?({_HALF}|全年度?|整年|一整年)|(?:{_YEAR})(?:一整年|一年|全部|年度|度)"
)
RELATIVE = pattern(r"(?:本月|这个?月|当月|上上个?月|上个?月|下下个?月|下个?月)份?(?!底|初|中旬|末)")
ANCHORED = pattern(
    rf"(?:份|月)?(?:起|算起|开始|以来|往后)的?(?:连续|连着|接连|一连|整整|共)?({_SPAN})个月"
)
TO_NOW = pattern("(?:份|月)?(?:到|至)(?:现在|今天?|目前|这个月|本月)")
DURATION = pattern(
    rf"(?:前|近|最近|连续|整整|这)?(?:({_SPAN})个(半)?月(?!底|初|份|后|前|之后|之前|以后|没|未)"
    rf"|(半)年(?!级|度|后|前|多)|({_SPAN})年(?!级|度|后|前|多|轻|月|的?时间)|(俩|仨|两|三)月(?!份)|一个(季)度|([两俩二三])个?季度)"
)
_PART = pattern(rf"({_YEAR})?({_N})(?:月份?)?|({_RANGE})|({_LIST}|,)")
_NUMBERS = {w: n for n, w in enumerate("一二三四五六七八九十", 1)} | {
    "元": 1,
    "正": 1,
    "十一": 11,
    "十二": 12,
}
_SMALL = {"两": 2, "俩": 2, "仨": 3} | _NUMBERS


def number(written: str) -> int:
    """A small number: 3, 三, 两, 十二; 0 if it is none."""
    return int(written) if written.isdigit() else _SMALL.get(written, 0)


def shifted(month: Month, by: int) -> Month:
    """The month so many months later."""
    index = month[0] * 12 + month[1] - 1 + by
    return index // 12, index % 12 + 1


def year_of(written: str | None, today: date) -> int | None:
    """The year of 去年, 26年, 2026年; None if none is written."""
    if not written:
        return None
    written = written.rstrip("的")
    named = {"去年": -1, "今年": 0, "明年": 1, "前年": -2}.get(written)
    if named is not None:
        return today.year + named
    return 2000 + int(written.rstrip("年")) % 100


def numbered(written: str, today: date) -> list[tuple[Month, bool]]:
    """The months of 7-9月, 5、6月, 12月到明年2月; with each whether its year was written."""
    if doubled := fullmatch(rf"({_YEAR})?({_RUN}|[一二三四五六七八九]{{2}})月份?", written):
        year = year_of(doubled[1], today)
        row = _RUNS.get(doubled[2]) or [_NUMBERS[one] for one in doubled[2]]
        return [((year or today.year, month), year is not None) for month in row]
    found: list[tuple[Month, bool]] = []
    ranged, stated = False, None
    for part in _PART.finditer(written):
        if not part[2]:
            ranged = ranged or bool(part[3])
            continue
        own = year_of(part[1], today)
        stated = own if own is not None else stated
        month = (stated or today.year, int(part[2]) if part[2].isdigit() else _NUMBERS[part[2]])
        if ranged and found and own is not None and month <= found[-1][0] and not found[-1][1]:
            found[-1] = ((month[0] - 1, found[-1][0][1]), True)
        if ranged and found:
            found.extend(_between(found[-1], month, own is not None))
        else:
            found.append((month, stated is not None))
        ranged = False
    return found


def counted(match: re.Match[str], today: date) -> list[tuple[Month, bool]]:
    """The months of 4、5两月, 十一、十二两个月; none if they are not as many as said."""
    listed = match[0][: match.start(1) - match.start()].rstrip("这共")
    found = numbered(listed, today)
    return found if len(found) == number(match[1]) else []


def of_year(match: re.Match[str], today: date) -> list[Month]:
    """The months of 今年前三个月, 去年后两个月."""
    year, many = year_of(match[1], today) or today.year, min(number(match[3]), 12)
    first = 1 if match["side"] in {"前", "头", "开头"} else 13 - many
    return [(year, month) for month in range(first, first + many)]


def dotted(match: re.Match[str]) -> list[Month]:
    """The months of 2026.3-5; none if they run backwards."""
    first, last = (int(one) if one.isdigit() else _NUMBERS[one] for one in (match[2], match[3]))
    return [(int(match[1]), month) for month in range(first, last + 1)]


def dotted_years(match: re.Match[str]) -> list[Month]:
    """The months of 27.01-27.03, 2026.11-2027.1; none if they run backwards."""
    first, last = (
        (2000 + int(match[year]) % 100, number(match[month])) for year, month in ((1, 2), (3, 4))
    )
    steps = (last[0] - first[0]) * 12 + last[1] - first[1] + 1
    return [shifted(first, step) for step in range(min(max(steps, 0), 36))]


def between(match: re.Match[str], today: date) -> list[tuple[Month, bool]]:
    """The months of 7到9的党费; none if they run backwards."""
    return [((today.year, month), False) for month in range(number(match[1]), number(match[2]) + 1)]


def _between(start: tuple[Month, bool], end: Month, end_stated: bool) -> list[tuple[Month, bool]]:
    """The months after ``start`` up to ``end``; over the year's end if the end is earlier."""
    first, stated = start
    if end <= first and not end_stated:
        end = (first[0] + 1, end[1])
    count = (end[0] - first[0]) * 12 + end[1] - first[1]
    return [(shifted(first, step), stated or end_stated) for step in range(1, min(count, 36) + 1)]


def up_to_now(start: Month, today: date) -> list[Month]:
    """The months of 8月到现在; none if it has not begun."""
    count = (today.year - start[0]) * 12 + today.month - start[1] + 1
    return [shifted(start, step) for step in range(min(max(count, 0), 36))]


def quarter(match: re.Match[str], today: date) -> list[Month]:
    """The months of 三季度, 一二季度, 前三季度, 上季度."""
    year = year_of(_leading_year(match[0]), today) or today.year
    if "最后" in match[0] or "末" in match[0]:
        return [(year, month) for month in (10, 11, 12)]
    if match[4]:
        start = shifted(
            (today.year, (today.month - 1) // 3 * 3 + 1), {"上": -3, "下": 3}.get(match[4], 0)
        )
        return [shifted(start, step) for step in range(3)]
    if match[2]:
        last = number(match[2])
        return [(year, month) for month in range(1, 3 * last + 1)]
    numbers = [number(one) for one in match[3] or match[1] if number(one)]
    if len(numbers) == 2 and any(mark in match[1] for mark in "到至-"):
        numbers = list(range(numbers[0], numbers[1] + 1))
    return [(year, month) for n in numbers for month in range(3 * n - 2, 3 * n + 1)]


def half(match: re.Match[str], today: date) -> list[Month]:
    """The months of 上半年, 全年, 去年一年."""
    year = year_of(_leading_year(match[0]), today) or today.year
    if match[1] and match[1] in {"上半年", "前半年"}:
        return [(year, month) for month in range(1, 7)]
    if match[1] and match[1] in {"下半年", "后半年"}:
        return [(year, month) for month in range(7, 13)]
    return [(year, month) for month in range(1, 13)]


def relative(written: str, today: date) -> Month:
    """The month of 本月, 上个月, 下下月."""
    by = written.count("下") - written.count("上")
    return shifted((today.year, today.month), by)


def duration(match: re.Match[str]) -> int | None:
    """How many months a span without an anchor has: 三个月, 半年, 一年, 一个季度."""
    if match[3]:
        return 6
    if match[6]:
        return 3
    if match[7]:
        return 3 * number(match[7])
    if match[2]:
        return None
    if match[4]:
        return 12 * number(match[4])
    return number(match[1] or match[5]) or None


def _leading_year(written: str) -> str | None:
    found = match(_YEAR, written)
    return found[0] if found else None
