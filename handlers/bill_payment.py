"""A line of a payment bill as a plain value, and what of a bill is money in.

What a bill is written like, the readers of bills know (the roof's business); whose dues a
payment is, ``handlers/reconcile.py`` decides. Pure: no store, no files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from store.money import NOTHING, Fen


class Channel(StrEnum):
    """Where the money moved. An order number is unique within one."""

    WECHAT = "微信"
    ALIPAY = "支付宝"
    BANK = "银行"


class Direction(StrEnum):
    """As the bill says; neutral rows (withdrawals, refunds of one's own shopping) never count."""

    IN = "收入"
    OUT = "支出"
    NEUTRAL = "不计"


class Settled(StrEnum):
    """Whether the money is there: by the bill's own status."""

    YES = "到账"
    NO = "没到账"
    UNKNOWN = "状态没见过"


@dataclass(frozen=True, slots=True)
class Payment:
    """One line of a bill. ``amount`` and ``refunded`` in fen, both never negative.

    ``order_no`` is "" where the file no longer has it whole: such a line cannot be told from
    another, so it is never booked. ``related`` is the order that it belongs to, where it says so.
    ``refund``: the line itself is money that comes back.
    """

    channel: Channel
    order_no: str
    at: datetime
    payer: str
    amount: Fen
    remark: str
    direction: Direction
    status: str
    line: int
    kind: str = ""
    settled: Settled = Settled.YES
    refunded: Fen = NOTHING
    refund: bool = False
    red_packet: bool = False
    related: str = ""

    @property
    def net(self) -> Fen:
        """What is left of it once what went back is taken off."""
        return Fen(max(0, self.amount - self.refunded))


def money_in(payments: Sequence[Payment]) -> list[Payment]:
    """The lines by which money arrived and stayed, each order number once, in order of time.

    A refund stands twice in a bill, in the status of the line and as a line of its own: it
    counts once. Whatever the order of the lines, the result is the same.
    """
    in_time = sorted(payments, key=_in_time)
    backs: dict[str, int] = {}
    for payment in {p.order_no or str(p.line): p for p in in_time if p.refund}.values():
        for order in _orders_of(payment):
            backs[order] = backs.get(order, 0) + payment.amount
    arrived: dict[str, Payment] = {}
    for payment in in_time:
        if payment.direction is not Direction.IN or payment.refund:
            continue
        went_back = Fen(max(payment.refunded, backs.get(payment.order_no, 0)))
        netted = replace(payment, refunded=Fen(min(went_back, payment.amount)))
        if netted.net and payment.settled is not Settled.NO:
            arrived.setdefault(payment.order_no or f"line {payment.line}", netted)
    return list(arrived.values())


def given_back(payment: Payment, payments: Sequence[Payment]) -> bool:
    """Whether just this sum went to the same person afterwards, and stayed with him."""
    return any(
        other.direction is Direction.OUT
        and other.payer == payment.payer != ""
        and other.net == payment.net
        and other.at >= payment.at
        for other in payments
    )


def _orders_of(refund: Payment) -> set[str]:
    """The orders that a refund's line may name: its related one, or its own before the suffix."""
    before, suffixed, _ = refund.order_no.partition("_")
    return {order for order in (refund.related, before if suffixed else "") if order}


def _in_time(payment: Payment) -> tuple[datetime, str, int]:
    return payment.at, payment.order_no, payment.line
