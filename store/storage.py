"""A TinyDB storage that replaces its file atomically.

Temporary file, fsync, rename, fsync of the folder: a reader sees the old state
or the new one, never half of it. Knows nothing of tables and keys.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from store.errors import StoreError

State = dict[str, dict[str, Any]]


class AtomicFileStorage(Storage):
    """The whole state in one JSON file; ``held`` gathers writes into one replacement."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = Path(path)
        self._holding = False
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._state: State | None = None
        if self._path.exists():
            try:
                self._state = json.loads(self._path.read_text("utf-8"))
            except ValueError as error:
                raise StoreError(f"账本 {self._path} 读不出来：{error}") from error

    def read(self) -> State | None:
        return copy.deepcopy(self._state)

    def write(self, data: State) -> None:
        self._state = {
            table: {str(key): dict(row) for key, row in rows.items()}
            for table, rows in data.items()
        }
        if not self._holding:
            self._replace_file()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep writes in memory until the end, then replace the file once."""
        before = copy.deepcopy(self._state)
        self._holding = True
        try:
            yield
            if self._state != before:
                self._replace_file()
        except BaseException:
            self._state = before
            raise
        finally:
            self._holding = False

    def _replace_file(self) -> None:
        temporary = self._path.with_suffix(".tmp")
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(self._state, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)
            self._sync_folder()
        except OSError as error:
            raise StoreError(f"写不进 {self._path}：{error.strerror}。请检查磁盘空间。") from error

    def _sync_folder(self) -> None:
        if os.name == "nt":  # a folder cannot be opened there; rename is already ordered by NTFS
            return
        descriptor = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
