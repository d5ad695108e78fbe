"""What the books say: a member's own, the branch's month, and who has not paid.

Totals may be said in the group; names with sums, arrears and who is silent are
private values and go to one person.
"""

from __future__ import annotations

from handlers.arguments import MONTH, month_named
from handlers.commands import command
from handlers.context import Context, Place, Reply, Say
from handlers.permissions import EVERY_MEMBER, OFFICERS, OFFICERS_IN_PRIVATE
from store import arrears, burden, checkins, dues, handing_over, meetings, roster, totals
from store.models import Balance, BranchMonth, Member
from store.money import Fen, yuan
from store.period import Period, spoken
from store.privacy import Private


@command(
    "我的",
    "我的党费",
    "我的情况",
    "查询",
    "查我的",
    "还差多少",
    "还差几个月",
    "我欠多少",
    "我欠几个月",
    permission=EVERY_MEMBER,
    example="我的",
)
def mine(ctx: Context) -> Reply:
    """查自己的党费、报到和近期会议，只发给您本人"""
    member, this = ctx.sender, Period.of(ctx.today)
    balance = totals.balance(ctx.db, member.id, member.branch, this)
    behind = totals.member_totals(ctx.db, member.id, member.branch)
    before = [p for p in map(Period.parse, behind.open_periods) if p < this]
    waiting = [p for p in before if _all_reported(ctx, member, p)]
    owing = [p for p in before if p not in waiting]
    due = dues.due(ctx.db, member.id, this)
    paid_to = arrears.paid_up_to(ctx.db, member.id)
    values = {
        "name": member.called,
        "month": spoken([this], today=ctx.today),
        "due": Private(yuan(due) if due is not None else None),
        "state": Private(_state(balance)),
        "state_words": Private(_state_words(balance)),
        "owing": Private(spoken(owing, today=ctx.today)),
        "waiting": Private(spoken(waiting, today=ctx.today)),
        "paid_to": Private(spoken([paid_to], today=ctx.today) if paid_to else ""),
        "checked_in": bool(checkins.checked_in(ctx.db, member.id, this)),
        "mobile": member.mobile,
        "meetings": _meetings(ctx),
    }
    here = [] if ctx.message.in_private else [Say("reports.sent_privately")]
    return [Say("reports.mine", values, Place.SENDER), *here]


def _all_reported(ctx: Context, member: Member, period: Period) -> bool:
    """Whether what has not arrived of a month was reported and waits for the collector."""
    balance = totals.balance(ctx.db, member.id, member.branch, period)
    return bool(balance.claims) and balance.claimed >= balance.lacking


def _state(balance: Balance) -> str:
    if balance.received and balance.received >= balance.due:
        return "received"
    if balance.claims:
        return "partly-claimed" if balance.received else "claimed"
    return "partly" if balance.received else "open"


def _state_words(balance: Balance) -> str:
    """How a month stands, as he is told of it in the chat and on his page."""
    arrived = f"已确认收到{yuan(balance.received)}元"
    return {
        "received": "已确认收到",
        "partly": f"{arrived}，还差{yuan(balance.lacking)}元",
        "partly-claimed": f"{arrived}，后来报的等收款人确认",
        "claimed": "您报了已交，等收款人确认",
        "open": "还没记到",
    }[_state(balance)]


def _meetings(ctx: Context) -> list[dict[str, object]]:
    from handlers.meetings import about

    coming = meetings.coming(ctx.db, ctx.branch.id, ctx.now)
    said = [meetings.current_answer(ctx.db, m.id, ctx.sender.id) for m in coming]
    return [
        {**about(m), "said": entry.answer if entry else None}
        for m, entry in zip(coming, said, strict=True)
    ]


@command(
    "党费",
    "党费情况",
    "本月党费情况",
    "本月党费",
    permission=OFFICERS,
    tail=MONTH + r"(?:份)?(?:党费)?(?:的?情况)?",
    example="党费",
    otherwise=mine,
)
def month(ctx: Context, period: Period) -> Reply:
    """本月党费总数：应交、已报、已收；看别的月：党费 2月"""
    return [Say("reports.month", month_values(ctx, period))]


def month_values(ctx: Context, period: Period) -> dict[str, object]:
    """A branch's month in totals; nobody is named."""
    sums: BranchMonth = totals.branch_month(ctx.db, ctx.branch.id, period)
    closed = handing_over.closed_until(ctx.db, ctx.branch.id)
    return {
        "month": spoken([period], today=ctx.today),
        "due": yuan(sums.due),
        "claimed": yuan(sums.claimed),
        "received": yuan(sums.received),
        "heads_due": sums.heads_due,
        "heads_claimed": sums.heads_claimed,
        "heads_received": sums.heads_received,
        "handed_over": closed is not None and period <= closed,
    }


@command(
    "未交",
    "谁没交",
    "谁还没交",
    "未缴",
    "没交的",
    permission=OFFICERS_IN_PRIVATE,
    tail=MONTH + r"(?:份)?(?:的?党费)?[?？]?",
    example="未交",
)
def unpaid(ctx: Context, period: Period) -> Reply:
    """谁还没交、谁报了等确认，只私下说；看别的月：未交 2月"""
    lines, waiting = [], []
    names = {m.id: m.called for m in roster.members(ctx.db, ctx.branch.id)}
    for balance in totals.balances(ctx.db, ctx.branch.id, period):
        if balance.member not in names or not balance.lacking:
            continue
        if balance.claims:
            waiting.append(names[balance.member])
        else:
            lines.append(f"{names[balance.member]} {yuan(balance.lacking)}元")
    values = {
        "month": spoken([period], today=ctx.today),
        "lines": Private(lines),
        "waiting": Private(waiting),
        "unverified": Private(_without_base(ctx, period)),
        "begun": period in dues.opened_months(ctx.db, ctx.branch.id),
    }
    return [Say("reports.unpaid", values, Place.SENDER)]


def _without_base(ctx: Context, period: Period) -> list[str]:
    paying = totals.balances(ctx.db, ctx.branch.id, period)
    names = {m.id: m.called for m in roster.members(ctx.db, ctx.branch.id)}
    return [
        names[b.member]
        for b in paying
        if b.due == Fen(0) and b.member in names and dues.due(ctx.db, b.member, period) is None
    ]


@command(
    "负担",
    "负担情况",
    "打扰",
    permission=OFFICERS,
    tail=MONTH + r"(?:份)?(?:的?情况)?[?？]?",
    example="负担",
)
def burdens(ctx: Context, tail: str, period: Period) -> Reply:
    """我打扰了群里几回：主动发的、反问的，本月和上月；看别的月：负担 2月"""
    months = [
        {
            "month": spoken([period], today=ctx.today),
            "prompts": counted.prompts,
            "questions": counted.questions,
        }
        for period in ((period,) if month_named(tail) else (period, period + -1))
        for counted in [burden.of(ctx.db, ctx.branch.id, period)]
    ]
    return [Say("reports.burden", {"months": months})]
