"""The machine under the program: its clock, which may be wrong, and its disk, which may fail.

A fault is an exception that the program must bear (OSError) or the end of the process
(Killed), which nothing in it may handle.
"""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from bot.clock import RELEASED
from store.disk import Disk

_TICK = timedelta(microseconds=1)
_SECTOR = 512
_CUT = -1


class Killed(BaseException):
    """The process ends here; nothing in it may handle that and go on."""


class MachineClock:
    """The time as the machine has it: the true time, and how far it is off."""

    earliest = RELEASED

    def __init__(self, start: datetime) -> None:
        self.true = start
        self.off = timedelta(0)
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    def now(self) -> datetime:
        """What the program is told."""
        return self.true + self.off

    def pass_to(self, moment: datetime) -> None:
        """True time goes by; it never goes back."""
        self.true = max(self.true, moment)

    async def sleep(self, seconds: float) -> None:
        """Time goes by, rounded up, and the world does not wait."""
        self.true += max(timedelta(seconds=seconds), _TICK)
        if self.meanwhile is not None:
            await self.meanwhile()


@dataclass
class _File:
    now: bytearray = field(default_factory=bytearray)
    unsynced: list[tuple[int, bytes, int]] = field(default_factory=list)  # offset, before, length


class SimulatedDisk(Disk):
    """A disk that knows what a power cut would leave, and fails when told to.

    ``die_in`` counts the calls until the process ends; ``full`` refuses to write;
    ``fail_in`` counts the calls until one fails.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._files: dict[Path, _File] = {}
        self._open: dict[int, Path] = {}
        self.die_in = 0
        self.fail_in = 0
        self.full = False
        self.dead = False
        self.struck = 0
        """How many calls failed so far."""

    @property
    def sound(self) -> bool:
        """Whether the program may count on it now."""
        return not (self.full or self.fail_in or self.die_in)

    def _call(self) -> None:
        if self.die_in:
            self.die_in -= 1
            if not self.die_in:
                self.dead = True
                raise Killed
        if self.fail_in:
            self.fail_in -= 1
            if not self.fail_in:
                self._strike(errno.EIO)

    def _strike(self, number: int) -> None:
        self.struck += 1
        raise OSError(number, os.strerror(number))

    def open_to_read(self, path: Path) -> BinaryIO:
        self._call()
        return super().open_to_read(path)

    def create(self, path: Path) -> int:
        self._call()
        descriptor = super().create(path)
        self._files[path] = _File()
        self._open[descriptor] = path
        return descriptor

    def open_to_write(self, path: Path) -> int:
        self._call()
        descriptor = super().open_to_write(path)
        self._open[descriptor] = path
        return descriptor

    def write(self, descriptor: int, content: bytes, offset: int) -> None:
        if self.dead:
            return
        part = content
        try:
            self._call()
            if self.full:
                self._strike(errno.ENOSPC)
        except (OSError, Killed):
            part = content[: self._chance.randrange(len(content) + 1)]
            raise
        finally:
            self._put(descriptor, part, offset)

    def _put(self, descriptor: int, content: bytes, offset: int) -> None:
        file = self._files[self._open[descriptor]]
        before = bytes(file.now[offset : offset + len(content)])
        file.unsynced.append((offset, before, len(content)))
        file.now[offset : offset + len(content)] = content
        super().write(descriptor, content, offset)

    def sync(self, descriptor: int) -> None:
        if not self.dead:
            self._call()
            self._files[self._open[descriptor]].unsynced.clear()

    def sync_folder(self, folder: Path) -> None:
        if not self.dead:
            self._call()

    def truncate(self, descriptor: int, length: int) -> None:
        if self.dead:
            return
        self._call()
        file = self._files[self._open[descriptor]]
        file.unsynced.append((length, bytes(file.now[length:]), _CUT))
        del file.now[length:]
        super().truncate(descriptor, length)

    def close(self, descriptor: int) -> None:
        self._open.pop(descriptor, None)
        super().close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        if not self.dead:
            self._call()
            super().replace(source, target)
            self._files[target] = self._files.pop(source)

    def remove(self, path: Path) -> None:
        if not self.dead:
            self._call()
            super().remove(path)
            self._files.pop(path, None)

    def die(self) -> None:
        """The process is gone: what it still does has no effect."""
        self.dead = True

    def lose_power(self) -> None:
        """Of what was not flushed, each sector is as before or as written."""
        for path, file in self._files.items():
            for offset, before, length in reversed(file.unsynced):
                self._forget(file.now, offset, before, length)
            file.unsynced.clear()
            path.write_bytes(file.now)

    def _forget(self, now: bytearray, offset: int, before: bytes, length: int) -> None:
        if length == _CUT:
            if self._chance.random() < 0.5:
                now[offset:] = before
            return
        likely_kept = self._chance.choice((0.0, 0.5, 0.9))
        for sector in range(offset - offset % _SECTOR, offset + length, _SECTOR):
            start, end = max(sector, offset), min(sector + _SECTOR, offset + length, len(now))
            if start < end and self._chance.random() >= likely_kept:
                old = before[start - offset : end - offset]
                now[start:end] = old.ljust(end - start, b"\0")

    def power_on(self) -> None:
        """Another process on the same disk."""
        self.dead = False
        self.die_in = self.fail_in = 0
        self._open.clear()
