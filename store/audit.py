"""The audit log: who did what, when and why, as a chain of hashes; and what can be undone.

Entries are only added. Whoever changes one breaks the chain from there on, which
``zhibu check`` shows. Details may hold private values: they stay in the store.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from store.codec import replace, to_row
from store.database import Database
from store.models import AuditEntry, Cause, RecentActs
from store.records import Table

AUDIT = Table("audit", AuditEntry)
RECENT = Table("recent_acts", RecentActs)

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

KEPT_ACTS = 8
"""How many acts of a person can be undone, newest first."""


def record(
    db: Database,
    cause: Cause,
    what: str,
    about: Iterable[str],
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add a link to the chain. ``about`` names records as ``table/id``.

    It is signed with the offices that who did it holds at this moment.
    """
    last = db.last(AUDIT.name)
    previous = last["hash"] if last else ""
    entry = AuditEntry(
        cause.at,
        cause.by,
        cause.why,
        what,
        tuple(about),
        detail or {},
        previous=previous,
        offices=_offices(db, cause.by),
    )
    return AUDIT.added(db, replace(entry, hash=digest(entry)))


def _offices(db: Database, member: int | None) -> tuple[str, ...]:
    row = db.get("members", member) if member is not None else None
    return tuple(row["roles"]) if row else ()


def digest(entry: AuditEntry) -> str:
    """SHA-256 of the entry without its own hash, over the hash before it."""
    return row_digest(to_row(entry))


def row_digest(row: Mapping[str, Any]) -> str:
    """As ``digest``, of an entry as it is stored (without its id)."""
    row = {**row, "hash": ""}
    return hashlib.sha256(_encode(row).encode()).hexdigest()


def remember(db: Database, cause: Cause, entry: str) -> None:
    """Keep that this person made this entry, so that 撤销 finds it; one act is one message."""
    if cause.by is None:
        return
    recent = RECENT.one(db, member=cause.by) or RecentActs(cause.by)
    acts = list(recent.acts)
    if acts and acts[-1]["why"] == cause.why:
        acts[-1] = {**acts[-1], "entries": [*acts[-1]["entries"], entry]}
    else:
        acts.append({"why": cause.why, "at": cause.at.isoformat(), "entries": [entry]})
    RECENT.put(db, replace(recent, acts=tuple(acts[-KEPT_ACTS:])))


def acts(db: Database, member: int) -> tuple[dict[str, Any], ...]:
    """A person's newest acts that were not undone, oldest first: why, at, entries."""
    recent = RECENT.one(db, member=member)
    return recent.acts if recent else ()


def last_act(db: Database, member: int) -> dict[str, Any] | None:
    """The newest of them."""
    known = acts(db, member)
    return known[-1] if known else None


def forget_act(db: Database, member: int, why: str) -> None:
    """Take an undone act off the list."""
    recent = RECENT.one(db, member=member)
    if recent is not None:
        left = tuple(act for act in recent.acts if act["why"] != why)
        RECENT.put(db, replace(recent, acts=left))
