"""The year's plan of meetings as an Excel file: a sheet of sums, then one a branch.

Knows the plan (``store/meeting_plan.py``), decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from handlers.meetings import KIND_NAMES
from store.meeting_plan import Slot, SlotState, spoken_slot

SUMS = "汇总"
STATES = {
    SlotState.HELD: "已开",
    SlotState.UNRECORDED: "开了没记到会",
    SlotState.ARRANGED: "已安排",
    SlotState.OPEN: "",
    SlotState.MISSING: "缺",
}
_RED = PatternFill("solid", fgColor="F8CBAD")
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDTHS = (22, 12, 12, 16, 30)


def write(year: int, branches: Mapping[str, Sequence[Slot]], out: Path) -> None:
    """``branches``: each branch's name with its slots. Raises OSError."""
    book = Workbook()
    sums = book.active
    sums.title = SUMS
    _fill(
        sums, ("支部", "应开", "已开", "没记到会", "缺"), [_sum(*one) for one in branches.items()]
    )
    for name, slots in branches.items():
        sheet = book.create_sheet(_sheet_name(name, book.sheetnames))
        _fill(sheet, ("会议", "时段", "要求", "情况", "日期"), [_row(year, slot) for slot in slots])
        for cells in sheet.iter_rows(min_row=2, min_col=4, max_col=4):
            if cells[0].value == STATES[SlotState.MISSING]:
                cells[0].fill = _RED
    book.save(out)


def _sum(name: str, slots: Sequence[Slot]) -> tuple[Any, ...]:
    """Stretches, not meetings: a stretch that lacks one of two is not held."""
    states = [slot.state for slot in slots]
    counted = (SlotState.HELD, SlotState.UNRECORDED, SlotState.MISSING)
    return (name, len(slots), *(states.count(state) for state in counted))


def _row(year: int, slot: Slot) -> tuple[Any, ...]:
    days = sorted((*slot.held, *slot.unrecorded, *slot.arranged))
    return (
        KIND_NAMES[slot.rule.kind] + (f"（{slot.group}）" if slot.group else ""),
        f"{year}年{spoken_slot(slot)}",
        slot.rule.frequency.described(),
        STATES[slot.state],
        "、".join(f"{day.month}月{day.day}日" for day in days),
    )


def _fill(sheet: Any, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    sheet.append(header)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center")
    for row in rows:
        sheet.append(row)
    for column, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """At most 31 characters, none that Excel refuses, and none twice."""
    short = name.translate(_FORBIDDEN).strip()[:28] or "支部"
    number = 2
    while (found := short if number == 2 else f"{short}{number}") in taken:
        number += 1
    return found
