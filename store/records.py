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
        if "table" in equal:
            return next(iter(self.find(db, **equal)), None)
        row = db.one(self.name, **_plain(equal))
        return None if row is None else from_row(self.kind, row)

    def find(self, db: Database, **equal: Any) -> list[R]:
        """All records with these fields, in the order they were added."""
        wanted = _plain(equal)
        # The database calls its own argument so; a field of that name is compared here.
        named = {key: wanted.pop(key) for key in ("table",) if key in wanted}
        rows = db.find(self.name, **wanted)
        return [from_row(self.kind, row) for row in rows if named.items() <= row.items()]

    def count(self, db: Database, **equal: Any) -> int:
        """How many records have these fields."""
        if "table" in equal:
            return len(self.find(db, **equal))
        return db.count(self.name, **_plain(equal))


def _plain(equal: dict[str, Any]) -> dict[str, Any]:
    return {key: plain(value) for key, value in equal.items()}
