"""The year's dues as a grid: members by months, each month with its state and sums.

Reads the books and decides nothing. Sums of the rows equal sums of the columns: both are
added up from the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from store import dues, overview, roster, totals
from store.database import Database
from store.models import Balance, Member, MemberStatus, Standing
from store.money import Fen, yuan
from store.overview import Sums
from store.period import Period


class State(StrEnum):
    """How a member's month stands; the value names its look."""

    PAID = "paid"
    PART = "part"
    CLAIMED = "claimed"
    OPEN = "open"
    LATE = "late"
    EXEMPT = "exempt"
    UNVERIFIED = "unverified"
    AHEAD = "ahead"
    NOTHING = "nothing"


MARKS: Mapping[State, tuple[str, str]] = {
    State.PAID: ("齐", "交齐了"),
    State.PART: ("差", "交了一部分"),
    State.CLAIMED: ("报", "报了，等确认"),
    State.OPEN: ("未", "本月还没交"),
    State.LATE: ("欠", "往月没交"),
    State.EXEMPT: ("免", "不用交"),
    State.UNVERIFIED: ("核", "还没核定多少"),
    State.AHEAD: ("预", "提前交的"),
    State.NOTHING: ("", "还没开始收"),
}
"""The sign in a state's shape, and its words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A member's month: ``words`` tell all of it to who does not see the shape."""

    period: Period
    state: State
    received: Fen
    words: str

    @property
    def sign(self) -> str:
        return MARKS[self.state][0]

    @property
    def short(self) -> str:
        return MARKS[self.state][1]


@dataclass(frozen=True, slots=True)
class Row:
    """A member's year. ``gone``: the branch does not count him any more."""

    member: Member
    cells: tuple[Cell, ...]
    sums: Sums
    gone: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A branch's year, or that of one party group; ``months`` are the sums of each column."""

    year: int
    rows: tuple[Row, ...]
    months: tuple[Sums, ...]
    whole: Sums = field(default_factory=Sums)


def year_grid(db: Database, branch: str, year: int, this: Period, group: str = "") -> Grid:
    """The year of everybody who paid or owed in it, and of whom the branch counts now."""
    periods = months(year)
    known: dict[int, dict[Period, Balance]] = {}
    for period in periods:
        for balance in totals.balances(db, branch, period):
            known.setdefault(balance.member, {})[period] = balance
    people = [m for m in _people(db, branch, known) if not group or m.party_group == group]
    rows = tuple(_row(db, branch, m, known.get(m.id, {}), periods, this) for m in people)
    ids = {member.id for member in people}
    columns = tuple(
        overview.of(own[period] for who, own in known.items() if who in ids and period in own)
        for period in periods
    )
    return Grid(year, rows, columns, sum(columns, Sums()))


def months(year: int) -> list[Period]:
    """January to December."""
    return list(Period(year, 1).up_to(Period(year, 12)))


def chosen_year(wanted: str, known: Iterable[int], this: int) -> int:
    """The year that was asked for, where the books know it."""
    return int(wanted) if wanted in map(str, known) else this


def years(db: Database, branch: str, this: int) -> list[int]:
    """The years that the branch's books speak of, newest first."""
    known = {month.period.year for month in totals.MONTHS.find(db, branch=branch)}
    return sorted(known | {this}, reverse=True)


def _people(db: Database, branch: str, known: Iterable[int]) -> list[Member]:
    """In the order of the roster, after them those who have gone."""
    here = {m.id: m for m in roster.members(db, branch) if m.standing is not Standing.APPLICANT}
    others = (roster.MEMBERS.get(db, member) for member in known if member not in here)
    return [*here.values(), *(m for m in others if m is not None)]


def _row(
    db: Database,
    branch: str,
    member: Member,
    own: Mapping[Period, Balance],
    periods: Iterable[Period],
    this: Period,
) -> Row:
    cells = tuple(cell(db, own.get(p) or Balance(member.id, branch, p), this) for p in periods)
    gone = member.branch != branch or member.status is not MemberStatus.ACTIVE
    return Row(member, cells, overview.of(own.values()), gone)


def cell(db: Database, month: Balance, this: Period) -> Cell:
    """How a month stands, in a sign and in words."""
    state = _state(db, month, this)
    words = [MARKS[state][1]]
    if month.opened and month.due:
        words.append(f"应交{yuan(month.due)}元")
    if month.received:
        words.append(f"收到{yuan(month.received)}元")
    if month.claims:
        words.append(f"报了{yuan(month.claimed)}元等确认")
    if month.lacking and month.received:
        words.append(f"差{yuan(month.lacking)}元")
    return Cell(month.period, state, month.received, "，".join(words))


def _state(db: Database, month: Balance, this: Period) -> State:
    if not month.opened and month.received:
        return State.AHEAD
    if month.received and not month.lacking:
        return State.PAID
    if month.claims:
        return State.CLAIMED
    if not month.opened:
        return State.NOTHING
    if not month.due:
        unknown = dues.due(db, month.member, month.period) is None
        return State.UNVERIFIED if unknown else State.EXEMPT
    if month.received:
        return State.PART
    return State.LATE if month.period < this else State.OPEN
