"""Alipay's bill (.csv in GB18030): columns by name, as their order changed over the years.

The payer is a nickname or a masked name (傅*远), never a WeChat nickname. Knows no member.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.bills.cells import Row
from bot.bills.table import Columns, header_with
from bot.bills.values import amount, moment, order_number
from handlers.bill_payment import Channel, Direction, Payment, Settled
from store.money import Fen

_NAMES = ("收/支", "交易对方")
_ORDERS = ("交易订单号", "交易号", "交易单号")
_AMOUNTS = ("金额", "金额（元）", "金额(元)")
_DIRECTIONS = {"收入": Direction.IN, "支出": Direction.OUT}
_ARRIVED = {"交易成功", "支付成功", "转账成功", "收款成功"}
_NEVER_CAME = {"交易关闭", "等待确认收货", "等待付款", "等待对方收款", "失败", "交易失败"}
_USUAL = {"转账", "收款", "收钱码收款", "转账红包"}
_AT_LEAST = 5
"""Cells of a line that is one of the table; the bill ends with a line of dashes."""


def header(rows: Sequence[Row]) -> int | None:
    """Where the column names stand; None where it is no such bill."""
    found = header_with(rows, _NAMES)
    named = found is not None and any(name in rows[found].cells for name in _ORDERS)
    return found if named else None


def read(rows: Sequence[Row], header: int) -> tuple[list[Payment], list[str]]:
    """The payments, and a sentence for each line that could not be read."""
    columns = Columns(rows[header])
    payments, unread = [], []
    for row in rows[header + 1 :]:
        if row.cells[0].startswith("------"):
            break
        payment = _payment(columns, row)
        if payment is not None:
            payments.append(payment)
        elif sum(map(bool, row.cells)) >= _AT_LEAST:
            unread.append(f"第{row.line}行没读懂，请看一眼：{' '.join(row.cells)[:60]}")
    return payments, unread


def _payment(columns: Columns, row: Row) -> Payment | None:
    cells = row.cells
    at = moment(columns.of(cells, "交易时间", "付款时间", "交易创建时间"))
    gross = amount(columns.of(cells, *_AMOUNTS))
    if at is None or gross is None:
        return None
    goods = columns.of(cells, "商品说明", "商品名称", "商品")
    kind = columns.of(cells, "交易分类", "类型")
    status = columns.of(cells, "交易状态", "当前状态")
    words = (goods, columns.of(cells, "备注"))
    return Payment(
        channel=Channel.ALIPAY,
        order_no=order_number(columns.of(cells, *_ORDERS)),
        at=at,
        payer=columns.of(cells, "交易对方"),
        amount=Fen(abs(gross)),
        remark=" ".join(word for word in words if word and word not in _USUAL),
        direction=_DIRECTIONS.get(columns.of(cells, "收/支"), Direction.NEUTRAL),
        status=status,
        line=row.line,
        kind=kind,
        settled=_settled(status),
        refund="退款" in kind or goods.startswith("退款"),
        red_packet=False,  # 转账红包 is how Alipay files every transfer between friends
    )


def _settled(status: str) -> Settled:
    if status in _ARRIVED:
        return Settled.YES
    return Settled.NO if status in _NEVER_CAME else Settled.UNKNOWN
