"""Compaction: the journal written anew without what later lines overruled, a slice at a time.

While transactions go on, each is followed by one slice: some documents of the
state, as they then are, go to a second file and are flushed. When all tables are
through, what the journal gained since the beginning follows, slice by slice, then
the second file takes the journal's name. Reading it gives the same state: a slice
may already hold a later content of a document, but the lines that made it later
all follow, and the last one wins.

A crash at any step leaves the journal in use and at most a left-over second file,
which the next opening removes. An error gives up the attempt; the journal stays.

Of the files it knows only its own second one; it must not know what documents mean.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from store.disk import Disk
from store.documents import Documents
from store.frames import MAGIC, frame
from store.journal_file import JournalFile
from store.lines import put_line, schema_line, table_line

_log = logging.getLogger(__name__)

SLICE = 128 * 1024
"""Bytes a step writes: about a millisecond on a quiet disk."""

SMALLEST = 1024 * 1024
"""Bytes below which a journal is not worth the work."""


def second_file(path: Path) -> Path:
    """Where the successor of this journal grows."""
    return path.with_name(path.name + ".new")


class Compaction:
    """One attempt. Make it, then call step() after each transaction until it returns True."""

    def __init__(
        self, journal: JournalFile, tables: Iterable[Documents], schema: int, disk: Disk
    ) -> None:
        """Touches no file yet; the first step does."""
        self._journal = journal
        self._disk = disk
        self._path = second_file(journal.path)
        self._descriptor = -1
        self._bodies: Iterator[bytes] | None = _bodies(list(tables), schema)
        self._copied = journal.length  # of the journal, what the second file already covers
        self._length = 0

    def step(self, budget: int) -> bool:
        """Write about ``budget`` bytes and flush them. True when the journal is exchanged.

        Raises OSError; the attempt is then to be abandoned.
        """
        if self._descriptor < 0:
            self._descriptor = self._disk.create(self._path)
            self._append(MAGIC)
        if self._bodies is not None:
            body = next(self._bodies, None)
            if body is not None:
                self._append(frame(body))
                self._disk.sync(self._descriptor)
                return False
            self._bodies = None
        missing = self._journal.length - self._copied
        self._append(self._of_journal(min(missing, budget)))
        self._disk.sync(self._descriptor)
        if missing > budget:
            return False
        self._disk.close(self._descriptor)
        self._descriptor = -1
        self._journal.exchange(self._path, self._length)
        return True

    def abandon(self) -> None:
        """Take the second file away; where even that fails, the next opening does."""
        with suppress(OSError):
            if self._descriptor >= 0:
                descriptor, self._descriptor = self._descriptor, -1
                self._disk.close(descriptor)
            if self._path.exists():
                self._disk.remove(self._path)

    def _append(self, content: bytes) -> None:
        self._disk.write(self._descriptor, content, self._length)
        self._length += len(content)

    def _of_journal(self, length: int) -> bytes:
        with self._disk.open_to_read(self._journal.path) as file:
            file.seek(self._copied)
            content = file.read(length)
        if len(content) != length:
            raise OSError(f"{self._journal.path} is shorter than what was acknowledged")
        self._copied += length
        return content


class Compactor:
    """Begins, continues and gives up compactions of one journal."""

    def __init__(self, journal: JournalFile, disk: Disk) -> None:
        self._journal = journal
        self._disk = disk
        self._running: Compaction | None = None
        self._not_below = SMALLEST

    def after(self, written: int, tables: Collection[Documents], schema: int) -> None:
        """A transaction has written so many bytes: take a step where one is due.

        Raises nothing: what was committed holds, whatever becomes of the compaction.
        """
        try:
            if self._running is None:
                if not self._is_due(tables):
                    return
                self._running = Compaction(self._journal, tables, schema, self._disk)
            # More than is written between two steps, or the end would never be reached.
            if self._running.step(max(SLICE, 2 * written)):
                self._running = None
                self._not_below = SMALLEST
        except OSError as error:
            _log.warning("账本 %s 这次没有整理成，以后再试：%s", self._journal.path, error)
            self._not_below = self._journal.length * 3 // 2
            self.give_up()

    def give_up(self) -> None:
        """Leave the journal as it is."""
        if self._running is not None:
            running, self._running = self._running, None
            running.abandon()

    def _is_due(self, tables: Collection[Documents]) -> bool:
        """Whether less than half of the journal says what still holds."""
        length = self._journal.length
        if length <= self._not_below:
            return False
        self._not_below = length + SLICE  # not to be asked on each message
        return length > 2 * sum(table.weight for table in tables)


def _bodies(tables: list[Documents], schema: int) -> Iterator[bytes]:
    """The state in frame bodies of about SLICE bytes; each holds what is true when it is taken."""
    lines = [schema_line(schema), *(table_line(table.label) for table in tables)]
    size = 0
    for table in tables:
        for row_id in table.ids():
            raw = table.raws.get(row_id)  # gone since: its "del" follows with the tail
            if raw is None:
                continue
            lines.append(put_line(table.label, row_id, raw))
            size += len(lines[-1])
            if size >= SLICE:
                yield b"".join(lines)
                lines, size = [], 0
    if lines:
        yield b"".join(lines)
