"""Commands that keep the books: export, check, backup, restore."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

from bot.books import document
from bot.faults import CommandError
from store.database import JOURNAL_NAME, Database
from store.tables import TABLES


def opened(data: Path) -> Database:
    """The books of a folder, to read; another process may go on writing.

    Raises CommandError where there are none.
    """
    if not any((data / name).exists() for name in (JOURNAL_NAME, "zhibu.json")):
        raise CommandError(f"{data} 里没有账本。用 --data 指明账本所在的文件夹。")
    return Database(data, TABLES, read_only=True)


def export_json(data: Path, out: TextIO) -> None:
    """The books as one JSON document."""
    db = opened(data)
    try:
        out.write(json.dumps(document(db), ensure_ascii=False, indent=1) + "\n")
    finally:
        db.close()
