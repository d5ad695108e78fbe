"""Running totals of dues: a member's month, a branch's month, a member's arrears.

Kept in the transaction of the entry that moves them. Only ``move`` writes them;
the rest of the program asks. Sums are in fen.
"""

from __future__ import annotations

from collections.abc import Callable

from store.codec import replace
from store.database import Database
from store.models import Balance, BranchMonth, MemberTotals
from store.money import NOTHING, Fen
from store.period import Period
from store.records import Table

BALANCES = Table("balances", Balance)
MONTHS = Table("branch_months", BranchMonth)
TOTALS = Table("member_totals", MemberTotals)


def balance(db: Database, member: int, branch: str, period: Period) -> Balance:
    """Due, claimed and received of a member's month; zeros where nothing happened yet."""
    found = BALANCES.one(db, member=member, period=period)
    return found or Balance(member, branch, period)


def balances(db: Database, branch: str, period: Period) -> list[Balance]:
    """Every member's month of a branch."""
    return BALANCES.find(db, branch=branch, period=period)


def branch_month(db: Database, branch: str, period: Period) -> BranchMonth:
    """A branch's month at once: sums and heads."""
    return MONTHS.one(db, branch=branch, period=period) or BranchMonth(branch, period)


def member_totals(db: Database, member: int, branch: str) -> MemberTotals:
    """A member's arrears over all opened months, and which months they are."""
    return TOTALS.one(db, member=member) or MemberTotals(member, branch)


def branch_totals(db: Database, branch: str) -> list[MemberTotals]:
    """The arrears of all members of a branch."""
    return TOTALS.find(db, branch=branch)


def move(
    db: Database, member: int, branch: str, period: Period, change: Callable[[Balance], Balance]
) -> None:
    """Change a member's month, and with it every total it is part of.

    A month stays with the branch it began in, though the member moved on within it.
    """
    before = balance(db, member, branch, period)
    after = change(before)
    BALANCES.put(db, after)
    MONTHS.put(db, add(branch_month(db, before.branch, period), before, after))
    TOTALS.put(db, _with_month(member_totals(db, member, branch), before, after))


def follow_move(db: Database, member: int, branch: str) -> None:
    """A member went over to another branch: what he owes is looked for there from now on."""
    kept = TOTALS.one(db, member=member)
    if kept is not None:
        TOTALS.put(db, replace(kept, branch=branch))


def add(month: BranchMonth, before: Balance, after: Balance) -> BranchMonth:
    """The branch's month once one member's month went from ``before`` to ``after``."""
    return replace(
        month,
        due=Fen(month.due + _owed(after) - _owed(before)),
        claimed=Fen(month.claimed + after.claimed - before.claimed),
        received=Fen(month.received + after.received - before.received),
        heads_due=month.heads_due + (_owed(after) > 0) - (_owed(before) > 0),
        heads_claimed=month.heads_claimed + (after.claims > 0) - (before.claims > 0),
        heads_received=month.heads_received + _paid_up(after) - _paid_up(before),
    )


def _with_month(totals: MemberTotals, before: Balance, after: Balance) -> MemberTotals:
    periods = set(totals.open_periods) - {str(after.period)}
    if after.lacking:
        periods.add(str(after.period))
    arrears = Fen(totals.arrears + after.lacking - before.lacking)
    return replace(totals, arrears=arrears, open_periods=tuple(sorted(periods)))


def _owed(balance: Balance) -> Fen:
    return balance.due if balance.opened else NOTHING


def _paid_up(balance: Balance) -> bool:
    return _owed(balance) > 0 and balance.received >= balance.due
