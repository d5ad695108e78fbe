"""A table as a plain value: what a publication, a ledger or a sheet shows.

Whoever has something to tabulate says it so; picture, page and workbook are made of it
elsewhere. Knows no document, no font and no file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from store.money import Fen, yuan_exact


class Holds(StrEnum):
    """What a column holds; money is an int of fen."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"


Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and what it holds."""

    name: str
    holds: Holds = Holds.TEXT


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that stands above the table: 应交, 14人, 325.70元."""

    label: str
    count: str
    money: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table. Each row has a cell for each column, None where nothing belongs.

    ``totals`` is a last row. ``notes`` stand under the table, ``footer`` closes it: who and when.
    Raises ValueError where a row does not fit the columns.
    """

    title: str
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    subtitle: str = ""
    figures: tuple[Figure, ...] = ()
    totals: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for row in (*self.rows, *([self.totals] if self.totals else [])):
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} under {len(self.columns)} columns")

    def texts(self) -> set[str]:
        """Every text in it, for the question whether a font can write them all."""
        cells = {cell for row in self.rows for cell in row if isinstance(cell, str)}
        heads = {column.name for column in self.columns}
        return cells | heads | {self.title, self.subtitle, *self.notes, *self.footer}


def written(cell: Cell, holds: Holds) -> str:
    """A cell as people read it; fen as yuan with two places."""
    if cell is None:
        return ""
    if holds is Holds.MONEY and isinstance(cell, int):
        return yuan_exact(Fen(cell))
    return str(cell)
