"""A bill's rows by the names of their columns, whatever the order of these.

Knows no kind of bill.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.bills.cells import Row
from bot.bills.values import blank


def header_with(rows: Sequence[Row], names: Sequence[str], within: int = 60) -> int | None:
    """The index of the first row that has all these column names."""
    for index, row in enumerate(rows[:within]):
        if all(name in row.cells for name in names):
            return index
    return None


class Columns:
    """Where each column stands; a name that is missing reads as ""."""

    def __init__(self, header: Row) -> None:
        self.names = header.cells
        self._at = {name: index for index, name in reversed(list(enumerate(header.cells)))}

    def of(self, cells: Sequence[str], *names: str) -> str:
        """The cell under the first of these names that is there and filled."""
        for name in names:
            index = self._at.get(name)
            if index is not None and index < len(cells) and blank(cells[index]):
                return blank(cells[index])
        return ""

    def place(self, name: str) -> int | None:
        """The index of a column."""
        return self._at.get(name)
