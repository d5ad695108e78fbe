"""How long a member has not taken part in organisation life: the clock of 党章 Art. 9.

Six months running without good reason is what the rule speaks of; whether a reason is good
the branch decides. Counted are months in which a meeting that called him was held and
recorded: what the branch did not hold is not held against anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store import attendance, meetings, roster
from store.database import Database
from store.models import Meeting, Member, Standing
from store.period import Period

LIMIT = 6
"""党章 Art. 9: six months running."""


@dataclass(frozen=True, slots=True)
class Participation:
    """A member's record: ``absent`` months running up to now, ``on_leave`` of them with leave.

    ``last``: the month in which he took part last, where that is known.
    """

    member: Member
    absent: int
    on_leave: int
    last: Period | None
    taken_part: int
    called: int


def participation(db: Database, branch: str, now: datetime) -> list[Participation]:
    """All members, in the order of the roster."""
    held = [
        meeting
        for meeting in meetings.arranged(db, branch)
        if meeting.begins <= now and attendance.attended(db, meeting.id)
    ]
    calls = {meeting.id: {m.id for m in meetings.audience(db, meeting)} for meeting in held}
    people = [m for m in roster.members(db, branch) if m.standing is not Standing.APPLICANT]
    return [_of(db, member, [m for m in held if member.id in calls[m.id]]) for member in people]


def _of(db: Database, member: Member, called: list[Meeting]) -> Participation:
    there = [m for m in called if member.id in attendance.attended(db, m.id)]
    months = sorted({Period.of(m.begins) for m in called})
    took_part = {Period.of(m.begins) for m in there}
    last = max(took_part, default=None)
    missed = [month for month in months if last is None or month > last]
    excused = [month for month in missed if _on_leave(db, member, called, month)]
    return Participation(member, len(missed), len(excused), last, len(there), len(called))


def _on_leave(db: Database, member: Member, called: list[Meeting], month: Period) -> bool:
    """Whether he asked for leave from all that he was called to in a month."""
    answers = [
        meetings.current_answer(db, m.id, member.id) for m in called if Period.of(m.begins) == month
    ]
    return all(answer is not None and answer.answer == "leave" for answer in answers)
