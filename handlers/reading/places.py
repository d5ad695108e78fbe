"""Place names in a text: provinces, cities, counties, districts, some places abroad.

Responsible for finding them. It must not know whether somebody is there.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from handlers.reading.model import Pending
from handlers.reading.patterns import any_of, pattern

_ENDING = pattern(
    r"(?:市区|市|省|县|新区|区|[镇乡村](?![上下里子中])|街道|[^\W\da-z在到去来回从的一个小住]{0,4}"
    r"(?:(?:工业|产业|科技|物流|软件|创业)园区?|园区|开发区|高新区|经开区|保税区|港区|航空港区?|街道|(?<!乡)镇(?![上里中子]))|新区)?"
)

# 吉林大学读研, 四川老乡: named after a place, and nobody's whereabouts.
_OF_THERE = ("大学", "学院", "菜", "话", "口音", "籍", "老乡", "老板", "银行")
_PLACES_MATTER = any_of(
    r"\+1 [报抱签卡暴爆鲍假厂卖] 打[咔咖] [务打]工 上班 [来去]不 回不 干活 工作 家政 保姆 外卖 装修"
    " 工地 保安 摆摊 开店 带娃 陪读"
)


class _Gazetteer:
    """Names by first character, longest first."""

    __slots__ = ("districts", "lengths", "names")

    def __init__(self) -> None:
        table = Path(__file__).parent / "tables" / "places.txt"
        lines = table.read_text(encoding="utf-8").split("\n")
        self.names = frozenset(lines[1].split(" "))
        self.districts = frozenset(lines[2].split(" "))
        lengths: dict[str, set[int]] = {}
        for name in self.names | self.districts:
            lengths.setdefault(name[0], set()).add(len(name))
        self.lengths = {one: tuple(sorted(sizes, reverse=True)) for one, sizes in lengths.items()}


@cache
def _gazetteer() -> _Gazetteer:
    """Read when the first check-in is read, not when the reader is imported."""
    return _Gazetteer()


def places_where_they_matter(text: str, pending: Pending | None) -> dict[int, int] | None:
    """The places of a message that may check somebody in or give a reason; None for others."""
    matter = (pending == "checkin" and "在" in text) or _PLACES_MATTER.search(text)
    return find_places(text) if matter else None


def find_places(text: str) -> dict[int, int]:
    """Start and end of each place in ``text``; 浙江杭州 and 深圳龙华 are one place each."""
    found: dict[int, int] = {}
    start = end = -1
    lengths = _gazetteer().lengths
    for at, letter in enumerate(text):
        if at < end or letter not in lengths:
            continue
        size = _place_at(text, at, inside=at == end or text[at - 1 : at] == "在")
        if size and at == end:
            found[start] = end = at + size
        elif size:
            start, end = at, at + size
            found[start] = end
    return found


def _place_at(text: str, at: int, *, inside: bool) -> int:
    """The length of the place that starts at ``at``; 0 if none does."""
    known = _gazetteer()
    for size in known.lengths[text[at]]:
        name = text[at : at + size]
        if name in known.names or (inside and name in known.districts):
            size = len(name)
            if text.startswith(_OF_THERE, at + size):
                return 0
            ending = _ENDING.match(text, at + size)
            return size + (len(ending[0]) if ending else 0)
    return 0
