"""A rehearsal shows what would come of something, and leaves nothing."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.database import Database
from store.errors import DuplicateKeyError, StoreError
from tests.store.engine.conftest import TABLES


class Broken(Exception):
    """What a handler raises in the middle."""


def state(db: Database) -> Any:
    """All that is stored, as it is found by ids, by fields and by unique keys."""
    rows = {name: db.find(name) for name in ("members", "claims", "notes")}
    found = [db.find("claims", member=n) for n in range(4)]
    keys = [db.one("members", wechat=f"wx{n}") for n in range(4)]
    return rows, found, keys, [db.last(name) for name in rows], db.journal()


def begun(folder: Path) -> Database:
    db = Database(folder, TABLES)
    with db.transaction():
        for n in range(2):
            db.add("members", {"wechat": f"wx{n}", "branch": "B01"})
            db.add("claims", {"member": n, "period": "2026-03", "state": "claimed"})
    return db


def test_what_was_tried_was_there_and_is_gone(folder: Path) -> None:
    db = begun(folder)
    before = state(db)
    with db.rehearsal():
        with db.transaction():
            db.add("notes", {"text": "tried"})
            db.replace("claims", 1, {"member": 3, "period": "2026-04", "state": "received"})
        assert db.find("notes") == [{"id": 1, "text": "tried"}]
        assert [row["id"] for row in db.find("claims", member=3)] == [1]
        assert db.find("claims", member=0) == []
    assert state(db) == before
    db.close()
    again = Database(folder, TABLES)
    assert state(again) == before
    again.close()


Steps = st.lists(
    st.tuples(st.sampled_from(["add", "replace", "fail", "double"]), st.integers(0, 3)),
    max_size=12,
)


def act(db: Database, what: str, n: int) -> None:
    with db.transaction():
        if what == "replace":
            db.replace("claims", 1 + n % 2, {"member": n, "period": f"2026-{n + 4:02}"})
            return
        db.add("claims", {"member": n, "period": "2026-05", "state": "claimed"})
        db.add("notes", {"n": n})
        if what == "fail":
            raise Broken
        if what == "double":
            db.add("members", {"wechat": "wx0"})


@given(tried=Steps, done=Steps)
def test_any_rehearsal_leaves_the_books_as_they_were_and_fit_for_more(
    tmp_path_factory: pytest.TempPathFactory, tried: list[Any], done: list[Any]
) -> None:
    rehearsed, plain = (begun(tmp_path_factory.mktemp("books") / name) for name in "ab")
    before = state(rehearsed)
    with rehearsed.rehearsal():
        for what, n in tried:
            with suppress(Broken, DuplicateKeyError):
                act(rehearsed, what, n)
    assert state(rehearsed) == before
    for db in (rehearsed, plain):
        for what, n in done:
            with suppress(Broken, DuplicateKeyError):
                act(db, what, n)
    assert state(rehearsed) == state(plain)
    for db in (rehearsed, plain):
        db.close()


def test_an_error_ends_it_and_it_is_taken_back_all_the_same(folder: Path) -> None:
    db = begun(folder)
    before = state(db)
    with pytest.raises(Broken), db.rehearsal():
        act(db, "fail", 3)
    assert state(db) == before
    act(db, "add", 3)
    assert len(db.find("notes")) == 1
    db.close()


def test_books_that_were_opened_to_read_can_be_tried_on(folder: Path) -> None:
    begun(folder).close()
    held = (folder / "zhibu.journal").read_bytes()
    db = Database(folder, TABLES, read_only=True)
    with db.rehearsal():
        act(db, "add", 3)
        assert len(db.find("notes")) == 1
    with pytest.raises(StoreError):
        act(db, "add", 3)
    assert db.find("notes") == []
    db.close()
    assert (folder / "zhibu.journal").read_bytes() == held


def test_it_stands_neither_in_a_transaction_nor_in_another(folder: Path) -> None:
    db = begun(folder)
    with db.transaction(), pytest.raises(StoreError), db.rehearsal():
        pass
    with db.rehearsal():
        with pytest.raises(StoreError), db.rehearsal():
            pass
        with db.transaction(), pytest.raises(StoreError), db.transaction():
            pass
        act(db, "add", 3)
    assert db.find("notes") == []
    db.close()
