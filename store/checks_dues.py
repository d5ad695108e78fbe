"""Checks of the dues' entries: receipts fit claims, states follow from entries, amounts
from what was verified.

What is owed is told by the audit log, where verified bases and opened months stand in
the order in which they were recorded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from store.checks_books import Books, Fault
from store.dues import BASE_VERIFIED, MONTH_OPENED, OWED, in_force
from store.models import AuditEntry, ClaimState, DuesBase, OpenedMonth, Receipt
from store.money import NOTHING, Fen
from store.period import Period


def receipts_fit(books: Books) -> Iterator[Fault]:
    """A receipt is for its claim's member and month, and not from that member himself."""
    for receipt in books.receipts.values():
        claim = books.claims.get(receipt.claim)
        ours = (receipt.member, receipt.branch, receipt.period)
        if claim is not None and ours != (claim.member, claim.branch, claim.period):
            yield Fault("receipts", receipt.id, f"和所确认的第 {claim.id} 条声明对不上。")
        if receipt.by == receipt.member:
            yield Fault("receipts", receipt.id, "是本人给自己确认的。")


def states_fit(books: Books) -> Iterator[Fault]:
    """A claim's state follows from its receipts and reversals."""
    times = Counter(receipt.claim for receipt in standing_receipts(books))
    withdrawn = reversed_entries(books, "claims")
    for claim in books.claims.values():
        taken_back = claim.id in withdrawn
        if times[claim.id] + taken_back > 1:
            yield Fault("claims", claim.id, "被确认了不止一次，或收回后又被确认。")
        wanted = _state(received=times[claim.id] > 0, taken_back=taken_back)
        if claim.state is not wanted:
            says = f"状态记着 {claim.state}，按单据应是 {wanted}。"
            yield Fault("claims", claim.id, says)


def openings_fit(books: Books) -> Iterator[Fault]:
    """When a month was opened, each owed what was verified for him by then."""
    known: dict[int, list[DuesBase]] = defaultdict(list)
    for step in books.steps:
        if step.what == BASE_VERIFIED:
            base = _named(step, books.bases)
            if base is not None:
                known[base.member].append(base)
        for month, member, amount in owed(step, books):
            if amount != _due(known[member], month.period):
                says = f"{month.period} 记着第 {member} 号党员应交的，和当时核定的不一样。"
                yield Fault("audit", step.id, says)


def standing_receipts(books: Books) -> list[Receipt]:
    """The receipts that were not taken back."""
    taken_back = reversed_entries(books, "receipts")
    return [r for r in books.receipts.values() if r.id not in taken_back]


def reversed_entries(books: Books, table: str) -> set[int]:
    """The ids of a table's entries that were taken back."""
    return {reversal.entry for reversal in books.reversals if reversal.table == table}


def owed(step: AuditEntry, books: Books) -> Iterator[tuple[OpenedMonth, int, Fen]]:
    """What an audit entry says that members owe from then on: the month, the member, fen."""
    month = _named(step, books.months) if step.what == MONTH_OPENED else None
    amounts = step.detail.get(OWED)
    if month is None or not isinstance(amounts, dict):
        return
    for member, amount in amounts.items():
        if member.isdecimal() and type(amount) is int:
            yield month, int(member), Fen(amount)


def _named(step: AuditEntry, records: dict[int, Any]) -> Any:
    """The record that an entry is about first; None where it is gone."""
    row_id = step.about[0].partition("/")[2] if step.about else ""
    return records.get(int(row_id)) if row_id.isdecimal() else None


def _state(*, received: bool, taken_back: bool) -> ClaimState:
    if taken_back:
        return ClaimState.WITHDRAWN
    return ClaimState.RECEIVED if received else ClaimState.CLAIMED


def _due(bases: Sequence[DuesBase], period: Period) -> Fen:
    base = in_force(bases, period)
    return base.amount if base is not None else NOTHING
