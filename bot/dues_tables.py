"""What the office keeps of dues, as tables: the year's ledger and its report.

Reads the books and decides nothing; every figure is one that the books hold. The ledger
names people and sums: it is a paper of the office, never a post of a group.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store import totals
from store.database import Database
from store.models import Balance, Member
from store.money import Fen, yuan_exact
from store.period import Period
from store.roster import MEMBERS
from store.tabular import Cell, Column, Figure, Holds, Table

_MONTHS = range(1, 13)
_SIGNATURE = "制表人：＿＿＿＿＿　　收款人：＿＿＿＿＿　　书记：＿＿＿＿＿　　　　年　　月　　日"


def ledger(db: Database, branch: str, name: str, year: int) -> Table:
    """党费收缴台账: what arrived from whom for which month, and what lacks at the end."""
    by_member: dict[int, dict[int, Balance]] = {}
    for month in _MONTHS:
        for balance in totals.balances(db, branch, Period(year, month)):
            by_member.setdefault(balance.member, {})[month] = balance
    members = {member.id: member for member in MEMBERS.find(db, branch=branch)}
    known = [member for member_id in by_member for member in [_known(db, members, member_id)]]
    known.sort(key=lambda member: member.id)
    rows = tuple(
        _ledger_row(number, member, by_member[member.id]) for number, member in enumerate(known, 1)
    )
    money = [Column(f"{month}月", Holds.MONEY) for month in _MONTHS]
    sums = [Column(label, Holds.MONEY) for label in ("全年应交", "全年实收", "欠交")]
    return Table(
        title=f"{year}年党费收缴台账",
        subtitle=name,
        columns=(Column("序号", Holds.COUNT), Column("姓名"), Column("党小组"), *money, *sums),
        rows=rows,
        totals=("合计", f"{len(rows)}人", "", *_column_sums(rows, 3)),
        notes=("金额单位：元。每月一栏是已确认收到的金额，空着的是还没有收到。",),
        footer=(_SIGNATURE,),
    )


def year_report(db: Database, branch: str, name: str, year: int, today: date) -> Table:
    """The year for the assembly: heads and sums by month, nobody named."""
    rows = tuple(_report_row(db, branch, Period(year, month)) for month in _MONTHS)
    due, received, lacking = (Fen(sum(int(row[at] or 0) for row in rows)) for at in (2, 4, 5))
    return Table(
        title=f"{year}年党费收缴情况",
        subtitle=name,
        figures=(
            Figure("应交", f"{yuan_exact(due)}元"),
            Figure("实收", f"{yuan_exact(received)}元"),
            Figure("欠交", f"{yuan_exact(lacking)}元"),
        ),
        columns=(
            Column("月份"),
            Column("应交人数", Holds.COUNT),
            Column("应交", Holds.MONEY),
            Column("交齐人数", Holds.COUNT),
            Column("实收", Holds.MONEY),
            Column("欠交", Holds.MONEY),
        ),
        rows=rows,
        totals=("合计", None, due, None, received, lacking),
        notes=("金额单位：元。实收里有多交的，不抵别人的欠交。",),
        footer=(name, f"{today.year}年{today.month}月{today.day}日"),
    )


def _known(db: Database, members: dict[int, Member], member_id: int) -> Member:
    """A member of the branch, or one who has moved on since."""
    member = members.get(member_id) or MEMBERS.get(db, member_id)
    assert member is not None, "a balance without its member"
    return member


def _ledger_row(number: int, member: Member, months: dict[int, Balance]) -> tuple[Cell, ...]:
    owed = Fen(sum(b.due for b in months.values() if b.opened))
    received = Fen(sum(b.received for b in months.values()))
    lacking = Fen(sum(b.lacking for b in months.values()))
    paid = [months[m].received or None if m in months else None for m in _MONTHS]
    return (number, member.called, member.party_group, *paid, owed, received, lacking)


def _column_sums(rows: Sequence[tuple[Cell, ...]], first: int) -> tuple[Fen, ...]:
    width = len(_MONTHS) + 3
    return tuple(Fen(sum(int(r[first + at] or 0) for r in rows)) for at in range(width))


def _report_row(db: Database, branch: str, period: Period) -> tuple[Cell, ...]:
    sums = totals.branch_month(db, branch, period)
    if not (sums.heads_due or sums.received):
        return (f"{period.month}月", None, None, None, None, None)
    lacking = Fen(sum(b.lacking for b in totals.balances(db, branch, period)))
    heads = (sums.heads_due, sums.due, sums.heads_received, sums.received)
    return (f"{period.month}月", *heads, lacking)
