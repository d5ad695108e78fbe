"""确认: which claims wait for the collector, and which of them he confirms.

Nobody confirms his own dues; the collector's are confirmed by the secretary. What arrives
without a claim, or as another sum, is ``handlers/receiving.py``'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.arguments import MONTH, named
from handlers.commands import command
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.differences import questions_first
from handlers.permissions import OFFICERS
from handlers.reading import Intent, read
from handlers.receiving import confirmable, receive_claims, receive_from
from store import dues, questions
from store.models import Claim, ClaimState, Listing, Member
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
    if _NUMBERS.match(tail):
        return _numbered(ctx, tail)
    if _ALL.match(tail):
        return _all_but(ctx, tail)
    return _confirm_named(ctx, tail)


def _numbered(ctx: Context, tail: str) -> Reply:
    """Numbers mean the list shown last; who was shown none sees it first, and nothing is booked."""
    shown = _shown(ctx)
    if not shown:
        return show_claims(ctx, first=True)
    return _received(ctx, _by_number(shown, tail))


def _all_but(ctx: Context, tail: str) -> Reply:
    left_out = _EXCEPT.search(tail)
    claims = confirmable(ctx)
    if left_out is None:
        return _received(ctx, claims)
    if _NUMBERS.match(left_out[1]):
        shown = _shown(ctx)
        if not shown:
            return show_claims(ctx, first=True)
        but = {claim.id for claim in _by_number(shown, left_out[1])}
        return _received(ctx, [c for c in claims if c.id not in but])
    people = {member.id for member in named(ctx, left_out[1]).members}
    if not people:
        raise UserError(f"名册里没有“{left_out[1].strip()}”。要除外的人请写姓名。")
    return _received(ctx, [c for c in claims if c.member not in people])


def show_claims(ctx: Context, *, first: bool = False) -> Reply:
    """The numbered list of what waits, in private; the numbers stay valid until the next list.

    ``first``: numbers were said before any list was seen.
    """
    claims = to_confirm(ctx)
    entries = tuple(str(claim.id) for claim in claims)
    questions.show_list(ctx.db, Listing(ctx.message.sender, "claims", entries, ctx.now))
    own = [c for c in dues.open_claims(ctx.db, ctx.branch.id) if c.member == ctx.sender.id]
    lines = [_line(ctx, claim) for claim in claims]
    total = yuan(Fen(sum(claim.amount for claim in claims)))
    values = {"lines": lines, "total": total, "own": len(own), "first": first}
    here = [] if ctx.message.in_private else [Say("reports.sent_privately")]
    return [Say("receipts.list", values, Place.SENDER), *here]


def to_confirm(ctx: Context) -> list[Claim]:
    """What waits for this person, as he is shown it; his own dues are another's to confirm."""
    return questions_first(ctx, confirmable(ctx))


def _shown(ctx: Context) -> list[Claim]:
    """The list shown last, number 1 first."""
    entries = questions.listed(ctx.db, ctx.message.sender, "claims")
    claims = [dues.CLAIMS.get(ctx.db, int(entry)) for entry in entries]
    return [claim for claim in claims if claim is not None]


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
    return any(claim.member == member.id for claim in confirmable(ctx))


def _received(ctx: Context, claims: Sequence[Claim]) -> Reply:
    waiting = {claim.id: claim for claim in confirmable(ctx)}
    todo = [waiting[claim.id] for claim in claims if claim.id in waiting]
    gone = [claim for claim in claims if _is_withdrawn(ctx, claim)]
    if gone and not todo:
        raise UserError("这几笔本人改过或收回了，没有确认。再发“确认”看现在的清单。")
    if not todo:
        raise UserError("没有等您确认的了。" if not waiting else "这几笔已经确认过了。")
    lines = [_line(ctx, claim) for claim in gone]
    told = [Say("receipts.withdrawn", {"lines": lines}, Place.SENDER)] if gone else []
    return [*receive_claims(ctx, todo), *told]


def _is_withdrawn(ctx: Context, claim: Claim) -> bool:
    now = dues.CLAIMS.get(ctx.db, claim.id)
    return now is not None and now.state is ClaimState.WITHDRAWN


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
