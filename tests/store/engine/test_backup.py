"""Backups while the store is in use, and the way back from one."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.backup import backup, restore
from store.database import JOURNAL_NAME, Database, StoreError
from store.errors import DamageError, StoreHeldError
from store.frames import frame
from tests.store.engine.conftest import TABLES
from tests.store.engine.disks import FailingDisk

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def add(db: Database, text: str) -> None:
    with db.transaction():
        db.add("notes", {"text": text})


def texts(folder: Path) -> list[str]:
    db = Database(folder, TABLES, read_only=True)
    return [row["text"] for row in db.find("notes")]


def test_a_backup_of_an_open_store_can_be_restored(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    add(database, "before")
    made = backup(database, tmp_path / "backups", 3, NOON)
    assert made.path.name == "zhibu-20261123-120000.journal"
    assert (made.documents, made.removed) == (1, ())
    add(database, "after")
    database.close()
    restored = restore(made.path, folder)
    assert restored.documents == 1
    assert texts(folder) == ["before"]
    (aside,) = restored.set_aside
    restore(aside, tmp_path / "elsewhere")
    assert texts(tmp_path / "elsewhere") == ["before", "after"]


def test_another_process_can_back_up_while_a_frame_is_being_written(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    add(database, "whole")
    with (folder / JOURNAL_NAME).open("r+b") as file:
        file.seek(len(database.journal()))
        file.write(frame(b'put notes 2 {"text":"half"}\n')[:40])
    made = backup(folder, tmp_path / "backups", 1, NOON)
    assert made.path.read_bytes() == database.journal()


def test_backups_beside_a_busy_writer_are_all_consistent(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    """Each transaction adds to two tables; no backup may hold one without the other."""
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            with database.transaction():
                database.add("notes", {})
                database.add("claims", {})

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(20):
            source = folder if number % 2 else database
            made = backup(source, tmp_path / "backups", 1, NOON + timedelta(seconds=number))
            restore(made.path, tmp_path / "copy")
            copy = Database(tmp_path / "copy", TABLES, read_only=True)
            assert copy.count("notes") == copy.count("claims")
    finally:
        done.set()
        writer.join()


def test_only_the_newest_backups_are_kept_and_other_files_left_alone(
    database: Database, tmp_path: Path
) -> None:
    target = tmp_path / "backups"
    target.mkdir()
    (target / "zhibu-notes.txt").write_text("mine", "utf-8")
    removed = [
        path.name
        for day in range(5)
        for path in backup(database, target, 2, NOON + timedelta(days=day)).removed
    ]
    assert removed == [f"zhibu-202611{day}-120000.journal" for day in (23, 24, 25)]
    assert sorted(path.name for path in target.iterdir()) == [
        "zhibu-20261126-120000.journal",
        "zhibu-20261127-120000.journal",
        "zhibu-notes.txt",
    ]


def test_to_keep_none_is_refused(database: Database, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="至少"):
        backup(database, tmp_path, 0, NOON)


def test_there_must_be_something_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="找不到"):
        backup(tmp_path / "nothing", tmp_path / "backups", 1, NOON)


def test_a_damaged_journal_is_not_backed_up(folder: Path, tmp_path: Path) -> None:
    db = Database(folder, TABLES)
    add(db, "text")
    db.close()
    content = bytearray((folder / JOURNAL_NAME).read_bytes())
    content[-10] ^= 1
    (folder / JOURNAL_NAME).write_bytes(content)
    with pytest.raises(DamageError):
        backup(folder, tmp_path / "backups", 1, NOON)
    assert not (tmp_path / "backups").exists()


def test_a_failing_disk_leaves_the_older_backups(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    older = backup(database, target, 1, NOON).path
    add(database, "text")
    for nth in range(1, 30):
        disk = FailingDisk(nth)
        try:
            made = backup(database, target, 1, NOON + timedelta(days=1), disk=disk)
        except StoreError:
            sound = older if older.exists() else target / "zhibu-20261124-120000.journal"
            restore(sound, tmp_path / f"copy-{nth}")
            assert len(list(target.iterdir())) <= 2
            continue
        break
    assert not disk.fired
    assert list(target.iterdir()) == [made.path]


def test_a_store_in_use_is_not_restored_over(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    made = backup(database, tmp_path / "backups", 1, NOON)
    add(database, "kept")
    with pytest.raises(StoreHeldError):
        restore(made.path, folder)
    assert texts(folder) == ["kept"]


@pytest.mark.parametrize("harm", ["cut", "flip", "other"])
def test_only_a_whole_backup_is_restored(
    database: Database, folder: Path, tmp_path: Path, harm: str
) -> None:
    add(database, "present")
    made = backup(database, tmp_path / "backups", 1, NOON)
    database.close()
    content = bytearray(made.path.read_bytes())
    if harm == "cut":
        del content[-7:]
    elif harm == "flip":
        content[-7] ^= 1
    else:
        content = bytearray(b"not a journal")
    made.path.write_bytes(content)
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(StoreError):
        restore(made.path, folder)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert texts(folder) == ["present"]


def test_a_restore_that_fails_leaves_what_was_there_or_what_shall_be(tmp_path: Path) -> None:
    source = Database(tmp_path / "source", TABLES)
    add(source, "restored")
    made = backup(source, tmp_path / "backups", 1, NOON)
    source.close()
    nth = 0
    while True:
        nth += 1
        folder = tmp_path / f"books-{nth}"
        present = Database(folder, TABLES)
        add(present, "present")
        present.close()
        disk = FailingDisk(nth)
        try:
            restore(made.path, folder, disk=disk)
        except StoreError:
            assert texts(folder) in (["present"], ["restored"])
            continue
        if not disk.fired:
            break
    assert texts(folder) == ["restored"]
    assert nth > 10
