"""What a branch owes in a year: three branches with gaps, and the plan as an Excel sheet."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.clock import SHANGHAI
from bot.documents import meetings_plan
from store.meeting_plan import (
    RULES,
    Frequency,
    Held,
    MeetingRule,
    Slot,
    SlotState,
    Stretch,
    parse_frequency,
    plan_of_year,
    spoken_slot,
)

NOW = datetime(2026, 9, 15, 9, tzinfo=SHANGHAI)


def held(kind: str, months: str, group: str = "", *, recorded: bool = True) -> list[Held]:
    """One meeting on the 10th of each month named."""
    return [
        Held(kind, group, datetime(2026, int(month), 10, 19, tzinfo=SHANGHAI), recorded)
        for month in months.split()
    ]


FULL = [
    *held("assembly", "1 4 7 11"),
    *held("committee", "1 2 3 4 5 6 7 8 9"),
    *held("theme_day", "1 2 3 4 5 6 7 8 9"),
    *held("lecture", "6"),
    *held("organisation_life", "2 8"),
    *held("appraisal", "1"),
]
GAPS = [
    *held("assembly", "1 9"),
    *held("committee", "1 2 4 5 6 8"),
    *held("theme_day", "1 2 3 4 5 6 7 8 9"),
    *held("organisation_life", "12"),
]
GROUPS = [
    *held("assembly", "2 5 8"),
    *held("group", "1 2 3 4 5 6 7 8 9", "一组"),
    *held("group", "1 2 3", "二组"),
    *held("theme_day", "3", recorded=False),
]


def lacking(known: list[Held], groups: tuple[str, ...] = ()) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for slot in plan_of_year(RULES, 2026, groups, known, NOW):
        if slot.state is SlotState.MISSING:
            found.setdefault(slot.rule.kind + slot.group, []).append(spoken_slot(slot))
    return {kind: " ".join(slots) for kind, slots in found.items()}


def test_a_branch_that_held_all_lacks_nothing() -> None:
    assert lacking(FULL) == {}


def test_the_gaps_of_a_branch_are_found() -> None:
    assert lacking(GAPS) == {
        "assembly": "2季度",
        "committee": "3月 7月",
        "organisation_life": "上半年",
    }


def test_each_party_group_owes_its_own_meetings() -> None:
    assert lacking(GROUPS, ("一组", "二组")) == {
        "group二组": "4月 5月 6月 7月 8月",
        "committee": "1月 2月 3月 4月 5月 6月 7月 8月",
        "theme_day": "1月 2月 4月 5月 6月 7月 8月",
        "organisation_life": "上半年",
    }


def states(rule: MeetingRule, known: list[Held]) -> list[SlotState]:
    return [slot.state for slot in plan_of_year([rule], 2026, (), known, NOW)]


def test_a_stretch_is_missing_only_once_it_is_over() -> None:
    quarterly = MeetingRule("assembly", Frequency(Stretch.QUARTER))
    assert states(quarterly, []) == [
        *(SlotState.MISSING, SlotState.MISSING),
        *(SlotState.OPEN, SlotState.OPEN),
    ]
    assert states(quarterly, held("assembly", "3 5 11", recorded=False)) == [
        *(SlotState.UNRECORDED, SlotState.UNRECORDED),
        *(SlotState.OPEN, SlotState.ARRANGED),
    ]


def test_twice_a_year_needs_two() -> None:
    twice = MeetingRule("lecture", Frequency(Stretch.YEAR, 2))
    assert states(twice, held("lecture", "2")) == [SlotState.OPEN]
    assert states(twice, held("lecture", "2 3")) == [SlotState.HELD]
    assert states(twice, held("lecture", "2 12")) == [SlotState.ARRANGED]


@given(st.lists(st.integers(1, 12)), st.sampled_from(Stretch), st.integers(1, 3))
def test_every_meeting_lies_in_one_stretch(months: list[int], stretch: Stretch, times: int) -> None:
    known = held("lecture", " ".join(map(str, months)))
    rule = MeetingRule("lecture", Frequency(stretch, times))
    slots = plan_of_year([rule], 2026, (), known, NOW)
    assert sum(len(slot.held) + len(slot.arranged) for slot in slots) == len(months)
    assert [slot.last + 1 for slot in slots[:-1]] == [slot.first for slot in slots[1:]]


@pytest.mark.parametrize(
    ("written", "stretch", "times"),
    [
        ("每季度1次", Stretch.QUARTER, 1),
        ("每月", Stretch.MONTH, 1),
        ("每年两次", Stretch.YEAR, 2),
        ("每半年 1 次", Stretch.HALF, 1),
    ],
)
def test_how_often_is_read_as_people_write_it(written: str, stretch: Stretch, times: int) -> None:
    assert parse_frequency(written) == Frequency(stretch, times)
    assert parse_frequency(Frequency(stretch, times).described()) == Frequency(stretch, times)


@pytest.mark.parametrize("written", ["", "经常", "每周1次", "每月0次", "3"])
def test_how_often_cannot_be_guessed(written: str) -> None:
    with pytest.raises(ValueError, match="要写成多久几次"):
        parse_frequency(written)


def test_the_excel_sheet_holds_the_sums_and_marks_the_gaps(tmp_path: Path) -> None:
    def plan(known: list[Held], groups: tuple[str, ...] = ()) -> list[Slot]:
        return plan_of_year(RULES, 2026, groups, known, NOW)

    file = tmp_path / "计划.xlsx"
    branches = {
        "柳河村党支部": plan(FULL),
        "柳河/东村党支部": plan(GAPS),
        "石桥村党支部": plan(GROUPS, ("一组", "二组")),
    }
    meetings_plan.write(2026, branches, file)
    book = load_workbook(file)
    assert book.sheetnames == ["汇总", "柳河村党支部", "柳河 东村党支部", "石桥村党支部"]
    assert [[cell.value for cell in row] for row in book["汇总"].iter_rows()] == [
        ["支部", "应开", "已开", "没记到会", "缺"],
        ["柳河村党支部", 32, 25, 0, 0],
        ["柳河/东村党支部", 32, 17, 0, 4],
        ["石桥村党支部", 56, 15, 1, 21],
    ]
    rows = [[cell.value for cell in row] for row in book["柳河 东村党支部"].iter_rows()]
    assert rows[:4] == [
        ["会议", "时段", "要求", "情况", "日期"],
        ["支部党员大会", "2026年1季度", "每季度1次", "已开", "1月10日"],
        ["支部党员大会", "2026年2季度", "每季度1次", "缺", None],
        ["支部党员大会", "2026年3季度", "每季度1次", "已开", "9月10日"],
    ]
    marked = [row[3] for row in book["柳河 东村党支部"].iter_rows() if row[3].fill.fill_type]
    assert [cell.value for cell in marked] == ["缺"] * 4
