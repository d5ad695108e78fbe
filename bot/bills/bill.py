"""One bill: which kind it is, its lines as payments, and what must be said about it.

Asks each kind whether the file is its own; adds what the bill's own head says (period, filter,
counts) as a check of what was read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.bills import alipay, bank, wechat
from bot.bills.cells import BillError, Row, rows_of
from bot.bills.values import amount
from handlers.bill_payment import Direction, Payment
from store.money import Fen, yuan_exact

__all__ = ["Bill", "BillError", "read_bill"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of bill: its name, the line of its column names (None: not its file), its reader."""

    name: str
    header: Callable[[Sequence[Row]], int | None]
    read: Callable[[Sequence[Row], int], tuple[list[Payment], list[str]]]


KINDS = (
    Kind("微信支付账单", wechat.header, wechat.read),
    Kind("支付宝账单", alipay.header, alipay.read),
    Kind("银行流水", bank.header, bank.read),
)

_PERIOD = re.compile(r"起始时间：\[(\S+) [^\]]*\].*终止时间：\[(\S+) ")
_FILTER = re.compile(r"导出(?:交易)?类型：\[([^\]]+)\]")
_COUNTED = re.compile(r"^(收入|支出)：(\d+)笔\s*([\d,.]+)元")


@dataclass(frozen=True, slots=True)
class Bill:
    """What a file holds. ``remarks``: sentences for the collector, in the order they matter."""

    kind: str
    payments: tuple[Payment, ...]
    remarks: tuple[str, ...]


def read_bill(path: Path) -> Bill:
    """Read a bill of any kind. Raises BillError, or DiskError where the disk refuses."""
    rows = rows_of(path)
    for kind in KINDS:
        header = kind.header(rows)
        if header is not None:
            payments, unread = kind.read(rows, header)
            head = [cell for row in rows[:header] for cell in row.cells if cell]
            remarks = (*_told(head), *_miscounted(head, payments), *unread, *_damaged(payments))
            return Bill(kind.name, tuple(payments), remarks)
    raise BillError(
        f"{path.name} 不像微信、支付宝或银行的账单：没找到“交易时间、金额”这样的列名。"
        "请用手机上导出的原文件。"
    )


def _told(head: Sequence[str]) -> Iterator[str]:
    for cell in head:
        period, chosen = _PERIOD.search(cell), _FILTER.search(cell)
        if period:
            yield f"账单从{period[1]}到{period[2]}，这以外的收款看不到。"
        if chosen and chosen[1] != "全部":
            yield f"账单只导出了“{chosen[1]}”这一类，别的收款看不到。"


def _miscounted(head: Sequence[str], payments: Sequence[Payment]) -> Iterator[str]:
    """The bill's own counts: lines may have been deleted, or not read."""
    lines: Counter[str] = Counter(payment.direction.value for payment in payments)
    for cell in head:
        said = _COUNTED.match(cell)
        if said is None:
            continue
        direction, count, total = said[1], int(said[2]), amount(said[3])
        found = Fen(sum(p.amount for p in payments if p.direction == Direction(direction)))
        if (lines[direction], found) != (count, total):
            yield (
                f"账单开头写{direction}{count}笔{said[3]}元，"
                f"读到{lines[direction]}笔{yuan_exact(found)}元，对不上，请核对。"
            )


def _damaged(payments: Sequence[Payment]) -> Iterator[str]:
    count = sum(1 for p in payments if not p.order_no and p.direction is Direction.IN)
    if count:
        yield (
            f"有{count}笔收款的单号被表格软件改坏了（变成了带 E 的数），没法防重复，"
            "这几笔不能记。请用原来下载的文件。"
        )
