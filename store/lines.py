"""The lines of a frame's body: written from changes, read back into tables.

The format is in store/frames.py. Knows no files and keeps no state of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from store.errors import StoreError
from store.frames import table_name


def put_line(label: bytes, row_id: int, raw: bytes) -> bytes:
    """The document now has this content."""
    return b"put %b %d %b\n" % (label, row_id, raw)


def delete_line(label: bytes, row_id: int) -> bytes:
    """There is no such document any more."""
    return b"del %b %d\n" % (label, row_id)


def table_line(label: bytes) -> bytes:
    """The table exists, though it may be empty."""
    return b"table %b\n" % label


def drop_line(label: bytes) -> bytes:
    """The table is gone with all its documents."""
    return b"drop %b\n" % label


def schema_line(version: int) -> bytes:
    """The documents have this version's shape."""
    return b"schema %d\n" % version


class Replay:
    """What the frames of a journal add up to.

    ``tables`` holds documents as JSON bytes by id, by table; ``schema`` is the
    version of their shape, 0 when the journal names none.
    """

    def __init__(self, bodies: Iterable[bytes]) -> None:
        """Raises StoreError for a line this program does not know."""
        self.tables: dict[str, dict[int, bytes]] = {}
        self.schema = 0
        self._by_label: dict[bytes, dict[int, bytes]] = {}
        by_label = self._by_label
        for body in bodies:
            for line in body.split(b"\n"):
                if line[:4] == b"put ":
                    _, label, row_id, raw = line.split(b" ", 3)
                    rows = by_label.get(label)
                    if rows is None:
                        rows = self._table(label)
                    rows[int(row_id)] = raw
                elif line:
                    self._apply(line.split(b" "))

    def _table(self, label: bytes) -> dict[int, bytes]:
        rows = self._by_label.get(label)
        if rows is None:
            rows = self._by_label[label] = self.tables[table_name(label)] = {}
        return rows

    def _apply(self, words: list[bytes]) -> None:
        match words:
            case [b"del", label, row_id]:
                self._table(label).pop(int(row_id), None)
            case [b"table", label]:
                self._table(label)
            case [b"drop", label]:
                self._by_label.pop(label, None)
                self.tables.pop(table_name(label), None)
            case [b"schema", version]:
                self.schema = int(version)
            case _:
                raise StoreError("账本里有这个版本不认识的内容，请先升级 zhibu。")
