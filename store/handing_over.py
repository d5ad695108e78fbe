"""上缴: dues that went up to the township, batch by batch.

A batch holds what arrived since the one before, for the months up to its last; these are
closed with it: what they owed stays. What arrives for them or is taken back later stands in
the next batch. Knows only what the books say; the money itself is not its business.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from store import audit, totals
from store.codec import replace
from store.database import Database
from store.errors import StoreError
from store.models import Cause, HandingOver
from store.money import Fen
from store.period import Period
from store.records import Table

BATCHES = Table("handed_over", HandingOver)

HANDED_OVER = "上缴党费"


def batches(db: Database, branch: str) -> list[HandingOver]:
    """A branch's batches that stand, in their order."""
    return [batch for batch in BATCHES.find(db, branch=branch) if not batch.withdrawn]


def closed_until(db: Database, branch: str) -> Period | None:
    """The last month that was handed over; None where none was."""
    return max((batch.up_to for batch in batches(db, branch)), default=None)


def due_parts(db: Database, branch: str, up_to: Period) -> dict[str, Fen]:
    """What the next batch should hold for each month up to ``up_to``, in fen, oldest first.

    A month closed before is in it only where something changed since.
    """
    handed: Counter[str] = Counter()
    for batch in batches(db, branch):
        handed.update(batch.parts)
    months = totals.MONTHS.find(db, branch=branch)
    arrived = {str(m.period): m.received for m in months if m.period <= up_to}
    parts = {key: Fen(arrived[key] - handed[key]) for key in sorted(arrived)}
    return {key: part for key, part in parts.items() if part or key not in handed}


def hand_over(
    db: Database, cause: Cause, branch: str, up_to: Period, amount: Fen, on: date, voucher: str
) -> HandingOver:
    """Record a batch. Raises StoreError where there is nothing to hand over."""
    closed = closed_until(db, branch)
    parts = due_parts(db, branch, up_to)
    if closed is not None and up_to < closed:
        raise StoreError(f"{closed}为止的已经上缴过了。")
    if not parts:
        raise StoreError("没有新的可以上缴。")
    batch = HandingOver(
        branch=branch,
        number=len(batches(db, branch)) + 1,
        up_to=up_to,
        amount=amount,
        on=on.isoformat(),
        voucher=voucher,
        at=cause.at,
        by=cause.by,
        why=cause.why,
        parts=dict(parts),
    )
    batch = BATCHES.added(db, batch)
    name = f"handed_over/{batch.id}"
    audit.record(db, cause, HANDED_OVER, (name,), {"金额": amount})
    audit.remember(db, cause, name)
    return batch


def withdraw(db: Database, cause: Cause, batch: HandingOver) -> None:
    """A batch was entered wrongly: it counts no more. StoreError unless it is the newest."""
    standing = batches(db, batch.branch)
    if not standing or standing[-1].id != batch.id:
        raise StoreError("后面又上缴过了，这一笔不能收回。")
    BATCHES.put(db, replace(batch, withdrawn=True))
    audit.record(db, cause, "收回上缴", (f"handed_over/{batch.id}",))


def outstanding(db: Database, branch: str) -> Fen:
    """By how much all batches together are more (or less) than the books say, in fen."""
    return Fen(sum(batch.difference for batch in batches(db, branch)))
