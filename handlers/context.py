"""What every handler gets and gives: the message, the context, and what is to be said.

Handlers return ``Say`` values; they never send. A ``Say`` names a text by its key
and carries values; the roof renders it, and only a post to one person opens what
is ``Private``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from handlers.reading import Roster
from store.attendance import SignInWindow
from store.database import Database
from store.dues_rates import Rounding
from store.meeting_plan import RULES, MeetingRule
from store.models import Cause, Member, Role
from store.period import Period
from store.talks import TalkRules
from store.training import TrainingTarget


class UserError(Exception):
    """What a person typed cannot be done; the message says in Chinese what to type next."""


def never(arranged_at: datetime, begins: datetime) -> str:
    """Of no meeting is reminded."""
    return ""


@dataclass(frozen=True, slots=True)
class Branch:
    """What handlers know of a branch. ``trust``: a member's word counts as received.

    ``sign_in``: when members sign in for a meeting themselves. ``meeting_rules``: how often
    which meetings are owed. ``rounding``: of proposed dues. ``reminded``: when a meeting that is
    arranged now and begins then will be reminded of, in words.
    ``neighbours``: the names of all branches that are served, this one too, by id.
    """

    id: str
    name: str
    trust: bool = False
    rooms: tuple[str, ...] = ()
    reminded: Callable[[datetime, datetime], str] = never
    sign_in: SignInWindow = field(default_factory=SignInWindow)
    rounding: Rounding = Rounding.FEN
    meeting_rules: tuple[MeetingRule, ...] = RULES
    talk_rules: TalkRules = field(default_factory=TalkRules)
    training: TrainingTarget = field(default_factory=TrainingTarget)
    neighbours: Mapping[str, str] = field(default_factory=dict)
    silence_months: tuple[int, ...] = (1, 3, 5, 6)


@dataclass(frozen=True, slots=True)
class Message:
    """One message, as handlers see it.

    ``text`` has the bot's own mention cut off. ``addressed`` is true in private and
    where the bot was mentioned. ``sender_name`` is anyone's to choose: it is shown, never trusted.
    """

    id: str
    room: str | None
    sender: str
    sender_name: str
    text: str
    at: datetime
    addressed: bool

    @property
    def in_private(self) -> bool:
        return self.room is None


class Place(StrEnum):
    """Where something is said."""

    HERE = "here"  # where the message came from
    SENDER = "sender"  # to its sender, in private
    ROOMS = "rooms"  # the branch's groups
    PERSON = "person"  # to a member, in private


@dataclass(frozen=True, slots=True)
class Say:
    """One thing to say: the key of a text, its values, where, and whether to mention the sender.

    ``person`` is the member's id where ``to`` is PERSON.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    to: Place = Place.HERE
    person: int = 0
    mention: bool = False


Reply = list[Say]


@dataclass(frozen=True, slots=True)
class Coming:
    """One announcement that is still to come, as the secretary's preview shows it.

    ``planned_at`` is when the calendar has it, ``due_at`` when it will really be said (put off,
    after the quiet hours). ``text`` is what the books would make it say now; empty where there
    is nothing to say yet. ``useless_after``: then it is too late to be said at all.
    ``held``: the collector has claims to confirm first. ``waits_now``: the release was asked for.
    """

    key: str
    kind: str
    planned_at: datetime
    due_at: datetime
    title: str
    text: str
    to_group: bool
    period: Period | None = None
    meeting: int | None = None
    lead: str | None = None
    useless_after: datetime | None = None
    months: int = 1
    postponed: bool = False
    held: bool = False
    cancelled: bool = False
    edited: bool = False
    released: bool = False
    awaits_release: bool = False
    waits_now: bool = False


def nothing_coming() -> Sequence[Coming]:
    """The preview of a program that announces nothing."""
    return ()


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a handler may use. The transaction is open; writes are all or none.

    ``coming`` tells what will be announced by itself; ``is_working_day`` is the official calendar.
    ``page_link`` makes a link that signs a member in once; None where no pages are open.
    """

    db: Database
    branch: Branch
    message: Message
    sender: Member
    roster: Roster
    coming: Callable[[], Sequence[Coming]] = nothing_coming
    is_working_day: Callable[[date], bool] | None = None
    page_link: Callable[[int], str] | None = None

    @property
    def now(self) -> datetime:
        return self.message.at

    @property
    def today(self) -> date:
        return self.message.at.date()

    @property
    def cause(self) -> Cause:
        """Who, when and why, for the books."""
        return Cause(self.message.at, self.sender.id, self.message.id)

    def holds(self, *roles: Role) -> bool:
        """Whether the sender holds one of these offices at this moment."""
        return any(role in self.sender.roles for role in roles)
