"""The first version's engine: TinyDB on one JSON file that is replaced atomically.

The reference of the contract suite: slow and so simple that it can be read at
once. What it does, every engine must do, except cost the same at any size.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document

from store.errors import DuplicateKeyError, StoreError
from store.indexes import Row, TableSpec

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
                json.dump(self._state, file)
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


class ReferenceDatabase:
    """All tables of one data folder."""

    def __init__(self, folder: Path, tables: Sequence[TableSpec]) -> None:
        """Open the folder, making it where it is missing.

        Raises StoreError, in Chinese, when the folder cannot be used.
        """
        self._specs = {spec.name: spec for spec in tables}
        self._tinydb = TinyDB(folder / "zhibu.json", storage=AtomicFileStorage)
        storage = self._tinydb.storage
        assert isinstance(storage, AtomicFileStorage)
        self._storage = storage
        self._open = False

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside are on disk together when it ends, or none is.

        Raises StoreError when nested. An exception inside leaves memory and disk as they were.
        """
        if self._open:
            raise StoreError("上一件事还没有记完，不能同时开始另一件。")
        self._open = True
        try:
            with self._storage.held():
                yield
        finally:
            self._open = False
            self._tinydb.clear_cache()

    def add(self, table: str, document: Mapping[str, Any]) -> int:
        """Add a document and return its id.

        Raises DuplicateKeyError when a unique key of the table is taken.
        """
        self._must_be_open()
        self._check_unique(table, document, but=None)
        rows = self._tinydb.table(table, cache_size=0)
        new_id: int = rows._get_next_id()  # type: ignore[no-untyped-call]
        row = {**copy.deepcopy(dict(document)), "id": new_id}
        rows.insert(Document(row, doc_id=new_id))
        return new_id

    def replace(self, table: str, row_id: int, document: Mapping[str, Any]) -> None:
        """Put another document in the place of one. Raises StoreError when there is none."""
        self._must_be_open()
        rows = self._tinydb.table(table, cache_size=0)
        if rows.get(doc_id=row_id) is None:
            raise StoreError(f"{table} 中没有第 {row_id} 条。")
        self._check_unique(table, document, but=row_id)
        row = {**copy.deepcopy(dict(document)), "id": row_id}

        def put(stored: dict[int, Mapping[Any, Any]]) -> None:
            stored[row_id] = row

        rows._update_table(put)

    def get(self, table: str, row_id: int) -> Row | None:
        """The document with that id."""
        found = self._tinydb.table(table, cache_size=0).get(doc_id=row_id)
        return copy.deepcopy(dict(found)) if isinstance(found, Document) else None

    def one(self, table: str, **equal: Any) -> Row | None:
        """The first document whose fields equal these; None where there is none."""
        found = self.find(table, **equal)
        return found[0] if found else None

    def find(self, table: str, **equal: Any) -> list[Row]:
        """All documents whose fields equal these, in the order of their ids."""
        self._spec(table)
        return [
            copy.deepcopy(dict(row))
            for row in self._tinydb.table(table, cache_size=0)
            if all(row.get(field) == value for field, value in equal.items())
        ]

    def count(self, table: str, **equal: Any) -> int:
        """How many documents have these fields."""
        return len(self.find(table, **equal))

    def last(self, table: str) -> Row | None:
        """The document with the highest id."""
        found = self.find(table)
        return found[-1] if found else None

    def close(self) -> None:
        """Let go of the files. May be called more than once."""
        self._tinydb.close()

    def _spec(self, table: str) -> TableSpec:
        return self._specs[table]

    def _must_be_open(self) -> None:
        if not self._open:
            raise StoreError("写入必须在一次 transaction 之内。")

    def _check_unique(self, table: str, document: Mapping[str, Any], but: int | None) -> None:
        for fields in self._spec(table).unique:
            values = {field: document.get(field) for field in fields}
            if None in values.values():
                continue
            if any(row["id"] != but for row in self.find(table, **values)):
                raise DuplicateKeyError(table, values)
