"""What can go wrong in the store. Messages are for the secretary: Chinese, with a way out."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class StoreError(Exception):
    """The store cannot do what was asked; nothing was changed."""


class DuplicateKeyError(StoreError):
    """A unique key is taken. Names the table and fields, never values (they may be private)."""

    def __init__(self, table: str, key: Mapping[str, Any]) -> None:
        super().__init__(f"{table} 中已有相同的 {'、'.join(key)}。")
        self.table = table
        self.fields = tuple(key)


class DiskError(StoreError, OSError):
    """The disk refused. Names the path; an OSError too, as callers of TinyDB expect."""


class DamageError(StoreError):
    """A journal is damaged at a byte offset. The file was left as it is."""

    def __init__(self, path: Path, offset: int) -> None:
        super().__init__(
            f"账本 {path} 从第 {offset} 字节起损坏，程序没有改动它。"
            "请用最近的备份恢复：zhibu restore 备份文件"
        )
        self.path = path
        self.offset = offset


class StoreHeldError(StoreError):
    """Another process writes to this store."""


_REASONS = {
    errno.ENOSPC: "磁盘满了，请腾出空间后再试",
    errno.EDQUOT: "磁盘配额用完了，请腾出空间后再试",
    errno.EACCES: "没有权限，请检查文件和文件夹的权限",
    errno.EPERM: "没有权限，请检查文件和文件夹的权限",
    errno.EROFS: "磁盘是只读的，请换一个可以写的文件夹",
    errno.ENOENT: "找不到这个文件或文件夹，请检查路径",
}


@contextmanager
def disk_errors(path: Path, doing: str) -> Iterator[None]:
    """Turn an OSError into a DiskError that says what was being done, where, and what helps."""
    try:
        yield
    except DiskError:
        raise
    except OSError as error:
        raise disk_error(error, path, doing) from error


def disk_error(error: OSError, path: Path, doing: str) -> DiskError:
    """What the secretary is told about an OSError."""
    reason = _REASONS.get(error.errno or 0, f"{error.strerror or error}，请检查磁盘")
    return DiskError(f"{doing} {path} 没有成功：{reason}。")
