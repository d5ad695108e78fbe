"""What every engine must do, run over each of them."""

from __future__ import annotations

from typing import Any

import pytest

from store.errors import DuplicateKeyError, StoreError
from tests.store.engine.conftest import Opening


class Broken(Exception):
    """What a handler raises in the middle."""


def break_off() -> None:
    raise Broken


def add(db: Any, table: str, **fields: Any) -> int:
    with db.transaction():
        row_id: int = db.add(table, fields)
    return row_id


def contents(db: Any) -> dict[str, list[dict[str, Any]]]:
    return {table: db.find(table) for table in ("members", "claims", "notes")}


def test_what_was_added_is_there_after_opening_anew(opening: Opening) -> None:
    first = add(opening(), "notes", text="十一月的党费")
    assert opening().get("notes", first) == {"id": first, "text": "十一月的党费"}


def test_ids_rise_from_one_and_are_not_given_twice(opening: Opening) -> None:
    db = opening()
    assert [add(db, "notes", n=n) for n in range(3)] == [1, 2, 3]
    assert add(opening(), "notes", n=3) == 4


def test_all_of_a_transaction_or_nothing(opening: Opening) -> None:
    db = opening()
    kept = add(db, "notes", text="kept")
    before = contents(db)

    def broken() -> None:
        with db.transaction():
            db.add("members", {"wechat": "wx1"})
            db.add("claims", {"member": 1, "period": "2026-11"})
            db.replace("notes", kept, {"text": "changed"})
            raise Broken

    with pytest.raises(Broken):
        broken()
    assert contents(db) == before
    assert contents(opening()) == before


def test_a_failed_transaction_does_not_hinder_the_next(opening: Opening) -> None:
    db = opening()
    try:
        with db.transaction():
            db.add("members", {"wechat": "wx1"})
            break_off()
    except Broken:
        pass
    add(db, "members", wechat="wx1")
    assert opening().count("members") == 1


def test_a_transaction_reads_its_own_writes(opening: Opening) -> None:
    db = opening()
    with db.transaction():
        row_id = db.add("claims", {"member": 7, "period": "2026-11", "state": "open"})
        assert db.one("claims", member=7, period="2026-11")["id"] == row_id
        db.replace("claims", row_id, {"member": 7, "period": "2026-11", "state": "paid"})
        assert db.find("claims", state="open") == []
        assert db.count("claims", state="paid") == 1
        assert db.last("claims")["state"] == "paid"


def test_a_transaction_inside_a_transaction_is_refused(opening: Opening) -> None:
    db = opening()
    with db.transaction():
        with pytest.raises(StoreError, match="同时"), db.transaction():
            pass
        db.add("notes", {"text": "the outer one goes on"})
    assert db.count("notes") == 1


def test_a_write_outside_a_transaction_is_refused(opening: Opening) -> None:
    db = opening()
    with pytest.raises(StoreError, match="transaction"):
        db.add("notes", {})
    row_id = add(db, "notes", n=1)
    with pytest.raises(StoreError, match="transaction"):
        db.replace("notes", row_id, {})
    assert db.find("notes") == [{"id": row_id, "n": 1}]


def test_a_unique_key_refuses_the_second(opening: Opening) -> None:
    db = opening()
    add(db, "claims", member=1, period="2026-11")
    add(db, "claims", member=1, period="2026-12")

    def second() -> None:
        with db.transaction():
            db.add("notes", {"text": "goes with it"})
            db.add("claims", {"member": 1, "period": "2026-11"})

    with pytest.raises(DuplicateKeyError) as refused:
        second()
    assert refused.value.table == "claims"
    assert refused.value.fields == ("member", "period")
    assert "2026-11" not in str(refused.value)
    assert (db.count("claims"), db.count("notes")) == (2, 0)


def test_a_unique_key_holds_after_opening_anew_and_for_replacements(opening: Opening) -> None:
    first = add(opening(), "members", wechat="wx1")
    second = add(opening(), "members", wechat="wx2")
    db = opening()
    with pytest.raises(DuplicateKeyError), db.transaction():
        db.replace("members", second, {"wechat": "wx1"})
    with db.transaction():
        db.replace("members", first, {"wechat": "wx1", "name": "张三"})  # its own key is no other's
    with db.transaction():
        db.replace("members", first, {"wechat": "wx9"})
        db.replace("members", second, {"wechat": "wx1"})
    assert opening().one("members", wechat="wx1")["id"] == second


def test_a_key_with_nothing_in_it_is_no_key(opening: Opening) -> None:
    db = opening()
    for _ in range(2):
        add(db, "members", wechat=None)
        add(db, "members", name="no field at all")
    assert db.count("members", wechat=None) == 4


def test_a_key_refused_inside_a_transaction_leaves_the_rest_of_it(opening: Opening) -> None:
    db = opening()
    add(db, "members", wechat="wx1")
    with db.transaction():
        with pytest.raises(DuplicateKeyError):
            db.add("members", {"wechat": "wx1"})
        db.add("members", {"wechat": "wx2"})
    assert [row["wechat"] for row in opening().find("members")] == ["wx1", "wx2"]


def test_to_replace_what_is_not_there_is_refused(opening: Opening) -> None:
    db = opening()
    with pytest.raises(StoreError, match="第 5 条"), db.transaction():
        db.replace("notes", 5, {})


def test_a_table_that_was_not_declared_is_a_mistake_of_the_program(opening: Opening) -> None:
    db = opening()
    with pytest.raises(KeyError):
        db.find("nowhere")
    with pytest.raises(KeyError):
        add(db, "nowhere", n=1)


def test_find_by_declared_and_by_other_fields(opening: Opening) -> None:
    db = opening()
    for number in range(6):
        add(db, "members", wechat=f"wx{number}", branch=f"B{number % 2}", name=f"n{number % 3}")
    assert [row["id"] for row in db.find("members", branch="B1")] == [2, 4, 6]
    assert [row["id"] for row in db.find("members", branch="B1", name="n2")] == [6]
    assert [row["id"] for row in db.find("members", name="n0")] == [1, 4]
    assert db.one("members", branch="B1")["id"] == 2
    assert db.one("members", branch="B7") is None
    assert db.count("members", branch="B0") == 3
    assert [row["id"] for row in db.find("members", id=4)] == [4]
    assert db.find("members", id=4, branch="B0") == db.find("members", id=99) == []
    assert db.get("members", 99) is None
    assert db.last("notes") is None


def test_lists_and_objects_can_be_looked_for(opening: Opening) -> None:
    db = opening()
    add(db, "members", wechat="wx1", branch=["B1", "B2"])
    add(db, "members", wechat="wx2", branch={"code": "B1"})
    assert [row["id"] for row in db.find("members", branch=["B1", "B2"])] == [1]
    assert [row["id"] for row in db.find("members", branch={"code": "B1"})] == [2]
    assert db.find("members", branch="B1") == []


def test_what_a_reader_changes_changes_nothing_stored(opening: Opening) -> None:
    db = opening()
    row_id = add(db, "notes", tags=["a"], inner={"n": 1})
    for row in (db.get("notes", row_id), db.one("notes"), *db.find("notes"), db.last("notes")):
        row["tags"].append("b")
        row["inner"]["n"] = 2
    assert db.get("notes", row_id) == {"id": row_id, "tags": ["a"], "inner": {"n": 1}}


def test_what_a_writer_changes_afterwards_changes_nothing_stored(opening: Opening) -> None:
    db = opening()
    document = {"tags": ["a"]}
    with db.transaction():
        row_id = db.add("notes", document)
        document["tags"].append("b")
    assert db.get("notes", row_id)["tags"] == ["a"]
