"""What was decided about an announcement before it went out, and the branch's burden meter.

Frozen values, no rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from store.period import Period


class Step(StrEnum):
    """What was done about an occurrence: by the secretary, or (asked, reminded, held) by itself."""

    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    EDITED = "edited"
    RELEASED = "released"
    ASKED = "asked"
    REMINDED = "reminded"
    HELD = "held"


@dataclass(frozen=True)
class Intervention:
    """One step about one occurrence; steps of the same key follow one another.

    It carries all that the occurrence is, so that one whose due time the plan has passed is
    not forgotten. ``until`` is what it was put off to, ``text`` the group's new text. ``open``
    until the occurrence is done with.
    """

    key: str
    branch: str
    kind: str
    due_at: datetime
    step: Step
    at: datetime
    by: int | None
    why: str
    period: Period | None = None
    meeting: int | None = None
    lead: str | None = None
    useless_after: datetime | None = None
    months: int = 1
    until: datetime | None = None
    text: str = ""
    title: str = ""
    withdrawn: bool = False
    open: bool = True
    id: int = 0


@dataclass(frozen=True)
class Course:
    """What the steps about one occurrence come to.

    ``until``: not before this moment. ``asked_at``: when its release was asked for.
    """

    until: datetime | None = None
    cancelled: bool = False
    text: str = ""
    released: bool = False
    asked_at: datetime | None = None
    reminded: bool = False
    held: bool = False
    postponed: bool = False


@dataclass(frozen=True)
class Burden:
    """What a branch's members had to read and answer in a month, unasked by themselves.

    ``prompts``: posts to the group that nobody's message called for. ``questions``: questions
    put back to somebody.
    """

    branch: str
    period: Period
    prompts: int = 0
    questions: int = 0
    id: int = 0
