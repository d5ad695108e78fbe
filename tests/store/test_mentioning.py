"""Documents found by a text in one of their lists, which no index knows."""

from pathlib import Path

from store.database import Database
from store.tables import TABLES


def test_only_whole_values_are_found_in_order(tmp_path: Path) -> None:
    db = Database(tmp_path, TABLES)
    with db.transaction():
        for about in (["members/1"], ["members/11", "claims/1"], ["claims/2", "members/1"], []):
            db.add("audit", {"about": about, "what": "登记"})
    assert [row["id"] for row in db.mentioning("audit", "members/1")] == [1, 3]
    assert db.mentioning("audit", "members/2") == []
    db.close()
