"""Check-ins: a member's monthly contact with the branch, and where he is.

《中国共产党党员教育管理工作条例》 asks the outflow organisation to keep in touch; how
often is a local setting, monthly by default. Any contact counts.
"""

from __future__ import annotations

from store import audit
from store.codec import replace
from store.database import Database
from store.models import Cause, CheckIn, Member
from store.period import Period
from store.records import Table

CHECK_INS = Table("check_ins", CheckIn)


def check_in(
    db: Database, cause: Cause, member: Member, period: Period, *, place: str = ""
) -> CheckIn | None:
    """Record a contact for a month; None where it says nothing new.

    Marked as ``proxy`` where somebody else said so, as ``late`` for a month gone by.
    """
    known = checked_in(db, member.id, period)
    if known and (not place or known[-1].place == place):
        return None
    entry = CheckIn(
        member=member.id,
        branch=member.branch,
        period=period,
        at=cause.at,
        by=cause.by,
        why=cause.why,
        place=place,
        proxy=cause.by != member.id,
        late=period < Period.of(cause.at),
    )
    entry = CHECK_INS.added(db, entry)
    audit.record(db, cause, "报到", (f"check_ins/{entry.id}", f"members/{member.id}"))
    audit.remember(db, cause, f"check_ins/{entry.id}")
    return entry


def withdraw(db: Database, cause: Cause, entry: CheckIn) -> None:
    """Take a check-in back; it stays on the books, marked."""
    CHECK_INS.put(db, replace(entry, withdrawn=True))
    audit.record(db, cause, "收回报到", (f"check_ins/{entry.id}",))


def checked_in(db: Database, member: int, period: Period) -> list[CheckIn]:
    """A member's contacts of a month that stand."""
    found = CHECK_INS.find(db, member=member, period=period)
    return [entry for entry in found if not entry.withdrawn]


def checked_in_members(db: Database, branch: str, period: Period) -> set[int]:
    """Which members of a branch were in contact in a month."""
    found = CHECK_INS.find(db, branch=branch, period=period)
    return {entry.member for entry in found if not entry.withdrawn}
