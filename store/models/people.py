"""Who is on the roster, and which WeChat ids are whose. Frozen values, no rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from store.money import Fen


class Role(StrEnum):
    """An office in the branch. Everybody on the roster is a member besides."""

    SECRETARY = "secretary"
    COLLECTOR = "collector"
    COMMITTEE = "committee"
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


@dataclass(frozen=True)
class Cause:
    """Who, when and why: what every change of the books is signed with."""

    at: datetime
    by: int | None
    why: str


@dataclass(frozen=True)
class Member:
    """One person on the roster.

    ``vote_suspended``: under 留党察看, without a vote; a disciplinary matter, so private.
    """

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
    vote_suspended: bool = False
    status: MemberStatus = MemberStatus.ACTIVE
    at: datetime | None = None
    why: str = ""
    office: str = ""
    phone: str = ""
    joined_on: str = ""
    full_since: str = ""
    went_to: str = ""
    left_home_on: str = ""
    contact_person: str = ""
    income: Fen | None = None
    cells: tuple[str, ...] = ()
    left_on: str = ""
    left_to: str = ""
    id: int = 0

    @property
    def called(self) -> str:
        """The name, with the group card where the card tells more (王芳（二组）)."""
        return self.card if self.card.startswith(self.name) else self.name


@dataclass(frozen=True)
class OfficeList:
    """A branch's list as it was last taken in: its columns in their order, a digest a line."""

    branch: str
    at: datetime
    columns: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    id: int = 0


@dataclass(frozen=True)
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


UNLISTED = 0
"""Somebody named himself, and the roster has nobody of that name."""


@dataclass(frozen=True)
class Stranger:
    """Who is not bound; asked once who he is. ``says``: whom he names himself, or ``UNLISTED``.

    ``spoke``: false for one who is only known to be in the room.
    """

    wechat_id: str
    name: str
    branch: str
    room: str | None
    at: datetime
    says: int | None = None
    spoke: bool = True
    id: int = 0


@dataclass(frozen=True)
class Search:
    """An attempt to reach a member: ``day`` as ``YYYY-MM-DD``, the way, what came of it."""

    member: int
    branch: str
    day: str
    way: str
    result: str
    at: datetime
    by: int | None
    why: str
    found: bool = False
    withdrawn: bool = False
    id: int = 0


@dataclass(frozen=True)
class Homecoming:
    """Whether the secretary expects a member home for the coming season. The last word counts."""

    member: int
    branch: str
    expected: bool
    at: datetime
    by: int | None
    why: str
    id: int = 0


@dataclass(frozen=True)
class Heard:
    """A member's WeChat id as it was last heard: the day's first moment, its name, its rooms."""

    wechat_id: str
    member: int
    branch: str
    at: datetime
    name: str = ""
    rooms: tuple[str, ...] = ()
    id: int = 0
