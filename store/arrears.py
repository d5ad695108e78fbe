"""Who has paid nothing for how many months running, and how far each has paid.

The software keeps the clock and the evidence; what follows is decided by the branch assembly
(党章 Art. 9; 中组发〔2008〕3号 Art. 13). A later month that was paid or an approved exemption
breaks a run, a make-up cures it; an open claim does neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store import totals
from store.codec import replace
from store.database import Database
from store.models import Balance, Cause, MemberTotals, ToldArrears
from store.period import Period
from store.records import Table

TOLD = Table("told_arrears", ToldArrears)

CLOCKS = (1, 3, 5, 6)
"""After how many months running the secretary is told, by default."""


@dataclass(frozen=True, slots=True)
class Run:
    """Months running, all over, for which nothing at all arrived from a member."""

    member: int
    branch: str
    first: Period
    last: Period

    @property
    def months(self) -> int:
        return self.last - self.first + 1


def run_of(db: Database, owing: MemberTotals, this: Period) -> Run | None:
    """The run that has reached the month before ``this``; None where there is none."""
    if not owing.open_periods or not _broken_by_none(_month(db, owing, this)):
        return None
    lacking = {Period.parse(text) for text in owing.open_periods}
    first = this
    while first + -1 in lacking and _unpaid(_month(db, owing, first + -1)):
        first += -1
    return Run(owing.member, owing.branch, first, this + -1) if first < this else None


def _month(db: Database, owing: MemberTotals, period: Period) -> Balance:
    return totals.balance(db, owing.member, owing.branch, period)


def _broken_by_none(current: Balance) -> bool:
    """The month that is not over yet breaks a run only where something arrived for it."""
    return not current.received


def _unpaid(month: Balance) -> bool:
    """Something was owed, and nothing arrived; a part that did is a payment, with a difference."""
    return bool(month.lacking) and not month.received


def clock(db: Database, run: Run, clocks: Sequence[int]) -> int | None:
    """The greatest clock that a run has reached and that was not told of it yet."""
    told = {
        row.months
        for row in TOLD.find(db, member=run.member)
        if row.last >= run.first and not row.void
    }  # a run goes on though its oldest months are made up
    reached = [months for months in clocks if months <= run.months and months not in told]
    greatest = max(reached, default=None)
    return greatest if greatest is not None and greatest > max(told, default=0) else None


def tell(db: Database, cause: Cause, run: Run, months: int) -> None:
    """Keep that the secretary is told of it."""
    row = ToldArrears(
        run.member, run.branch, run.first, run.last, months, at=cause.at, why=cause.why
    )
    TOLD.add(db, row)


def turn_back(db: Database, branch: str, now: datetime) -> None:
    """The clock had run ahead of ``now``: what was told by it is not told yet."""
    for row in TOLD.find(db, branch=branch):
        if row.at > now:
            TOLD.put(db, replace(row, void=True))


def paid_up_to(db: Database, member: int) -> Period | None:
    """党费交至: the last month before the first gap; None where nothing was paid from the start.

    Months that owe nothing are no gap. Paid ahead counts while month follows month.
    """

    def read() -> Period | None:
        return _paid_up_to(totals.BALANCES.find(db, member=member))

    return db.remembered_of(totals.BALANCES.name, "paid_up_to", read, member=member)


def _paid_up_to(balances: Sequence[Balance]) -> Period | None:
    known = {row.period: row for row in balances}
    reached = None
    for period in sorted(known):
        month = known[period]
        owes_nothing = month.opened and not month.due
        if month.lacking or not (month.received or owes_nothing):
            break
        if reached is not None and period - reached > 1:
            break
        reached = period
    return reached


def paid_up_to_of_all(db: Database, branch: str) -> dict[int, Period | None]:
    """党费交至 of all members with dues in a branch; kept until dues change. Not to be changed."""

    def read() -> dict[int, Period | None]:
        known = totals.branch_totals(db, branch)
        return {kept.member: paid_up_to(db, kept.member) for kept in known}

    return db.remembered(totals.BALANCES.name, f"paid-up-to/{branch}", read)
