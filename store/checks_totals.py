"""The check of the running totals: each equals a recount of the entries it sums up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from store import totals
from store.checks_books import Books, Fault
from store.checks_dues import owed, reversed_entries, standing_receipts
from store.codec import replace
from store.models import Balance, BranchMonth, DuesBase, OpenedMonth
from store.money import NOTHING, Fen
from store.period import Period

MemberMonth = tuple[int, Period]
Counted = Mapping[MemberMonth, Balance]


def totals_fit(books: Books) -> Iterator[Fault]:
    """Members' months, branches' months and members' arrears equal a recount."""
    counted = recount(books)
    yield from _balances(books, counted)
    yield from _branch_months(books, counted)
    yield from _member_totals(books, counted)


def recount(books: Books) -> dict[MemberMonth, Balance]:
    """Every member's month from opened months, claims, receipts and reversals alone."""
    counted: dict[MemberMonth, Balance] = {}
    stored = {(b.member, b.period): b for b in books.balances}
    branches: dict[MemberMonth, set[str]] = defaultdict(set)

    def of(member: int, branch: str, period: Period) -> Balance:
        branches[member, period].add(branch)
        return counted.get((member, period)) or Balance(member, branch, period)

    for member, branch, period, amount in _owed(books):
        counted[member, period] = replace(of(member, branch, period), due=amount, opened=True)
    received = standing_receipts(books)
    done = {r.claim for r in received} | reversed_entries(books, "claims")
    for claim in books.claims.values():
        month = of(claim.member, claim.branch, claim.period)
        if claim.id not in done:
            waiting = Fen(month.claimed + claim.amount)
            month = replace(month, claimed=waiting, claims=month.claims + 1)
        counted[claim.member, claim.period] = month
    for receipt in received:
        month = of(receipt.member, receipt.branch, receipt.period)
        got = Fen(month.received + receipt.amount)
        counted[receipt.member, receipt.period] = replace(month, received=got)
    for key, seen in branches.items():
        if key in stored and stored[key].branch in seen:  # who moved on keeps the month's branch
            counted[key] = replace(counted[key], branch=stored[key].branch)
    return counted


def _owed(books: Books) -> Iterator[tuple[int, str, Period, Fen]]:
    """Who owes what, in the order in which it came to be owed: member, branch, month, fen."""
    told: set[str] = set()
    for step in books.steps:
        told.update(step.about)
        for month, member, amount in owed(step, books):
            yield member, month.branch, month.period, amount
    older = {(m.branch, m.period) for m in books.months.values() if _name(m) not in told}
    if older:
        yield from _owed_untold(books, older)


def _owed_untold(
    books: Books, months: set[tuple[str, Period]]
) -> Iterator[tuple[int, str, Period, Fen]]:
    """Of books begun before the audit log told the amounts: any that was verified is believed."""
    verified: dict[int, list[DuesBase]] = defaultdict(list)
    for base in books.bases.values():
        verified[base.member].append(base)
    for kept in books.balances:
        if kept.opened and (kept.branch, kept.period) in months:
            amounts = {b.amount for b in verified[kept.member] if b.since <= kept.period}
            if kept.due in {NOTHING, *amounts}:
                yield kept.member, kept.branch, kept.period, kept.due


def _name(month: OpenedMonth) -> str:
    return f"opened_months/{month.id}"


def _balances(books: Books, counted: Counted) -> Iterator[Fault]:
    kept = set()
    for balance in books.balances:
        key = (balance.member, balance.period)
        kept.add(key)
        count = counted.get(key) or Balance(balance.member, balance.branch, balance.period)
        if replace(balance, id=0) != count:
            says = f"第 {balance.member} 号党员 {balance.period} 的余额和重新计算的不一样。"
            yield Fault("balances", balance.id, says)
    for member, period in counted.keys() - kept:
        yield Fault("balances", 0, f"缺少第 {member} 号党员 {period} 的余额。")


def _branch_months(books: Books, counted: Counted) -> Iterator[Fault]:
    count: dict[tuple[str, Period], BranchMonth] = {}
    for balance in counted.values():
        key = (balance.branch, balance.period)
        before = Balance(balance.member, *key)
        count[key] = totals.add(count.get(key) or BranchMonth(*key), before, balance)
    for month in books.branch_months:
        key = (month.branch, month.period)
        if replace(month, id=0) != count.pop(key, BranchMonth(*key)):
            says = f"支部 {month.branch} {month.period} 的合计和重新计算的不一样。"
            yield Fault("branch_months", month.id, says)
    for branch, period in count:
        yield Fault("branch_months", 0, f"缺少支部 {branch} {period} 的合计。")


def _member_totals(books: Books, counted: Counted) -> Iterator[Fault]:
    lacking: dict[int, dict[str, Fen]] = defaultdict(dict)
    for balance in counted.values():
        lacking[balance.member][str(balance.period)] = balance.lacking
    for kept in books.member_totals:
        months = lacking.pop(kept.member, {})
        arrears = Fen(sum(months.values()))
        periods = tuple(sorted(period for period, amount in months.items() if amount))
        at_home = kept.branch == books.homes.get(kept.member)
        if not at_home or (kept.arrears, kept.open_periods) != (arrears, periods):
            says = f"第 {kept.member} 号党员的欠交合计和重新计算的不一样。"
            yield Fault("member_totals", kept.id, says)
    for member in lacking:
        yield Fault("member_totals", 0, f"缺少第 {member} 号党员的欠交合计。")
