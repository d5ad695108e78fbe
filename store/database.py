"""The database: open a folder, transactions, unique keys, find by equal fields.

The only interface through which the subject modules of ``store/`` reach their
documents; what lies underneath (TinyDB's classes on a journal, see
store/journal.py) is nobody else's business. Knows nothing of members, dues or
messages.

Documents are JSON objects with an int ``id`` that the database gives. What is
returned is a copy: changing it changes nothing stored. One process, one writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from store.disk import Disk
from store.documents import Documents
from store.errors import DuplicateKeyError, StoreError, disk_errors
from store.indexes import Row, TableSpec
from store.journal import JournalDB
from store.journal_file import free_name
from store.json_bytes import decode, decode_all
from store.migrations import MIGRATIONS, Migration, migrated, newest, recounted
from store.takeover import first_body, put_aside
from store.values import Values

__all__ = ["JOURNAL_NAME", "Database", "DuplicateKeyError", "Row", "StoreError", "TableSpec"]

JOURNAL_NAME = "zhibu.journal"
T = TypeVar("T")
_AT_ONCE = 100


class Database:
    """All tables of one data folder.

    ``report`` says in Chinese sentences what opening had to do: cut a torn tail,
    take over old books, bring documents into a new shape. Empty on a usual day.
    """

    def __init__(
        self,
        folder: Path,
        tables: Sequence[TableSpec],
        *,
        read_only: bool = False,
        migrations: Sequence[Migration] = MIGRATIONS,
        disk: Disk | None = None,
    ) -> None:
        """Open the folder, making it where it is missing.

        Read only needs no lock: it shows what was on disk at that moment, while
        another process may go on writing.
        Raises StoreError, in Chinese, when the folder cannot be used, StoreHeldError when
        another process writes to it, DamageError when the journal is damaged.
        """
        self._folder = folder
        self._declared = {spec.name for spec in tables}
        self._disk = disk or Disk()
        self._migrations = migrations
        self._memory: dict[tuple[str, str], tuple[object, Any]] = {}
        schema = newest(migrations)
        if not read_only:
            with disk_errors(folder, "新建文件夹"):
                self._disk.make_folder(folder)
        self.tinydb = JournalDB(
            folder / JOURNAL_NAME,
            tables,
            first=partial(first_body, folder, schema, self._disk),
            disk=self._disk,
            read_only=read_only,
        )
        self._engine = self.tinydb.engine
        self.values = Values(self._engine, self._documents)
        try:
            self.report = (*self._engine.report, *self._brought_up(schema, read_only))
        except BaseException:
            self.close()
            raise

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside are on disk together when it ends, or none is.

        Raises StoreError when nested. An exception inside leaves memory and disk as they were.
        """
        return self._engine.transaction()

    def rehearsal(self) -> AbstractContextManager[None]:
        """All that is written inside is taken back at its end, and never reaches the drive.

        To try something on the very books. Raises StoreError within a transaction.
        """
        return self._engine.rehearsal()

    def add(self, table: str, document: Mapping[str, Any]) -> int:
        """Add a document and return its id.

        Raises DuplicateKeyError when a unique key of the table is taken.
        """
        with self._engine.lock:
            new_id = self._documents(table).last_id + 1
            self._engine.put(table, new_id, _without_id(document))
        return new_id

    def replace(self, table: str, row_id: int, document: Mapping[str, Any]) -> None:
        """Put another document in the place of one.

        Raises StoreError when there is none, DuplicateKeyError as add() does.
        """
        with self._engine.lock:
            if row_id not in self._documents(table).raws:
                raise StoreError(f"{table} 中没有第 {row_id} 条。")
            self._engine.put(table, row_id, _without_id(document))

    def get(self, table: str, row_id: int) -> Row | None:
        """The document with that id."""
        with self._engine.lock:
            raw = self._documents(table).raws.get(row_id)
        return None if raw is None else {**decode(raw), "id": row_id}

    def one(self, table: str, /, **equal: Any) -> Row | None:
        """The first document whose fields equal these; None where there is none."""
        with self._engine.lock:
            return next(self._found(table, equal), None)

    def find(self, table: str, /, **equal: Any) -> list[Row]:
        """All documents whose fields equal these, in the order of their ids.

        Costs what the answer costs where the fields are declared, else the table.
        """
        with self._engine.lock:
            return list(self._found(table, equal))

    def mentioning(self, table: str, text: str) -> list[Row]:
        """All documents in which this text stands as a value of a list or field, by id.

        For what no index knows (a list's members): looks at every document, but parses only
        those that hold the text. Plain ASCII text only.
        """
        quoted = f'"{text}"'.encode("ascii")
        with self._engine.lock:
            documents = self._documents(table)
            ids = sorted(row_id for row_id, raw in documents.raws.items() if quoted in raw)
            return [{**row, "id": row_id} for row_id, row in documents.parsed(ids)]

    def each(self, table: str) -> Iterator[tuple[int, Row]]:
        """All documents with their ids, rising, as they were at this moment; parsed as they
        are taken, so that a long table need not be in memory all at once.
        """
        with self._engine.lock:
            raws = sorted(self._documents(table).raws.items())
        for start in range(0, len(raws), _AT_ONCE):
            some = raws[start : start + _AT_ONCE]
            yield from zip([i for i, _ in some], decode_all([raw for _, raw in some]), strict=True)

    def count(self, table: str, /, **equal: Any) -> int:
        """How many documents have these fields."""
        with self._engine.lock:
            if not equal:
                return len(self._documents(table).raws)
            return sum(1 for _ in self._found(table, equal))

    def last(self, table: str) -> Row | None:
        """The document with the highest id."""
        with self._engine.lock:
            return self.get(table, self._documents(table).last_id)

    def remembered(self, table: str, key: str, make: Callable[[], T]) -> T:
        """What ``make`` made of a table; it is made again once anything in the table changed.

        Whoever gets it must not change it.
        """
        with self._engine.lock:
            stamp = self._engine.table(table).stamp
            known = self._memory.get((table, key))
            if known is None or known[0] != stamp:
                known = self._memory[table, key] = (stamp, make())
            made: T = known[1]
            return made

    def remembered_of(self, table: str, key: str, make: Callable[[], T], /, **equal: Any) -> T:
        """What ``make`` made of the documents with these values; made again once one changed.

        Whoever gets it must not change it. ``key`` says what it is, beside the values.
        """
        with self._engine.lock:
            documents = self._documents(table)
            # The very bytes, not copies: equal ones are mostly one and the same object.
            raws = [documents.raws[row_id] for row_id in documents.candidates(equal)]
            place = (table, f"{key}/{equal}")
            known = self._memory.get(place)
            if known is None or known[0] != raws:
                known = self._memory[place] = (raws, make())
            made: T = known[1]
            return made

    def stamps(self, *tables: str) -> tuple[int, ...]:
        """Others once anything in one of the tables changed."""
        with self._engine.lock:
            return tuple(self._engine.table(table).stamp for table in tables)

    @property
    def path(self) -> Path:
        """The journal."""
        return self._engine.path

    @property
    def stamp(self) -> int:
        """Another number after each change of the books: who shows them knows when to look."""
        return self._engine.length

    def journal(self) -> bytes:
        """The journal as far as it is acknowledged: all that a backup needs."""
        with (
            self._engine.lock,
            disk_errors(self.path, "读取账本"),
            self._disk.open_to_read(self.path) as file,
        ):
            return file.read(self._engine.length)

    def close(self) -> None:
        """Let go of the files. May be called more than once."""
        self.tinydb.close()

    def _documents(self, table: str) -> Documents:
        if table not in self._declared:
            raise KeyError(f"no table {table} was declared")
        return self._engine.table(table)

    def _found(self, table: str, equal: dict[str, Any]) -> Iterator[Row]:
        documents = self._documents(table)
        only = equal.pop("id", None)
        among = None if only is None else [only] if only in documents.raws else []
        for row_id, row in documents.find(equal, among):
            row["id"] = row_id
            yield row

    def _brought_up(self, schema: int, read_only: bool) -> Iterator[str]:
        """Old books taken over, old documents in today's shape: a sentence for each."""
        present = self._engine.schema
        if present > schema:
            raise StoreError(
                f"{self._folder} 里的账本是更新版本的 zhibu 写的"
                f"（第 {present} 版，本程序只认到第 {schema} 版）。请先升级 zhibu。"
            )
        if read_only:
            if present < schema:
                raise StoreError("账本还是旧版本的格式，请先运行一次 zhibu run。")
            return
        taken_over = put_aside(self._folder, self._disk)
        if taken_over:
            yield taken_over
        if present < schema:
            yield self._migrate(present, schema)

    def _migrate(self, present: int, schema: int) -> str:
        engine = self._engine
        aside = free_name(self.path, f"schema-{present}")
        with disk_errors(aside, "备份到"):
            self._disk.write_file(aside, self.journal())
        with engine.transaction():
            for name, documents in engine.tables.items():
                for row_id, row in documents.parsed(documents.ids()):
                    engine.put(name, row_id, migrated(name, row, present, self._migrations))
            books = {name: dict(t.parsed(t.ids())) for name, t in engine.tables.items()}
            for name, row_id, row in recounted(books, present, self._migrations):
                engine.put(name, row_id, row)
            engine.set_schema(schema)
        return f"账本已升级到第 {schema} 版，升级前的账本留作 {aside.name}。"


def _without_id(document: Mapping[str, Any]) -> Row:
    return {field: value for field, value in document.items() if field != "id"}
