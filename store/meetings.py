"""Meetings, and what members answered.

《中国共产党支部工作条例（试行）》 Art. 11–16: assembly, committee, group meeting, lecture,
theme day. Votes, admission and discipline are never read from chat; nothing here
holds them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from store import audit, outbox, roster
from store.codec import from_row, replace, to_row
from store.database import Database
from store.models import (
    Cause,
    DeliveryState,
    Meeting,
    MeetingAnswer,
    MeetingChange,
    MeetingState,
    Member,
    Role,
    Standing,
)
from store.records import Table

MEETINGS = Table("meetings", Meeting)
ANSWERS = Table("meeting_answers", MeetingAnswer)
CHANGES = Table("meeting_changes", MeetingChange)
COMMITTEE = frozenset({Role.SECRETARY, Role.COLLECTOR, Role.COMMITTEE})
"""Who sits on the branch committee (Art. 12)."""

ANSWERABLE_AFTER = timedelta(hours=2)
"""How long after its beginning a meeting still takes answers (leave said on the way)."""


def arrange(db: Database, cause: Cause, meeting: Meeting) -> Meeting:
    """Put a meeting on the plan."""
    meeting = replace(meeting, arranged_at=cause.at)
    meeting = MEETINGS.added(db, meeting)
    audit.record(db, cause, "安排会议", (f"meetings/{meeting.id}",))
    audit.remember(db, cause, f"meetings/{meeting.id}")
    return meeting


def change(
    db: Database, cause: Cause, meeting: Meeting, *, undoable: bool = True, **changes: Any
) -> Meeting:
    """Change a meeting: a new revision, so that its reminders are new ones."""
    changed = replace(meeting, **changes, revision=meeting.revision + 1, arranged_at=cause.at)
    before, after = to_row(meeting), to_row(changed)
    MEETINGS.put(db, changed)
    detail = {key: before[key] for key in before if before[key] != after[key]}
    audit.record(db, cause, "更改会议", (f"meetings/{meeting.id}",), {"原值": detail})
    kept = {key: before[key] for key in changes}
    entry = MeetingChange(meeting.id, changed.revision, kept, cause.at, cause.by, cause.why)
    row_id = CHANGES.add(db, entry)
    if undoable:
        audit.remember(db, cause, f"{CHANGES.name}/{row_id}")
    return changed


def cancel(db: Database, cause: Cause, meeting: Meeting, *, undoable: bool = True) -> Meeting:
    """Call a meeting off; its reminders are no longer owed."""
    return change(db, cause, meeting, undoable=undoable, state=MeetingState.CANCELLED)


def revert(db: Database, cause: Cause, meeting: Meeting, entry: MeetingChange) -> Meeting:
    """Put back what a change took the place of, as one more change."""
    was = from_row(Meeting, {**to_row(meeting), **entry.before, "id": meeting.id})
    before = {name: getattr(was, name) for name in entry.before}
    return change(db, cause, meeting, undoable=False, **before)


def answer(
    db: Database,
    cause: Cause,
    meeting: Meeting,
    member: Member,
    said: str,
    reason: str | None,
    how: str = "",
) -> MeetingAnswer | None:
    """Keep what a member answered; None where he had said just that."""
    before = current_answer(db, meeting.id, member.id)
    if before is not None and (before.answer, before.reason, before.how) == (said, reason, how):
        return None
    entry = MeetingAnswer(meeting.id, member.id, said, cause.at, cause.by, cause.why, reason, how)
    entry = ANSWERS.added(db, entry)
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

    def read() -> tuple[Meeting, ...]:
        found = MEETINGS.find(db, branch=branch, state=MeetingState.ARRANGED)
        return tuple(sorted(found, key=lambda meeting: (meeting.begins, meeting.id)))

    return list(db.remembered(MEETINGS.name, f"arranged/{branch}", read))


def coming(db: Database, branch: str, now: datetime) -> list[Meeting]:
    """The meetings that still take answers, the next one first."""
    return [m for m in arranged(db, branch) if m.begins + ANSWERABLE_AFTER > now]


def audience(db: Database, meeting: Meeting) -> list[Member]:
    """Whom a meeting calls, in the order of the roster: all members, the committee, or a group."""
    people = [m for m in roster.members(db, meeting.branch) if m.standing is not Standing.APPLICANT]
    if meeting.audience == "committee":
        return committee(db, meeting.branch)
    if meeting.audience == "group" and meeting.party_group:
        return [m for m in people if m.party_group == meeting.party_group]
    return people


def committee(db: Database, branch: str) -> list[Member]:
    """Who sits on the branch committee, in the order of the roster."""
    return [m for m in roster.members(db, branch) if COMMITTEE.intersection(m.roles)]


def party_groups(db: Database, branch: str) -> list[str]:
    """The party groups that the roster names, in its order."""
    named = [m.party_group for m in roster.members(db, branch) if m.party_group]
    return list(dict.fromkeys(named))


def reminded(db: Database, meeting: Meeting) -> bool:
    """Whether the group was reminded of it since it was last arranged or changed."""
    key = f"meeting-reminder/{meeting.branch}/M{meeting.id}/r{meeting.revision}/"
    found = outbox.DELIVERIES.find(db, branch=meeting.branch)
    return any(d.key.startswith(key) and d.state is DeliveryState.POSTED for d in found)
