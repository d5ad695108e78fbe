"""Costs do not grow with the books: counted in documents parsed, not in seconds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from store import documents
from store.database import Database
from tests.store.engine.conftest import TABLES
from tests.store.engine.disks import QuickDisk


class Parsing:
    """How many documents were parsed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        one, many = documents.decode, documents.decode_all

        def decode(raw: bytes) -> dict[str, Any]:
            self.count += 1
            return one(raw)

        def decode_all(raws: Iterable[bytes]) -> list[dict[str, Any]]:
            rows = many(raws)
            self.count += len(rows)
            return rows

        for module in ("store.documents", "store.engine", "store.database"):
            monkeypatch.setattr(f"{module}.decode", decode)
        monkeypatch.setattr("store.documents.decode_all", decode_all)

    def of(self, act: Any) -> int:
        before = self.count
        act()
        return self.count - before


def acts(db: Database, size: int) -> dict[str, Any]:
    def add() -> None:
        with db.transaction():
            db.add("claims", {"member": size + 1, "period": "2026-11", "state": "open"})

    def replace() -> None:
        with db.transaction():
            db.replace("claims", 7, {"member": 7, "period": "2026-11", "state": "paid"})

    return {
        "add": add,
        "replace": replace,
        "get": lambda: db.get("claims", 7),
        "one": lambda: db.one("claims", member=9, period="2026-11"),
        "find": lambda: db.find("claims", state="rare"),
        "count": lambda: db.count("claims", state="rare"),
        "count all": lambda: db.count("claims"),
        "last": lambda: db.last("claims"),
        "nothing": lambda: db.one("claims", member=-1, period="2026-11"),
    }


def test_no_act_on_declared_fields_parses_more_in_larger_books(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsing = Parsing(monkeypatch)
    parsed = {}
    for size in (100, 5000):
        db = Database(tmp_path / str(size), TABLES, disk=QuickDisk())
        with db.transaction():
            for number in range(1, size + 1):
                state = "rare" if number % (size // 4) == 0 else "open"
                db.add("claims", {"member": number, "period": "2026-11", "state": state})
        parsed[size] = {name: parsing.of(act) for name, act in acts(db, size).items()}
        db.close()
    assert parsed[5000] == parsed[100]
    assert parsed[100]["one"] == parsed[100]["get"] == parsed[100]["last"] == 1
    assert parsed[100]["find"] == 4
    assert parsed[100]["count all"] == parsed[100]["nothing"] == 0


def test_equal_hashes_are_told_apart(database: Database) -> None:
    """-1 and -2 have one hash in Python, as have 1, 1.0 and True, which are equal."""
    with database.transaction():
        for member in (-1, -2, 1):
            database.add("claims", {"member": member, "period": "p"})
    assert [row["id"] for row in database.find("claims", member=-2)] == [2]
    assert [row["id"] for row in database.find("claims", member=True)] == [3]


def test_a_frequent_value_moves_between_states(database: Database) -> None:
    """Ids stay in order, whichever way documents enter and leave an index."""
    with database.transaction():
        for number in range(20):
            database.add("claims", {"member": number, "period": "p", "state": "open"})
    for row_id in (20, 1, 10, 11, 2):
        with database.transaction():
            database.replace("claims", row_id, {"member": row_id - 1, "period": "p", "state": "x"})
    assert [row["id"] for row in database.find("claims", state="x")] == [1, 2, 10, 11, 20]
    assert database.count("claims", state="open") == 15
    one = database.one("claims", state="open")
    assert one is not None
    assert one["id"] == 3
