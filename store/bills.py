"""Payment bills on the books: which orders are booked, and whose a payer's name is.

An order whose receipts stand is never booked again; where they were all reversed it may be.
Rows are only added. Knows no file and does no matching.
"""

from __future__ import annotations

from collections.abc import Iterable

from store import audit, dues
from store.database import Database
from store.models import Arrival, Cause, PayerName
from store.records import Table

ARRIVALS = Table("arrivals", Arrival)
PAYER_NAMES = Table("payer_names", PayerName)


def booked(db: Database, channel: str, order_no: str) -> list[Arrival]:
    """What an order settled and still settles."""
    found = ARRIVALS.find(db, channel=channel, order_no=order_no)
    reversed_ = {
        row.entry
        for arrival in found
        for row in dues.REVERSALS.find(db, table=dues.RECEIPTS.name, entry=arrival.receipt)
    }
    return [arrival for arrival in found if arrival.receipt not in reversed_]


def book(db: Database, cause: Cause, arrivals: Iterable[Arrival]) -> None:
    """Keep which order the receipts are evidenced by. Raises DuplicateKeyError for a second."""
    for arrival in arrivals:
        row_id = ARRIVALS.add(db, arrival)
        audit.record(
            db, cause, "账单上有这笔", (f"arrivals/{row_id}", f"receipts/{arrival.receipt}")
        )


def remember(db: Database, cause: Cause, name: PayerName) -> None:
    """Keep whose a payer's name is; what is known already stays as it is."""
    known = PAYER_NAMES.one(
        db, branch=name.branch, channel=name.channel, name=name.name, member=name.member
    )
    if known is None:
        row_id = PAYER_NAMES.add(db, name)
        about = (f"payer_names/{row_id}", f"members/{name.member}")
        audit.record(db, cause, "记住付款人", about)


def remembered(db: Database, branch: str) -> list[PayerName]:
    """All payers' names that were confirmed in a branch."""
    return PAYER_NAMES.find(db, branch=branch)
