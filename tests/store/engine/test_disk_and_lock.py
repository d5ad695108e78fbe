"""A disk that is full or does not answer, private files, and one process at a time."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest

from store.database import JOURNAL_NAME, Database, StoreError
from store.disk import Disk
from store.errors import DiskError, StoreHeldError
from store.frames import frame
from tests.store.engine.conftest import TABLES
from tests.store.engine.test_recovery import write_some


class OnceDisk(Disk):
    """One kind of call fails while ``broken``."""

    def __init__(self) -> None:
        self.broken = ""

    def write(self, descriptor: int, content: bytes, offset: int) -> None:
        if self.broken == "write":
            super().write(descriptor, content[:40], offset)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super().write(descriptor, content, offset)

    def sync(self, descriptor: int) -> None:
        if self.broken == "sync":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().sync(descriptor)


class BadSectors(Disk):
    """Files can be read up to a byte; behind it the drive reports an error."""

    def __init__(self, sound: int) -> None:
        self.sound = sound

    def open_to_read(self, path: Path) -> BinaryIO:
        sound = BytesIO(path.read_bytes()[: self.sound])

        class Drive(BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                content = sound.read(size)
                if size is None or len(content) < size or size < 0:
                    raise OSError(errno.EIO, os.strerror(errno.EIO))
                return content

        return Drive()


def attempt(db: Database, text: str) -> Callable[[], None]:
    def add() -> None:
        with db.transaction():
            db.add("notes", {"text": text})

    return add


def test_a_full_disk_leaves_the_store_as_it_was_and_names_the_path(folder: Path) -> None:
    disk = OnceDisk()
    db = Database(folder, TABLES, disk=disk)
    attempt(db, "before")()
    disk.broken = "write"
    with pytest.raises(DiskError, match="磁盘满了") as refused:
        attempt(db, "no room")()
    assert str(folder / JOURNAL_NAME) in str(refused.value)
    assert db.count("notes") == 1
    disk.broken = ""
    attempt(db, "room again")()
    db.close()
    again = Database(folder, TABLES)
    assert [row["text"] for row in again.find("notes")] == ["before", "room again"]
    assert again.report == ()
    again.close()


def test_after_a_failed_flush_nothing_more_is_taken_until_opened_anew(folder: Path) -> None:
    disk = OnceDisk()
    db = Database(folder, TABLES, disk=disk)
    attempt(db, "before")()
    disk.broken = "sync"
    with pytest.raises(DiskError):
        attempt(db, "not confirmed")()
    disk.broken = ""
    with pytest.raises(StoreError, match="重新启动"):
        attempt(db, "refused")()
    assert [row["text"] for row in db.find("notes")] == ["before"]  # to read is still possible
    db.close()
    again = Database(folder, TABLES)
    attempt(again, "after")()
    assert [row["text"] for row in again.find("notes")] == ["before", "after"]
    again.close()


def test_a_journal_that_cannot_be_read_is_not_mended(folder: Path) -> None:
    content, _ = write_some(folder)
    for sound in range(len(content)):
        with pytest.raises(DiskError):
            Database(folder, TABLES, disk=BadSectors(sound))
        assert (folder / JOURNAL_NAME).read_bytes() == content


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_files_are_private(folder: Path) -> None:
    write_some(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_a_second_opening_is_refused_with_what_to_do(database: Database, folder: Path) -> None:
    with pytest.raises(StoreHeldError, match=f"进程 {os.getpid()}") as refused:
        Database(folder, TABLES)
    assert "Ctrl+C" in str(refused.value)
    attempt(database, "the first goes on")()


def test_the_lock_dies_with_its_process(folder: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from store.database import Database;"
        "db = Database(Path(sys.argv[1]), ()); print('open', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(StoreHeldError, match=f"进程 {process.pid}"):
            Database(folder, TABLES)
        process.kill()
    Database(folder, TABLES).close()


def test_reading_beside_a_writer_sees_what_is_whole_and_changes_nothing(
    database: Database, folder: Path
) -> None:
    attempt(database, "whole")()
    path = folder / JOURNAL_NAME
    with path.open("r+b") as file:  # a frame that is just being written
        file.seek(len(database.journal()))
        file.write(frame(b'put notes 2 {"text":"half"}\n')[:50])
    before = path.read_bytes()
    reading = Database(folder, TABLES, read_only=True)
    assert [row["text"] for row in reading.find("notes")] == ["whole"]
    with pytest.raises(StoreError, match="只供查看"):
        attempt(reading, "no")()
    reading.close()
    assert path.read_bytes() == before
    assert sorted(p.name for p in folder.iterdir()) == [JOURNAL_NAME, "zhibu.lock"]


def test_reading_what_is_not_there_makes_nothing(folder: Path) -> None:
    with pytest.raises(StoreError, match="找不到"):
        Database(folder, TABLES, read_only=True)
    assert not folder.exists()
