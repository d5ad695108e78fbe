"""Changes of the roster that somebody made by hand: kept with before, after and reason.

Each can be taken back while nothing was changed on top of it. The audit log is the only place
that remembers what was; nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from store import audit
from store.audit import AUDIT
from store.codec import from_row, replace, to_row
from store.database import Database
from store.models import AuditEntry, Cause, Member
from store.roster import MEMBERS

BEFORE, AFTER, REASON = "原值", "新值", "原因"


def amend(
    db: Database,
    cause: Cause,
    member: Member,
    what: str,
    changes: Mapping[str, Any],
    reason: str = "",
) -> Member | None:
    """Change fields of a member; None where nothing differs. ``what`` names it: 外出, 转出."""
    changed = replace(member, **changes)
    was, is_now = to_row(member), to_row(changed)
    fields = [key for key in was if was[key] != is_now[key]]
    if not fields:
        return None
    detail: dict[str, Any] = {
        BEFORE: {key: was[key] for key in fields},
        AFTER: {key: is_now[key] for key in fields},
    }
    if reason:
        detail[REASON] = reason
    MEMBERS.put(db, changed)
    entry = audit.record(db, cause, what, (f"members/{member.id}",), detail)
    audit.remember(db, cause, f"audit/{entry.id}")
    return changed


def take_back(db: Database, cause: Cause, entry: int) -> tuple[AuditEntry, Member] | None:
    """Undo a change: the change, and the member as he is now.

    None where something was changed on top of it, or it was taken back already.
    """
    done = AUDIT.get(db, entry)
    member = MEMBERS.get(db, int(done.about[0].split("/")[1])) if done else None
    if done is None or member is None:
        return None
    row = to_row(member)
    before, after = done.detail[BEFORE], done.detail[AFTER]
    if any(row[key] != value for key, value in after.items()):
        return None
    restored = from_row(Member, {**row, **before, "id": member.id})
    MEMBERS.put(db, restored)
    detail = {BEFORE: after, AFTER: before}
    audit.record(db, cause, f"收回{done.what}", (f"members/{member.id}",), detail)
    return done, restored


def life(db: Database, member: int) -> Iterator[AuditEntry]:
    """All that the audit log tells of a member, oldest first."""
    name = f"members/{member}"
    rows = db.mentioning(AUDIT.name, name)
    return (from_row(AuditEntry, row) for row in rows if name in row["about"])
