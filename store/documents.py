"""One table in memory: documents as JSON bytes by id, with its indexes.

Bytes take a third of the memory of dicts, and parsing them on each use gives
every reader a copy of its own: nobody can change what is stored by changing
what was returned. Knows no files, no transactions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from store.errors import StoreError
from store.frames import table_label
from store.indexes import Index, Row, TableSpec
from store.json_bytes import decode, decode_all

_AT_ONCE = 1000
_INDEXED_AT_ONCE = 100  # so few that they are still near at hand when their keys are taken
_LINE_OVERHEAD = 12  # "put", an id, spaces and the line end
_STAMPS = count()


class Documents:
    """The documents of one table. Ids are positive ints; any order of ids is rising."""

    def __init__(self, spec: TableSpec) -> None:
        self.name = spec.name
        self.label = table_label(spec.name)
        self.raws: dict[int, bytes] = {}
        self.weight = 0  # about the bytes these documents take in a journal
        self._unique = tuple(Index(fields) for fields in spec.unique)
        self._indexes = self._unique + tuple(Index(fields) for fields in spec.indexes)
        self._waiting = False  # loaded, and not yet indexed: nobody has asked
        self._serving: dict[tuple[str, ...], tuple[Index, ...]] = {}  # by the fields asked for
        self._last_id = 0
        self.stamp = next(_STAMPS)  # another one after each change

    @property
    def last_id(self) -> int:
        """The highest id; 0 when there is none."""
        if self._last_id and self._last_id not in self.raws:
            self._last_id = max(self.raws, default=0)
        return self._last_id

    def ids(self) -> list[int]:
        """All ids, rising."""
        return sorted(self.raws)

    def put(
        self, row_id: int, raw: bytes | None, row: Row | None = None, old: Row | None = None
    ) -> bytes | None:
        """Put a document in its place, or None to take it away; returns what was there.

        ``row`` is what ``raw`` holds, ``old`` what was there, where the caller has them parsed.
        """
        self.stamp = next(_STAMPS)
        before = self.raws.get(row_id)
        if self._indexes and not self._waiting and raw != before:
            if before is not None and old is None:
                old = decode(before)
            new = decode(raw) if row is None and raw is not None else row
            self._index(row_id, old, new)
        if raw is None:
            self.raws.pop(row_id, None)
        else:
            self.raws[row_id] = raw
            if row_id > self._last_id:
                self._last_id = row_id
        overhead = len(self.label) + _LINE_OVERHEAD
        self.weight += (0 if raw is None else len(raw) + overhead) - (
            0 if before is None else len(before) + overhead
        )
        return before

    def load(self, raws: dict[int, bytes], *, keys_at_once: bool) -> None:
        """Take over all documents at once. They are indexed when an index is first asked.

        ``keys_at_once``: a table with unique keys now, so that books in which two documents
        have the same are refused. Raises StoreError then: this program cannot write that.
        """
        self.stamp = next(_STAMPS)
        self.raws = raws
        self._last_id = max(raws, default=0)
        self.weight = sum(map(len, raws.values()))
        self.weight += len(raws) * (len(self.label) + _LINE_OVERHEAD)
        self._waiting = bool(self._indexes)
        if keys_at_once and self._unique:
            self._index_all()

    def conflict(
        self, row: Mapping[str, Any], but: int | None, old: Row | None = None
    ) -> tuple[str, ...] | None:
        """The fields of a unique key that a document other than ``but`` has already taken.

        ``old``: what ``but`` says now, where that is known; a key that it has already is free.
        """
        if self._waiting and self._unique:
            self._index_all()
        for index in self._unique:
            if old is not None and index.is_same(old, row):
                continue
            key = index.key(row)
            if key is not None:
                ids = index.candidates(key)
                if not ids or (len(ids) == 1 and ids[0] == but):
                    continue
            equal = {field: row.get(field) for field in index.fields}
            if None not in equal.values() and any(found != but for found, _ in self.find(equal)):
                return index.fields
        return None

    def candidates(self, equal: Mapping[str, Any]) -> Sequence[int]:
        """Ids, rising, among which are all documents with these values.

        The shortest answer of the declared indexes; all ids where none applies.
        """
        best: Sequence[int] | None = None
        for index in self._serve(tuple(equal)):
            key = index.key(equal)
            if key is not None:
                ids = index.candidates(key)
                if best is None or len(ids) < len(best):
                    best = ids
        return self.ids() if best is None else best

    def find(
        self, equal: Mapping[str, Any], among: Sequence[int] | None = None
    ) -> Iterator[tuple[int, Row]]:
        """Documents with these values, all or of these ids, rising, parsed as they are taken."""
        wanted = equal.items()
        for row_id, row in self.parsed(self.candidates(equal) if among is None else among):
            if all(row.get(field) == value for field, value in wanted):
                yield row_id, row

    def parsed(self, ids: Sequence[int]) -> Iterator[tuple[int, Row]]:
        """The documents with these ids: the first ones singly, many of them in ever larger steps.

        So whoever wants one pays for one, and whoever wants all pays half.
        """
        start, step = 0, 1
        while start < len(ids):
            some = ids[start : start + step]
            yield from zip(some, decode_all([self.raws[row_id] for row_id in some]), strict=True)
            start, step = start + step, min(step * 4, _AT_ONCE)

    def _serve(self, asked: tuple[str, ...]) -> tuple[Index, ...]:
        """The indexes that can answer for these fields."""
        found = self._serving.get(asked)
        if found is None:
            found = tuple(i for i in self._indexes if set(asked).issuperset(i.fields))
            self._serving[asked] = found
        if found and self._waiting:
            self._index_all()
        return found

    def _index(self, row_id: int, old: Row | None, new: Row | None) -> None:
        for index in self._indexes:
            if old is None or new is None:
                if old is not None:
                    index.remove(index.key(old), row_id)
                if new is not None:
                    index.add(index.key(new), row_id)
            elif not index.is_same(old, new):
                index.remove(index.key(old), row_id)
                index.add(index.key(new), row_id)

    def _index_all(self) -> None:
        """Index what was loaded. Raises StoreError when two documents have the same unique key."""
        ids = self.ids()
        for index in self._indexes:
            index.clear()
        for start in range(0, len(ids), _INDEXED_AT_ONCE):
            some = ids[start : start + _INDEXED_AT_ONCE]
            rows = decode_all([self.raws[row_id] for row_id in some])
            for index in self._indexes:
                index.add_rising(index.keys(rows), some)
        self._refuse_doubles()
        self._waiting = False

    def _refuse_doubles(self) -> None:
        for index in self._unique:
            for ids in index.shared():
                seen: dict[tuple[Any, ...], int] = {}
                for row_id, row in self.parsed(ids):
                    values = tuple([row.get(field) for field in index.fields])
                    if None not in values and seen.setdefault(values, row_id) != row_id:
                        raise StoreError(
                            f"{self.name} 的第 {seen[values]} 条和第 {row_id} 条"
                            f"有相同的 {'、'.join(index.fields)}，账本不能打开。"
                            "请用最近的备份恢复：zhibu restore 备份文件"
                        )
