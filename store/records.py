"""Typed access to a table: records in, records out. The subject modules build on this."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from store.codec import from_row, plain, to_row
from store.database import Database

R = TypeVar("R")


class Table(Generic[R]):
    """One table's records of one kind; ``id`` is the database's."""

    def __init__(self, name: str, kind: type[R]) -> None:
        self.name = name
        self.kind = kind

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
        row = db.get(self.name, row_id)
        return None if row is None else from_row(self.kind, row)

    def one(self, db: Database, **equal: Any) -> R | None:
        """The first record with these fields."""
        row = db.one(self.name, **{key: plain(value) for key, value in equal.items()})
        return None if row is None else from_row(self.kind, row)

    def find(self, db: Database, **equal: Any) -> list[R]:
        """All records with these fields, in the order they were added."""
        wanted = {key: plain(value) for key, value in equal.items()}
        return [from_row(self.kind, row) for row in db.find(self.name, **wanted)]

    def count(self, db: Database, **equal: Any) -> int:
        """How many records have these fields."""
        return db.count(self.name, **{key: plain(value) for key, value in equal.items()})
