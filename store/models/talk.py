"""What was heard, asked and said: messages, questions, posts and occurrences. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from store.period import Period


@dataclass(frozen=True)
class Listing:
    """The numbered list that a person was shown last; a number in his answer means this one."""

    wechat_id: str
    kind: str
    entries: tuple[str, ...]
    at: datetime
    id: int = 0


@dataclass(frozen=True)
class Relay:
    """A relay (#接龙) as it was last posted in a room: which members it held, by its title.

    ``unclear``: its rows whose name means nobody or several.
    """

    room: str
    title: str
    people: tuple[str, ...]
    at: datetime
    unclear: tuple[str, ...] = ()
    id: int = 0


@dataclass(frozen=True)
class Round:
    """What the branch's group was last asked about: ``dues``, ``checkin`` or ``meeting``."""

    branch: str
    kind: str
    at: datetime
    about: str = ""
    id: int = 0


@dataclass(frozen=True)
class Watermark:
    """Up to which moment a branch's plan was settled; the first is when it was first served."""

    branch: str
    at: datetime
    id: int = 0


@dataclass(frozen=True)
class Presence:
    """Until when a channel was surely listened to."""

    channel: str
    at: datetime
    id: int = 0


class QuestionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class PastedKey:
    """The key of a message in a pasted stretch of a room's chat; ``at``: when it was pasted."""

    room: str
    key: str
    at: datetime
    id: int = 0


class PostState(StrEnum):
    """new -> sending -> sent; ambiguous where nobody can know; dropped where it was given up."""

    NEW = "new"
    SENDING = "sending"
    SENT = "sent"
    AMBIGUOUS = "ambiguous"
    ASKED = "asked"
    DROPPED = "dropped"


@dataclass(frozen=True)
class OutboxRow:
    """One thing to say. ``not_before`` holds it back; ``why`` is what caused it.

    From ``useless_after`` on it is not said any more: a reminder of a meeting that has begun.
    ``picture`` is a file in the data folder that goes after the text; "" where there is none.
    """

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
    useless_after: datetime | None = None
    attempts: int = 0
    sent_at: datetime | None = None
    channel_id: str = ""
    picture: str = ""
    id: int = 0


class DeliveryState(StrEnum):
    """What became of an occurrence; void where the clock had run ahead: it is still to come."""

    POSTED = "posted"
    NOTHING_TO_SAY = "nothing_to_say"
    MISSED = "missed"
    CANCELLED = "cancelled"
    VOID = "void"


@dataclass(frozen=True)
class Delivery:
    """One occurrence of a rule, done once for ever.

    ``made_of`` names the records it told of; ``period`` is the month it was about, or the
    first of several ``months``.
    """

    key: str
    branch: str
    kind: str
    due_at: datetime
    at: datetime
    state: DeliveryState
    posts: tuple[int, ...] = ()
    period: Period | None = None
    months: int = 1
    made_of: tuple[str, ...] = ()
    id: int = 0
