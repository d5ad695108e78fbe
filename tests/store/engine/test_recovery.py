"""What opening makes of a journal that was cut, changed, or written by others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.database import JOURNAL_NAME, Database, StoreError
from store.errors import DamageError
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
