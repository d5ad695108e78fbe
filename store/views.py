"""What TinyDB's table code sees of a table, and what it asks of a query.

TinyDB reads a table as a mapping of ids as text, changes it as one of ids as
ints, and describes a query in the value it is hashed by. These stand-ins touch
only the documents in question instead of parsing the table. Know no files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from tinydb.queries import QueryLike

from store.documents import Documents
from store.engine import Engine
from store.indexes import Row
from store.json_bytes import decode


def equalities(cond: QueryLike) -> dict[str, Any]:
    """Fields and scalars that a document must have to meet the condition; {} when unknown.

    A TinyDB query describes itself in the value it is hashed by.
    """
    equal: dict[str, Any] = {}
    described = [getattr(cond, "_hash", None)]
    while described:
        match described.pop():
            case ("and", parts):
                described.extend(parts)
            case ("==", (str(field),), str() | int() | float() | None as value):
                equal[field] = value
            case _:
                continue
    return equal


class Reading(Mapping[str, Row]):
    """A table as TinyDB reads it: ids as text, each document parsed when it is asked for."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._lock = engine.lock
        self._documents = engine.table(name)

    def __getitem__(self, key: str) -> Row:
        with self._lock:
            raw = self._documents.raws.get(int(key)) if key.isdecimal() else None
        if raw is None:
            raise KeyError(key)
        return decode(raw)

    def __iter__(self) -> Iterator[str]:
        with self._lock:
            return map(str, self._documents.ids())

    def __len__(self) -> int:
        return len(self._documents.raws)


class Working(MutableMapping[int, Any]):
    """A table as TinyDB changes it: documents taken out are put back when they differ."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self.taken: dict[int, Any] = {}
        self.gone: set[int] = set()

    def __getitem__(self, row_id: int) -> Any:
        if row_id not in self.taken:
            if row_id in self.gone:
                raise KeyError(row_id)
            self.taken[row_id] = decode(self._documents.raws[row_id])
        return self.taken[row_id]

    def __setitem__(self, row_id: int, row: Any) -> None:
        self.taken[row_id] = row
        self.gone.discard(row_id)

    def __delitem__(self, row_id: int) -> None:
        if row_id not in self:
            raise KeyError(row_id)
        self.taken.pop(row_id, None)
        if row_id in self._documents.raws:
            self.gone.add(row_id)

    def __iter__(self) -> Iterator[int]:
        return iter(sorted((self._documents.raws.keys() | self.taken.keys()) - self.gone))

    def __len__(self) -> int:
        return len((self._documents.raws.keys() | self.taken.keys()) - self.gone)

    def __contains__(self, row_id: object) -> bool:
        return row_id in self.taken or (row_id in self._documents.raws and row_id not in self.gone)
