"""全镇: what the township's clerk may see of all branches, in private: heads, contact and meetings.

Totals by branch; names only of those whose silence may soon matter. Changes nothing.
"""

from __future__ import annotations

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
    branches = _branches(ctx)
    if tail == "会议":
        return [_meetings(ctx, branches)]
    if tail.startswith("名"):
        return [_members(ctx, branches)]
    return [_contact(ctx, branches)]


def _branches(ctx: Context) -> dict[str, str]:
    """All branches on the books, by id; called by their id where the config does not name them."""
    everyone = roster.MEMBERS.find(ctx.db)
    known = {m.branch for m in everyone if m.status is MemberStatus.ACTIVE}
    return {branch: ctx.branch.neighbours.get(branch, branch) for branch in sorted(known)}


def _members(ctx: Context, branches: dict[str, str]) -> Say:
    lines = []
    for branch, name in branches.items():
        people = roster.members(ctx.db, branch)
        unbound = len(roster.without_binding(ctx.db, people))
        mobile = sum(m.mobile for m in people)
        lines.append({"branch": name, "count": len(people), "mobile": mobile, "unbound": unbound})
    count = sum(int(str(line["count"])) for line in lines)
    values = {"count": count, "mobile": sum(int(str(line["mobile"])) for line in lines)}
    return Say("township.members", {**values, "lines": Private(lines)})


def _meetings(ctx: Context, branches: dict[str, str]) -> Say:
    """How many meetings each branch held this year, and which it should have held by now."""
    lines = []
    year, rules = ctx.today.year, ctx.branch.meeting_rules
    for branch, name in branches.items():
        slots = meeting_plan.year_of(ctx.db, branch, rules, year, ctx.now)
        missing = [
            f"{KIND_NAMES[slot.rule.kind]}（{spoken_slot(slot)}）"
            for slot in slots
            if slot.state is SlotState.MISSING
        ]
        held = sum(len(slot.held) for slot in slots)
        lines.append({"branch": name, "held": held, "missing": missing})
    return Say("township.meetings", {"year": year, "lines": Private(lines)})


def _contact(ctx: Context, branches: dict[str, str]) -> Say:
    lines = []
    for branch, name in branches.items():
        found = silence.last_contacts(ctx.db, branch)
        months = [one.months(ctx.now) for one in found]
        long = [one.member.called for one in found if one.months(ctx.now) >= LONG]
        line = {"branch": name, "count": len(found), "names": long, "half_year": len(long)}
        lines.append({**line, "month": sum(m >= 1 for m in months)})
    return Say("township.contact", {"lines": Private(lines)})
