"""Values read from documents lately, given again while the document is the same.

Reading the same member for each of his messages would cost more than anything else that is
done about them. A value is good while the very bytes it was read from stand in the table, so
neither a change nor one taken back needs to be told. Knows no table by name and no files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from store.codec import plain
from store.documents import Documents
from store.indexes import Row
from store.json_bytes import AS_IT_IS, decode

T = TypeVar("T")

MOST_KEPT = 1000
"""Values of a table that are kept; the oldest gives way."""

MOST_ANSWERS = 200
"""Answers that are kept while a table stays as it is."""

MOST_ASKED = 64
"""Longer answers are read anew: they would push out everything else."""


@dataclass(frozen=True, slots=True, eq=False)
class Reader(Generic[T]):
    """How a document becomes a value. ``keeps``: nobody can change one, so it may be shared."""

    make: Callable[[Row], T]
    keeps: bool


class Known(Generic[T]):
    """What one reader read lately, by id; and its answers, good until the table changes."""

    def __init__(self, make: Callable[[Row], T]) -> None:
        self._make = make
        self._kept: dict[int, tuple[bytes, Row, T]] = {}
        self._answers: dict[tuple[Any, ...], list[T]] = {}
        self._stamp = -1  # the table as it was when these answers were given

    def answers(self, documents: Documents) -> Mapping[tuple[Any, ...], list[T]]:
        """What was answered since anything in the table changed; not to be changed."""
        if documents.stamp != self._stamp:
            self._stamp = documents.stamp
            self._answers.clear()
        return self._answers

    def remember(self, asked: tuple[Any, ...], found: list[T]) -> None:
        """This is the answer, until something in the table changes."""
        if len(self._answers) < MOST_ANSWERS and len(found) <= MOST_ASKED:
            self._answers[asked] = found

    def get(self, documents: Documents, row_id: int) -> T | None:
        """The value of the document with that id."""
        raw = documents.raws.get(row_id)
        if raw is None:
            return None
        kept = self._kept.get(row_id)
        if kept is None or kept[0] is not raw:
            kept = self._read(row_id, raw)
        return kept[2]

    def row(self, row_id: int, raw: bytes | None) -> Row | None:
        """The parsed document, where it was read lately. Not to be changed."""
        kept = self._kept.get(row_id)
        return kept[1] if kept is not None and kept[0] is raw else None

    def find(self, documents: Documents, asked: Mapping[str, Any]) -> list[T]:
        """The values of those documents that have these fields."""
        equal, ids = candidates(documents, asked)
        if len(ids) > MOST_ASKED:
            return [self._make({**row, "id": row_id}) for row_id, row in documents.find(equal, ids)]
        wanted = equal.items()
        raws, kept_here = documents.raws, self._kept
        found = []
        for row_id in ids:
            raw = raws[row_id]
            kept = kept_here.get(row_id)
            if kept is None or kept[0] is not raw:
                kept = self._read(row_id, raw)
            row = kept[1]
            for field, value in wanted:
                if row.get(field) != value:
                    break
            else:
                found.append(kept[2])
        return found

    def keep(self, row_id: int, raw: bytes, row: Row, value: T) -> tuple[bytes, Row, T]:
        """The document says this, as was just read or written; ``row`` is not changed any more."""
        if len(self._kept) >= MOST_KEPT and row_id not in self._kept:
            del self._kept[next(iter(self._kept))]
        kept = self._kept[row_id] = (raw, row, value)
        return kept

    def _read(self, row_id: int, raw: bytes) -> tuple[bytes, Row, T]:
        row = decode(raw)
        row["id"] = row_id
        return self.keep(row_id, raw, row, self._make(row))


def candidates(
    documents: Documents, asked: Mapping[str, Any]
) -> tuple[dict[str, Any], Sequence[int]]:
    """What is asked, as documents have it, and the ids among which the answers are."""
    equal = {f: v if type(v) in AS_IT_IS else plain(v) for f, v in asked.items()}
    if "id" not in equal:
        return equal, documents.candidates(equal)
    row_id = equal.pop("id")
    return equal, [row_id] if row_id in documents.raws else []
