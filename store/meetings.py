"""Meetings, and what members answered.

《中国共产党支部工作条例（试行）》 Art. 11–16: assembly, committee, group meeting, lecture,
theme day. Votes, admission and discipline are never read from chat; nothing here
holds them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from store import audit
from store.codec import to_row
from store.database import Database
from store.models import Cause, Meeting, MeetingAnswer, MeetingState, Member
from store.records import Table

MEETINGS = Table("meetings", Meeting)
ANSWERS = Table("meeting_answers", MeetingAnswer)

ANSWERABLE_AFTER = timedelta(hours=2)
"""How long after its beginning a meeting still takes answers (leave said on the way)."""


def arrange(db: Database, cause: Cause, meeting: Meeting) -> Meeting:
    """Put a meeting on the plan."""
    meeting = replace(meeting, arranged_at=cause.at)
    meeting = replace(meeting, id=MEETINGS.add(db, meeting))
    audit.record(db, cause, "安排会议", (f"meetings/{meeting.id}",))
    audit.remember(db, cause, f"meetings/{meeting.id}")
    return meeting


def change(db: Database, cause: Cause, meeting: Meeting, **changes: Any) -> Meeting:
    """Change a meeting: a new revision, so that its reminders are new ones."""
    changed = replace(meeting, **changes, revision=meeting.revision + 1, arranged_at=cause.at)
    before, after = to_row(meeting), to_row(changed)
    MEETINGS.put(db, changed)
    detail = {key: before[key] for key in before if before[key] != after[key]}
    audit.record(db, cause, "更改会议", (f"meetings/{meeting.id}",), {"原值": detail})
    return changed


def cancel(db: Database, cause: Cause, meeting: Meeting) -> Meeting:
    """Call a meeting off; its reminders are no longer owed."""
    return change(db, cause, meeting, state=MeetingState.CANCELLED)


def answer(
    db: Database, cause: Cause, meeting: Meeting, member: Member, said: str, reason: str | None
) -> MeetingAnswer | None:
    """Keep what a member answered; None where he had said just that."""
    before = current_answer(db, meeting.id, member.id)
    if before is not None and (before.answer, before.reason) == (said, reason):
        return None
    entry = MeetingAnswer(meeting.id, member.id, said, cause.at, cause.by, cause.why, reason=reason)
    entry = replace(entry, id=ANSWERS.add(db, entry))
    audit.record(db, cause, "答复会议", (f"meeting_answers/{entry.id}", f"meetings/{meeting.id}"))
    audit.remember(db, cause, f"meeting_answers/{entry.id}")
    return entry


def withdraw_answer(db: Database, cause: Cause, entry: MeetingAnswer) -> None:
    """Take an answer back; the one before it counts again."""
    ANSWERS.put(db, replace(entry, withdrawn=True))
    audit.record(db, cause, "收回答复", (f"meeting_answers/{entry.id}",))


def current_answer(db: Database, meeting: int, member: int) -> MeetingAnswer | None:
    """What a member answered last."""
    return answers(db, meeting).get(member)


def answers(db: Database, meeting: int) -> dict[int, MeetingAnswer]:
    """The answers that count, by member."""
    found = ANSWERS.find(db, meeting=meeting)
    return {entry.member: entry for entry in found if not entry.withdrawn}


def arranged(db: Database, branch: str) -> list[Meeting]:
    """All meetings on the plan that were not called off, by their time."""
    found = MEETINGS.find(db, branch=branch, state=MeetingState.ARRANGED)
    return sorted(found, key=lambda meeting: (meeting.begins, meeting.id))


def coming(db: Database, branch: str, now: datetime) -> list[Meeting]:
    """The meetings that still take answers, the next one first."""
    return [m for m in arranged(db, branch) if m.begins + ANSWERABLE_AFTER > now]
