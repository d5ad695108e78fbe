"""取消确认: a receipt that was a mistake, of whatever month, is taken back; its claim waits again.

What was handed over stays handed over: the difference stands in the next batch.
"""

from __future__ import annotations

import re

from handlers.arguments import named
from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.permissions import OFFICERS
from store import dues
from store.models import ClaimState, Member
from store.period import Period, spoken

_MONTH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月")


@command(
    "取消确认",
    "撤销确认",
    permission=OFFICERS,
    tail=r"(?!一下|刚才)(?s:.+)",
    example="取消确认 张伟 3月",
)
def take_back(ctx: Context, tail: str) -> Reply:
    """确认错了的取消，那笔又回到等确认；不写月份就是最近确认的"""
    told = named(ctx, tail)
    if len(told.members) != 1:
        raise UserError("一次取消一位，写明姓名和月份，如：取消确认 张伟 3月")
    member = told.members[0]
    if member.id == ctx.sender.id:
        raise UserError("您自己的党费，要请书记或别的收款同志来办。")
    said = _MONTH.search(told.rest)
    period = _nearest(said, Period.of(ctx.today)) if said else _latest(ctx, member)
    standing = dues.standing_claims(ctx.db, member.id, period)
    received = [claim for claim in standing if claim.state is ClaimState.RECEIVED]
    month = spoken([period], today=ctx.today)
    if not received:
        raise UserError(f"{member.called}{month}没有确认过的党费。")
    for claim in received:
        receipt = dues.RECEIPTS.find(ctx.db, claim=claim.id)[-1]
        dues.reverse_receipt(ctx.db, ctx.cause, receipt, reason="收款人取消确认")
    return [Say("receipts.cancelled", {"name": member.called, "months": month})]


def _latest(ctx: Context, member: Member) -> Period:
    """The month whose receipt was entered last and still stands."""
    claims = dues.CLAIMS.find(ctx.db, member=member.id)
    received = {claim.id: claim.period for claim in claims if claim.state is ClaimState.RECEIVED}
    receipts = [r for claim in received for r in dues.RECEIPTS.find(ctx.db, claim=claim)]
    if not receipts:
        raise UserError(f"{member.called}没有确认过的党费。")
    return received[max(receipts, key=lambda receipt: receipt.id).claim]


def _nearest(said: re.Match[str], this: Period) -> Period:
    """The month named; without a year the nearest to now."""
    number = int(said[2])
    if not 1 <= number <= 12:
        raise UserError("月份是1到12，如：取消确认 张伟 3月")
    if said[1]:
        return Period(int(said[1]), number)
    years = (Period(this.year + step, number) for step in (-1, 0, 1))
    return min(years, key=lambda period: abs(period - this))
