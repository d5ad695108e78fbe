"""Who is who in a pasted stretch: names are all it has, so the secretary vouches for them.

A name that is exactly one member's is proposed; any other is asked once and then
remembered for that room. Knows nothing of what anybody said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from store import roster
from store.database import Database
from store.models import Cause, Member


@dataclass(frozen=True, slots=True)
class Speaker:
    """A name in a room's chat, and whose it is.

    ``member`` is None where nobody said; ``known``: the books knew it already. ``wechat_id``
    is "" where the paste names nobody: whose words those are holds for this paste alone.
    """

    name: str
    wechat_id: str
    member: int | None = None
    known: bool = False


def by_hand(own_id: str) -> bool:
    """Whether no channel reaches an id: it stands for a name in a paste, or for the desk."""
    return own_id.startswith((roster.NAME_IN_PASTE, roster.AT_DESK))


def wechat_id(room: str, name: str) -> str:
    """The id that stands for a name in a room."""
    return f"{roster.NAME_IN_PASTE}{room}:{name}" if name else ""


def desk_id(member: int) -> str:
    """The id under which a member without WeChat is reached: by whoever pastes."""
    return f"{roster.AT_DESK}{member}"


def at_desk(db: Database, member: Member, at: datetime) -> None:
    """Whoever works at the desk has an id to be answered at; a transaction must be open."""
    if not roster.wechat_ids(db, member.id):
        _bind(db, Cause(at, member.id, "desk"), desk_id(member.id), member.id)


def speaker(db: Database, branch: str, room: str, name: str, others: Iterable[str] = ()) -> Speaker:
    """Whose a name is: as remembered, else as proposed where it is exactly one member's.

    ``others`` are what else the paste calls the same person.
    """
    own_id = wechat_id(room, name)
    if not name:
        return Speaker(name, own_id)
    bound = roster.member_of(db, own_id)
    if bound is not None:
        return Speaker(name, own_id, bound.id, known=True)
    holders = {m.id for called in (name, *others) for m in roster.named(db, branch, called)}
    return Speaker(name, own_id, holders.pop() if len(holders) == 1 else None)


def seat(
    db: Database,
    branch: str,
    room: str,
    speakers: Sequence[Speaker],
    at: datetime,
    by: int | None = None,
) -> None:
    """Remember who the speakers are, and where officers are reached; a transaction must be open.

    ``by`` is the member who says so, where that is known.
    """
    cause = Cause(at, by, f"paste/{room}")
    for one in speakers:
        if one.member is not None and one.wechat_id:
            _let_go(db, cause, one)
            _bind(db, cause, one.wechat_id, one.member)
    unnamed = {one.member for one in speakers if not one.wechat_id}
    for member in roster.members(db, branch):
        if member.id in unnamed or (member.roles and not roster.wechat_ids(db, member.id)):
            _bind(db, cause, desk_id(member.id), member.id)


def _let_go(db: Database, cause: Cause, one: Speaker) -> None:
    """A name that was taken for somebody else till now."""
    for binding in roster.BINDINGS.find(db, active=one.wechat_id):
        if binding.member != one.member:
            roster.unbind(db, cause, binding)


def _bind(db: Database, cause: Cause, own_id: str, member: int) -> None:
    found = roster.MEMBERS.get(db, member)
    if found is not None and roster.member_of(db, own_id) is None:
        roster.bind(db, cause, own_id, found)
