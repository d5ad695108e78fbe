"""Who was there: attendance of meetings, kept with the time and whether from afar.

《中国共产党支部工作条例（试行）》 Art. 11–13. Who took leave is with the answers
(``store/meetings.py``); whether enough were there is ``store/quorum.py``'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from store import audit, meetings
from store.codec import replace
from store.database import Database
from store.models import Attendance, Cause, Meeting, Member
from store.records import Table

ATTENDANCE = Table("attendance", Attendance)
STILL_ENTERED = timedelta(days=30)
"""For how long after a meeting the secretary enters who was there."""


@dataclass(frozen=True, slots=True)
class SignInWindow:
    """When members sign in themselves: from before a meeting's beginning until after it."""

    before: timedelta = timedelta(minutes=30)
    after: timedelta = timedelta(minutes=60)

    def is_open(self, meeting: Meeting, now: datetime) -> bool:
        """Whether the meeting takes signatures at this moment; both ends count."""
        return meeting.begins - self.before <= now <= meeting.begins + self.after


def attend(
    db: Database,
    cause: Cause,
    meeting: Meeting,
    member: Member,
    *,
    online: bool,
    arrived: datetime | None = None,
) -> Attendance | None:
    """Keep that a member is there; None where that was known.

    ``arrived`` is the moment where he said so himself; who comes after the beginning is late.
    """
    before = attended(db, meeting.id).get(member.id)
    if before is not None and before.online == online:
        return None
    entry = Attendance(
        meeting=meeting.id,
        member=member.id,
        branch=meeting.branch,
        online=online,
        arrived=arrived,
        late=arrived is not None and arrived > meeting.begins,
        at=cause.at,
        by=cause.by,
        why=cause.why,
    )
    if before is not None:
        entry = replace(entry, arrived=before.arrived or arrived, late=before.late)
    return _keep(db, cause, entry, "会议签到")


def take_out(db: Database, cause: Cause, entry: Attendance) -> Attendance:
    """Somebody was not there after all, says the secretary."""
    out = replace(entry, absent=True, at=cause.at, by=cause.by, why=cause.why)
    return _keep(db, cause, out, "记为未到会")


def _keep(db: Database, cause: Cause, entry: Attendance, what: str) -> Attendance:
    entry = ATTENDANCE.added(db, entry)
    about = (f"attendance/{entry.id}", f"meetings/{entry.meeting}")
    audit.record(db, cause, what, about)
    audit.remember(db, cause, f"attendance/{entry.id}")
    return entry


def withdraw(db: Database, cause: Cause, entry: Attendance) -> None:
    """Take an entry back; the one before it counts again."""
    ATTENDANCE.put(db, replace(entry, withdrawn=True))
    audit.record(db, cause, "收回签到", (f"attendance/{entry.id}",))


def attended(db: Database, meeting: int) -> dict[int, Attendance]:
    """Who was there, by member, in the order in which they came."""

    def read() -> dict[int, Attendance]:
        found = ATTENDANCE.find(db, meeting=meeting)
        last = {entry.member: entry for entry in found if not entry.withdrawn}
        return {member: entry for member, entry in last.items() if not entry.absent}

    return dict(db.remembered_of(ATTENDANCE.name, "attended", read, meeting=meeting))


def is_called(db: Database, meeting: Meeting, member: Member) -> bool:
    """Whether the meeting is his, too."""
    return member.id in {one.id for one in meetings.audience(db, meeting)}


def running(
    db: Database, branch: str, member: Member, now: datetime, window: SignInWindow
) -> Meeting | None:
    """The meeting that calls him and takes signatures now; of several the one begun last."""
    found = [
        meeting
        for meeting in meetings.arranged(db, branch)
        if window.is_open(meeting, now) and is_called(db, meeting, member)
    ]
    return found[-1] if found else None


def begun(db: Database, branch: str, now: datetime, window: SignInWindow) -> list[Meeting]:
    """Meetings that began, or take signatures, and may still be entered; the newest first."""
    found = meetings.arranged(db, branch)
    entered = [m for m in found if m.begins - window.before <= now < m.begins + STILL_ENTERED]
    return entered[::-1]
