"""Backups: verified copies of the journal, and the way back from one.

A journal only grows, so its first bytes up to what is acknowledged are a
consistent copy at any time, also from another process while ``zhibu run`` writes;
from there the last transaction may be one that is just being confirmed.
Knows the journal's frames, not what documents mean. Takes the time as an
argument and answers in values or Chinese errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from store.database import JOURNAL_NAME, Database
from store.disk import Disk
from store.errors import DamageError, StoreError, disk_errors
from store.frames import is_torn
from store.journal_file import free_name, patiently, read_frames
from store.lines import Replay
from store.lock import StoreLock
from store.takeover import FIRST_VERSION_FILE

_BACKUP_NAME = re.compile(r"zhibu-\d{8}-\d{6}\.journal")


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written: the file, how many documents it holds, and older backups taken away."""

    path: Path
    documents: int
    removed: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """How many documents the store has now, and the copies of what it had before."""

    documents: int
    set_aside: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _Sound:
    """The sound part of a journal."""

    content: bytes
    documents: int
    whole: bool


def backup(
    source: Database | Path, target: Path, keep: int, now: datetime, *, disk: Disk | None = None
) -> Backup:
    """Copy an open database, or the journal in a data folder, into the folder ``target``.

    The copy gets its name, ``zhibu-YYYYMMDD-HHMMSS.journal``, only after it was read
    back; then all but the newest ``keep`` backups (at least 1) there are removed.
    Raises StoreError: nothing to back up, damage, a full disk.
    """
    if keep < 1:
        raise StoreError("至少要保留 1 份备份。")
    disk = disk or Disk()
    if isinstance(source, Database):
        sound = _sound(source.journal(), source.path)
    else:
        journal = source / JOURNAL_NAME
        sound = patiently(lambda: _sound(_content(journal, disk), journal))
    with disk_errors(target, "新建文件夹"):
        disk.make_folder(target)
    path = target / now.strftime("zhibu-%Y%m%d-%H%M%S.journal")
    with disk_errors(path, "备份到"):
        disk.write_file(path, sound.content)
    return Backup(path, sound.documents, tuple(_removed_but(keep, target, disk)))


def restore(file: Path, folder: Path, *, disk: Disk | None = None) -> Restored:
    """Make a backup the journal of a data folder. What was there is set aside, not deleted.

    Raises StoreHeldError while a process uses the folder, StoreError when the file is
    not a whole, sound journal; nothing is changed then.
    """
    disk = disk or Disk()
    sound = _sound(_content(file, disk), file)
    if not sound.whole:
        raise StoreError(
            f"{file} 不完整，只到第 {len(sound.content)} 字节，没有恢复。请换一份备份。"
        )
    with disk_errors(folder, "新建文件夹"):
        disk.make_folder(folder)
    journal, old_books = folder / JOURNAL_NAME, folder / FIRST_VERSION_FILE
    lock = StoreLock(journal.with_suffix(".lock"))
    try:
        present = [path for path in (journal, old_books) if path.exists()]
        set_aside = tuple(_copy_aside(path, disk) for path in present)
        with disk_errors(journal, "恢复到"):
            disk.write_file(journal, sound.content)
            if old_books in present:  # else it would pass for books taken over into this journal
                disk.remove(old_books)
    finally:
        lock.release()
    return Restored(sound.documents, set_aside)


def _content(path: Path, disk: Disk) -> bytes:
    with disk_errors(path, "读取"), disk.open_to_read(path) as file:
        return file.read()


def _sound(content: bytes, path: Path) -> _Sound:
    """The whole frames of a journal, every checksum proved. Raises DamageError."""
    reader = read_frames(BytesIO(content), path)
    documents = sum(map(len, Replay(reader).tables.values()))
    if reader.rest and not is_torn(reader.rest):
        raise DamageError(path, reader.end)
    return _Sound(content[: reader.end], documents, whole=not reader.rest)


def _copy_aside(path: Path, disk: Disk) -> Path:
    """A copy, not a new name: a crash in the middle must not leave the folder without books."""
    aside = free_name(path, "before-restore")
    with disk_errors(aside, "收存到"):
        disk.write_file(aside, _content(path, disk))
    return aside


def _removed_but(keep: int, target: Path, disk: Disk) -> Iterator[Path]:
    """The names have the time in them, so the newest are the last."""
    backups = sorted(path for path in target.iterdir() if _BACKUP_NAME.fullmatch(path.name))
    for path in backups[:-keep]:
        with disk_errors(path, "清理旧备份"):
            disk.remove(path)
        yield path
