"""Values read from documents lately, given again while the document is the same.

Reading the same member for each of his messages would cost more than anything else that is
done about them. A value is good while the very bytes it was read from stand in the table, so
neither a change nor one taken back needs to be told. Knows no table by name and no files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from store.documents import Documents
from store.indexes import Row
from store.json_bytes import decode

T = TypeVar("T")

MOST_KEPT = 1000
"""Values of a table that are kept; the oldest gives way."""

MOST_ASKED = 64
"""Longer answers are read anew: they would push out everything else."""


@dataclass(frozen=True, slots=True, eq=False)
class Reader(Generic[T]):
    """How a document becomes a value. ``keeps``: nobody can change one, so it may be shared."""

    make: Callable[[Row], T]
    keeps: bool


class Known(Generic[T]):
    """What one reader read lately, by id."""

    def __init__(self, make: Callable[[Row], T]) -> None:
        self._make = make
        self._kept: dict[int, tuple[bytes, Row, T]] = {}

    def find(self, documents: Documents, ids: Sequence[int], equal: Mapping[str, Any]) -> list[T]:
        """The values of those of these documents that have these fields."""
        wanted = equal.items()
        found = []
        for row_id in ids:
            raw = documents.raws[row_id]
            kept = self._kept.get(row_id)
            if kept is None or kept[0] is not raw:
                kept = self._keep(row_id, raw)
            row = kept[1]
            for field, value in wanted:
                if row.get(field) != value:
                    break
            else:
                found.append(kept[2])
        return found

    def _keep(self, row_id: int, raw: bytes) -> tuple[bytes, Row, T]:
        row = decode(raw)
        row["id"] = row_id
        if len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        kept = self._kept[row_id] = (raw, row, self._make(row))
        return kept
