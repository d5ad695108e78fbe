"""减免: less or nothing for some months, as the committee above approved it.

中组发〔2008〕3号 Art. 7: the branch studies it, the next higher committee approves. The date and
the organ of the approval are asked for; without them nothing is kept.
"""

from __future__ import annotations

import re
from datetime import date

from handlers.arguments import ARGUMENTS, Tail, named
from handlers.bases import MONTH, kept
from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.conversation import ask
from handlers.permissions import OFFICERS_IN_PRIVATE
from store import dues
from store.models import DuesBase, Question
from store.money import NOTHING, Fen, parse_yuan, yuan
from store.period import Period, spoken
from store.privacy import Private

_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_MONTHS = re.compile(rf"({MONTH}|\d{{1,2}})(?:\s*[-—~到至]+\s*({MONTH}))?")
_NOTHING = re.compile(r"全免|免交|免收|免")
_AMOUNT = re.compile(r"(\d+(?:\.\d{1,2})?)\s*[元块]?")
_WORDS = re.compile(r"经|由|已|批准|同意|批复|减免|减交|每月|交|只|的|党费|[ ，,。；;：:、]")

_EXAMPLE = "减免 张伟 3月-6月 0.2 2026-03-01 镇党委 批准"


@command(
    "减免",
    "免交",
    "减交",
    permission=OFFICERS_IN_PRIVATE,
    tail=r"(?s:.+)",
    example=_EXAMPLE,
)
def reduce(ctx: Context, tail: str) -> Reply:
    """上级党委批准的减免：写明月份、每月金额、批准日期和机关"""
    told = named(ctx, tail)
    if len(told.members) != 1:
        raise UserError(f"一次写一位，如：{_EXAMPLE}")
    (member,) = told.members
    rest, approved = _day(told.rest)
    first, last, rest = _months(ctx, rest)
    amount, rest = _amount(rest)
    organ = _WORDS.sub("", rest)
    if "支部" in organ or not organ:
        raise UserError(f"减免要由上一级党委批准（第七条），请写批准的机关，如：{_EXAMPLE}")
    before = dues.due(ctx.db, member.id, first)
    if before is not None and amount >= before:
        raise UserError(f"{member.called}现在每月{yuan(before)}元，这不算减免。要改数请用“核定”。")
    months = spoken(first.up_to(last), today=ctx.today)
    lines = [
        f"{member.called} {months}{_said(amount)}",
        f"{approved.year}年{approved.month}月{approved.day}日 {organ}批准",
    ]
    matter = {
        "member": member.id,
        "since": str(first),
        "until": str(last),
        "amount": amount,
        "organ": organ,
        "approved_on": approved.isoformat(),
    }
    return ask(ctx, "reduce", ("记", "不记"), matter, "ask.lines", lines=Private(lines))


def answer_reduce(ctx: Context, question: Question, option: int) -> Reply:
    """The officer agreed (or not) to the reduction he was shown."""
    if option != 0:
        return [Say("ask.not_recorded")]
    matter = question.matter
    base = DuesBase(
        member=matter["member"],
        since=Period.parse(matter["since"]),
        amount=Fen(matter["amount"]),
        reason="减免",
        at=ctx.now,
        by=ctx.sender.id,
        why=ctx.message.id,
        until=Period.parse(matter["until"]),
        organ=matter["organ"],
        approved_on=matter["approved_on"],
    )
    return kept(ctx, base)


def _said(amount: Fen) -> str:
    return f"每月交{yuan(amount)}元" if amount else "免交"


def _day(text: str) -> tuple[str, date]:
    match = _DAY.search(text)
    if match is None:
        raise UserError(f"还缺批准的日期，如：{_EXAMPLE}")
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise UserError(f"没有“{match[0].strip()}”这一天，请核对批准的日期。") from None
    return f"{text[: match.start()]} {text[match.end() :]}", day


def _months(ctx: Context, text: str) -> tuple[Period, Period, str]:
    match = next((m for m in _MONTHS.finditer(text) if "月" in m[0]), None)
    if match is None:
        raise UserError(f"还缺减免的月份，如：{_EXAMPLE}")
    first = _period(ctx, match[1] if "月" in match[1] else f"{match[1]}月")
    last = _period(ctx, match[2]) if match[2] else first
    last = last + 12 if last < first else last
    if last - first > 11:
        raise UserError("一次减免不超过一年，到期再报批。")
    return first, last, f"{text[: match.start()]} {text[match.end() :]}"


def _period(ctx: Context, text: str) -> Period:
    period: Period = ARGUMENTS["period"](ctx, Tail(text.strip(), text))
    return period


def _amount(text: str) -> tuple[Fen, str]:
    match = _NOTHING.search(text) or _AMOUNT.search(text)
    if match is None:
        raise UserError(f"还缺每月交多少，全免就写 免，如：{_EXAMPLE}")
    amount = parse_yuan(match[0]) if match[0][0].isdigit() else NOTHING
    return amount or NOTHING, f"{text[: match.start()]} {text[match.end() :]}"
