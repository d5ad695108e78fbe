"""The roster: members, and which WeChat ids are whose.

A member is known by a bound id, never by a nickname. Nothing is deleted: a
binding ends, a member leaves, and the audit log keeps what was before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from store import audit, totals
from store.codec import replace, to_row
from store.database import Database
from store.models import (
    UNLISTED,
    Binding,
    Cause,
    Member,
    MemberStatus,
    OfficeList,
    Role,
    Stranger,
)
from store.records import Table

NAME_IN_PASTE = "paste:"
AT_DESK = "paste-desk:"
"""What ids begin with that no channel reaches: a name in pasted chat, somebody at our own desk."""

MEMBERS = Table("members", Member)
BINDINGS = Table("bindings", Binding)
STRANGERS = Table("strangers", Stranger)
OFFICE_LISTS = Table("office_lists", OfficeList)


def add_member(
    db: Database, cause: Cause, member: Member, detail: dict[str, Any] | None = None
) -> Member:
    """Put a member on the roster."""
    member = replace(member, at=cause.at, why=cause.why)
    member = MEMBERS.added(db, member)
    audit.record(db, cause, "登记党员", (f"members/{member.id}",), detail)
    return member


def change_member(db: Database, cause: Cause, member: Member, **changes: Any) -> Member:
    """Change fields of a member; the audit log keeps the values before."""
    changed = replace(member, **changes)
    before, after = to_row(member), to_row(changed)
    detail = {key: before[key] for key in before if before[key] != after[key]}
    if detail:
        MEMBERS.put(db, changed)
        if changed.branch != member.branch:
            totals.follow_move(db, member.id, changed.branch)
        audit.record(db, cause, "修改党员", (f"members/{member.id}",), {"原值": detail})
    return changed


def members(db: Database, branch: str) -> list[Member]:
    """The members that the branch counts, in the order of the roster."""

    def read() -> tuple[Member, ...]:
        found = MEMBERS.find(db, branch=branch)
        return tuple(m for m in found if m.status is MemberStatus.ACTIVE)

    return list(db.remembered(MEMBERS.name, f"active/{branch}", read))


def named(db: Database, branch: str, name: str) -> list[Member]:
    """Those who are called so: by name, group card or another name of theirs."""
    return [m for m in members(db, branch) if name in (m.name, m.card, *m.aliases)]


def officers(db: Database, branch: str, role: Role) -> list[Member]:
    """Who holds an office in the branch now."""
    return [m for m in members(db, branch) if role in m.roles]


def member_of(db: Database, wechat_id: str) -> Member | None:
    """Whose WeChat id this is; None where it is not bound."""
    binding = BINDINGS.one(db, active=wechat_id)
    return None if binding is None else MEMBERS.get(db, binding.member)


def wechat_ids(db: Database, member: int) -> list[str]:
    """The WeChat ids bound to a member now; one person may have two phones.

    The last is where he is best reached: the newest that a channel knows, where there is any.
    """
    ids = [b.wechat_id for b in BINDINGS.find(db, member=member) if b.active]
    return sorted(ids, key=_nearness)


def _nearness(own_id: str) -> int:
    if own_id.startswith(AT_DESK):
        return 1
    return 0 if own_id.startswith(NAME_IN_PASTE) else 2


def bind(db: Database, cause: Cause, wechat_id: str, member: Member) -> Binding:
    """Bind an id to a member. Raises DuplicateKeyError where it is somebody's already."""
    binding = Binding(wechat_id, member.id, cause.at, cause.by, cause.why, active=wechat_id)
    binding = BINDINGS.added(db, binding)
    audit.record(db, cause, "绑定微信", (f"bindings/{binding.id}", f"members/{member.id}"))
    audit.remember(db, cause, f"bindings/{binding.id}")
    return binding


def unbind(db: Database, cause: Cause, binding: Binding) -> None:
    """End a binding; it stays on the books with the moment it ended."""
    BINDINGS.put(db, replace(binding, active=None, ended_at=cause.at))
    audit.record(db, cause, "解除绑定", (f"bindings/{binding.id}", f"members/{binding.member}"))


def bind_again(db: Database, cause: Cause, binding: Binding) -> None:
    """A binding that was ended stands again; nobody else may have the id meanwhile."""
    BINDINGS.put(db, replace(binding, active=binding.wechat_id, ended_at=None))
    audit.record(db, cause, "恢复绑定", (f"bindings/{binding.id}", f"members/{binding.member}"))


def stranger(db: Database, wechat_id: str) -> Stranger | None:
    """What is known of an unbound id that spoke."""
    return STRANGERS.one(db, wechat_id=wechat_id)


def meet_stranger(db: Database, stranger: Stranger) -> Stranger:
    """Keep that an unbound id spoke and was asked who he is, so that he is asked once."""
    return STRANGERS.added(db, stranger)


def stranger_spoke(db: Database, stranger: Stranger, name: str, at: datetime) -> Stranger:
    """One who was only known to be in the room spoke for the first time."""
    met = replace(stranger, name=name, at=at, spoke=True)
    STRANGERS.put(db, met)
    return met


def named_himself(db: Database, stranger: Stranger, member: Member | None) -> None:
    """Keep whom a stranger says he is; nothing follows from it until the secretary agrees.

    None: the roster has nobody of that name.
    """
    STRANGERS.put(db, replace(stranger, says=member.id if member else UNLISTED))


def unbound(db: Database, branch: str) -> list[Stranger]:
    """Those of the branch's rooms who are not bound, in the order they were met."""
    met = STRANGERS.find(db, branch=branch)
    return [s for s in met if BINDINGS.one(db, active=s.wechat_id) is None]


def without_binding(db: Database, members: Iterable[Member]) -> list[Member]:
    """Those of the members whose WeChat nobody knows yet."""
    return [m for m in members if not wechat_ids(db, m.id)]


def office_list(db: Database, branch: str) -> OfficeList | None:
    """The branch's list as it was last taken in."""
    return OFFICE_LISTS.one(db, branch=branch)


def keep_office_list(db: Database, taken: OfficeList) -> None:
    """Keep how the list looks that was taken in, in place of the one before."""
    before = office_list(db, taken.branch)
    OFFICE_LISTS.put(db, replace(taken, id=before.id if before else 0))
