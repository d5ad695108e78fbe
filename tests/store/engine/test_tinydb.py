"""TinyDB as its documentation has it, on the journal; and what is better than there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import Query, where
from tinydb.operations import increment
from tinydb.table import Document

from store.documents import Documents
from store.errors import DuplicateKeyError, StoreError
from store.indexes import TableSpec
from store.journal import JournalDB
from store.views import equalities

TABLES = (TableSpec("dues", unique=(("member", "period"),), indexes=(("branch",),)),)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[JournalDB]:
    opened = JournalDB(tmp_path / "db.journal", tables=TABLES)
    yield opened
    opened.close()


def fill(db: JournalDB) -> None:
    db.table("dues").insert_multiple(
        {"member": f"M{n}", "period": "2026-11", "branch": f"B{n % 2}", "fen": n} for n in range(6)
    )


def test_the_documented_acts(db: JournalDB) -> None:
    dues = db.table("dues")
    fill(db)
    assert len(dues) == 6
    assert [row["fen"] for row in dues.search(where("branch") == "B1")] == [1, 3, 5]
    assert dues.count((Query().branch == "B0") & (Query().fen > 1)) == 2
    assert dues.update({"paid": True}, where("branch") == "B0") == [1, 3, 5]
    assert dues.update(increment("fen"), doc_ids=[1, 99]) == [1]
    assert dues.upsert({"fen": 70}, where("member") == "M5") == [6]
    assert dues.upsert(Document({"member": "M9", "period": "p"}, doc_id=20)) == [20]
    assert dues.remove(where("member") == "M1") == [2]
    assert dues.contains(doc_id=2) is False
    assert dues.get(where("member") == "M0") == {
        "member": "M0",
        "period": "2026-11",
        "branch": "B0",
        "fen": 1,
        "paid": True,
    }
    assert [row.doc_id for row in dues.get(doc_ids=[20, 3, 77])] == [3, 20]
    assert dues.insert({"member": "M10", "period": "p"}) == 21
    assert db.tables() == {"dues"}


def test_it_is_all_there_after_opening_anew(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "db.journal", tables=TABLES) as db:
        fill(db)
        db.insert({"in": "the default table"})
        db.table("gone").insert({})
        db.drop_table("gone")
        db.table("a name/with 字").insert({"n": 1})
    with JournalDB(tmp_path / "db.journal", tables=TABLES) as again:
        assert again.tables() == {"dues", "_default", "a name/with 字"}
        assert again.all() == [{"in": "the default table"}]
        assert again.table("a name/with 字").all() == [{"n": 1}]
        assert again.table("dues").all()[0].doc_id == 1


def test_a_transaction_over_tables_through_tinydb(db: JournalDB) -> None:
    fill(db)
    before = db.storage.read()

    def pay_twice() -> None:
        with db.transaction():
            db.table("notes").insert({"text": "goes with it"})
            db.table("dues").remove(where("branch") == "B0")
            db.table("dues").insert({"member": "M1", "period": "2026-11"})

    with pytest.raises(DuplicateKeyError):
        pay_twice()
    assert db.storage.read() == before
    assert db.tables() == {"dues"}


def test_one_operation_is_all_or_nothing(db: JournalDB) -> None:
    fill(db)
    before = db.storage.read()
    twice = [{"member": "M7", "period": "p"}, {"member": "M7", "period": "p"}]
    with pytest.raises(DuplicateKeyError):
        db.table("dues").insert_multiple(twice)
    assert db.storage.read() == before
    with db.transaction():
        with pytest.raises(DuplicateKeyError):
            db.table("dues").insert_multiple(twice)
        db.table("notes").insert({})
    assert db.storage.read() == {**before, "notes": {"1": {}}}


def test_what_was_returned_can_be_changed(db: JournalDB) -> None:
    """In TinyDB a changed result changes what the next equal search returns."""
    fill(db)
    found = db.table("dues").search(where("member") == "M1")
    found[0]["fen"] = 99
    assert db.table("dues").search(where("member") == "M1")[0]["fen"] == 1


def test_queries_that_differ_only_where_tinydb_does_not_look(db: JournalDB) -> None:
    """TinyDB's cache keys leave out a fragment's path and a pattern's flags."""
    db.insert({"a": {"n": 1}, "b": {"n": 2}, "text": "ABC"})
    assert len(db.search(Query().a.fragment({"n": 1}))) == 1
    assert db.search(Query().b.fragment({"n": 1})) == []
    assert db.search(Query().text.matches("abc")) == []
    assert len(db.search(Query().text.matches("abc", re.IGNORECASE))) == 1


def test_a_field_that_is_not_there_does_not_equal_none(db: JournalDB) -> None:
    dues = db.table("dues")
    dues.insert_multiple([{"branch": None}, {"member": "M1"}])
    assert dues.search(where("branch") == None) == [{"branch": None}]  # noqa: E711


def test_what_an_index_can_answer(db: JournalDB) -> None:
    two = (where("a") == 1) & (where("b") == "x") & (where("c") == None)  # noqa: E711
    assert equalities(two) == {"a": 1, "b": "x", "c": None}
    assert equalities((where("a") == 1) & (where("b") > 2)) == {"a": 1}
    for other in (
        (where("a") == 1) | (where("b") == 2),
        ~(where("a") == 1),
        where("a") != 1,
        where("a").b == 1,
        where("a") == [1],
        where("a").map(str) == "1",
        where("a").exists(),
        lambda row: True,
    ):
        assert equalities(other) == {}


def test_indexed_conditions_parse_only_what_they_return(
    db: JournalDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(db)
    asked: list[int] = []
    candidates = Documents.candidates

    def noting(self: Documents, equal: dict[str, object]) -> object:
        found = candidates(self, equal)
        asked.append(len(found))
        return found

    monkeypatch.setattr(Documents, "candidates", noting)
    dues = db.table("dues")
    dues.get((where("member") == "M3") & (where("period") == "2026-11"))
    dues.update({"paid": True}, where("branch") == "B1")
    dues.remove((where("branch") == "B1") & (where("fen") == 5))
    assert asked == [1, 3, 3]


def test_the_journal_of_another_process_can_be_looked_at(db: JournalDB, tmp_path: Path) -> None:
    fill(db)
    reading = JournalDB(tmp_path / "db.journal", read_only=True)
    assert len(reading.table("dues")) == 6
    with pytest.raises(StoreError, match="只供查看"):
        reading.insert({})
    reading.close()
