"""A township's dues: 30 branches, 900 members, ten years; a month's close and its publication.

``uv run python -m tests.bench township [--years 10] [--branches 30] [--members 30]``. The disk
waits for no drive: what is measured is the program.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from bot import dues_tables
from bot.clock import SHANGHAI
from bot.documents import typesetting, workbook
from scheduler.announcements import announce
from scheduler.plan import ARREARS_NOTICE, DUES_PUBLICATION, Occurrence
from scheduler.posts import Terms
from store import arrears, dues, handing_over, overview, roster, totals
from store.checks import check
from store.database import Database
from store.models import Cause, Member
from store.money import Fen
from store.period import Period
from store.tables import TABLES
from tests.store.conftest import HastyDisk

FIRST = Period(2017, 1)


def main(arguments: list[str]) -> None:
    """Fill the books, then print what each thing takes."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench township")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--branches", type=int, default=30)
    parser.add_argument("--members", type=int, default=30, help="a branch")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        db = Database(Path(folder), TABLES, disk=HastyDisk())
        branches = [f"B{number:02d}" for number in range(options.branches)]
        last = FIRST + (12 * options.years - 1)
        with _timed("filling"):
            fill(db, branches, options.members, last)
        _measure(db, branches, last)
        _export(db, branches, last.year, Path(folder) / "ledger.xlsx")
        db.close()
        with _timed("opening"):
            db = Database(Path(folder), TABLES, disk=HastyDisk())
        with _timed("check"):
            assert check(db) == []
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
        db.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'journal':34} {size / 1e6:10.1f} MB")
    print(f"{'peak memory':34} {peak:10.1f} MB")


@contextmanager
def _timed(what: str, times: int = 1) -> Iterator[None]:
    before = time.perf_counter()
    yield
    spent = (time.perf_counter() - before) / times
    print(f"{what:34} {spent * 1000:10.1f} ms", flush=True)


def _noon(period: Period) -> datetime:
    return datetime(period.year, period.month, 10, 12, 0, tzinfo=SHANGHAI)


def fill(db: Database, branches: list[str], heads: int, last: Period) -> None:
    """Everybody pays each month but every seventh, who pays nothing in the last half-year."""
    people: dict[str, list[Member]] = {}
    for branch in branches:
        with db.transaction():
            people[branch] = [_joins(db, branch, number) for number in range(heads)]
    for period in FIRST.up_to(last):
        for branch in branches:
            with db.transaction():
                _month(db, branch, people[branch], period, last)


def _joins(db: Database, branch: str, number: int) -> Member:
    cause = Cause(_noon(FIRST), None, f"{branch}/{number}")
    group = f"{number % 3 + 1}组"
    member = roster.add_member(db, cause, Member(branch, f"党员{number}", party_group=group))
    dues.set_base(db, cause, member, FIRST, Fen(500 + 100 * number), "核定")
    return member


def _month(db: Database, branch: str, people: list[Member], period: Period, last: Period) -> None:
    at = _noon(period)
    dues.open_month(db, Cause(at, None, f"month/{branch}/{period}"), branch, period)
    collector = people[0]
    for member in people[1:]:
        if member.id % 7 == 0 and last - period < 6:
            continue
        why = f"{branch}/{period}/{member.id}"
        claim = dues.claim(db, Cause(at, member.id, why), member, period, None)
        dues.receive(db, Cause(at, collector.id, f"r/{why}"), claim)


def _measure(db: Database, branches: list[str], last: Period) -> None:
    at = _noon(last + 1)
    _each("month's close, all branches", branches, lambda b: _close(db, b, last, at))
    for kind in (DUES_PUBLICATION, ARREARS_NOTICE):
        period = last if kind == DUES_PUBLICATION else last + 1
        _each(
            f"{kind}, all branches",
            branches,
            lambda b, kind=kind, period=period: announce(
                db, Terms(b, "支部"), Occurrence(f"{kind}/{b}", at, kind, b, period), at
            ),
        )
    with _timed("township's month"):
        whole = sum(
            (overview.of(totals.balances(db, branch, last)) for branch in branches),
            overview.Sums(),
        )
    assert whole.due == sum(totals.branch_month(db, b, last).due for b in branches)
    _each("arrears by month, all branches", branches, lambda b: overview.owing(db, b, last + 1))
    with _timed("paid up to, one member", times=30):
        for member in roster.members(db, branches[0])[:30]:
            arrears.paid_up_to(db, member.id)


def _export(db: Database, branches: list[str], year: int, file: Path) -> None:
    """The year's ledgers and reports in one workbook, and one branch's page to print."""
    day = date(year, 12, 31)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with _timed("ledger export, all branches"):
        sheets = [
            sheet
            for branch in branches
            for sheet in (
                (f"{branch} 台账", dues_tables.ledger(db, branch, branch, year)),
                (f"{branch} 汇总", dues_tables.year_report(db, branch, branch, year, day)),
            )
        ]
        workbook.write(file, sheets)
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{'ledger export, further memory':34} {more:10.1f} MB")
    table = dues_tables.year_report(db, branches[0], branches[0], year, day)
    with _timed("year's report as a page"):
        typesetting.page(table)
    file.unlink()


def _close(db: Database, branch: str, last: Period, at: datetime) -> None:
    """What is handed over closes the month; the next one is opened."""
    cause = Cause(at, None, f"close/{branch}")
    with db.transaction():
        parts = handing_over.due_parts(db, branch, last)
        amount = Fen(sum(parts.values()))
        handing_over.hand_over(db, cause, branch, last, amount, date(2027, 1, 10), "1")
        dues.open_month(db, cause, branch, last + 1)


def _each(what: str, branches: list[str], act: Callable[[str], object]) -> None:
    with _timed(what):
        for branch in branches:
            act(branch)
