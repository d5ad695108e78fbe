"""Check-ins, meetings and what members answered. Frozen values, no rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from store.period import Period


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting; a change makes a new ``revision`` of the same row, kept in the audit log."""

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
    id: int = 0


@dataclass(frozen=True, slots=True)
class MeetingAnswer:
    """What somebody said he will do: yes, no or leave (with a coarse reason). The last one counts.

    A reason is a private value where it is about health (``sick``, ``family``).
    """

    meeting: int
    member: int
    answer: str
    at: datetime
    by: int | None
    why: str
    reason: str | None = None
    withdrawn: bool = False
    id: int = 0
