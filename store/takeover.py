"""The first version's books: one file ``zhibu.json``, taken over into a journal once.

The journal gets all its documents in its first frame and its name only when it
is whole; then the old file is put aside under another name, never deleted.
Must not know what documents mean.
"""

from __future__ import annotations

import json
from pathlib import Path

from store.disk import Disk
from store.engine import empty_store
from store.errors import StoreError, disk_errors
from store.frames import table_label
from store.journal_file import free_name
from store.json_bytes import encode
from store.lines import put_line, table_line

FIRST_VERSION_FILE = "zhibu.json"
FIRST_SCHEMA = 1


def first_body(folder: Path, schema: int, disk: Disk) -> bytes:
    """The first frame's body of a new journal in this folder. Raises StoreError."""
    path = folder / FIRST_VERSION_FILE
    if not path.exists():
        return empty_store(schema)
    with disk_errors(path, "读取"), disk.open_to_read(path) as file:
        content = file.read()
    lines = [empty_store(FIRST_SCHEMA)]
    try:
        for table, rows in json.loads(content).items():
            label = table_label(table)
            lines.append(table_line(label))
            for row_id, row in rows.items():
                row.pop("id", None)
                lines.append(put_line(label, int(row_id), encode(row)))
    except (ValueError, AttributeError) as error:
        raise StoreError(f"旧账本 {path} 读不出来，程序没有改动它：{error}") from error
    return b"".join(lines)


def put_aside(folder: Path, disk: Disk) -> str | None:
    """Rename the first version's file once the journal has its documents; says so in Chinese."""
    path = folder / FIRST_VERSION_FILE
    if not path.exists():
        return None
    aside = free_name(path, "taken-over")
    with disk_errors(path, "收存"):
        disk.replace(path, aside)
        disk.sync_folder(folder)
    return f"旧账本 {path.name} 里的记录已全部转入新账本，原文件留作 {aside.name}。"
