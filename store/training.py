"""学时: hours of training, from meetings that count and from what the secretary enters.

How many a year is a setting (the plan of 2019 to 2023 asked for 32, of secretaries and
committee 56). Only what the branch records counts. Hours are kept in tenths.
"""

from __future__ import annotations

from dataclasses import dataclass

from store import attendance, audit, meetings, minutes, roster
from store.codec import replace
from store.database import Database
from store.models import Cause, Meeting, Member, NoteKind, Standing, TrainingHours
from store.records import Table

HOURS = Table("training_hours", TrainingHours)


@dataclass(frozen=True, slots=True)
class TrainingTarget:
    """Hours a year: for members, and for the secretary and the committee."""

    members: int = 32
    committee: int = 56


@dataclass(frozen=True, slots=True)
class Trained:
    """A member's tenths of an hour in a year, against his target in hours."""

    member: Member
    tenths: int
    target: int

    @property
    def lacking(self) -> int:
        """Tenths still lacking."""
        return max(0, self.target * 10 - self.tenths)


def enter(db: Database, cause: Cause, member: Member, tenths: int, what: str) -> TrainingHours:
    """Keep hours that a member was trained outside the branch's own meetings."""
    entry = TrainingHours(
        member.id, member.branch, cause.at.year, tenths, what, cause.at, cause.by, cause.why
    )
    entry = HOURS.added(db, entry)
    audit.record(db, cause, "登记学时", (f"{HOURS.name}/{entry.id}",))
    audit.remember(db, cause, f"{HOURS.name}/{entry.id}")
    return entry


def withdraw(db: Database, cause: Cause, entry: TrainingHours) -> None:
    """Take hours back."""
    HOURS.put(db, replace(entry, withdrawn=True))
    audit.record(db, cause, "收回学时", (f"{HOURS.name}/{entry.id}",))


def of_meeting(db: Database, meeting: Meeting) -> int:
    """The tenths that a meeting gives everybody who was there; 0 where none were entered."""
    noted = minutes.notes(db, meeting.id, NoteKind.HOURS)
    return int(noted[0]) if noted else 0


def trained(db: Database, branch: str, target: TrainingTarget, year: int) -> list[Trained]:
    """All members with a year's hours, in the order of the roster."""
    sums: dict[int, int] = {}
    for entry in HOURS.find(db, branch=branch, year=year):
        if not entry.withdrawn:
            sums[entry.member] = sums.get(entry.member, 0) + entry.tenths
    for meeting in meetings.arranged(db, branch):
        tenths = of_meeting(db, meeting) if meeting.begins.year == year else 0
        for member in attendance.attended(db, meeting.id) if tenths else ():
            sums[member] = sums.get(member, 0) + tenths
    committee = {m.id for m in meetings.committee(db, branch)}
    return [
        Trained(m, sums.get(m.id, 0), target.committee if m.id in committee else target.members)
        for m in roster.members(db, branch)
        if m.standing is not Standing.APPLICANT
    ]


def series(db: Database, branch: str, words: tuple[str, ...], year: int) -> list[Meeting]:
    """The year's meetings of a series (冬训, 春训), known by a word in their agenda."""
    return [
        meeting
        for meeting in meetings.arranged(db, branch)
        if meeting.begins.year == year and any(word in meeting.agenda for word in words)
    ]
