"""The collector's side of dues: which claims wait, and that their money arrived.

Nobody confirms his own dues; the collector's are confirmed by the secretary. Money that
came without a claim (cash, a direct transfer) is entered as claim and receipt in one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.arguments import MONTH, named
from handlers.commands import command
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.differences import lacking, questions_first, settled
from handlers.payments import SeveralReadingsError, UnfittingSumError, shares
from handlers.permissions import OFFICERS
from handlers.reading import Intent, read
from store import dues, questions
from store.models import Claim, Listing, Member
from store.money import Fen, yuan
from store.period import spoken

_ALL = re.compile(r"^(?:全部|所有|全都|都|全)(?:的)?")
_EXCEPT = re.compile(r"(?:除了|除|不含|不包括)(.+?)(?:以?外|之外)?$")
_NUMBERS = re.compile(r"^(?:第?\s*\d{1,3}\s*(?:[-~—到至]\s*\d{1,3})?\s*[笔号条个]?[\s,，、和.]*)+$")
_RANGE = re.compile(r"(\d{1,3})(?:\s*[-~—到至]\s*(\d{1,3}))?")


@command(
    "确认",
    "确认收到",
    permission=OFFICERS,
    tail=r"(?s:.*)",
    example="确认 全部",
)
def confirm(ctx: Context, tail: str) -> Reply:
    """确认收到党费；先发“确认”看清单，也可以写 确认 1 3、确认 张伟"""
    if not tail:
        return show_claims(ctx)
    claims = _claims_shown(ctx)
    if _NUMBERS.match(tail):
        return _received(ctx, _by_number(claims, tail))
    if _ALL.match(tail):
        left_out = _EXCEPT.search(tail)
        but = {m.id for m in named(ctx, left_out[1]).members} if left_out else set()
        if left_out and not but:
            raise UserError(f"名册里没有“{left_out[1].strip()}”。要除外的人请写姓名。")
        return _received(ctx, [c for c in claims if c.member not in but])
    return _confirm_named(ctx, tail)


def show_claims(ctx: Context) -> Reply:
    """The numbered list of what waits, in private; the numbers stay valid until the next list."""
    claims = to_confirm(ctx)
    entries = tuple(str(claim.id) for claim in claims)
    questions.show_list(ctx.db, Listing(ctx.message.sender, "claims", entries, ctx.now))
    own = [c for c in dues.open_claims(ctx.db, ctx.branch.id) if c.member == ctx.sender.id]
    lines = [_line(ctx, claim) for claim in claims]
    total = yuan(Fen(sum(claim.amount for claim in claims)))
    values = {"lines": lines, "total": total, "own": len(own)}
    here = [] if ctx.message.in_private else [Say("reports.sent_privately")]
    return [Say("receipts.list", values, Place.SENDER), *here]


def receive_from(ctx: Context, members: Sequence[Member], intent: Intent) -> Reply:
    """Money arrived from these members: their open claims, or a payment without a claim."""
    received: list[Claim] = []
    for member in members:
        waiting = [c for c in _confirmable(ctx) if c.member == member.id]
        if intent.months:
            waiting = [c for c in waiting if str(c.period) in intent.months]
        stated = intent.amount_fen if len(members) == 1 else None
        if waiting and (stated is None or stated == sum(c.amount for c in waiting)):
            received += _receive(ctx, waiting)
        elif len(waiting) == 1 and stated is not None:
            dues.receive(ctx.db, ctx.cause, waiting[0], Fen(stated))
            received.append(waiting[0])
    without = [m for m in members if m.id not in {c.member for c in received}]
    if without:
        received += _direct(ctx, without, intent)
    return _told(ctx, received) if received else [Say("receipts.nothing_new", {}, Place.SENDER)]


def _direct(ctx: Context, members: Sequence[Member], intent: Intent) -> list[Claim]:
    """Money without a claim: entered as both, unless that month has been received already."""
    difference = settled(ctx, members[0], intent) if len(members) == 1 else None
    try:
        parts = [difference] if difference else shares(ctx, members, intent)
    except UnfittingSumError:
        raise UserError("这个总数分不到每个人头上，请一人一句，如：收到张伟党费20。") from None
    except SeveralReadingsError as several:
        name, months = several.member.called, spoken(several.months, today=ctx.today)
        raise UserError(
            f"{name}这笔是{months}的吗？请写明月份，如：收到{name}{months}党费20"
        ) from None
    new = [
        p
        for p in parts
        if p is difference or not dues.standing_claims(ctx.db, p.member.id, p.period)
    ]
    claims = [
        dues.claim(
            ctx.db,
            ctx.cause,
            p.member,
            p.period,
            p.amount,
            words=ctx.message.text,
            rule="收款人录入",
        )
        for p in new
        if p.member.id != ctx.sender.id
    ]
    return _receive(ctx, claims)


def to_confirm(ctx: Context) -> list[Claim]:
    """What waits for this person, as he is shown it; his own dues are another's to confirm."""
    return questions_first(ctx, _confirmable(ctx))


