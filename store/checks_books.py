"""What the checks know of the books while they read them: a fault, and what rows add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from store.models import (
    AuditEntry,
    Balance,
    BranchMonth,
    Claim,
    DuesBase,
    HandingOver,
    MemberTotals,
    OpenedMonth,
    Receipt,
    Reversal,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the books that cannot be so: where, and in Chinese what."""

    table: str
    id: int
    says: str


@dataclass(slots=True)
class Books:
    """What was read so far. Whole records are kept only of the dues; of the rest, ids and keys."""

    ids: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    keys: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], int]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    named: dict[str, int] = field(default_factory=dict)
    """``table/id`` as the audit log names it, and the entry that does so first."""
    actors: dict[int, int] = field(default_factory=dict)
    """Members who did something as the audit log has it, and the entry that says so first."""
    taken_back: set[str] = field(default_factory=set)
    """``table/id`` of what the audit log says was taken back."""
    last_hash: str = ""
    homes: dict[int, str] = field(default_factory=dict)
    """The branch that each member belongs to now."""
    steps: list[AuditEntry] = field(default_factory=list)
    """The audit entries that decide what is owed, in their order."""
    bases: dict[int, DuesBase] = field(default_factory=dict)
    months: dict[int, OpenedMonth] = field(default_factory=dict)
    claims: dict[int, Claim] = field(default_factory=dict)
    receipts: dict[int, Receipt] = field(default_factory=dict)
    reversals: list[Reversal] = field(default_factory=list)
    balances: list[Balance] = field(default_factory=list)
    branch_months: list[BranchMonth] = field(default_factory=list)
    member_totals: list[MemberTotals] = field(default_factory=list)
    batches: list[HandingOver] = field(default_factory=list)

    def keep(self, table: str, record: Any) -> None:
        """Remember a record where a check of the whole books asks for it."""
        if table == "members":
            self.homes[record.id] = record.branch
        kept = _KEPT.get(table)
        if kept is None:
            return
        place = getattr(self, kept)
        if isinstance(place, dict):
            place[record.id] = record
        else:
            place.append(record)


_KEPT = {
    "dues_bases": "bases",
    "opened_months": "months",
    "claims": "claims",
    "receipts": "receipts",
    "reversals": "reversals",
    "balances": "balances",
    "branch_months": "branch_months",
    "member_totals": "member_totals",
    "handed_over": "batches",
}

Whole = Callable[[Books], Iterable[Fault]]
"""A check of what all rows add up to."""
