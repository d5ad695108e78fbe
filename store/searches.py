"""Searches for members whom nobody hears of: day, way and result, kept as evidence.

《中国共产党党员教育管理工作条例》 lets a branch speak of a lost member only after six months
without contact in spite of a search by all means; what was tried has to be shown. Nothing
follows from these rows by itself.
"""

from __future__ import annotations

from store import audit
from store.codec import replace
from store.database import Database
from store.models import Cause, Member, Search
from store.records import Table

SEARCHES = Table("searches", Search)


def note(
    db: Database, cause: Cause, member: Member, day: str, way: str, result: str, *, found: bool
) -> Search:
    """Keep an attempt. ``day`` is ``YYYY-MM-DD``; ``found``: he was reached."""
    entry = Search(
        member.id, member.branch, day, way, result, cause.at, cause.by, cause.why, found=found
    )
    entry = SEARCHES.added(db, entry)
    audit.record(db, cause, "查找", (f"searches/{entry.id}", f"members/{member.id}"))
    audit.remember(db, cause, f"searches/{entry.id}")
    return entry


def withdraw(db: Database, cause: Cause, entry: Search) -> None:
    """Take an attempt back; it stays on the books, marked."""
    SEARCHES.put(db, replace(entry, withdrawn=True))
    about = (f"searches/{entry.id}", f"members/{entry.member}")
    audit.record(db, cause, "收回查找记录", about)


def of_member(db: Database, member: int) -> list[Search]:
    """The attempts that stand, by their day."""
    found = [entry for entry in SEARCHES.find(db, member=member) if not entry.withdrawn]
    return sorted(found, key=lambda entry: (entry.day, entry.id))
