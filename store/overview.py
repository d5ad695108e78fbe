"""Sums of dues for a month: by party group, by branch, of a township. Looked up, not recounted.

Sums of the parts equal the totals. Knows no names of branches.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from store import totals
from store.database import Database
from store.models import Balance, BranchMonth, Member, MemberTotals
from store.money import Fen
from store.period import Period


@dataclass(frozen=True, slots=True)
class Sums:
    """Of some members in a month: fen, and heads that owe and that paid in full."""

    due: int = 0
    claimed: int = 0
    received: int = 0
    lacking: int = 0
    heads_due: int = 0
    heads_claimed: int = 0
    heads_received: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.due + other.due,
            self.claimed + other.claimed,
            self.received + other.received,
            self.lacking + other.lacking,
            self.heads_due + other.heads_due,
            self.heads_claimed + other.heads_claimed,
            self.heads_received + other.heads_received,
        )


@dataclass(frozen=True, slots=True)
class Owing:
    """What somebody owes of months that are over: fen, and which months."""

    totals: MemberTotals
    amount: Fen
    periods: tuple[Period, ...]


def of(months: Iterable[Balance]) -> Sums:
    """The sums of some members' months."""
    total = Sums()
    for month in months:
        alone = totals.add(BranchMonth(month.branch, month.period), _nothing(month), month)
        total += Sums(
            alone.due,
            alone.claimed,
            alone.received,
            month.lacking,
            alone.heads_due,
            alone.heads_claimed,
            alone.heads_received,
        )
    return total


def by_group(
    db: Database, branch: str, period: Period, members: Iterable[Member]
) -> dict[str, Sums]:
    """The branch's month by party group; who is in none (or left) stands under ""."""
    groups = {member.id: member.party_group for member in members}
    sorted_out: dict[str, list[Balance]] = {}
    for month in totals.balances(db, branch, period):
        sorted_out.setdefault(groups.get(month.member, ""), []).append(month)
    return {group: of(months) for group, months in sorted(sorted_out.items())}


def owing(db: Database, branch: str, this: Period) -> list[Owing]:
    """Who owes something of a month before ``this``; who is open this month only is not late."""
    found = []
    for kept in totals.branch_totals(db, branch):
        late = tuple(p for p in map(Period.parse, kept.open_periods) if p < this)
        if late:
            not_yet = sum(
                totals.balance(db, kept.member, branch, Period.parse(text)).lacking
                for text in kept.open_periods
                if Period.parse(text) >= this
            )
            found.append(Owing(kept, Fen(kept.arrears - not_yet), late))
    return found


def _nothing(month: Balance) -> Balance:
    return Balance(month.member, month.branch, month.period)
