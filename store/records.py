"""Typed access to a table: records in, records out. The subject modules build on this."""

from __future__ import annotations

from functools import partial
from typing import Any, Generic, TypeVar

from store.codec import from_row, is_fixed
from store.database import Database
from store.known import Reader

R = TypeVar("R")


class Table(Generic[R]):
    """One table's records of one kind; ``id`` is the database's."""

    def __init__(self, name: str, kind: type[R]) -> None:
        self.name = name
        self.kind = kind
        self._read = Reader(partial(from_row, kind), keeps=is_fixed(kind))

    def add(self, db: Database, record: R) -> int:
        """Add and return the id. Raises DuplicateKeyError."""
        added: Any = db.values.write(self.name, self._read, record, 0)
        return int(added.id)

    def added(self, db: Database, record: R) -> R:
        """Add and return it as it stands on the books, with its id. Raises DuplicateKeyError."""
        return db.values.write(self.name, self._read, record, 0)

    def put(self, db: Database, record: R) -> None:
        """Replace the record of the same id, or add it where its id is 0."""
        db.values.write(self.name, self._read, record, record.id)  # type: ignore[attr-defined]

    def get(self, db: Database, row_id: int) -> R | None:
        """The record with that id."""
        return db.values.value(self.name, self._read, row_id)

    def one(self, db: Database, **equal: Any) -> R | None:
        """The first record with these fields."""
        found = db.values.read(self.name, self._read, equal)
        return found[0] if found else None

    def find(self, db: Database, **equal: Any) -> list[R]:
        """All records with these fields, in the order they were added."""
        return db.values.read(self.name, self._read, equal)

    def count(self, db: Database, **equal: Any) -> int:
        """How many records have these fields."""
        return len(self.find(db, **equal)) if equal else db.count(self.name)
