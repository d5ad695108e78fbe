"""Disks that fail, forget and stop: the machine's own behind the same seam."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from store.disk import Disk

CALLS = (
    "make_folder",
    "open_to_read",
    "create",
    "open_to_write",
    "write",
    "sync",
    "truncate",
    "close",
    "replace",
    "remove",
    "sync_folder",
)


class FailingDisk(Disk):
    """The n-th call fails, counted from 1; with ``for_good`` all later ones do too.

    A failing write leaves half of its bytes, a failing close does close. Flushes
    are not done: nobody cuts the power here.
    """

    def __init__(self, nth: int, error: int = errno.EIO, *, for_good: bool = False) -> None:
        self.nth = nth
        self.error = error
        self.for_good = for_good
        self.calls = 0

    @property
    def fired(self) -> bool:
        return self.calls >= self.nth

    def fails_now(self) -> bool:
        self.calls += 1
        return self.calls == self.nth or (self.for_good and self.fired)


def _maybe_failing(name: str) -> Callable[..., Any]:
    def call(self: FailingDisk, *arguments: Any) -> Any:
        if not self.fails_now():
            return None if name.startswith("sync") else getattr(Disk, name)(self, *arguments)
        if name == "write":
            descriptor, content, offset = arguments
            Disk.write(self, descriptor, content[: len(content) // 2], offset)
        if name == "close":
            Disk.close(self, *arguments)
        raise OSError(self.error, os.strerror(self.error))

    return call


for _name in CALLS:
    setattr(FailingDisk, _name, _maybe_failing(_name))


class QuickDisk(Disk):
    """Flushes nothing: for tests in which nobody cuts the power."""

    def sync(self, descriptor: int) -> None:
        pass

    def sync_folder(self, folder: Path) -> None:
        pass


class PowerCut(BaseException):
    """The machine stops; nothing in the process may handle it and go on."""


@dataclass
class _File:
    now: bytearray = field(default_factory=bytearray)
    durable: bytes = b""


class ForgetfulDisk(Disk):
    """Knows what a power cut would leave: what was flushed, and perhaps more.

    ``before_sync`` is called as a flush begins; with ``cut_at`` the power goes at
    that call, after its effect on what is not durable.
    """

    def __init__(self, cut_at: int | None = None) -> None:
        self.cut_at = cut_at
        self.calls = 0
        self.before_sync: Callable[[], None] = lambda: None
        self._names: dict[Path, _File] = {}
        self._durable_names: dict[Path, _File] = {}
        self._open: dict[int, _File] = {}

    def _count(self) -> None:
        self.calls += 1
        if self.calls == self.cut_at:
            raise PowerCut

    def open_to_read(self, path: Path) -> BinaryIO:
        self._count()
        return super().open_to_read(path)

    def create(self, path: Path) -> int:
        descriptor = super().create(path)
        self._names[path] = self._open[descriptor] = _File()
        self._count()
        return descriptor

    def open_to_write(self, path: Path) -> int:
        descriptor = super().open_to_write(path)
        self._open[descriptor] = self._names[path]
        self._count()
        return descriptor

    def write(self, descriptor: int, content: bytes, offset: int) -> None:
        super().write(descriptor, content, offset)
        self._open[descriptor].now[offset : offset + len(content)] = content
        self._count()

    def truncate(self, descriptor: int, length: int) -> None:
        super().truncate(descriptor, length)
        del self._open[descriptor].now[length:]
        self._count()

    def sync(self, descriptor: int) -> None:
        self.before_sync()
        self._count()
        self._open[descriptor].durable = bytes(self._open[descriptor].now)

    def close(self, descriptor: int) -> None:
        super().close(descriptor)
        del self._open[descriptor]
        self._count()

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        self._names[target] = self._names.pop(source)
        self._count()

    def remove(self, path: Path) -> None:
        super().remove(path)
        del self._names[path]
        self._count()

    def sync_folder(self, folder: Path) -> None:
        self._count()
        self._durable_names = dict(self._names)

    def durable(self, path: Path) -> bytes:
        """What of a file is certainly there after a power cut."""
        return self._durable_names[path].durable if path in self._durable_names else b""

    def lose_power(self, target: Path, chance: random.Random) -> None:
        """Write into a new folder what a power cut at this moment may leave.

        Each name is old or new; each sector of a file that was not flushed is old or new.
        """
        target.mkdir()
        names = chance.choice((self._names, self._durable_names))
        for path, file in names.items():
            (target / path.name).write_bytes(_partly_written(file, chance))


def _partly_written(file: _File, chance: random.Random, sector: int = 512) -> bytes:
    old, new = file.durable, bytes(file.now)
    length = chance.choice((len(old), len(new)))
    likely_new = chance.choice((0.0, 0.5, 1.0))
    content = bytearray()
    for start in range(0, length, sector):
        source = new if chance.random() < likely_new else old
        content += source[start : start + sector].ljust(sector, b"\0")
    return bytes(content[:length])
