"""The journal's file: found or made, read and mended, appended to, exchanged.

Knows the disk and whole frames; not what the lines in them say. Keeps two
promises: what append() returned from is on the drive, and what it raised for is
not there, now or after the next opening. (Only when a flush fails and then the
power does, nobody can know: such a frame may be there, but whole.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from store.disk import Disk
from store.errors import DamageError, StoreError, disk_error, disk_errors
from store.frames import MAGIC, MAGIC_WORD, FrameReader, is_torn

Read = TypeVar("Read")

RESERVE = 256 * 1024
"""Zero bytes that the file gets ahead of its frames, when it must get longer at all."""


def read_frames(file: BinaryIO, path: Path) -> FrameReader:
    """A reader of the file's frames, its magic line checked and behind it.

    Raises StoreError for a format newer than this program, DamageError for anything else.
    """
    magic = file.read(len(MAGIC))
    if magic == MAGIC:
        return FrameReader(file)
    if magic.startswith(MAGIC_WORD) and magic[len(MAGIC_WORD) :].strip().isdigit():
        raise StoreError(f"账本 {path} 是更新版本的 zhibu 写的，请先升级 zhibu。")
    raise DamageError(path, 0)


def patiently(read: Callable[[], Read], attempts: int = 3) -> Read:
    """Read a journal to which another process may just be writing.

    A frame may be half written when it is read and sound when the next one is: that
    looks like damage, once. Raises DamageError when it stays.
    """
    for _ in range(attempts - 1):
        with suppress(DamageError):
            return read()
    return read()


def free_name(path: Path, ending: str) -> Path:
    """A name beside the path that nothing has yet: its own, the ending, the first free number."""
    number = 1
    while (free := path.with_name(f"{path.name}.{ending}-{number}")).exists():
        number += 1
    return free


class JournalFile:
    """The open journal. ``length`` is what is acknowledged, in bytes."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self.path = path
        self.length = 0
        self.report: list[str] = []
        self._disk = disk
        self._descriptor: int | None = None
        self._reserved = 0  # up to here the file has bytes: frames, then zeros
        self._poison: str | None = None

    def create(self, content: bytes) -> None:
        """A new journal with these frames; it has its name only when it is whole."""
        with disk_errors(self.path, "新建账本"):
            self._disk.write_file(self.path, MAGIC + content)

    def frames(self, *, mend: bool) -> Iterator[bytes]:
        """The bodies of all sound frames. A torn tail is left out.

        To mend is to set the torn tail aside, cut it off and say so in ``report``.
        Raises DamageError, StoreError.
        """
        with disk_errors(self.path, "读取账本"), self._disk.open_to_read(self.path) as file:
            reader = read_frames(file, self.path)
            yield from reader
        if reader.rest and not is_torn(reader.rest):
            raise DamageError(self.path, reader.end)
        if reader.rest and mend:
            self._cut(reader.end, reader.rest)
        self.length = reader.end

    def open(self) -> None:
        """Be ready to append. What was read may be in the system's memory only: it is flushed."""
        with disk_errors(self.path, "打开账本"):
            self._descriptor = self._disk.open_to_write(self.path)
            self._disk.sync(self._descriptor)
        self._reserved = self.length

    def append(self, frame: bytes) -> None:
        """Return when the frame is on the drive.

        Raises StoreError, and the file is as it was. When the drive did not confirm,
        or the file could not be put back, nothing more is taken until it is opened anew:
        after a failed flush the system may have dropped what earlier writes left to it.
        """
        descriptor = self.writable()
        end = self.length + len(frame)
        zeros = b"" if end <= self._reserved else bytes(RESERVE)
        flushing = False
        try:
            self._disk.write(descriptor, frame + zeros, self.length)
            flushing = True
            self._disk.sync(descriptor)
        except BaseException as error:
            self._take_back(descriptor)
            if flushing:
                self.poison("磁盘没有确认上一次写入")
            if isinstance(error, OSError):
                raise disk_error(error, self.path, "写入账本") from error
            raise
        self.length = end
        self._reserved = max(self._reserved, end + len(zeros))

    def writable(self) -> int:
        """The descriptor. Raises StoreError when nothing can be written."""
        if self._poison is not None:
            raise StoreError(
                f"账本 {self.path} 暂停记录：{self._poison}。已确认的记录都在。"
                "请检查磁盘，再重新启动 zhibu。"
            )
        if self._descriptor is None:
            raise StoreError(f"账本 {self.path} 已经关闭，或者只供查看。")
        return self._descriptor

    def poison(self, reason: str) -> None:
        """Take nothing more."""
        self._poison = reason

    def exchange(self, successor: Path, length: int) -> None:
        """Let a finished, flushed file of this length take the journal's name and place.

        Raises OSError with the old journal in use as before; where that cannot be said,
        the journal is poisoned.
        """
        old = self.writable()
        self._descriptor = None
        try:
            self._disk.close(old)  # Windows renames no file over an open one
            self._disk.replace(successor, self.path)
        except OSError:
            self._reopen()
            raise
        self.length = self._reserved = length
        self._reopen()
        try:
            self._disk.sync_folder(self.path.parent)
        except OSError:
            # After a power cut the name may lead to the old file, without what comes now.
            self.poison("整理账本后磁盘没有确认")
            raise

    def close(self) -> None:
        """Let go of the file. May be called more than once."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            with disk_errors(self.path, "关闭账本"):
                try:
                    if self._reserved > self.length:
                        self._disk.truncate(descriptor, self.length)
                finally:
                    self._disk.close(descriptor)

    def _reopen(self) -> None:
        try:
            self._descriptor = self._disk.open_to_write(self.path)
        except OSError:
            self.poison("整理后打不开账本")
            raise

    def _take_back(self, descriptor: int) -> None:
        try:
            self._disk.truncate(descriptor, self.length)
            self._reserved = self.length
        except OSError:
            # The error on its way up says what happened; this one only adds the consequence.
            self.poison("写了一半的内容没有能撤回")

    def _cut(self, end: int, rest: bytes) -> None:
        aside = free_name(self.path, "torn")
        with disk_errors(self.path, "修复账本"):
            self._disk.write_file(aside, rest)
            descriptor = self._disk.open_to_write(self.path)
            try:
                self._disk.truncate(descriptor, end)
                self._disk.sync(descriptor)
            finally:
                self._disk.close(descriptor)
        self.report.append(
            f"上次没有正常结束：账本末尾有 {len(rest)} 字节没写完，从未确认过，"
            f"已移到 {aside.name}。已确认的记录都在。"
        )
