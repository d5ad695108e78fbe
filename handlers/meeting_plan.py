"""The year's plan of meetings and who takes part, told to the secretary in private."""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby

from handlers.commands import command
from handlers.context import Context, Place, Reply, Say
from handlers.meetings import KIND_NAMES
from handlers.permissions import SECRETARY
from store import meeting_plan, participation
from store.meeting_plan import Slot, SlotState, spoken_slot
from store.participation import Participation
from store.privacy import Private

_YEAR = re.compile(r"(\d{4})|([去今明])年")
_SHIFT = {"去": -1, "今": 0, "明": 1}


@command(
    "会议计划",
    "年度会议计划",
    "三会一课",
    permission=SECRETARY,
    tail=r"(?:\d{4}年?|[去今明]年)?(?:情况)?",
    example="会议计划",
)
def plan(ctx: Context, tail: str) -> Reply:
    """看一年该开哪些会、开了哪些、缺哪些"""
    match = _YEAR.search(tail)
    year = ctx.today.year
    if match is not None:
        year = int(match[1]) if match[1] else year + _SHIFT[match[2]]
    here = [] if ctx.message.in_private else [Say("reports.sent_privately")]
    values = {"year": year, "lines": year_lines(ctx, year)}
    return [Say("plan.year", values, Place.SENDER), *here]


def year_lines(ctx: Context, year: int) -> list[dict[str, object]]:
    """A year by kind of meeting and group: how often it is owed, what was held, what lacks."""
    slots = meeting_plan.year_of(ctx.db, ctx.branch.id, ctx.branch.meeting_rules, year, ctx.now)
    kinds = groupby(slots, key=lambda slot: (slot.rule, slot.group))
    return [_line(list(of_kind)) for _, of_kind in kinds]


def _line(slots: list[Slot]) -> dict[str, object]:
    """One kind (of one group): what was held, and what lacks."""
    rule = slots[0].rule
    held = sorted(day for slot in slots for day in slot.held)
    return {
        "kind": KIND_NAMES[rule.kind] + (f"（{slots[0].group}）" if slots[0].group else ""),
        "often": rule.frequency.described(),
        "held": [_day(day) for day in held],
        "unrecorded": [_day(day) for slot in slots for day in slot.unrecorded],
        "arranged": [_day(day) for slot in slots for day in slot.arranged],
        "missing": [spoken_slot(slot) for slot in slots if slot.state is SlotState.MISSING],
    }


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


@command("参加情况", "组织生活", permission=SECRETARY, example="参加情况")
def taking_part(ctx: Context) -> Reply:
    """看谁几个月没参加组织生活，只私下发给您"""
    found = participation.participation(ctx.db, ctx.branch.id, ctx.now)
    missing = sorted((p for p in found if p.absent), key=lambda p: -p.absent)
    values = {
        "lines": Private([_absence(p) for p in missing]),
        "count": len(found) - len(missing),
        "limit": participation.LIMIT,
    }
    here = [] if ctx.message.in_private else [Say("reports.sent_privately")]
    return [Say("plan.participation", values, Place.SENDER), *here]


def _absence(one: Participation) -> str:
    leave = f"，其中请假{one.on_leave}个月" if one.on_leave else ""
    last = f"，上次是{one.last.year}年{one.last.month}月" if one.last else "，还没有参加的记录"
    return f"{one.member.called} 连续{one.absent}个月没参加{leave}{last}"
