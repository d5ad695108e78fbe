"""The engine: tables in memory on a journal on disk, changed in transactions.

The only place where memory and disk change together. One writer at a time: a
transaction holds the lock until its frame is on the drive, so nobody sees, and
nobody builds on, what is not yet durable. There is no group commit, because
there is nobody to group with: handlers are plain functions on one event loop
and never wait for each other inside a transaction. Threads are safe, in turn.

Knows tables and documents; nothing of TinyDB, members or dues.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from store.compaction import Compactor, second_file
from store.disk import Disk
from store.documents import Documents
from store.errors import DuplicateKeyError, StoreError, disk_errors
from store.frames import frame
from store.indexes import Row, TableSpec
from store.journal_file import JournalFile, patiently
from store.json_bytes import decode, encode
from store.lines import Replay, delete_line, drop_line, put_line, schema_line, table_line
from store.lock import StoreLock

_UNDER_WAY = "上一件事还没有记完，不能同时开始另一件。"


def empty_store(schema: int = 1) -> bytes:
    """The first frame's body of a store without documents."""
    return schema_line(schema)


class Engine:
    """All tables of one journal. ``report`` says in Chinese what opening had to mend."""

    def __init__(
        self,
        path: Path,
        specs: Sequence[TableSpec] = (),
        *,
        first: Callable[[], bytes] = empty_store,
        disk: Disk | None = None,
        read_only: bool = False,
    ) -> None:
        """Open the journal; where there is none, make one whose first frame has ``first()``.

        To open read only takes no lock and changes nothing on disk, so it is possible
        while another process writes: it sees what was whole at that moment.
        Raises StoreError, in Chinese.
        """
        self.lock = threading.RLock()
        self._disk = disk or Disk()
        self.tables: dict[str, Documents] = {}
        self._unmade: dict[str, Documents] = {}  # asked for and not there yet: they stay empty
        self.schema = 0
        self._specs = {spec.name: spec for spec in specs}
        self._file = JournalFile(path, self._disk)
        self._lines: list[bytes] | None = None  # of the transaction under way
        self._undo: list[Callable[[], object]] = []
        self._rehearsed: list[Callable[[], object]] | None = None  # what a rehearsal did
        self._compactor = Compactor(self._file, self._disk)
        self._held = None if read_only else StoreLock(path.with_suffix(".lock"))
        try:
            if not read_only:
                self._prepare(first)
                self._load(Replay(self._file.frames(mend=True)), keys_at_once=True)
                self._file.open()
            else:
                replay = patiently(lambda: Replay(self._file.frames(mend=False)))
                self._load(replay, keys_at_once=False)
        except BaseException:
            self._let_go()
            raise

    @property
    def path(self) -> Path:
        """The journal."""
        return self._file.path

    @property
    def length(self) -> int:
        """Bytes of the journal that are acknowledged."""
        return self._file.length

    @property
    def report(self) -> tuple[str, ...]:
        """What opening had to mend, as sentences for the secretary."""
        return tuple(self._file.report)

    def table(self, name: str) -> Documents:
        """The documents of a table; to read. An unknown table is empty."""
        documents = self.tables.get(name) or self._unmade.get(name)
        if documents is None:
            documents = self._unmade[name] = self._new_table(name)
        return documents

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside are on the drive together when it ends, or none is made.

        Raises StoreError when nested. An exception inside leaves memory and disk as they were.
        """
        with self.lock:
            if self._rehearsed is not None:
                with self._act(self._rehearsed):
                    yield
                return
            if self._lines is not None:
                raise StoreError(_UNDER_WAY)
            self._file.writable()
            before = self._file.length
            lines: list[bytes] = []
            self._lines = lines
            try:
                yield
                if lines:
                    self._file.append(frame(b"".join(lines)))
            except BaseException:
                if self._file.length == before:  # else it is on the drive and holds
                    self._take_back(0)
                raise
            finally:
                self._lines = None
                self._undo.clear()
            if lines:
                written = self._file.length - before
                self._compactor.after(written, self.tables.values(), self.schema)

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Whatever is done inside is taken back at its end: to see what would come of it.

        Transactions inside are all or none as ever, but nothing goes to the drive, so it is
        possible with books that were opened to read. Nobody else gets in meanwhile.
        Raises StoreError within a transaction or another rehearsal.
        """
        with self.lock:
            if self._lines is not None or self._rehearsed is not None:
                raise StoreError(_UNDER_WAY)
            done: list[Callable[[], object]] = []
            self._rehearsed = done
            try:
                yield
            finally:
                while done:
                    done.pop()()
                self._rehearsed = None

    @contextmanager
    def _act(self, done: list[Callable[[], object]]) -> Iterator[None]:
        """A transaction of a rehearsal: how to take it back goes to ``done``."""
        if self._lines is not None:
            raise StoreError(_UNDER_WAY)
        self._lines = []
        try:
            yield
        except BaseException:
            self._take_back(0)
            raise
        finally:
            done += self._undo
            self._undo.clear()
            self._lines = None

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Several changes as one, within the transaction under way or else in their own."""
        with self.lock:
            if self._lines is None:
                with self.transaction():
                    yield
                return
            mark = len(self._undo)
            try:
                yield
            except BaseException:
                self._take_back(mark)
                raise

    def put(
        self,
        table: str,
        row_id: int,
        row: Mapping[str, Any],
        *,
        as_read: Row | None = None,
        old: Row | None = None,
    ) -> bytes:
        """Give a document this content; returns it as it is kept.

        ``as_read``: the row as it will be read, where the caller knows that; ``old``: what stands
        there, where he has read it already.
        Raises DuplicateKeyError; TypeError or ValueError for what JSON cannot hold.
        """
        raw = encode(row)
        new = decode(raw) if as_read is None else as_read  # parsed, a tuple is a list
        with self.lock:
            self._must_be_changing()
            documents = self.tables.get(table) or self._made(table)
            fields = documents.conflict(new, but=row_id, old=old)
            if fields is not None:
                raise DuplicateKeyError(table, {field: new[field] for field in fields})
            before = documents.put(row_id, raw, new, old)
            self._note(put_line(documents.label, row_id, raw), documents.put, row_id, before)
        return raw

    def delete(self, table: str, row_id: int) -> None:
        """Take a document away."""
        with self.lock:
            self._must_be_changing()
            documents = self._made(table)
            before = documents.put(row_id, None)
            self._note(delete_line(documents.label, row_id), documents.put, row_id, before)

    def make_table(self, name: str) -> None:
        """Let a table exist, though it may be empty."""
        with self.lock:
            self._must_be_changing()
            self._made(name)

    def drop_table(self, name: str) -> None:
        """Take a table away with all its documents."""
        with self.lock:
            self._must_be_changing()
            documents = self.tables.pop(name)
            self._note(drop_line(documents.label), self.tables.__setitem__, name, documents)

    def set_schema(self, version: int) -> None:
        """Say that all documents have this version's shape."""
        with self.lock:
            self._must_be_changing()
            self._note(schema_line(version), setattr, self, "schema", self.schema)
            self.schema = version

    def close(self) -> None:
        """Let go of the files. May be called more than once."""
        with self.lock:
            self._let_go()

    def _must_be_changing(self) -> None:
        """Called with the lock, so that no thread slips a change into another's transaction."""
        if self._lines is None:
            raise StoreError("写入必须在一次 transaction 之内。")

    def _note(self, line: bytes, undo: Callable[..., object], *arguments: object) -> None:
        assert self._lines is not None
        self._lines.append(line)
        self._undo.append(partial(undo, *arguments))

    def _take_back(self, mark: int) -> None:
        assert self._lines is not None
        while len(self._undo) > mark:
            self._undo.pop()()
            self._lines.pop()

    def _new_table(self, name: str) -> Documents:
        return Documents(self._specs.get(name) or TableSpec(name))

    def _made(self, name: str) -> Documents:
        documents = self.tables.get(name)
        if documents is None:
            documents = self.tables[name] = self._new_table(name)
            self._note(table_line(documents.label), self.tables.pop, name)
        return documents

    def _prepare(self, first: Callable[[], bytes]) -> None:
        left_over = second_file(self.path)
        with disk_errors(left_over, "清理"):
            if left_over.exists():
                self._disk.remove(left_over)
        if not self.path.exists():
            self._file.create(frame(first()))

    def _load(self, replay: Replay, *, keys_at_once: bool) -> None:
        self.schema = replay.schema
        for name, raws in replay.tables.items():
            self.tables[name] = self._new_table(name)
            self.tables[name].load(raws, keys_at_once=keys_at_once)

    def _let_go(self) -> None:
        try:
            self._compactor.give_up()
            self._file.close()
        finally:
            if self._held is not None:
                self._held.release()
