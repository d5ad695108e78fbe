"""What the record of a meeting holds: chair, recorder, guests, decisions, photos, its number.

Entered by the secretary in private; speeches and what was talked about are not kept here.
It must not know how a record is written down (``bot/documents``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from store import attendance, audit, meetings, quorum
from store.attendance import SignInWindow
from store.codec import replace
from store.database import Database
from store.models import Cause, Meeting, MeetingNote, MeetingState, NoteKind, VoteCount
from store.quorum import Headcount
from store.records import Table

NOTES = Table("meeting_notes", MeetingNote)
PHOTOS_FOR = timedelta(hours=3)
"""How long after its beginning photos sent by the secretary belong to a meeting."""
_ONE_ONLY = frozenset({NoteKind.CHAIR, NoteKind.RECORDER, NoteKind.HOURS})
_COARSE = {"work": "工作", "away": "外出"}
"""Reasons of leave that may stand in a record; health and family stay 请假."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """All that the record of one meeting says; what was not entered is empty.

    ``should`` and ``present`` count everybody called; ``voters`` those with a vote.
    ``absent`` are names with a coarse reason.
    """

    meeting: Meeting
    number: int
    chair: str
    recorder: str
    should: int
    present: tuple[str, ...]
    online: tuple[str, ...]
    absent: tuple[str, ...]
    guests: tuple[str, ...]
    decisions: tuple[str, ...]
    votes: tuple[VoteCount, ...]
    voters: Headcount
    photos: int

    @property
    def was_recorded(self) -> bool:
        """Whether anybody was entered as there: else presence is a blank, not a nought."""
        return bool(self.present)


def add_note(
    db: Database, cause: Cause, meeting: Meeting, kind: NoteKind, text: str
) -> MeetingNote:
    """Keep one thing for the record; of chair, recorder and hours the last one counts."""
    note = MeetingNote(meeting.id, kind, text, cause.at, cause.by, cause.why)
    note = NOTES.added(db, note)
    audit.record(db, cause, "会议记录", (f"{NOTES.name}/{note.id}", f"meetings/{meeting.id}"))
    audit.remember(db, cause, f"{NOTES.name}/{note.id}")
    return note


def withdraw(db: Database, cause: Cause, note: MeetingNote) -> None:
    """Take a note back; the one before it counts again."""
    NOTES.put(db, replace(note, withdrawn=True))
    audit.record(db, cause, "收回会议记录", (f"{NOTES.name}/{note.id}",))


def notes(db: Database, meeting: int, kind: NoteKind) -> tuple[str, ...]:
    """The notes of one kind, in the order in which they were entered."""
    found = NOTES.find(db, meeting=meeting, kind=kind)
    texts = [note.text for note in found if not note.withdrawn]
    return tuple(texts[-1:] if kind in _ONE_ONLY else texts)


def number(db: Database, meeting: Meeting) -> int:
    """Which one of its kind (and group) it is in its year, counted by time."""
    same = [
        one.id
        for one in meetings.arranged(db, meeting.branch)
        if (one.kind, one.party_group) == (meeting.kind, meeting.party_group)
        and one.begins.year == meeting.begins.year
    ]
    return same.index(meeting.id) + 1 if meeting.id in same else 0


def photographed(db: Database, branch: str, now: datetime, window: SignInWindow) -> Meeting | None:
    """The meeting that a photo sent now belongs to."""
    found = [
        meeting
        for meeting in meetings.arranged(db, branch)
        if meeting.begins - window.before <= now <= meeting.begins + PHOTOS_FOR
    ]
    return found[-1] if found else None


def minutes(db: Database, meeting: Meeting) -> Minutes:
    """The record of a meeting as far as it was entered. Raises ValueError for one called off."""
    if meeting.state is MeetingState.CANCELLED:
        raise ValueError("a meeting that was called off has no record")
    called = meetings.audience(db, meeting)
    there = attendance.attended(db, meeting.id)
    answers = meetings.answers(db, meeting.id)
    absent = []
    for member in called:
        if there and member.id not in there:
            answer = answers.get(member.id)
            on_leave = answer is not None and answer.answer in ("leave", "no")
            reason = _COARSE.get(answer.reason or "", "请假") if answer and on_leave else "未请假"
            absent.append(f"{member.called}（{reason}）")
    chair = notes(db, meeting.id, NoteKind.CHAIR)
    recorder = notes(db, meeting.id, NoteKind.RECORDER)
    return Minutes(
        meeting=meeting,
        number=number(db, meeting),
        chair="".join(chair),
        recorder="".join(recorder),
        should=len(called),
        present=tuple(m.called for m in called if m.id in there),
        online=tuple(m.called for m in called if m.id in there and there[m.id].online),
        absent=tuple(absent),
        guests=notes(db, meeting.id, NoteKind.GUEST),
        decisions=notes(db, meeting.id, NoteKind.DECISION),
        votes=tuple(quorum.votes(db, meeting.id)),
        voters=quorum.headcount(db, meeting),
        photos=len(notes(db, meeting.id, NoteKind.PHOTO)),
    )
