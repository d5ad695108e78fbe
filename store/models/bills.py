"""What of a payment bill the books keep: which order settled which receipt. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store.money import Fen


@dataclass(frozen=True)
class Arrival:
    """An order on the collector's bill, as the evidence of one receipt.

    One order may settle several receipts (a couple, several months): a row each, with the
    order's whole ``amount`` (fen) in all of them. ``payer`` is the name on the bill.
    """

    channel: str
    order_no: str
    receipt: int
    branch: str
    payer: str
    amount: Fen
    paid_at: datetime
    at: datetime
    by: int | None
    why: str
    id: int = 0


@dataclass(frozen=True)
class PayerName:
    """Whom a name on a channel's bills stands for, once the collector confirmed it."""

    branch: str
    channel: str
    name: str
    member: int
    at: datetime
    by: int | None
    why: str
    id: int = 0
