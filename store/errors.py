"""What can go wrong in the store. Messages are for the secretary: Chinese, with a way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class StoreError(Exception):
    """The store cannot do what was asked; nothing was changed."""


class DuplicateKeyError(StoreError):
    """A unique key is taken. Names the table and fields, never values (they may be private)."""

    def __init__(self, table: str, key: Mapping[str, Any]) -> None:
        super().__init__(f"{table} 中已有相同的 {'、'.join(key)}。")
        self.table = table
        self.fields = tuple(key)
