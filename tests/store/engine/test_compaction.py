"""The journal written anew, a slice at a time, while transactions go on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from store import compaction, journal_file
from store.database import JOURNAL_NAME, Database
from store.disk import Disk
from tests.store.engine.conftest import TABLES
from tests.store.engine.disks import QuickDisk


class CountingDisk(QuickDisk):
    """Notes the bytes of each write."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def write(self, descriptor: int, content: bytes, offset: int) -> None:
        self.sizes.append(len(content))
        super().write(descriptor, content, offset)


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "SMALLEST", 4000)
    monkeypatch.setattr(compaction, "SLICE", 500)
    monkeypatch.setattr(journal_file, "RESERVE", 300)


def overrule(db: Database, times: int, chance: random.Random) -> None:
    for _ in range(times):
        with db.transaction():
            db.replace("notes", chance.randint(1, db.count("notes")), {"n": chance.random()})
            if chance.random() < 0.1:
                db.add("notes", {"n": "new"})


def filled(folder: Path, disk: Disk | None = None) -> Database:
    db = Database(folder, TABLES, disk=disk or QuickDisk())
    with db.transaction():
        for number in range(60):
            db.add("notes", {"n": number})
    return db


def test_the_journal_stays_in_proportion_to_what_holds(folder: Path) -> None:
    db = filled(folder)
    chance = random.Random(1)
    sizes = []
    for _ in range(100):
        overrule(db, 20, chance)
        sizes.append((folder / JOURNAL_NAME).stat().st_size)
    held = sum(table.weight for table in db.tinydb.engine.tables.values())
    assert max(sizes) < 4 * held + 4000
    assert min(sizes[50:]) < max(sizes[50:])
    db.close()


def test_a_compacted_journal_says_the_same(folder: Path) -> None:
    """Whenever one opens anew, in whatever state the compaction is."""
    chance = random.Random(2)
    db = filled(folder)
    compactions = 0
    for _ in range(60):
        inode = (folder / JOURNAL_NAME).stat().st_ino
        overrule(db, chance.randint(1, 12), chance)
        compactions += (folder / JOURNAL_NAME).stat().st_ino != inode
        reading = Database(folder, TABLES, read_only=True)
        assert reading.find("notes") == db.find("notes")
        assert reading.last("notes") == db.last("notes")
        if chance.random() < 0.2:
            db.close()
            db = Database(folder, TABLES, disk=QuickDisk())
            assert db.find("notes") == reading.find("notes")
    assert compactions > 2
    db.close()


def test_no_step_writes_more_than_a_few_slices(folder: Path) -> None:
    """So a message waits for a slice, never for the whole books."""
    disk = CountingDisk()
    db = filled(folder, disk)
    whole = len(db.journal())
    disk.sizes.clear()
    overrule(db, 600, random.Random(3))
    assert max(disk.sizes) < 2 * compaction.SLICE < whole
    db.close()


def test_a_compaction_ends_though_each_transaction_writes_more_than_a_slice(folder: Path) -> None:
    db = filled(folder)
    sizes = []
    for number in range(60):
        with db.transaction():
            for row_id in range(1, 31):
                db.replace("notes", row_id, {"n": f"round {number} of long texts {'x' * 20}"})
        sizes.append(len(db.journal()))
    assert max(sizes) < 60_000
    db.close()


def test_deleted_documents_and_dropped_tables_do_not_come_back(folder: Path) -> None:
    db = filled(folder)
    other = db.tinydb.table("other")
    chance = random.Random(4)
    for number in range(400):
        other.insert({"n": number})
        if number % 3 == 0:
            other.remove(doc_ids=[chance.randint(1, number + 1)])
        if number % 50 == 0:
            db.tinydb.drop_table("other")
            other = db.tinydb.table("other")
        overrule(db, 1, chance)
    expected = other.all()
    db.close()
    again = Database(folder, TABLES, disk=QuickDisk())
    assert again.tinydb.table("other").all() == expected
    again.close()


def test_a_left_over_second_file_is_removed(folder: Path) -> None:
    db = filled(folder)
    db.close()
    left_over = compaction.second_file(folder / JOURNAL_NAME)
    left_over.write_bytes(b"half of a snapshot")
    again = Database(folder, TABLES, disk=QuickDisk())
    assert not left_over.exists()
    assert again.count("notes") == 60
    again.close()
