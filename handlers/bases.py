"""核定 and 减免: what members owe a month, verified by an officer in private.

Proposes by the regulation and asks before anything is kept; the amount agreed to is the truth.
《关于中国共产党党费收缴、使用和管理的规定》(中组发〔2008〕3号) Art. 2 to 8 and 10.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers import base_words
from handlers.arguments import ARGUMENTS, Tail, named
from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.conversation import ask
from handlers.permissions import OFFICERS_IN_PRIVATE
from store import bases, dues, handing_over, roster
from store.dues_rates import Proposal
from store.errors import StoreError
from store.models import DuesBase, Member, Question, Standing
from store.money import Fen, parse_yuan, yuan
from store.period import Period, spoken
from store.privacy import Private

MOST_LISTED = 30

MONTH = r"(?:(?:\d{4}|去|今|明)年)?\s*\d{1,2}月份?|本月|这个月|下个?月|上个?月"
_INCOME = re.compile(
    r"(?:基数|收入|工资|养老金)\s*[:：]?\s*(\d+(?:,\d{3})*(?:\.\d{1,2})?)\s*[元块]?"
)
_SINCE = re.compile(rf"(?:从|自)\s*({MONTH})\s*(?:起|开始)?|({MONTH})起")
_AMOUNT = re.compile(r"(?<![\d.\-/])(\d+(?:\.\d{1,2})?)(?![\d.]*\s*[月年日号\-/])\s*[元块]?")
_FREEZE = re.compile(r"(?:冻结|定稿)\s*(\d{4})?年?")
_IN_REASON = re.compile(MONTH)
_BETWEEN = " ，,。；;：:、"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody typed after the name."""

    amount: Fen | None
    income: Fen | None
    since: Period
    reason: str
    pay_changed: Period | None


@command(
    "核定",
    "基数核定",
    "核定基数",
    "核定党费",
    permission=OFFICERS_IN_PRIVATE,
    tail=r"(?s:.*)",
    example="核定 张伟 42",
)
def verify(ctx: Context, tail: str) -> Reply:
    """核定每月党费；按基数算：核定 张伟 基数4200；都定了：核定 冻结"""
    if not tail:
        return _to_do(ctx)
    freezing = _FREEZE.fullmatch(tail)
    if freezing is not None:
        return _ask_freeze(ctx, int(freezing[1] or ctx.today.year))
    told = named(ctx, tail)
    if len(told.members) != 1:
        missing = "" if told.members else "名册里没对上姓名。"
        raise UserError(f"{missing}一次核定一位，如：核定 张伟 42，核定 张伟 基数4200")
    (member,) = told.members
    return _ask_amount(ctx, member, _wish(ctx, member, told.rest))


def _wish(ctx: Context, member: Member, rest: str) -> Wish:
    rest, income = _cut(_INCOME, rest)
    rest, since = _cut(_SINCE, rest)
    rest, amount = _cut(_AMOUNT, rest)
    reason = rest.replace("原因", "").strip(_BETWEEN)
    month = _IN_REASON.search(reason)
    return Wish(
        amount=parse_yuan(amount) if amount else None,
        income=parse_yuan(income) if income else None,
        since=_period(ctx, since) if since else _begins(ctx, member),
        reason=reason,
        pay_changed=_period(ctx, month[0]) if month else None,
    )


def _begins(ctx: Context, member: Member) -> Period:
    """This month; for one just admitted the month of the assembly's vote (Art. 8)."""
    this = Period.of(ctx.today)
    if dues.due(ctx.db, member.id, this) is not None:
        return this
    return bases.admitted_here(ctx.db, member) or this


def _cut(shape: re.Pattern[str], text: str) -> tuple[str, str]:
    """The text without what fits, and what fits in it."""
    match = shape.search(text)
    if match is None:
        return text, ""
    found = next(part for part in match.groups() if part)
    return f"{text[: match.start()]} {text[match.end() :]}", found


def _period(ctx: Context, text: str) -> Period:
    period: Period = ARGUMENTS["period"](ctx, Tail(text.strip(), text))
    return period


def _ask_amount(ctx: Context, member: Member, wish: Wish) -> Reply:
    if member.standing is Standing.APPLICANT:
        raise UserError(f"{member.called}还没入党，不交党费（第八条：从支部大会通过之日起交）。")
    income = wish.income if wish.income is not None else member.income
    _, proposal = bases.proposal_for(member, income, ctx.branch.rounding)
    amount = wish.amount
    if amount is None:
        if proposal is None or proposal.least != proposal.most:
            raise UserError(_which_amount(member, proposal))
        amount = proposal.most
    if bases.is_frozen(ctx.db, ctx.branch.id, wish.since.year) and wish.pay_changed is None:
        raise UserError(
            f"{wish.since.year}年的基数已经冻结。年中变动要写明从哪个月起、工资哪个月变的、"
            f"为什么，如：核定 {member.name} {yuan(amount)} 从7月起 6月加薪"
        )
    matter = {
        "member": member.id,
        "since": str(wish.since),
        "amount": amount,
        "income": income,
        "reason": wish.reason,
        "pay_changed": str(wish.pay_changed) if wish.pay_changed else None,
    }
    lines = [
        _change(ctx, member, wish.since, amount),
        base_words.by_rule(income, proposal),
        *base_words.warnings(proposal),
        f"原因：{wish.reason}" if wish.reason else "",
        _voted(ctx, member, wish.since),
        _closed(ctx, wish.since),
    ]
    return _asked(ctx, "verify-base", ("核定", "不核定"), matter, lines)


