"""The monthly publication of dues (公示) as values: what the branch shows of whom.

Published at least yearly nationally, monthly in the township this is built for. Only what has
arrived is listed: whoever has not paid is never named here. Knows no chat and no document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from store import roster, totals
from store.database import Database
from store.models import Balance
from store.money import Fen, yuan, yuan_exact
from store.period import Period
from store.tabular import Column, Figure, Holds, Table


class Shows(StrEnum):
    """What a publication shows; the values are what config.yaml says."""

    SUMS = "合计"
    NAMES = "姓名"
    AMOUNTS = "姓名和金额"


@dataclass(frozen=True, slots=True)
class Paid:
    """Somebody whose month is paid in full: what he is called, and fen."""

    name: str
    amount: Fen


def paid(db: Database, branch: str, period: Period) -> list[Paid]:
    """Those whose month has arrived in full, in the order of the roster."""
    balances = {b.member: b for b in totals.balances(db, branch, period)}
    people = [(m, balances.get(m.id)) for m in roster.members(db, branch)]
    return [Paid(m.called, b.received) for m, b in people if b is not None and _in_full(b)]


def spoken_names(people: list[Paid], shows: Shows) -> list[str]:
    """The names for a text: none, bare, or with what each paid."""
    if shows is Shows.SUMS:
        return []
    return [
        one.name if shows is Shows.NAMES else f"{one.name}{yuan(one.amount)}元" for one in people
    ]


def publication(
    db: Database, branch: str, name: str, period: Period, shows: Shows, today: date
) -> Table:
    """The publication of a month as a table, with the branch's name and the day."""
    sums = totals.branch_month(db, branch, period)
    columns, rows = _listed(paid(db, branch, period), shows)
    return Table(
        title="党费收缴公示",
        subtitle=f"{name}　{period.year}年{period.month}月",
        figures=(
            Figure("应交", f"{sums.heads_due}人", f"{yuan_exact(sums.due)}元"),
            Figure("已收", f"{sums.heads_received}人", f"{yuan_exact(sums.received)}元"),
        ),
        columns=columns,
        rows=rows,
        notes=(*_NOTES[shows], "如有疑问，请私下联系收款人或支部书记。"),
        footer=(name, f"{today.year}年{today.month}月{today.day}日"),
    )


_NUMBER, _NAME = Column("序号", Holds.COUNT), Column("姓名")
_AMOUNT = Column("金额", Holds.MONEY)
_NOTES = {
    Shows.SUMS: (),
    Shows.NAMES: ("名单为已交齐的党员。",),
    Shows.AMOUNTS: ("名单为已交齐的党员，金额单位：元。",),
}


def _listed(
    people: list[Paid], shows: Shows
) -> tuple[tuple[Column, ...], tuple[tuple[str | int | None, ...], ...]]:
    if shows is Shows.SUMS or not people:
        return (), ()
    if shows is Shows.NAMES:
        return (_NUMBER, _NAME), tuple((n, one.name) for n, one in enumerate(people, 1))
    rows = tuple((n, one.name, one.amount) for n, one in enumerate(people, 1))
    return (_NUMBER, _NAME, _AMOUNT), rows


def _in_full(balance: Balance) -> bool:
    return balance.opened and balance.due > 0 and not balance.lacking
