"""Books that an earlier version of the program wrote are whole once they are opened."""

from __future__ import annotations

from pathlib import Path

from store import dues, totals
from store.checks import check
from store.database import Database
from store.tables import TABLES
from tests.store.conftest import MARCH, NOON, HastyDisk, Ledger


def _as_the_first_version_wrote(folder: Path) -> None:
    """Two claims of one month, one of no sum, one received; balances without counts of claims."""
    made = Ledger(folder)
    made.db.close()
    made.db = Database(folder.with_name("first"), TABLES, disk=HastyDisk(), migrations=())
    collector = made.member("李秀英", 1)
    both, without_base, paid = made.member("张伟", 42), made.member("刘洋"), made.member("陈静", 9)
    made.does(None, dues.open_month, "B01", MARCH)
    for member in (both, without_base, paid):
        claim = made.does(member.id, dues.claim, member, MARCH, None)
    made.receives(collector, claim)
    made.does(both.id, dues.claim, both, MARCH, dues.due(made.db, both.id, MARCH))
    with made.db.transaction():
        for balance in made.db.find("balances"):
            del balance["claims"]
            made.db.replace("balances", balance["id"], balance)
        for month in made.db.find("branch_months"):
            made.db.replace("branch_months", month["id"], {**month, "heads_claimed": 1})
    made.db.close()


def test_balances_from_before_claims_were_counted_are_counted(tmp_path: Path) -> None:
    assert NOON.month == MARCH.month
    _as_the_first_version_wrote(tmp_path / "unused")
    db = Database(tmp_path / "first", TABLES, disk=HastyDisk())
    assert "第 2 版" in db.report[0]
    counts = {row.member: row.claims for row in totals.balances(db, "B01", MARCH)}
    assert sorted(counts.values()) == [0, 0, 1, 2]
    assert totals.branch_month(db, "B01", MARCH).heads_claimed == 2
    assert check(db) == []
    db.close()
    again = Database(tmp_path / "first", TABLES, disk=HastyDisk())
    assert again.report == ()
    again.close()
