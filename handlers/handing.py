"""上缴: a batch of dues handed over to the township, entered by the collector in private.

Shows what the books say the batch should hold and by how much the sum differs, and asks
before anything is kept. Months handed over are closed: what comes later stands in the next batch.
"""

from __future__ import annotations

import re
from datetime import date

from handlers.arguments import ARGUMENTS, MONTH, Tail
from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.conversation import ask
from handlers.permissions import OFFICERS_IN_PRIVATE
from store import handing_over
from store.errors import StoreError
from store.models import HandingOver, Question
from store.money import Fen, parse_yuan, yuan
from store.period import Period, spoken
from store.privacy import Private

_EXAMPLE = "上缴 3月 凭证号0012 金额324.70"

_VOUCHER = re.compile(r"(?:凭证号?|票号|收据号?|单号)\s*[:：]?\s*([0-9A-Za-z第号—\-]+)")
_AMOUNT = re.compile(r"(?:金额|共|合计)\s*[:：]?\s*(\d+(?:\.\d{1,2})?)\s*[元块]?")
_DAY = re.compile(r"(?:日期)?\s*[:：]?\s*(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_MONTH = re.compile(MONTH.removesuffix("?"))


@command(
    "上缴",
    "上交",
    permission=OFFICERS_IN_PRIVATE,
    tail=r"(?s:.*)",
    example=_EXAMPLE,
)
def hand_over(ctx: Context, tail: str, words: str) -> Reply:
    """记一笔上缴镇里的党费；只发“上缴”看缴到哪个月、还有多少"""
    if not tail:
        return _so_far(ctx)
    rest, voucher = _cut(_VOUCHER, tail)
    voucher = _as_typed(voucher, words)
    rest, amount = _cut(_AMOUNT, rest)
    rest, day = _day(ctx, rest)
    month = _MONTH.search(rest)
    paid = parse_yuan(amount) if amount else None
    if month is None or not voucher or paid is None:
        raise UserError(f"要写上缴到哪个月、凭证号和金额，如：{_EXAMPLE}")
    up_to: Period = ARGUMENTS["period"](ctx, Tail(month[0], month[0]))
    parts = _parts(ctx, up_to)
    expected = Fen(sum(parts.values()))
    lines = [
        f"上缴{spoken([up_to], today=ctx.today)}和以前的党费，凭证{voucher}，{day.isoformat()}",
        *_part_lines(ctx, parts),
        f"账上应缴{yuan(expected)}元，这次缴{yuan(paid)}元{_difference(Fen(paid - expected))}",
        "记下后这些月份就结清了，以后的补交、更正算进下一批",
    ]
    matter = {"up_to": str(up_to), "amount": paid, "voucher": voucher, "on": day.isoformat()}
    return ask(ctx, "hand-over", ("记", "不记"), matter, "ask.lines", lines=Private(lines))


def _as_typed(voucher: str, words: str) -> str:
    """The number with the capitals it has on the slip."""
    _, typed = _cut(_VOUCHER, words)
    return typed if typed.casefold() == voucher.casefold() else voucher


def answer_hand_over(ctx: Context, question: Question, option: int) -> Reply:
    """The officer agreed (or not) to the batch he was shown."""
    if option != 0:
        return [Say("ask.not_recorded")]
    matter = question.matter
    try:
        batch = handing_over.hand_over(
            ctx.db,
            ctx.cause,
            ctx.branch.id,
            Period.parse(matter["up_to"]),
            Fen(matter["amount"]),
            date.fromisoformat(matter["on"]),
            matter["voucher"],
        )
    except StoreError as error:
        raise UserError(str(error)) from error
    values = {
        "number": batch.number,
        "month": spoken([batch.up_to], today=ctx.today),
        "amount": yuan(batch.amount),
    }
    return [Say("handing.done", values)]


def batch_line(ctx: Context, batch: HandingOver) -> str:
    """``第1批 缴到3月，324.70元，凭证0012，2026-04-05``"""
    return (
        f"第{batch.number}批 缴到{spoken([batch.up_to], today=ctx.today)}，"
        f"{yuan(batch.amount)}元{_difference(batch.difference)}，凭证{batch.voucher}，{batch.on}"
    )


def _so_far(ctx: Context) -> Reply:
    done = handing_over.batches(ctx.db, ctx.branch.id)
    parts = handing_over.due_parts(ctx.db, ctx.branch.id, Period.of(ctx.today))
    values = {
        "lines": [batch_line(ctx, batch) for batch in done],
        "total": yuan(Fen(sum(parts.values()))),
        "difference": _difference(handing_over.outstanding(ctx.db, ctx.branch.id)),
    }
    return [Say("handing.so_far", values)]


def _parts(ctx: Context, up_to: Period) -> dict[str, Fen]:
    if up_to > Period.of(ctx.today):
        raise UserError("还没到的月份不能上缴，先收着，到了再缴。")
    closed = handing_over.closed_until(ctx.db, ctx.branch.id)
    if closed is not None and up_to < closed:
        raise UserError(f"{spoken([closed], today=ctx.today)}和以前的已经上缴过了。")
    parts = handing_over.due_parts(ctx.db, ctx.branch.id, up_to)
    if not parts:
        raise UserError("没有新的可以上缴。")
    return parts


def _part_lines(ctx: Context, parts: dict[str, Fen]) -> list[str]:
    closed = handing_over.closed_until(ctx.db, ctx.branch.id)
    lines = []
    for key, amount in parts.items():
        period = Period.parse(key)
        again = "（以前缴过，后来的变动）" if closed is not None and period <= closed else ""
        lines.append(f"{spoken([period], today=ctx.today)} {yuan(amount)}元{again}")
    return lines


def _difference(more: Fen) -> str:
    if not more:
        return ""
    return f"，多{yuan(more)}元" if more > 0 else f"，少{yuan(Fen(-more))}元"


def _cut(shape: re.Pattern[str], text: str) -> tuple[str, str]:
    match = shape.search(text)
    if match is None:
        return text, ""
    return f"{text[: match.start()]} {text[match.end() :]}", match[1]


def _day(ctx: Context, text: str) -> tuple[str, date]:
    """The day of the handing over; today where none is written."""
    match = _DAY.search(text)
    if match is None:
        return text, ctx.today
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise UserError(f"没有“{match[0].strip()}”这一天，请核对日期。") from None
    return f"{text[: match.start()]} {text[match.end() :]}", day
