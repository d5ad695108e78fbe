"""Check-ins, meetings and what members answered. Frozen values, no rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from store.period import Period


@dataclass(frozen=True)
class CheckIn:
    """A month's contact. ``proxy`` where somebody else said so, ``late`` where for a past month."""

    member: int
    branch: str
    period: Period
    at: datetime
    by: int | None
    why: str
    place: str = ""
    proxy: bool = False
    late: bool = False
    withdrawn: bool = False
    id: int = 0


class MeetingState(StrEnum):
    ARRANGED = "arranged"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Meeting:
    """A meeting; a change makes a new ``revision`` of the same row, kept in the audit log.

    ``audience``: whom it calls (``assembly``, ``committee``, ``group``); ``party_group`` which
    group. ``link``: how to take part from afar.
    """

    branch: str
    kind: str
    begins: datetime
    at: datetime
    by: int | None
    why: str
    place: str = ""
    link: str = ""
    agenda: str = ""
    revision: int = 1
    arranged_at: datetime | None = None
    state: MeetingState = MeetingState.ARRANGED
    audience: str = "assembly"
    party_group: str = ""
    id: int = 0


@dataclass(frozen=True)
class MeetingChange:
    """What a change of a meeting took the place of, so that it can be taken back.

    ``revision``: the one it made. ``before``: the changed fields as they were, as stored.
    """

    meeting: int
    revision: int
    before: dict[str, Any]
    at: datetime
    by: int | None
    why: str
    id: int = 0


@dataclass(frozen=True)
class Attendance:
    """Somebody was at a meeting; the last entry counts.

    ``arrived``: when he signed in himself; ``late``: after it began. ``absent``: he was not
    there after all.
    """

    meeting: int
    member: int
    branch: str
    online: bool
    at: datetime
    by: int | None
    why: str
    arrived: datetime | None = None
    late: bool = False
    absent: bool = False
    withdrawn: bool = False
    id: int = 0


@dataclass(frozen=True)
class LeftOut:
    """An election does not count this member among those who should attend.

    ``ground`` is one of the rule's; ``approved``: the day and the organ above that consented.
    """

    meeting: int
    member: int
    ground: str
    approved: str
    at: datetime
    by: int | None
    why: str
    withdrawn: bool = False
    id: int = 0


@dataclass(frozen=True)
class VoteCount:
    """A motion's votes, entered by the secretary after the meeting; never read from chat."""

    meeting: int
    motion: str
    in_favour: int
    against: int
    abstained: int
    at: datetime
    by: int | None
    why: str
    withdrawn: bool = False
    id: int = 0


class NoteKind(StrEnum):
    """What a note of a meeting's record is about."""

    CHAIR = "chair"
    RECORDER = "recorder"
    GUEST = "guest"
    DECISION = "decision"
    PHOTO = "photo"
    HOURS = "hours"


@dataclass(frozen=True)
class MeetingNote:
    """One thing entered for a meeting's record; of a photo the message's id."""

    meeting: int
    kind: NoteKind
    text: str
    at: datetime
    by: int | None
    why: str
    withdrawn: bool = False
    id: int = 0


@dataclass(frozen=True)
class MeetingAnswer:
    """What somebody said he will do: yes, no or leave (with a coarse reason). The last one counts.

    ``how`` goes with yes: ``online`` or ``late``, else empty.
    A reason is a private value where it is about health (``sick``, ``family``).
    """

    meeting: int
    member: int
    answer: str
    at: datetime
    by: int | None
    why: str
    reason: str | None = None
    how: str = ""
    withdrawn: bool = False
    id: int = 0


@dataclass(frozen=True)
class Talk:
    """谈心谈话: two members talked (``first`` is the lower id). What about is never kept."""

    branch: str
    first: int
    second: int
    at: datetime
    by: int | None
    why: str
    withdrawn: bool = False
    id: int = 0


@dataclass(frozen=True)
class TrainingHours:
    """Hours of training of one member, in tenths, beside those of the branch's own meetings."""

    member: int
    branch: str
    year: int
    tenths: int
    what: str
    at: datetime
    by: int | None
    why: str
    withdrawn: bool = False
    id: int = 0


@dataclass(frozen=True)
class AppraisalStep:
    """One of the five steps of a year's 民主评议 was taken."""

    branch: str
    year: int
    step: str
    at: datetime
    by: int | None
    why: str
    withdrawn: bool = False
    id: int = 0


@dataclass(frozen=True)
class GradeCount:
    """How many members got which grade in a year; never who."""

    branch: str
    year: int
    excellent: int
    qualified: int
    basic: int
    unqualified: int
    at: datetime
    by: int | None
    why: str
    withdrawn: bool = False
    id: int = 0
