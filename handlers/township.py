"""全镇: what the township's clerk may see of all branches, in private: heads, contact and meetings.

Totals by branch; names only of those whose silence may soon matter. Changes nothing.
"""

from __future__ import annotations

from typing import Any

from handlers.commands import command
from handlers.context import Context, Reply, Say
from handlers.meetings import KIND_NAMES
from handlers.permissions import CLERK_IN_PRIVATE
from store import meeting_plan, roster, silence
from store.meeting_plan import SlotState, spoken_slot
from store.models import MemberStatus
from store.privacy import Private

LONG = 6
"""Months without contact after which the regulation speaks of lost members."""


@command(
    "全镇",
    permission=CLERK_IN_PRIVATE,
    tail=r"(?:名单|名册|联系情况|联系|会议)",
    example="全镇 名单",
)
def township(ctx: Context, tail: str) -> Reply:
    """各支部的人数、联系和开会情况：全镇 名单、全镇 联系情况、全镇 会议"""
    if tail == "会议":
        return [_meetings(ctx)]
    return [_members(ctx) if tail.startswith("名") else _contact(ctx)]


def _branches(ctx: Context) -> dict[str, str]:
    """All branches on the books, by id; called by their id where the config does not name them."""
    everyone = roster.MEMBERS.find(ctx.db)
    known = {m.branch for m in everyone if m.status is MemberStatus.ACTIVE}
    return {branch: ctx.branch.neighbours.get(branch, branch) for branch in sorted(known)}


def heads(ctx: Context) -> list[dict[str, Any]]:
    """How many each branch counts, how many of them are away, and whose WeChat nobody knows."""
    lines = []
    for branch, name in _branches(ctx).items():
        people = roster.members(ctx.db, branch)
        unbound = len(roster.without_binding(ctx.db, people))
        mobile = sum(m.mobile for m in people)
        lines.append({"branch": name, "count": len(people), "mobile": mobile, "unbound": unbound})
    return lines


def _members(ctx: Context) -> Say:
    lines = heads(ctx)
    sums = {key: sum(line[key] for line in lines) for key in ("count", "mobile")}
    return Say("township.members", {**sums, "lines": Private(lines)})


def held(ctx: Context) -> list[dict[str, Any]]:
    """How many meetings each branch held this year, and which it should have held by now."""
    lines = []
    for branch, name in _branches(ctx).items():
        rules = ctx.branch.meeting_rules
        slots = meeting_plan.year_of(ctx.db, branch, rules, ctx.today.year, ctx.now)
        missing = [
            f"{KIND_NAMES[slot.rule.kind]}（{spoken_slot(slot)}）"
            for slot in slots
            if slot.state is SlotState.MISSING
        ]
        lines.append({"branch": name, "held": sum(len(s.held) for s in slots), "missing": missing})
    return lines


def _meetings(ctx: Context) -> Say:
    return Say("township.meetings", {"year": ctx.today.year, "lines": Private(held(ctx))})


def contact(ctx: Context) -> list[dict[str, Any]]:
    """How many are away in each branch, and of how many nothing was heard; the longest by name."""
    lines = []
    for branch, name in _branches(ctx).items():
        found = silence.last_contacts(ctx.db, branch)
        months = [one.months(ctx.now) for one in found]
        long = [one.member.called for one in found if one.months(ctx.now) >= LONG]
        line = {"branch": name, "count": len(found), "names": long, "half_year": len(long)}
        lines.append({**line, "month": sum(m >= 1 for m in months)})
    return lines


def _contact(ctx: Context) -> Say:
    return Say("township.contact", {"lines": Private(contact(ctx))})
