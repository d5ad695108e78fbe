"""WeChat Pay's bill: .csv up to mid-2025, .xlsx since, the same eleven columns.

The payer's words stand under 商品; 备注 is almost always empty. A nickname may hold commas that
nobody quoted: such a row has too many cells. Knows no member.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.bills.cells import Row
from bot.bills.table import Columns, header_with
from bot.bills.values import amount, blank, moment, order_number, refunded
from handlers.bill_payment import Channel, Direction, Payment, Settled
from store.money import Fen

_NAMES = ("交易时间", "交易类型", "交易对方", "收/支")
_DIRECTIONS = {"收入": Direction.IN, "支出": Direction.OUT, "/": Direction.NEUTRAL}
_PEER, _SIDE = 2, 4
_ARRIVED = {"已存入零钱", "已收钱", "已到账", "已存入零钱通", "支付成功", "已存入银行卡"}
_REMARK = re.compile(r"^(?:转账备注|收款方备注)[:：]\s*")
_USUAL = {"微信转账", "二维码收款", "转账", "收款"}


def header(rows: Sequence[Row]) -> int | None:
    """Where the column names stand; None where it is no such bill."""
    return header_with(rows, _NAMES)


def read(rows: Sequence[Row], header: int) -> tuple[list[Payment], list[str]]:
    """The payments, and a sentence for each line that could not be read."""
    columns = Columns(rows[header])
    payments, unread = [], []
    for row in rows[header + 1 :]:
        payment = _payment(columns, row)
        if payment is None:
            unread.append(f"第{row.line}行没读懂，请看一眼：{' '.join(row.cells)[:60]}")
        else:
            payments.append(payment)
    return payments, unread


def _payment(columns: Columns, row: Row) -> Payment | None:
    cells = _straight(row.cells)
    at, gross = moment(columns.of(cells, "交易时间")), amount(columns.of(cells, "金额(元)", "金额"))
    side = cells[_SIDE] if len(cells) > _SIDE else ""
    if at is None or gross is None or side not in _DIRECTIONS:
        return None
    kind, status = columns.of(cells, "交易类型"), columns.of(cells, "当前状态")
    whole = Fen(abs(gross))
    return Payment(
        channel=Channel.WECHAT,
        order_no=order_number(columns.of(cells, "交易单号")),
        at=at,
        payer=columns.of(cells, "交易对方"),
        amount=whole,
        remark=_remark(columns.of(cells, "商品"), columns.of(cells, "备注")),
        direction=_DIRECTIONS[side],
        status=status,
        line=row.line,
        kind=kind,
        settled=_settled(status),
        refunded=refunded(status, whole),
        refund=kind.endswith("退款"),
        red_packet="红包" in kind,
        related=order_number(columns.of(cells, "商户单号")),
    )


def _straight(cells: tuple[str, ...]) -> tuple[str, ...]:
    """A row with commas in the nickname put right, by the cells 收/支 and 金额 that stand together.

    The surplus belongs to 交易对方: 商品 is quoted.
    """
    for side in range(_SIDE, len(cells) - 1):
        if cells[side] in _DIRECTIONS and amount(cells[side + 1]) is not None:
            peer = ",".join(cells[_PEER : side - 1])
            return (*cells[:_PEER], peer, *cells[side - 1 :])
    return cells


def _remark(goods: str, note: str) -> str:
    """What the payer wrote: 付款方留言 is glued to the end of the collector's own remark."""
    own, said, message = goods.partition("付款方留言:")
    text = message if said else _REMARK.sub("", own)
    words = [part for part in (text, note) if blank(part) and part not in _USUAL]
    return " ".join(part for part in words if not part.startswith("服务费"))


def _settled(status: str) -> Settled:
    if status in _ARRIVED or "已退款" in status or "全额退款" in status or "已退还" in status:
        return Settled.YES
    return Settled.UNKNOWN
