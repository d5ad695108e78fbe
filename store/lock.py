"""One process at a time: a lock file beside the journal.

The operating system holds the lock for the process that has the file open, so it
dies with its process, however that ends; a left-over file means nothing. Knows
nothing of what it protects.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from store.errors import StoreHeldError, disk_error, disk_errors

_BINARY: int = getattr(os, "O_BINARY", 0)

if sys.platform == "win32":
    import msvcrt

    # Windows keeps others from reading locked bytes; far behind the process number none are read.
    _FAR = 1 << 30

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class StoreLock:
    """Held from its making until release()."""

    def __init__(self, path: Path) -> None:
        """Raises StoreHeldError, in Chinese, when another process has it."""
        with disk_errors(path, "打开"):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
        try:
            _take(descriptor)
        except (BlockingIOError, PermissionError) as error:  # the latter is how Windows says it
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise StoreHeldError(
                f"{path.parent} 里的账本正由另一个 zhibu 使用（进程 {holder or '未知'}）。"
                "请先停下它（在它的窗口按 Ctrl+C），再试一次；查看和备份不用停。"
            ) from error
        except OSError as error:
            os.close(descriptor)
            raise disk_error(error, path, "锁定") from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode("ascii"))
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let the next one in. May be called more than once."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
