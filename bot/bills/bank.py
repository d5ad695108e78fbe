"""A bank's statement: columns found by their names, the sign in one of four ways.

Banks carry legal names. Their serials may begin anew with each file: a line is known by its
moment, sum, balance and serial together. Knows no member.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.bills.cells import BillError, Row
from bot.bills.table import Columns
from bot.bills.values import amount, moment, order_number
from handlers.bill_payment import Channel, Direction, Payment, Settled
from store.money import NOTHING, Fen

_WITHIN = 30
_TIMES = ("交易时间", "交易日期", "记账日期", "日期", "记账时间", "时间")
_AMOUNTS = ("交易金额", "交易金额(元)", "金额", "金额(元)", "发生额", "交易额")
_IN = ("收入金额", "收入", "贷方金额", "贷方发生额", "存入金额", "收入(元)")
_OUT = ("支出金额", "支出", "借方金额", "借方发生额", "支取金额", "支出(元)")
_FLAGS = ("收入/支出", "借贷标志", "借贷", "借/贷", "收支标志", "收/支", "收支")
_PAYERS = ("对方户名", "对手户名", "对手信息", "对方名称", "对方", "交易对方", "对方账户名称")
_REMARKS = ("附言", "交易附言", "用途", "备注")
_SUMMARIES = ("摘要", "交易摘要")
_SERIALS = ("交易流水号", "日 志 号", "日志号", "流水号", "核心流水号", "序号")
_BALANCES = ("余额", "本次余额", "账户余额", "实时余额", "当前余额", "交易后余额(元)")
_IN_WORDS = {"收入", "贷", "C", "进", "转入", "收"}
_OUT_WORDS = {"支出", "借", "D", "出", "转出", "支"}
_SHORTEST = 3


def header(rows: Sequence[Row]) -> int | None:
    """Where the column names stand: a moment, a sum and a payer are among them."""
    for index, row in enumerate(rows[:_WITHIN]):
        names = set(row.cells)
        sums = names & set(_AMOUNTS) or (names & set(_IN) and names & set(_OUT))
        if names & set(_TIMES) and sums and names & set(_PAYERS):
            return index
    return None


def read(rows: Sequence[Row], header: int) -> tuple[list[Payment], list[str]]:
    """The payments, and a sentence for each line that could not be read.

    Raises BillError where nothing tells money in from money out.
    """
    columns = Columns(rows[header])
    lines = [row for row in rows[header + 1 :] if sum(map(bool, row.cells)) >= _SHORTEST]
    _refuse_without_sign(columns, lines)
    payments, unread = [], []
    for row in lines:
        payment = _payment(columns, row)
        if payment is not None:
            payments.append(payment)
        elif _moment_text(columns, row.cells)[:1].isdigit():
            unread.append(f"第{row.line}行没读懂，请看一眼：{' '.join(row.cells)[:60]}")
    return payments, unread


def _payment(columns: Columns, row: Row) -> Payment | None:
    cells = row.cells
    at, signed = moment(_moment_text(columns, cells)), _signed(columns, cells)
    if at is None or signed is None:
        return None
    serial, balance = columns.of(cells, *_SERIALS), amount(columns.of(cells, *_BALANCES))
    payer = columns.of(cells, *_PAYERS)
    known_by = f"{at:%Y%m%d%H%M%S}|{signed}|{balance}|{order_number(serial)}|{payer}"
    summary = columns.of(cells, *_SUMMARIES)
    return Payment(
        channel=Channel.BANK,
        order_no=known_by,
        at=at,
        payer=payer,
        amount=Fen(abs(signed)),
        remark=columns.of(cells, *_REMARKS),
        direction=Direction.IN if signed > 0 else Direction.OUT,
        status=summary,
        line=row.line,
        kind=summary,
        settled=Settled.YES,
        refund="退款" in summary or "冲正" in summary,
    )


def _moment_text(columns: Columns, cells: Sequence[str]) -> str:
    """One column with day and time, or two; a second column that is empty is none."""
    days = [columns.of(cells, name) for name in ("交易日期", "记账日期", "日期")]
    times = [columns.of(cells, name) for name in ("交易时间", "记账时间", "时间")]
    day, time = next(filter(None, days), ""), next(filter(None, times), "")
    if len(time.replace(":", "")) > len("235959"):
        return time
    return f"{day} {time}".strip()


def _signed(columns: Columns, cells: Sequence[str]) -> Fen | None:
    """In fen, positive where money came in."""
    came, went = amount(columns.of(cells, *_IN)), amount(columns.of(cells, *_OUT))
    if came or went:
        return Fen(abs(came or NOTHING) - abs(went or NOTHING))
    found = amount(columns.of(cells, *_AMOUNTS))
    if found is None:
        return None
    flag = columns.of(cells, *_FLAGS)
    if flag in _OUT_WORDS:
        return Fen(-abs(found))
    return Fen(abs(found)) if flag in _IN_WORDS else found


def _refuse_without_sign(columns: Columns, lines: Sequence[Row]) -> None:
    """One column of sums that are all bare numbers does not tell in from out."""
    if any(columns.place(name) is not None for name in (*_IN, *_OUT)):
        return
    flags = {columns.of(row.cells, *_FLAGS) for row in lines}
    if flags & (_IN_WORDS | _OUT_WORDS):
        return
    sums = [columns.of(row.cells, *_AMOUNTS) for row in lines]
    if sums and not any(text.startswith(("+", "-")) for text in sums):
        raise BillError("这份流水里看不出哪些是收入、哪些是支出，没法对账。请换一种格式导出。")
