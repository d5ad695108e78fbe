"""Hash indexes: which documents have these values in these fields.

An index keeps only the hash of the values, an int, and the ids in rising order:
a fifth of the memory of the values themselves. Two values may share a hash, so
an index names candidates; who asks compares the documents. Knows no files.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

Row = dict[str, Any]
"""One document, as plain JSON values."""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table's name, its unique keys and the fields it is looked up by.

    A unique key is a tuple of fields; a document in which one of them is None
    or absent takes no part in it.
    """

    name: str
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()


# The ints up to here take 32 bytes, those of a whole hash 48; of 300,000 keys some 40 meet.
_SHORT = (1 << 30) - 1


class Index:
    """Ids by the values of some fields; an absent field counts as None."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        self._only = fields[0] if len(fields) == 1 else None
        # One id is by far the usual case and needs no array of its own.
        self._ids: dict[int, int | array[int]] = {}

    def key(self, row: Mapping[str, Any]) -> int | None:
        """The hash of the row's values; None when one is a list or an object.

        Such a row is in no index, and no scalar equals it.
        """
        try:
            if self._only is not None:
                return hash((row.get(self._only),)) & _SHORT
            return hash(tuple([row.get(field) for field in self.fields])) & _SHORT
        except TypeError:
            return None

    def is_same(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Whether two rows have the same values here, and so the same key."""
        if self._only is not None:
            return bool(one.get(self._only) == other.get(self._only))
        for field in self.fields:  # noqa: SIM110 - called for each index of each write
            if one.get(field) != other.get(field):
                return False
        return True

    def keys(self, rows: Sequence[Row]) -> list[int | None]:
        """The keys of many rows; a good deal faster than one by one."""
        try:
            values = map(itemgetter(*self.fields), rows)
            if len(self.fields) == 1:
                return [hash((value,)) & _SHORT for value in values]
            return [hash(value) & _SHORT for value in values]
        except (KeyError, TypeError):  # a field is absent, or holds a list
            return [self.key(row) for row in rows]

    def candidates(self, key: int) -> Sequence[int]:
        """The ids under a key, rising. Not to be changed, nor kept over a write."""
        ids = self._ids.get(key)
        if ids is None:
            return ()
        return (ids,) if isinstance(ids, int) else ids

    def shared(self) -> Iterator[Sequence[int]]:
        """The ids under each key that has more than one."""
        return (ids for ids in self._ids.values() if isinstance(ids, array) and len(ids) > 1)

    def add(self, key: int | None, row_id: int) -> None:
        """Note the id under the key."""
        if key is None:
            return
        ids = self._ids.setdefault(key, row_id)
        if isinstance(ids, array):
            if row_id > ids[-1]:
                ids.append(row_id)
            else:
                insort(ids, row_id)
        elif ids != row_id:
            self._ids[key] = array("q", sorted((ids, row_id)))

    def add_rising(self, keys: Sequence[int | None], ids: Sequence[int]) -> None:
        """Note each id under its key; they rise, and all are higher than those noted before."""
        noted = self._ids
        for key, row_id in zip(keys, ids, strict=True):
            found = noted.get(key)  # type: ignore[arg-type]  # None is never a key
            if found is None:
                if key is not None:
                    noted[key] = row_id
            elif isinstance(found, int):
                noted[key] = array("q", (found, row_id))  # type: ignore[index]
            else:
                found.append(row_id)

    def clear(self) -> None:
        """Forget all ids."""
        self._ids.clear()

    def remove(self, key: int | None, row_id: int) -> None:
        """Forget the id under the key, where it was noted."""
        if key is None:
            return
        ids = self._ids[key]
        if isinstance(ids, int) or len(ids) == 1:
            del self._ids[key]
        else:
            del ids[bisect_left(ids, row_id)]