def _confirmable(ctx: Context) -> list[Claim]:
    claims = dues.open_claims(ctx.db, ctx.branch.id)
    return [claim for claim in claims if claim.member != ctx.sender.id]


def _claims_shown(ctx: Context) -> list[Claim]:
    """What the numbers mean: the list shown last; without one, what waits now."""
    shown = questions.listed(ctx.db, ctx.message.sender, "claims")
    if not shown:
        return questions_first(ctx, _confirmable(ctx))
    claims = [dues.CLAIMS.get(ctx.db, int(entry)) for entry in shown]
    fresh = [c for c in _confirmable(ctx) if str(c.id) not in shown]
    return [c for c in claims if c is not None] + fresh


def _by_number(claims: Sequence[Claim], tail: str) -> list[Claim]:
    wanted: list[int] = []
    for first, last in _RANGE.findall(tail):
        wanted += range(int(first), int(last or first) + 1)
    beyond = [n for n in wanted if not 1 <= n <= len(claims)]
    if beyond:
        raise UserError(f"清单里没有第{beyond[0]}笔。先发“确认”看清单。")
    return [claims[n - 1] for n in dict.fromkeys(wanted)]


def _confirm_named(ctx: Context, tail: str) -> Reply:
    told = named(ctx, tail)
    members = told.members
    rest = re.sub(r"[的党费月份收到了元块毛角分\d.年、，,和\s]|" + MONTH, "", told.rest)
    if not members or rest:
        raise UserError(f"没看懂“{tail}”。可以回：确认 1 3，确认 张伟，确认 全部。")
    if any(member.id == ctx.sender.id for member in members):
        raise UserError("您自己的党费，要请书记或别的收款同志确认。")
    if not told.rest and any(not _waits(ctx, member) for member in members):
        name = next(m for m in members if not _waits(ctx, m)).called
        raise UserError(f"{name}没有报过。确实收到了就写明月份和金额：确认 {name} 3月 20元")
    said = "收到" + "、".join(m.called for m in members) + "党费" + told.rest
    reading = read(
        said, sender=str(ctx.sender.id), roster=ctx.roster, today=ctx.today, pending="dues"
    )
    slots = next((i for i in reading.intents if i.kind == "dues_paid"), Intent("dues_paid"))
    return receive_from(ctx, members, slots)


def _waits(ctx: Context, member: Member) -> bool:
    return any(claim.member == member.id for claim in _confirmable(ctx))


def _receive(ctx: Context, claims: Sequence[Claim]) -> list[Claim]:
    for claim in claims:
        dues.receive(ctx.db, ctx.cause, claim)
    return list(claims)


def _received(ctx: Context, claims: Sequence[Claim]) -> Reply:
    waiting = {claim.id for claim in _confirmable(ctx)}
    todo = [claim for claim in claims if claim.id in waiting]
    if not todo:
        raise UserError("没有等您确认的了。" if not waiting else "这几笔已经确认过了。")
    return _told(ctx, _receive(ctx, todo))


def _told(ctx: Context, claims: Sequence[Claim]) -> Reply:
    people = []
    for member_id in dict.fromkeys(claim.member for claim in claims):
        own = [claim for claim in claims if claim.member == member_id]
        months = spoken((claim.period for claim in own), today=ctx.today)
        people.append(f"{dues.claimant(ctx.db, own[0]).called} {months}")
    confirmed = Say("receipts.confirmed", {"people": people, "count": len(claims)})
    return [confirmed, *lacking(ctx, claims)]


def _line(ctx: Context, claim: Claim) -> dict[str, object]:
    member = dues.claimant(ctx.db, claim)
    owed = dues.due(ctx.db, member.id, claim.period)
    return {
        "name": member.called,
        "months": spoken([claim.period], today=ctx.today),
        "amount": yuan(claim.amount),
        "due": None if owed is None or owed == claim.amount else yuan(owed),
        "proxy": claim.by not in (claim.member, None),
        "words": claim.words[:24],
    }
