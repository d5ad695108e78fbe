"""Where dues stand: a member's year, who owes what, a group's and the township's month, 追溯.

All of it in private: what somebody owes is said to him and to the officers.
"""

from __future__ import annotations

import re

from handlers.arguments import ARGUMENTS, MONTH, Tail, named
from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.permissions import OFFICERS_IN_PRIVATE, Permission
from handlers.reports import mine
from store import arrears, dues, overview, roster, totals, trace
from store.models import Balance, Member, Role
from store.money import Fen, yuan
from store.overview import Sums
from store.period import Period, spoken
from store.privacy import Private

CLERK_IN_PRIVATE = Permission(frozenset({Role.CLERK}), private_only=True)

MONTHS_SHOWN = 12

# Whoever states that somebody paid uses one of these; a name asked about has none of them.
_NAME = r"(?:(?![已交缴转收给没未报打款元块0-9])[一-鿿㐀-䶿·•()（）]){2,20}"
_MONTH = re.compile(MONTH.removesuffix("?"))


@command(
    "党费",
    "查党费",
    permission=OFFICERS_IN_PRIVATE,
    tail=_NAME + r"(?:\s*" + MONTH + ")?",
    example="党费 张伟",
    otherwise=mine,
)
def of_somebody(ctx: Context, tail: str) -> Reply:
    """一位同志或一个党小组的党费：党费 张伟，党费 二组"""
    match = _MONTH.search(tail)
    month = _period(ctx, match[0] if match else "")
    asked = (tail[: match.start()] if match else tail).strip()
    groups = {m.party_group for m in roster.members(ctx.db, ctx.branch.id) if m.party_group}
    if asked in groups:
        return [_group(ctx, asked, month)]
    told = named(ctx, asked)
    if len(told.members) != 1 or told.rest:
        raise UserError(f"名册里没对上“{asked}”。可以写姓名，或党小组的名字。")
    return [_member(ctx, told.members[0], month)]


def _period(ctx: Context, text: str) -> Period:
    """The month that is looked back on: in January, 3月 is last year's, unless somebody paid it."""
    period: Period = ARGUMENTS["period"](ctx, Tail(text, text))
    is_bare = re.fullmatch(r"\s*\d{1,2}月份?\s*", text) is not None
    is_ahead = is_bare and period > Period.of(ctx.today)
    if is_ahead and not totals.balances(ctx.db, ctx.branch.id, period):
        return period + -12
    return period


def _member(ctx: Context, member: Member, this: Period) -> Say:
    rows = [
        row
        for row in totals.BALANCES.find(ctx.db, member=member.id)
        if row.opened or row.claims or row.received
    ]
    shown = sorted(rows, key=lambda row: row.period)[-MONTHS_SHOWN:]
    behind = totals.member_totals(ctx.db, member.id, member.branch)
    owed = dues.due(ctx.db, member.id, this)
    values = {
        "name": member.called,
        "amount": Private(None if owed is None else yuan(owed)),
        "paid_to": Private(paid_to(ctx, member)),
        "lines": Private([_month_line(ctx, row) for row in shown]),
        "total": Private(yuan(behind.arrears) if behind.arrears else ""),
    }
    return Say("balances.member", values)


def paid_to(ctx: Context, member: Member) -> str:
    """党费交至: 3月; empty where nothing was paid from the start."""
    period = arrears.paid_up_to(ctx.db, member.id)
    return spoken([period], today=ctx.today) if period else ""


def _month_line(ctx: Context, row: Balance) -> str:
    parts = [f"应交{yuan(row.due)}" if row.opened else "还没开始收"]
    if row.received:
        parts.append(f"收到{yuan(row.received)}")
    if row.claims:
        parts.append(f"报了{yuan(row.claimed)}等确认")
    if row.lacking:
        parts.append(f"差{yuan(row.lacking)}")
    elif row.received > row.due:
        parts.append(f"多{yuan(Fen(row.received - row.due))}")
    return f"{spoken([row.period], today=ctx.today)} {'，'.join(parts)}"


