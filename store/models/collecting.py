"""Around the dues: years that are frozen, what went up to the township, what was said of arrears.

Frozen values, no rules. Money is ``Fen``, a month a ``Period``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from store.money import Fen
from store.period import Period


@dataclass(frozen=True)
class BaseFreeze:
    """A branch's verification of a year is done: what comes later is a change with a reason."""

    branch: str
    year: int
    at: datetime
    by: int | None
    why: str
    id: int = 0


@dataclass(frozen=True)
class HandingOver:
    """Dues handed over to the township: the branch's months up to ``up_to`` are closed with it.

    ``parts``: what arrived for each month (``2026-03``) since the batch before, in fen; a month
    closed before stands in it with its later corrections. ``amount``: what was handed over on
    the day ``on`` (2026-04-05).
    """

    branch: str
    number: int
    up_to: Period
    amount: Fen
    on: str
    voucher: str
    at: datetime
    by: int | None
    why: str
    parts: dict[str, int] = field(default_factory=dict)
    withdrawn: bool = False
    id: int = 0

    @property
    def expected(self) -> Fen:
        """What the books say this batch should hold."""
        return Fen(sum(self.parts.values()))

    @property
    def difference(self) -> Fen:
        """More (or less) than the books say."""
        return Fen(self.amount - self.expected)


@dataclass(frozen=True)
class ToldArrears:
    """The secretary was told that a member has paid nothing for ``months`` months running.

    ``first`` and ``last``: the run's months when it was told. ``void``: by a clock that ran ahead.
    """

    member: int
    branch: str
    first: Period
    last: Period
    months: int
    at: datetime
    why: str
    void: bool = False
    id: int = 0
