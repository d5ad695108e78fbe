"""Verdicts: the cell that a clause about dues falls into, and by which rule. Values only."""

from __future__ import annotations

from typing import Literal, NamedTuple

Cell = Literal["paid", "denied", "promise", "question", "hedged", "aside", "none"]


class Verdict(NamedTuple):
    """The cell a clause falls into, and the name of the rule that put it there."""

    cell: Cell
    rule: str
