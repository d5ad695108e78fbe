"""Books of the first version, and books in an older or newer shape."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from store import takeover
from store.database import JOURNAL_NAME, Database, StoreError
from store.migrations import Migration, newest
from tests.store.engine.conftest import TABLES
from tests.store.engine.reference import ReferenceDatabase


def in_fen(row: dict[str, Any]) -> dict[str, Any]:
    return {"member": row["member"], "fen": row["yuan"] * 100}


def with_currency(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "currency": "CNY"}


SECOND = Migration(2, {"claims": in_fen})
THIRD = Migration(3, {"claims": with_currency})


def old_store(folder: Path, migrations: Sequence[Migration] = ()) -> None:
    db = Database(folder, TABLES, migrations=migrations)
    with db.transaction():
        db.add("claims", {"member": 1, "yuan": 20})
        db.add("notes", {"text": "as it is"})
    db.close()


def test_old_documents_become_new_ones_in_one_step(folder: Path) -> None:
    old_store(folder)
    db = Database(folder, TABLES, migrations=(SECOND, THIRD))
    assert db.find("claims") == [{"id": 1, "member": 1, "fen": 2000, "currency": "CNY"}]
    assert db.find("notes") == [{"id": 1, "text": "as it is"}]
    assert "第 3 版" in db.report[0]
    db.close()
    assert Database(folder, TABLES, migrations=(SECOND, THIRD), read_only=True).report == ()


def test_only_the_missing_steps_are_taken(folder: Path) -> None:
    old_store(folder)
    Database(folder, TABLES, migrations=(SECOND,)).close()
    db = Database(folder, TABLES, migrations=(SECOND, THIRD))
    assert db.one("claims", member=1) == {"id": 1, "member": 1, "fen": 2000, "currency": "CNY"}
    db.close()


def test_a_new_store_has_the_newest_shape_from_the_start(folder: Path) -> None:
    db = Database(folder, TABLES, migrations=(SECOND,))
    with db.transaction():
        db.add("claims", {"member": 1, "fen": 5})
    db.close()
    assert Database(folder, TABLES, migrations=(SECOND,), read_only=True).count("claims") == 1


def test_the_journal_before_a_migration_is_set_aside(folder: Path) -> None:
    old_store(folder)
    before = (folder / JOURNAL_NAME).read_bytes()
    db = Database(folder, TABLES, migrations=(SECOND,))
    aside = folder / f"{JOURNAL_NAME}.schema-1-1"
    assert aside.read_bytes() == before
    assert aside.name in db.report[0]
    db.close()


def test_a_migration_that_fails_changes_nothing(folder: Path) -> None:
    old_store(folder)
    before = (folder / JOURNAL_NAME).read_bytes()
    broken = Migration(2, {"claims": lambda row: {"fen": row["no such field"]}})
    with pytest.raises(KeyError):
        Database(folder, TABLES, migrations=(broken,))
    assert (folder / JOURNAL_NAME).read_bytes() == before
    Database(folder, TABLES, migrations=()).close()


def test_a_store_newer_than_the_program_is_refused(folder: Path) -> None:
    old_store(folder, migrations=(Migration(2, {}),))
    for read_only in (True, False):
        with pytest.raises(StoreError, match="请先升级 zhibu"):
            Database(folder, TABLES, migrations=(), read_only=read_only)


def test_reading_only_does_not_migrate(folder: Path) -> None:
    old_store(folder)
    with pytest.raises(StoreError, match="zhibu run"):
        Database(folder, TABLES, migrations=(SECOND,), read_only=True)


def test_migrations_are_numbered_without_a_gap() -> None:
    assert newest(()) == 1
    assert newest((SECOND, THIRD)) == 3
    with pytest.raises(ValueError, match="gap"):
        newest((THIRD,))


def first_version(folder: Path) -> dict[str, list[dict[str, Any]]]:
    books = ReferenceDatabase(folder, TABLES)
    for number in range(3):
        with books.transaction():
            books.add("members", {"wechat": f"wx{number}", "name": "䶮㛃", "branch": "B01"})
            books.add("notes", {"n": number})
    with books.transaction():
        books.replace("notes", 2, {"n": "冲正"})
    return {table: books.find(table) for table in ("members", "notes")}


def test_books_of_the_first_version_are_taken_over(folder: Path) -> None:
    expected = first_version(folder)
    db = Database(folder, TABLES)
    assert {table: db.find(table) for table in expected} == expected
    assert db.count("members", branch="B01") == 3
    assert "zhibu.json.taken-over-1" in db.report[0]
    with db.transaction():
        assert db.add("notes", {}) == 4
    db.close()
    assert not (folder / takeover.FIRST_VERSION_FILE).exists()
    assert json.loads((folder / "zhibu.json.taken-over-1").read_text("utf-8"))["notes"]
    again = Database(folder, TABLES)
    assert (again.count("notes"), again.report) == (4, ())
    again.close()


def test_books_of_the_first_version_are_migrated_as_well(folder: Path) -> None:
    books = ReferenceDatabase(folder, TABLES)
    with books.transaction():
        books.add("claims", {"member": 7, "yuan": 3})
    db = Database(folder, TABLES, migrations=(SECOND,))
    assert db.find("claims") == [{"id": 1, "member": 7, "fen": 300}]
    assert len(db.report) == 2
    db.close()


@pytest.mark.parametrize("content", ["{", "[1]", '{"notes": {"x": {}}}', '{"notes": [1]}'])
def test_old_books_that_cannot_be_read_are_refused_and_kept(folder: Path, content: str) -> None:
    folder.mkdir()
    old = folder / takeover.FIRST_VERSION_FILE
    old.write_text(content, "utf-8")
    with pytest.raises(StoreError, match=r"zhibu\.json"):
        Database(folder, TABLES)
    assert old.read_text("utf-8") == content
    assert not (folder / JOURNAL_NAME).exists()
