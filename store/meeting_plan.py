"""The meetings that a branch owes in a year: what was held, what is arranged, what is missing.

《中国共产党支部工作条例（试行）》: the assembly normally once a quarter (Art. 11), the committee
and the party groups once a month (Art. 12, 13), lectures (Art. 16); theme days once a month,
组织生活会 and 民主评议 by the higher organisation's rule. How often is a branch's setting.
Pure but for ``year_of``, which reads the books.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from store import attendance, dues, meetings
from store.database import Database
from store.models import Meeting
from store.period import Period

LEAST_COMMITTEE = 2
"""A committee of fewer is a secretary alone: it owes no committee meetings."""


class Stretch(StrEnum):
    """The stretch of a year in which a kind comes round; the values are what config.yaml says."""

    MONTH = "每月"
    QUARTER = "每季度"
    HALF = "每半年"
    YEAR = "每年"


_MONTHS = {Stretch.MONTH: 1, Stretch.QUARTER: 3, Stretch.HALF: 6, Stretch.YEAR: 12}


def months_of(stretch: Stretch) -> int:
    """How many months a stretch has."""
    return _MONTHS[stretch]


@dataclass(frozen=True, slots=True)
class Frequency:
    """So many times in each stretch."""

    stretch: Stretch
    times: int = 1

    def described(self) -> str:
        """每季度1次"""
        return f"{self.stretch.value}{self.times}次"


_WRITTEN = re.compile(r"每?(月|季度?|半年|年)\s*(?:([1-9]\d?|一|两|二|三|四)\s*次)?")
_DIGITS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}
_STRETCHES = {"月": Stretch.MONTH, "季": Stretch.QUARTER, "季度": Stretch.QUARTER}
_STRETCHES |= {"半年": Stretch.HALF, "年": Stretch.YEAR}


def parse_frequency(text: str) -> Frequency:
    """每季度1次, 每年2次, 每月. Raises ValueError in Chinese."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError("要写成多久几次，如 每季度1次；不要求就写 不要求")
    times = match[2] or "1"
    return Frequency(_STRETCHES[match[1]], _DIGITS.get(times) or int(times))


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """How often a kind of meeting (a code of the kinds) is owed."""

    kind: str
    frequency: Frequency


RULES: tuple[MeetingRule, ...] = (
    MeetingRule("assembly", Frequency(Stretch.QUARTER)),
    MeetingRule("committee", Frequency(Stretch.MONTH)),
    MeetingRule("group", Frequency(Stretch.MONTH)),
    MeetingRule("theme_day", Frequency(Stretch.MONTH)),
    MeetingRule("lecture", Frequency(Stretch.YEAR)),
    MeetingRule("organisation_life", Frequency(Stretch.HALF)),
    MeetingRule("appraisal", Frequency(Stretch.YEAR)),
)
"""Where a branch sets nothing else."""


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting as the plan sees it; ``recorded``: somebody was entered as there."""

    kind: str
    group: str
    begins: datetime
    recorded: bool


class SlotState(StrEnum):
    """How one stretch stands at a moment."""

    HELD = "held"
    UNRECORDED = "unrecorded"  # the day came and went, and nobody was entered as there
    ARRANGED = "arranged"
    OPEN = "open"  # not arranged, and there is still time
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Slot:
    """One stretch of the year in which a kind (of a group) is owed: ``first`` to ``last`` month."""

    rule: MeetingRule
    group: str
    first: Period
    last: Period
    held: tuple[date, ...]
    unrecorded: tuple[date, ...]
    arranged: tuple[date, ...]
    state: SlotState


def plan_of_year(
    rules: Sequence[MeetingRule],
    year: int,
    groups: Sequence[str],
    known: Iterable[Held],
    now: datetime,
) -> list[Slot]:
    """All stretches of a year, by rule, group and time. ``groups``: the party groups there are."""
    meetings_known = list(known)
    return [
        _slot(rule, group, Period(year, month), meetings_known, now)
        for rule in rules
        for group in (groups if rule.kind == "group" else ("",))
        for month in range(1, 13, _MONTHS[rule.frequency.stretch])
    ]


def _slot(
    rule: MeetingRule, group: str, first: Period, known: Sequence[Held], now: datetime
) -> Slot:
    last = first + (_MONTHS[rule.frequency.stretch] - 1)
    own = [
        one
        for one in known
        if (one.kind, one.group) == (rule.kind, group) and first <= Period.of(one.begins) <= last
    ]
    gone = [one for one in own if one.begins <= now]
    held = _days(one for one in gone if one.recorded)
    unrecorded = _days(one for one in gone if not one.recorded)
    arranged = _days(one for one in own if one.begins > now)
    state = _state(rule.frequency.times, len(held), len(unrecorded), len(arranged))
    if state is SlotState.OPEN and Period.of(now) > last:
        state = SlotState.MISSING
    return Slot(rule, group, first, last, held, unrecorded, arranged, state)


def _days(some: Iterable[Held]) -> tuple[date, ...]:
    return tuple(sorted(one.begins.date() for one in some))


def _state(times: int, held: int, unrecorded: int, arranged: int) -> SlotState:
    if held >= times:
        return SlotState.HELD
    if held + unrecorded >= times:
        return SlotState.UNRECORDED
    return SlotState.ARRANGED if held + unrecorded + arranged >= times else SlotState.OPEN


def year_of(
    db: Database, branch: str, rules: Sequence[MeetingRule], year: int, now: datetime
) -> list[Slot]:
    """The plan of a branch's year out of the books; no committee, no committee meetings.

    Stretches from before the books were begun are left out, unless they hold a meeting.
    """
    found = [m for m in meetings.arranged(db, branch) if m.begins.year == year]
    known = [Held(m.kind, _group(m), m.begins, _recorded(db, m)) for m in found]
    groups = meetings.party_groups(db, branch)
    committee = len(meetings.committee(db, branch)) >= LEAST_COMMITTEE
    owed = [rule for rule in rules if committee or rule.kind != "committee"]
    begun = dues.opened_months(db, branch)[:1]
    return [
        slot
        for slot in plan_of_year(owed, year, groups, known, now)
        if slot.held or slot.unrecorded or not begun or slot.last >= begun[0]
    ]


def _group(meeting: Meeting) -> str:
    return meeting.party_group if meeting.kind == "group" else ""


def _recorded(db: Database, meeting: Meeting) -> bool:
    return bool(attendance.attended(db, meeting.id))


def spoken_slot(slot: Slot) -> str:
    """Which stretch it is: 3月, 2季度, 上半年, 全年."""
    stretch = slot.rule.frequency.stretch
    if stretch is Stretch.MONTH:
        return f"{slot.first.month}月"
    if stretch is Stretch.QUARTER:
        return f"{(slot.first.month + 2) // 3}季度"
    return "全年" if stretch is Stretch.YEAR else ("上半年" if slot.first.month == 1 else "下半年")
