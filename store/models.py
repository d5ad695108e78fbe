"""The records of the books, as frozen values. No rules, no storage, no chat.

Moments are aware datetimes in +08:00; money is ``Fen``; a dues month is a
``Period``. Each entry says who (``by``, a member id or None for the program
itself), when it was learnt (``at``) and why (``why``: the id of the message or
of the occurrence that caused it).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from store.money import NOTHING, Fen
from store.period import Period


class Role(StrEnum):
    """An office in the branch. Everybody on the roster is a member besides."""

    SECRETARY = "secretary"
    COLLECTOR = "collector"
    GROUP_LEADER = "group_leader"
    CLERK = "clerk"


class Standing(StrEnum):
    """党籍: a probationary member pays dues but has no vote (党章 Art. 7); an applicant neither."""

    FULL = "full"
    PROBATIONARY = "probationary"
    APPLICANT = "applicant"


class MemberStatus(StrEnum):
    """Whether the branch still counts him."""

    ACTIVE = "active"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Cause:
    """Who, when and why: what every change of the books is signed with."""

    at: datetime
    by: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Member:
    """One person on the roster."""

    branch: str
    name: str
    card: str = ""
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    standing: Standing = Standing.FULL
    category: str = ""
    mobile: bool = False
    party_group: str = ""
    place: str = ""
    spouse: str = ""
    status: MemberStatus = MemberStatus.ACTIVE
    at: datetime | None = None
    why: str = ""
    id: int = 0

    @property
    def called(self) -> str:
        """The name, with the group card where the card tells more (王芳（二组）)."""
        return self.card if self.name in self.card else self.name


@dataclass(frozen=True, slots=True)
class Binding:
    """A WeChat id that is known to be a member's. ``active`` repeats the id until it ends."""

    wechat_id: str
    member: int
    at: datetime
    by: int | None
    why: str
    active: str | None = None
    ended_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who spoke in a bound room and is not bound; asked once who he is."""

    wechat_id: str
    name: str
    branch: str
    room: str | None
    at: datetime
    waiting: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class DuesBase:
    """What a member owes each month from ``since`` on: the verified amount (核定)."""

    member: int
    since: Period
    amount: Fen
    reason: str
    at: datetime
    by: int | None
    why: str
    id: int = 0


class ClaimState(StrEnum):
    """claimed: the member says so. received: the collector has it."""

    CLAIMED = "claimed"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Claim:
    """A member's word that he paid one month. ``stated`` tells whether he named the sum."""

    member: int
    branch: str
    period: Period
    amount: Fen
    stated: bool
    at: datetime
    by: int | None
    why: str
    words: str = ""
    rule: str = ""
    state: ClaimState = ClaimState.CLAIMED
    id: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """The collector's word that the money of a claim arrived."""

    claim: int
    member: int
    branch: str
    period: Period
    amount: Fen
    at: datetime
    by: int | None
    why: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Reversal:
    """Takes back an entry (``table``, ``entry``); the entry itself stays."""

    table: str
    entry: int
    at: datetime
    by: int | None
    why: str
    reason: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Balance:
    """Running totals of one member and month, in fen; ``opened`` once the month is owed."""

    member: int
    branch: str
    period: Period
    due: Fen = NOTHING
    claimed: Fen = NOTHING
    received: Fen = NOTHING
    opened: bool = False
    id: int = 0

    @property
    def lacking(self) -> Fen:
        """What has not arrived of an opened month; an open claim does not lessen it."""
        return Fen(max(0, self.due - self.received)) if self.opened else NOTHING


@dataclass(frozen=True, slots=True)
class BranchMonth:
    """Running totals of a branch and month: sums in fen, and heads.

    ``heads_due`` owe something this month, ``heads_received`` of them have paid it in full,
    ``heads_claimed`` have an open claim.
    """

    branch: str
    period: Period
    due: Fen = NOTHING
    claimed: Fen = NOTHING
    received: Fen = NOTHING
    heads_due: int = 0
    heads_claimed: int = 0
    heads_received: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class MemberTotals:
    """Running totals of a member over all opened months: ``arrears`` in fen, months not full."""

    member: int
    branch: str
    arrears: Fen = NOTHING
    open_periods: tuple[str, ...] = ()
    id: int = 0


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


@dataclass(frozen=True, slots=True)
class Listing:
    """The numbered list that a person was shown last; a number in his answer means this one."""

    wechat_id: str
    kind: str
    entries: tuple[str, ...]
    at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """What the branch's group was last asked about: ``dues``, ``checkin`` or ``meeting``."""

    branch: str
    kind: str
    at: datetime
    about: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Watermark:
    """Up to which moment a branch's plan was settled; the first is when it was first served."""

    branch: str
    at: datetime
    id: int = 0


class QuestionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that waits for a numbered answer. One open at a time a person and place.

    ``slot`` is unique among open ones and None afterwards. ``options`` are what each
    number stands for, as the handler that asked understands it.
    """

    kind: str
    wechat_id: str
    place: str
    options: tuple[str, ...]
    matter: dict[str, Any]
    at: datetime
    expires_at: datetime
    why: str
    slot: str | None = None
    state: QuestionState = QuestionState.OPEN
    id: int = 0


@dataclass(frozen=True, slots=True)
class InboxRow:
    """The mark that a message was handled, committed with what it caused."""

    message: str
    room: str | None
    sender: str
    at: datetime
    outcome: str
    digest: str = ""
    member: int | None = None
    id: int = 0


class PostState(StrEnum):
    """new -> sending -> sent; ambiguous where nobody can know; dropped where it was given up."""

    NEW = "new"
    SENDING = "sending"
    SENT = "sent"
    AMBIGUOUS = "ambiguous"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One thing to say. ``not_before`` holds it back; ``why`` is what caused it."""

    text: str
    at: datetime
    why: str
    branch: str = ""
    room: str | None = None
    contact: str | None = None
    mentions: tuple[str, ...] = ()
    reply: bool = True
    state: PostState = PostState.NEW
    not_before: datetime | None = None
    attempts: int = 0
    sent_at: datetime | None = None
    channel_id: str = ""
    id: int = 0


class DeliveryState(StrEnum):
    """What became of an occurrence."""

    POSTED = "posted"
    NOTHING_TO_SAY = "nothing_to_say"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One occurrence of a rule, done once for ever. ``made_of`` names the records it told of."""

    key: str
    branch: str
    kind: str
    due_at: datetime
    at: datetime
    state: DeliveryState
    posts: tuple[int, ...] = ()
    made_of: tuple[str, ...] = ()
    id: int = 0


@dataclass(frozen=True, slots=True)
class RecentActs:
    """What a person did last, newest at the end: (why, at, the entries made) as undo needs it."""

    member: int
    acts: tuple[dict[str, Any], ...] = ()
    id: int = 0


@dataclass(frozen=True, slots=True)
class OpenedMonth:
    """A month whose dues are owed by then: opened once a branch and month."""

    branch: str
    period: Period
    at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One link of the audit chain: ``hash`` covers the entry and the hash before it."""

    at: datetime
    by: int | None
    why: str
    what: str
    about: tuple[str, ...]
    detail: dict[str, Any] = field(default_factory=dict)
    previous: str = ""
    hash: str = ""
    id: int = 0
