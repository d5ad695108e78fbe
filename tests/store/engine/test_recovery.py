"""What opening makes of a journal that was cut, changed, or written by others."""

from __future__ import annotations

import errno
import json
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
from store.errors import DamageError, DiskError, StoreHeldError
from store.frames import MAGIC, frame
from store.indexes import Row
from tests.store.engine.conftest import TABLES
from tests.store.engine.disks import QuickDisk

States = list[tuple[int, list[Row]]]


def write_some(folder: Path) -> tuple[bytes, States]:
    """A small journal, and the notes after each of its frames by the offset of its end."""
    db = Database(folder, TABLES)
    states = [(len(db.journal()), db.find("notes"))]

    def noted() -> None:
        states.append((len(db.journal()), db.find("notes")))

    for text in ("党费", "@ ` \x00 \x7f", "x" * 40):
        with db.transaction():
            db.add("notes", {"text": text})
        noted()
    with db.transaction():
        db.replace("notes", 1, {"text": "冲正"})
        db.add("notes", {"text": "and another in the same frame"})
    noted()
    db.close()
    return (folder / JOURNAL_NAME).read_bytes(), states


def books(tmp_path: Path, content: bytes) -> Path:
    folder = tmp_path / "found"
    folder.mkdir(exist_ok=True)
    for left in folder.iterdir():
        left.unlink()
    (folder / JOURNAL_NAME).write_bytes(content)
    return folder


def test_a_closed_journal_is_text_that_anyone_can_read(folder: Path) -> None:
    content, _ = write_some(folder)
    text = content.decode("utf-8")
    assert text.startswith("zhibu journal 1\n")
    assert 'put notes 1 {"text":"党费"}\n' in text
    assert "\0" not in text


@pytest.mark.parametrize("zeros", [0, 700])
def test_a_journal_cut_anywhere_keeps_all_whole_frames(
    tmp_path: Path, folder: Path, zeros: int
) -> None:
    content, states = write_some(folder)
    for cut in range(states[0][0], len(content)):
        there = books(tmp_path, content[:cut] + bytes(zeros))
        end, notes = max((state for state in states if state[0] <= cut), key=lambda s: s[0])
        db = Database(there, TABLES, disk=QuickDisk())
        assert db.find("notes") == notes
        assert len(db.report) == (0 if cut == end else 1)
        aside = there / f"{JOURNAL_NAME}.torn-1"
        if cut > end:
            assert aside.read_bytes() == content[end:cut]
            assert aside.name in db.report[0]
        with db.transaction():
            db.add("notes", {"text": "goes on"})
        after = db.find("notes")
        db.close()
        again = Database(there, TABLES, disk=QuickDisk())
        assert (again.find("notes"), again.report) == (after, ())
        again.close()


def test_what_follows_a_long_torn_tail_is_not_mixed_with_it(tmp_path: Path, folder: Path) -> None:
    content, states = write_some(folder)
    tail = frame(b"put notes 9 " + json.dumps("long" * 500).encode() + b"\n")[:-1]
    there = books(tmp_path, content + tail)
    for round_ in range(3):
        db = Database(there, TABLES)
        assert len(db.find("notes")) == len(states[-1][1]) + round_
        assert len(db.report) == (round_ == 0)
        with db.transaction():
            db.add("notes", {})
        db.tinydb.engine._file._reserved = 0  # as a killed process: the zeros stay
        db.close()


@pytest.mark.parametrize("every", [1, pytest.param(8, marks=pytest.mark.long)])
def test_a_flipped_bit_is_never_taken_for_data(tmp_path: Path, folder: Path, every: int) -> None:
    """Every byte of a small journal, in turn; the long run flips each of its bits."""
    content, _ = write_some(folder)
    for place in range(len(content)):
        for bit in range(8) if every == 8 else (place % 8,):
            flipped = bytearray(content)
            flipped[place] ^= 1 << bit
            there = books(tmp_path, bytes(flipped))
            with pytest.raises(StoreError):
                Database(there, TABLES)
            assert (there / JOURNAL_NAME).read_bytes() == flipped


def test_damage_is_refused_with_the_place_and_the_way_out(tmp_path: Path, folder: Path) -> None:
    content, states = write_some(folder)
    place = states[1][0]
    there = books(tmp_path, content[: place + 40] + b"?" + content[place + 41 :])
    with pytest.raises(DamageError) as refused:
        Database(there, TABLES)
    assert refused.value.offset == place
    assert str(there / JOURNAL_NAME) in str(refused.value)
    assert f"第 {place} 字节" in str(refused.value)
    assert "zhibu restore" in str(refused.value)


def test_a_hole_before_a_sound_frame_is_damage(tmp_path: Path, folder: Path) -> None:
    content, states = write_some(folder)
    start, end = states[1][0], states[2][0]
    there = books(tmp_path, content[:start] + bytes(end - start) + content[end:])
    with pytest.raises(DamageError):
        Database(there, TABLES)


@pytest.mark.parametrize("missing", [slice(0, 512), slice(512, 1024), slice(1536, 2048)])
def test_a_last_frame_with_a_missing_sector_is_torn(
    tmp_path: Path, folder: Path, missing: slice
) -> None:
    content, states = write_some(folder)
    last = bytearray(frame(b"put notes 9 " + json.dumps({"text": "长" * 400}).encode() + b"\n"))
    last[missing] = bytes(len(last[missing]))
    db = Database(books(tmp_path, content + last + bytes(100)), TABLES)
    assert db.find("notes") == states[-1][1]
    assert len(db.report) == 1
    db.close()


@pytest.mark.parametrize("content", [b"", MAGIC[:5], b"zhibu", b'{"notes": {}}', bytes(64)])
def test_what_is_no_journal_is_not_taken_for_an_empty_one(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DamageError):
        Database(books(tmp_path, content), TABLES)


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    for content in (b"zhibu journal 2\nanything", MAGIC + frame(b"merge notes 1 2\n")):
        with pytest.raises(StoreError, match="升级"):
            Database(books(tmp_path, content), TABLES)


def test_two_documents_with_one_unique_key_are_refused(tmp_path: Path) -> None:
    lines = b'put members 1 {"wechat":"a"}\nput members 2 {"wechat":"a"}\n'
    with pytest.raises(StoreError, match="第 1 条和第 2 条"):
        Database(books(tmp_path, MAGIC + frame(b"schema 1\n" + lines)), TABLES)


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
