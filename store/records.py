"""Typed access to a table: records in, records out. The subject modules build on this."""

from __future__ import annotations

from functools import partial
from typing import Any, Generic, TypeVar

from store.codec import from_row, is_fixed, plain, to_row
from store.database import Database
from store.known import Reader

R = TypeVar("R")
_AS_IT_IS = frozenset({str, int})


class Table(Generic[R]):
    """One table's records of one kind; ``id`` is the database's."""

    def __init__(self, name: str, kind: type[R]) -> None:
        self.name = name
        self.kind = kind
        self._read = Reader(partial(from_row, kind), keeps=is_fixed(kind))

    def add(self, db: Database, record: R) -> int:
        """Add and return the id. Raises DuplicateKeyError."""
        return db.add(self.name, to_row(record))

    def put(self, db: Database, record: R) -> None:
        """Replace the record of the same id, or add it where its id is 0."""
        row_id: int = record.id  # type: ignore[attr-defined]
        if row_id:
            db.replace(self.name, row_id, to_row(record))
        else:
            db.add(self.name, to_row(record))

    def get(self, db: Database, row_id: int) -> R | None:
        """The record with that id."""
        found = db.read(self.name, self._read, {"id": row_id})
        return found[0] if found else None

    def one(self, db: Database, **equal: Any) -> R | None:
        """The first record with these fields."""
        found = db.read(self.name, self._read, _plain(equal))
        return found[0] if found else None

    def find(self, db: Database, **equal: Any) -> list[R]:
        """All records with these fields, in the order they were added."""
        return db.read(self.name, self._read, _plain(equal))

    def count(self, db: Database, **equal: Any) -> int:
        """How many records have these fields."""
        return len(self.find(db, **equal)) if equal else db.count(self.name)


def _plain(equal: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value if type(value) in _AS_IT_IS else plain(value) for key, value in equal.items()
    }
