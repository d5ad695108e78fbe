"""Whom the secretary expects home for the coming season: Spring Festival, Qingming.

One running row a member; the audit log keeps each word. Knows no calendar.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from store import audit, roster
from store.codec import replace
from store.database import Database
from store.models import Cause, Homecoming, Member
from store.records import Table

HOMECOMINGS = Table("homecomings", Homecoming)

HOLDS = timedelta(days=75)
"""How long a word about a season is good for; the two seasons lie further apart than they last."""


def expect(db: Database, cause: Cause, member: Member, *, expected: bool) -> Homecoming:
    """Keep whether a member is expected home, in place of what was said before."""
    known = HOMECOMINGS.one(db, member=member.id)
    row = Homecoming(member.id, member.branch, expected, cause.at, cause.by, cause.why)
    if known is None:
        row = HOMECOMINGS.added(db, row)
    else:
        row = replace(row, id=known.id)
        HOMECOMINGS.put(db, row)
    word = "预计返乡" if expected else "预计不返乡"
    audit.record(db, cause, word, (f"homecomings/{row.id}", f"members/{member.id}"))
    return row


def expected(db: Database, branch: str, now: datetime) -> list[Member]:
    """The members of a branch who are expected home this season, in the roster's order."""
    rows = HOMECOMINGS.find(db, branch=branch)
    coming = {row.member for row in rows if row.expected and now - row.at <= HOLDS}
    return [member for member in roster.members(db, branch) if member.id in coming]
