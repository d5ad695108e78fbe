"""Put beside TinyDB's own tests as their ``conftest.py``: the journal in place of its JSON file.

``TinyDB(path)`` and ``JSONStorage`` become this store's classes before any test
imports them; ``TinyDB(storage=…)`` with any other storage stays TinyDB's own, as
does the in-memory half of the tests.
"""

from __future__ import annotations

from typing import Any

import tinydb
import tinydb.database
import tinydb.storages

from store.journal import JournalDB, JournalStorage

OwnTinyDB = tinydb.TinyDB


class SubstituteStorage(JournalStorage):
    """Knows the one option of JSONStorage that asks for what a journal does anyway."""

    def __init__(self, path: str, ensure_ascii: bool = False) -> None:
        assert not ensure_ascii
        super().__init__(path)


class SubstituteDB(JournalDB):
    """A journal for a path, TinyDB itself for anything else."""

    default_storage_class = SubstituteStorage  # type: ignore[assignment]

    def __new__(cls, *arguments: Any, **options: Any) -> Any:
        if options.get("storage", SubstituteStorage) is not SubstituteStorage:
            return OwnTinyDB(*arguments, **options)
        return super().__new__(cls)


for module in (tinydb, tinydb.database, tinydb.storages):
    for name, substitute in (("TinyDB", SubstituteDB), ("JSONStorage", SubstituteStorage)):
        if hasattr(module, name):
            setattr(module, name, substitute)
