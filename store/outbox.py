"""What is to be said, and what became of it: rows new, sending, sent, ambiguous or dropped.

A row is written with the records that it tells of. Knows nothing of channels.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from store.codec import replace
from store.database import Database
from store.models import Delivery, DeliveryState, OutboxRow, PostState, Watermark
from store.records import Table

OUTBOX = Table("outbox", OutboxRow)
DELIVERIES = Table("deliveries", Delivery)
WATERMARKS = Table("watermarks", Watermark)


def put(db: Database, row: OutboxRow) -> OutboxRow:
    """Add something to say."""
    return OUTBOX.added(db, row)


def waiting(db: Database, now: datetime) -> list[OutboxRow]:
    """What may be said now, oldest first."""
    return [row for row in OUTBOX.find(db, state=PostState.NEW) if _may_go(row, now)]


def _may_go(row: OutboxRow, now: datetime) -> bool:
    begins = row.not_before is None or row.not_before <= now
    return begins and (row.useless_after is None or row.useless_after > now)


def too_late(db: Database, now: datetime) -> list[OutboxRow]:
    """What is no longer of use, though it was not said."""
    found = OUTBOX.find(db, state=PostState.NEW)
    return [row for row in found if row.useless_after is not None and row.useless_after <= now]


def next_moment(db: Database, now: datetime) -> datetime | None:
    """When the next held-back row may be said, after now; None where none is held back."""
    held = [row.not_before for row in OUTBOX.find(db, state=PostState.NEW) if row.not_before]
    return min((moment for moment in held if moment > now), default=None)


def in_state(db: Database, state: PostState) -> list[OutboxRow]:
    """All rows in a state, oldest first."""
    return OUTBOX.find(db, state=state)


def caused_by(db: Database, why: str) -> list[OutboxRow]:
    """What is said because of a message or an occurrence, in order."""
    return OUTBOX.find(db, why=why)


def said_in(db: Database, room: str) -> list[str]:
    """All texts for a room so far, oldest first."""
    return [row.text for row in OUTBOX.find(db, room=room)]


def unsent(db: Database, why: str) -> list[OutboxRow]:
    """What was to be said because of it, and was not tried with success yet."""
    return [row for row in caused_by(db, why) if row.state is PostState.NEW]


def drop(db: Database, rows: Iterable[OutboxRow]) -> None:
    """Let these be: they are not said."""
    for row in rows:
        change(db, replace(row, state=PostState.DROPPED))


def change(db: Database, row: OutboxRow) -> OutboxRow:
    """Write a row's new state."""
    OUTBOX.put(db, row)
    return row


def delivered(db: Database, delivery: Delivery) -> Delivery:
    """Keep what became of an occurrence. Raises DuplicateKeyError when it was done before."""
    return DELIVERIES.added(db, delivery)


def is_delivered(db: Database, key: str) -> bool:
    """Whether an occurrence was done: posted, found empty, missed or cancelled."""
    return delivery(db, key) is not None


def delivery(db: Database, key: str) -> Delivery | None:
    """What became of an occurrence; None where it is not done yet."""
    return DELIVERIES.one(db, key=key)


def settled_until(db: Database, branch: str) -> datetime | None:
    """Up to which moment a branch's plan was settled; None where it was never served."""
    mark = WATERMARKS.one(db, branch=branch)
    return mark.at if mark else None


def settle(db: Database, branch: str, at: datetime) -> None:
    """Everything of the plan up to this moment has its delivery; it never goes back."""
    mark = WATERMARKS.one(db, branch=branch)
    if mark is None or mark.at < at:
        WATERMARKS.put(db, Watermark(branch, at, id=mark.id if mark else 0))


def turn_back(db: Database, branch: str, now: datetime) -> set[str]:
    """The clock had run ahead of ``now`` and is right again: what it did too early is void.

    Returns the keys of what is still to come.

    The occurrences after ``now`` are still to come; what waits to be sent for them is dropped,
    and what was put off till a time of the wrong clock may go out.
    """
    mark = WATERMARKS.one(db, branch=branch)
    WATERMARKS.put(db, Watermark(branch, now, id=mark.id if mark else 0))
    early = [d for d in DELIVERIES.find(db, branch=branch) if d.due_at > now]
    for delivery in early:
        void = replace(delivery, key=f"{delivery.key}#{delivery.id}", state=DeliveryState.VOID)
        DELIVERIES.put(db, void)
    posts = {post for delivery in early for post in delivery.posts}
    for row in OUTBOX.find(db, state=PostState.NEW):
        if row.id in posts:
            change(db, replace(row, state=PostState.DROPPED))
        elif row.branch == branch and row.at > now:
            change(db, replace(row, not_before=None))
    return {delivery.key for delivery in early}
