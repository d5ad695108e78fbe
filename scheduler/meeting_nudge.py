"""What the secretary is nudged about before a month or quarter ends: meetings not yet arranged.

Only in private, and only what can still be done; who has long not taken part is told
beside it. Knows no chat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from store import meeting_plan, participation
from store.database import Database
from store.meeting_plan import MeetingRule, SlotState, spoken_slot
from store.period import Period
from store.privacy import Private

TOLD_FROM = 3
"""From how many months running without taking part the secretary is told of somebody."""


def nudge(
    db: Database,
    branch: str,
    rules: Sequence[MeetingRule],
    kind_names: Mapping[str, str],
    now: datetime,
) -> dict[str, Any] | None:
    """The meetings whose stretch ends with this month, and who is long away; None if neither."""
    this = Period.of(now)
    slots = meeting_plan.year_of(db, branch, rules, now.year, now)
    ending = [slot for slot in slots if slot.last == this]
    lines = [
        f"{kind_names.get(slot.rule.kind, slot.rule.kind)}"
        f"（{slot.group + ' ' if slot.group else ''}{spoken_slot(slot)}）"
        for slot in ending
        if slot.state is SlotState.OPEN
    ]
    away = [
        f"{one.member.called} {one.absent}个月"
        for one in participation.participation(db, branch, now)
        if one.absent >= TOLD_FROM
    ]
    if not lines and not away:
        return None
    return {"lines": lines, "away": Private(away), "limit": participation.LIMIT}