def _which_amount(member: Member, proposal: Proposal | None) -> str:
    if proposal is None:
        return f"请写明每月多少：核定 {member.name} 42，或写基数：核定 {member.name} 基数4200"
    range_ = base_words.proposed(proposal)
    return f"按{proposal.rule}每月{range_}元，请写明多少：核定 {member.name} {yuan(proposal.most)}"


def _change(ctx: Context, member: Member, since: Period, amount: Fen) -> str:
    before = dues.due(ctx.db, member.id, since)
    was = f"（原来{yuan(before)}元）" if before is not None else ""
    month = spoken([since], today=ctx.today)
    return f"核定{member.called}从{month}起每月{yuan(amount)}元{was}"


def _voted(ctx: Context, member: Member, since: Period) -> str:
    if bases.admitted_here(ctx.db, member) != since:
        return ""
    return "从支部大会通过的那个月交起（第八条）"


def _closed(ctx: Context, since: Period) -> str:
    closed = handing_over.closed_until(ctx.db, ctx.branch.id)
    if closed is None or since > closed:
        return ""
    return f"{spoken([closed], today=ctx.today)}和以前的已经上缴，不动"


def _asked(
    ctx: Context, kind: str, options: tuple[str, ...], matter: dict[str, object], lines: list[str]
) -> Reply:
    shown = Private([line for line in lines if line])
    return ask(ctx, kind, options, matter, "ask.lines", lines=shown)


def answer_verify(ctx: Context, question: Question, option: int) -> Reply:
    """The officer agreed (or not) to the amount he was shown."""
    if option != 0:
        return [Say("ask.not_recorded")]
    matter = question.matter
    changed = matter["pay_changed"]
    base = DuesBase(
        member=matter["member"],
        since=Period.parse(matter["since"]),
        amount=Fen(matter["amount"]),
        reason=matter["reason"],
        at=ctx.now,
        by=ctx.sender.id,
        why=ctx.message.id,
        income=None if matter["income"] is None else Fen(matter["income"]),
        pay_changed=Period.parse(changed) if changed else None,
    )
    return kept(ctx, base)


def kept(ctx: Context, base: DuesBase) -> Reply:
    """Keep an entry that was agreed to; owed months follow it. UserError where it cannot be."""
    member = roster.MEMBERS.get(ctx.db, base.member)
    assert member is not None, "a question about nobody"
    try:
        followed = bases.verify(ctx.db, ctx.cause, member, base)
    except StoreError as error:
        raise UserError(str(error)) from error
    months = spoken(followed, today=ctx.today)
    values = {
        "name": member.called,
        "month": spoken([base.since], today=ctx.today),
        "until": spoken([base.until], today=ctx.today) if base.until else "",
        "amount": Private(yuan(base.amount)),
        "free": base.amount == 0,
        "followed": months,
    }
    return [Say("bases.verified", values)]


def _to_do(ctx: Context) -> Reply:
    year = ctx.today.year
    rows = bases.sheet(ctx.db, ctx.branch.id, year, ctx.branch.rounding)
    waiting = [row for row in rows if row.verified is None]
    lines = [base_words.line(row) for row in waiting[:MOST_LISTED]]
    values = {
        "year": year,
        "count": len(waiting),
        "lines": Private(lines),
        "more": len(waiting) - len(lines),
        "frozen": bases.is_frozen(ctx.db, ctx.branch.id, year),
    }
    return [Say("bases.to_do", values)]


def _ask_freeze(ctx: Context, year: int) -> Reply:
    if bases.is_frozen(ctx.db, ctx.branch.id, year):
        raise UserError(f"{year}年的党费基数已经冻结了。")
    rows = bases.sheet(ctx.db, ctx.branch.id, year, ctx.branch.rounding)
    waiting = [row.member.called for row in rows if row.verified is None]
    lines = [
        f"冻结{year}年的党费基数：{len(rows)}人里已核定{len(rows) - len(waiting)}人",
        f"还没核定：{'、'.join(waiting)}" if waiting else "",
        "冻结以后，年中变动要写明原因",
    ]
    return _asked(ctx, "freeze-bases", ("冻结", "先不冻结"), {"year": year}, lines)


def answer_freeze(ctx: Context, question: Question, option: int) -> Reply:
    """The officer agreed (or not) that the year's verification is done."""
    year = question.matter["year"]
    if option != 0 or bases.is_frozen(ctx.db, ctx.branch.id, year):
        return [Say("ask.not_recorded")]
    bases.freeze(ctx.db, ctx.cause, ctx.branch.id, year)
    return [Say("bases.frozen", {"year": year})]
