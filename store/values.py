"""Records instead of rows: read as values, written as the rows they become.

Stands beside ``Database``, on the same engine, for ``store/records.py`` alone: what a reader
makes of a document is made once while the document stays, and what was written is known. Knows
no table by name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from store.codec import to_row, with_id
from store.documents import Documents
from store.engine import Engine
from store.errors import StoreError
from store.json_bytes import decode
from store.known import Known, Reader, candidates

T = TypeVar("T")


class Values:
    """The values of one database's documents. ``documents`` gives a declared table's."""

    def __init__(self, engine: Engine, documents: Callable[[str], Documents]) -> None:
        self._engine = engine
        self._documents = documents
        self._known: dict[Reader[Any], Known[Any]] = {}

    def read(self, table: str, reader: Reader[T], asked: dict[str, Any]) -> list[T]:
        """As find(), each document made into a value; one that may be shared is made once."""
        with self._engine.lock:
            documents = self._engine.tables.get(table) or self._documents(table)
            if not reader.keeps:
                return _read(documents, reader, asked)
            known = self._known.get(reader) or self._begun(reader)
            question = tuple(asked.items())
            found = known.answers(documents).get(question)
            if found is None:
                found = known.find(documents, asked)
                known.remember(question, found)
            return found.copy()

    def value(self, table: str, reader: Reader[T], row_id: int) -> T | None:
        """As get(), made into a value."""
        with self._engine.lock:
            documents = self._engine.tables.get(table) or self._documents(table)
            if reader.keeps:
                return (self._known.get(reader) or self._begun(reader)).get(documents, row_id)
            raw = documents.raws.get(row_id)
            return None if raw is None else reader.make({**decode(raw), "id": row_id})

    def write(self, table: str, reader: Reader[T], record: T, row_id: int) -> T:
        """Put a record in the place of the one with that id, or add it where the id is 0.

        Returns it as it stands there. Raises DuplicateKeyError, and StoreError where there is
        none with that id.
        """
        row = to_row(record)
        with self._engine.lock:
            documents = self._engine.tables.get(table) or self._documents(table)
            known = self._known.get(reader) or self._begun(reader)
            if row_id:
                before = documents.raws.get(row_id)
                if before is None:
                    raise StoreError(f"{table} 中没有第 {row_id} 条。")
                old = known.row(row_id, before)
            else:
                row_id, old = documents.last_id + 1, None
                record = with_id(record, row_id)
            raw = self._engine.put(table, row_id, row, as_read=row, old=old)
            row["id"] = row_id
            if reader.keeps:
                known.keep(row_id, raw, row, record)
        return record

    def _begun(self, reader: Reader[T]) -> Known[T]:
        known = self._known[reader] = Known(reader.make)
        return known


def _read(documents: Documents, reader: Reader[T], asked: dict[str, Any]) -> list[T]:
    equal, ids = candidates(documents, asked)
    return [reader.make({**row, "id": row_id}) for row_id, row in documents.find(equal, ids)]
