"""Every call by which the store changes or reads the disk, as one small seam.

The rest of the store reaches files only through a Disk, so that a test can make
the n-th call fail, forget what was not flushed, or stop in the middle. Knows
nothing of frames, tables and keys; raises OSError and lets others explain it.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

# Without it Windows would turn every line end into two bytes.
_BINARY: int = getattr(os, "O_BINARY", 0)
# Content and length are flushed by both; what fdatasync leaves out is the time of the change.
_sync = getattr(os, "fdatasync", os.fsync)
_FULL_SYNC: int | None = None
if os.name != "nt":
    import fcntl

    # On macOS fsync only reaches the drive's cache; this reaches the drive.
    _FULL_SYNC = getattr(fcntl, "F_FULLFSYNC", None)


class Disk:
    """The machine's disk. Descriptors are those of the operating system."""

    def make_folder(self, folder: Path) -> None:
        """Make the folder and what is missing above it; a new one is private (0700)."""
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.sync_folder(folder.parent)

    def open_to_read(self, path: Path) -> BinaryIO:
        """An existing file, to be read from its beginning."""
        return path.open("rb")

    def create(self, path: Path) -> int:
        """A new empty private file (0600) in the place of whatever was there."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY
        return os.open(path, flags, 0o600)

    def open_to_write(self, path: Path) -> int:
        """An existing file, to be written where one says."""
        return os.open(path, os.O_WRONLY | _BINARY)

    def write(self, descriptor: int, content: bytes, offset: int) -> None:
        """Write all of it from this offset in bytes; a full disk may take a part and raise."""
        os.lseek(descriptor, offset, os.SEEK_SET)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]

    def sync(self, descriptor: int) -> None:
        """Return when what was written has reached the drive."""
        if _FULL_SYNC is not None:
            fcntl.fcntl(descriptor, _FULL_SYNC)
        else:
            _sync(descriptor)

    def truncate(self, descriptor: int, length: int) -> None:
        """Cut the file to this many bytes."""
        os.ftruncate(descriptor, length)

    def close(self, descriptor: int) -> None:
        """Let go of the file."""
        os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Give a file another name; whatever had it is gone in the same step."""
        source.replace(target)

    def remove(self, path: Path) -> None:
        """Take a file away."""
        path.unlink()

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in the folder have reached the drive."""
        if os.name == "nt":  # a folder cannot be opened there; NTFS journals the rename itself
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def write_file(self, path: Path, content: bytes) -> None:
        """A whole new file under its name at once: written, flushed, read back, then named."""
        temporary = path.with_name(path.name + ".new")
        try:
            descriptor = self.create(temporary)
            try:
                self.write(descriptor, content, 0)
                self.sync(descriptor)
            finally:
                self.close(descriptor)
            self._prove(temporary, content)
            self.replace(temporary, path)
        except OSError:
            with suppress(OSError):  # the first error is the one to tell
                self.remove(temporary)
            raise
        self.sync_folder(path.parent)

    def _prove(self, path: Path, content: bytes) -> None:
        with self.open_to_read(path) as file:
            if file.read() != content:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
