"""TinyDB on the journal: the storage, the table and the database class.

``JournalDB(path)`` is used as TinyDB's documentation says (``insert``, ``search``,
``Query``, ``where`` …) and adds ``transaction()``. TinyDB's own seam hands the
whole state to ``Storage.write()`` on each change; so the table reads and writes
single documents instead, by overriding ``_read_table``, ``_update_table`` and
``_get_next_id``. The first two are private: TinyDB's version is pinned, and its
own test suite is run against these classes.

Other than in TinyDB: there is no query cache (its keys leave out a path or flags
of some queries, and a changed result would change it), ``==`` and ``&`` of ``==`` on
declared fields are answered by an index, documents come in the order of ids.

Must not know members, dues or messages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from store.engine import Engine
from store.indexes import TableSpec
from store.json_bytes import decode, encode
from store.views import Reading, Working, equalities

Fields = Mapping[Any, Any] | Callable[[MutableMapping[Any, Any]], None]


class JournalStorage(Storage):
    """The whole state of an engine, for what TinyDB asks of a storage."""

    def __init__(self, path: str | Path, tables: Sequence[TableSpec] = (), **opening: Any) -> None:
        """Opens as Engine does; ``opening`` are its other arguments."""
        self.engine = Engine(Path(path), tables, **opening)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """All documents of all tables; None when there is no table."""
        with self.engine.lock:
            return {
                name: {str(row_id): row for row_id, row in table.parsed(table.ids())}
                for name, table in self.engine.tables.items()
            } or None

    def write(self, data: Mapping[str, Mapping[Any, Mapping[Any, Any]]]) -> None:
        """Make this the whole state, in one transaction; only differences are written."""
        engine = self.engine
        with engine.whole():
            for name in engine.tables.keys() - data.keys():
                engine.drop_table(name)
            for name, rows in data.items():
                engine.make_table(name)
                wanted = {int(row_id): row for row_id, row in rows.items()}
                _make_so(engine, name, wanted, gone=engine.table(name).raws.keys() - wanted.keys())

    def close(self) -> None:
        """Let go of the files."""
        self.engine.close()


class JournalTable(Table):
    """A table that reads and writes single documents of the engine."""

    default_query_cache_capacity = 0

    @property
    def _engine(self) -> Engine:
        return cast(JournalStorage, self._storage).engine

    def search(self, cond: QueryLike) -> list[Document]:
        """Documents that meet the condition, in the order of ids; copies."""
        return list(self._matching(cond))

    def get(  # type: ignore[override]  # TinyDB declares one overload per way to call it
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> Document | list[Document] | None:
        """One document by condition or id, None where there is none; several by ids."""
        if doc_id is None and doc_ids is not None:
            rows = self._read_table()
            ids = sorted(set(doc_ids))
            return [self.document_class(rows[str(i)], i) for i in ids if str(i) in rows]
        if doc_id is None and cond is not None:
            return next(self._matching(cond), None)
        found: Document | None = super().get(cond, doc_id=cast(int, doc_id))
        return found

    def update(
        self,
        fields: Fields,
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """As TinyDB's; a condition on indexed fields looks at the documents in question only."""
        return super().update(fields, cond, self._only_ids(cond, doc_ids))

    def remove(
        self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """As TinyDB's; a condition on indexed fields looks at the documents in question only."""
        return super().remove(cond, self._only_ids(cond, doc_ids))

    def _only_ids(
        self, cond: QueryLike | None, doc_ids: Iterable[int] | None
    ) -> Iterable[int] | None:
        if doc_ids is not None or cond is None or not equalities(cond):
            return doc_ids
        return [found.doc_id for found in self._matching(cond)]

    def __iter__(self) -> Iterator[Document]:
        """All documents as they were at one moment, in the order of ids; copies."""
        return self._matching(None)

    def _matching(self, cond: QueryLike | None) -> Iterator[Document]:
        equal = {} if cond is None else equalities(cond)
        with self._engine.lock:
            documents = self._engine.table(self.name)
            raws = [(row_id, documents.raws[row_id]) for row_id in documents.candidates(equal)]
        for row_id, raw in raws:
            row = decode(raw)
            if cond is None or cond(row):
                yield self.document_class(row, row_id)

    def _read_table(self) -> dict[str, Mapping[Any, Any]]:
        return cast(dict[str, Mapping[Any, Any]], Reading(self._engine, self.name))

    def _update_table(self, updater: Callable[[dict[int, Mapping[Any, Any]]], None]) -> None:
        engine = self._engine
        with engine.whole():
            engine.make_table(self.name)
            working = Working(engine.table(self.name))
            updater(cast(dict[int, Mapping[Any, Any]], working))
            _make_so(engine, self.name, working.taken, working.gone)

    def _get_next_id(self) -> int:
        with self._engine.lock:
            free = self._engine.table(self.name).last_id + 1
            given: int = max(free, self._next_id or free)
            self._next_id = given + 1  # type: ignore[assignment]  # declared as None
            return given


class JournalDB(TinyDB):
    """TinyDB on a journal: ``JournalDB(path, tables=[TableSpec(…)])``."""

    table_class = JournalTable
    default_storage_class = JournalStorage  # type: ignore[assignment]  # declared too narrowly

    @property
    def engine(self) -> Engine:
        """What the tables stand on."""
        return cast(JournalStorage, self.storage).engine

    def transaction(self) -> AbstractContextManager[None]:
        """All changes inside, over all tables, or none. Raises StoreError when nested."""
        return self.engine.transaction()

    def tables(self) -> set[str]:
        """The names of all tables."""
        return set(self.engine.tables)

    def drop_table(self, name: str) -> None:
        """Take a table away with all its documents."""
        self._tables.pop(name, None)
        with self.engine.whole():
            if name in self.engine.tables:
                self.engine.drop_table(name)


def _make_so(
    engine: Engine, table: str, wanted: Mapping[int, Mapping[Any, Any]], gone: Iterable[int]
) -> None:
    """Give these documents these contents and take those away; what is so already is left."""
    raws = engine.table(table).raws
    for row_id in sorted(gone):
        engine.delete(table, row_id)
    for row_id, row in wanted.items():
        if raws.get(row_id) != encode(row):
            engine.put(table, row_id, row)