def _group(ctx: Context, group: str, period: Period) -> Say:
    members = roster.members(ctx.db, ctx.branch.id)
    sums = overview.by_group(ctx.db, ctx.branch.id, period, members).get(group, Sums())
    lines = [_sums_line(group, sums)]
    values = {"month": spoken([period], today=ctx.today), "lines": Private(lines)}
    return Say("balances.sums", values)


def _sums_line(name: str, sums: Sums) -> str:
    return (
        f"{name} 应交{sums.heads_due}人{yuan(Fen(sums.due))}元，"
        f"已收{sums.heads_received}人{yuan(Fen(sums.received))}元，"
        f"报了等确认{sums.heads_claimed}人，还差{yuan(Fen(sums.lacking))}元"
    )


@command(
    "欠费",
    "欠交",
    "谁欠费",
    "欠费名单",
    permission=OFFICERS_IN_PRIVATE,
    tail=r"(?:情况|名单)?[?？]?",
    example="欠费",
)
def owing(ctx: Context) -> Reply:
    """往月没交齐的：谁、哪几个月、多少，只私下说"""
    this = Period.of(ctx.today)
    lines = []
    total = 0
    for found in overview.owing(ctx.db, ctx.branch.id, this):
        member = roster.MEMBERS.get(ctx.db, found.totals.member)
        assert member is not None, "totals of nobody"
        waits = any(
            totals.balance(ctx.db, member.id, member.branch, p).claims for p in found.periods
        )
        more = "，有报了等确认的" if waits else ""
        months = spoken(found.periods, today=ctx.today)
        lines.append(f"{member.called} {months}，{yuan(found.amount)}元{more}")
        total += found.amount
    values = {
        "lines": Private(lines),
        "count": len(lines),
        "total": Private(yuan(Fen(total))),
    }
    return [Say("balances.owing", values)]


@command(
    "全镇党费",
    "各支部党费",
    "全镇",
    permission=CLERK_IN_PRIVATE,
    tail=MONTH + r"(?:份)?(?:党费)?(?:的?情况)?",
    example="全镇党费 3月",
)
def township(ctx: Context, period: Period) -> Reply:
    """各支部一个月的党费和全镇合计"""
    lines = []
    whole = Sums()
    for branch, name in ctx.branch.neighbours.items():
        sums = overview.of(totals.balances(ctx.db, branch, period))
        whole += sums
        lines.append(_sums_line(name, sums))
    lines.append(_sums_line("合计", whole))
    values = {"month": spoken([period], today=ctx.today), "lines": Private(lines)}
    return [Say("balances.sums", values)]


@command(
    "追溯",
    "查账",
    permission=OFFICERS_IN_PRIVATE,
    tail=r"(?s:.+)",
    example="追溯 张伟 3月",
)
def trace_month(ctx: Context, tail: str) -> Reply:
    """一位同志某个月的每一笔账：谁、什么时候、原话、哪条消息"""
    told = named(ctx, tail)
    match = _MONTH.search(told.rest)
    if len(told.members) != 1:
        raise UserError("要写一位的姓名和月份，如：追溯 张伟 3月")
    (member,) = told.members
    period = _period(ctx, match[0] if match else "")
    lines = [_entry_line(ctx, entry) for entry in trace.entries(ctx.db, member, period)]
    month = totals.balance(ctx.db, member.id, member.branch, period)
    values = {
        "name": member.called,
        "month": spoken([period], today=ctx.today),
        "lines": Private(lines),
        "text": Private(_month_line(ctx, month)),
    }
    return [Say("balances.trace", values)]


def _entry_line(ctx: Context, entry: trace.Traced) -> str:
    by = roster.MEMBERS.get(ctx.db, entry.by) if entry.by is not None else None
    amount = f"{yuan(entry.amount)}元" if entry.amount is not None else ""
    words = f"“{entry.words[:24]}”" if entry.words else ""
    who = by.called if by else "自动"
    when = f"{entry.at.year}-{entry.at.month:02d}-{entry.at.day:02d} {entry.at:%H:%M}"
    return f"{when} {who} {entry.what}{amount}{words}，来由 {entry.why}"
