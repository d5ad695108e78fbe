"""Dues: what is owed, claimed and received, and the running totals. Frozen values, no rules.

Money is ``Fen``, an int of 1/100 yuan; a month is a ``Period``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from store.money import NOTHING, Fen
from store.period import Period


@dataclass(frozen=True)
class DuesBase:
    """What a member owes each month from ``since`` on: the verified amount (核定).

    With ``until`` it is a reduction or exemption for those months, which ``organ`` approved on
    ``approved_on`` (2026-03-01; 中组发〔2008〕3号 Art. 7). ``income``: the base in fen it follows
    from. ``pay_changed``: of a change within the year, the month in which the pay changed.
    """

    member: int
    since: Period
    amount: Fen
    reason: str
    at: datetime
    by: int | None
    why: str
    until: Period | None = None
    income: Fen | None = None
    pay_changed: Period | None = None
    organ: str = ""
    approved_on: str = ""
    id: int = 0


class ClaimState(StrEnum):
    """claimed: the member says so. received: the collector has it."""

    CLAIMED = "claimed"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"


@dataclass(frozen=True)
class Claim:
    """A member's word that he paid one month. ``stated`` tells whether he named the sum."""

    member: int
    branch: str
    period: Period
    amount: Fen
    stated: bool
    at: datetime
    by: int | None
    why: str
    words: str = ""
    rule: str = ""
    state: ClaimState = ClaimState.CLAIMED
    id: int = 0


@dataclass(frozen=True)
class Receipt:
    """The collector's word that the money of a claim arrived."""

    claim: int
    member: int
    branch: str
    period: Period
    amount: Fen
    at: datetime
    by: int | None
    why: str
    id: int = 0


@dataclass(frozen=True)
class Reversal:
    """Takes back an entry (``table``, ``entry``); the entry itself stays."""

    table: str
    entry: int
    at: datetime
    by: int | None
    why: str
    reason: str = ""
    id: int = 0


@dataclass(frozen=True)
class Balance:
    """Running totals of one member and month, in fen; ``opened`` once the month is owed.

    ``claims``: how many wait for the collector; one of a member without a verified base is of 0.
    """

    member: int
    branch: str
    period: Period
    due: Fen = NOTHING
    claimed: Fen = NOTHING
    received: Fen = NOTHING
    opened: bool = False
    claims: int = 0
    id: int = 0

    @property
    def lacking(self) -> Fen:
        """What has not arrived of an opened month; an open claim does not lessen it."""
        return Fen(max(0, self.due - self.received)) if self.opened else NOTHING


@dataclass(frozen=True)
class BranchMonth:
    """Running totals of a branch and month: sums in fen, and heads.

    ``heads_due`` owe something this month, ``heads_received`` of them have paid it in full,
    ``heads_claimed`` have an open claim.
    """

    branch: str
    period: Period
    due: Fen = NOTHING
    claimed: Fen = NOTHING
    received: Fen = NOTHING
    heads_due: int = 0
    heads_claimed: int = 0
    heads_received: int = 0
    id: int = 0


@dataclass(frozen=True)
class MemberTotals:
    """Running totals of a member over all opened months: ``arrears`` in fen, months not full."""

    member: int
    branch: str
    arrears: Fen = NOTHING
    open_periods: tuple[str, ...] = ()
    id: int = 0


@dataclass(frozen=True)
class OpenedMonth:
    """A month whose dues are owed by then: opened once a branch and month."""

    branch: str
    period: Period
    at: datetime
    id: int = 0
