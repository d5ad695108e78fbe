"""更正: which payment somebody meant, and what stands in its place.

The old claim is taken back and the right one made; a claim that the collector has confirmed is
not changed over his head: both are told. Knows nothing of receipts and their sums.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.arguments import named
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.dues import claimed, opened_again
from handlers.reading import Intent
from handlers.repeats import of_last_message
from store import audit, dues, roster
from store.models import Claim, ClaimState, Member, Role
from store.period import spoken

_OF_DUES = re.compile(r"党费|[交缴]|[元块角毛]")

_NAMES_MONTH = re.compile(r"(\d{1,2})月")

_LATELY = timedelta(days=31)
"""What somebody else reported of a member is meant by his own correction for so long."""


def corrected(ctx: Context, intent: Intent, words: str) -> Reply:
    """Take the claim that was meant back, and where a new value was given, claim that instead."""
    others = [m for m in _named(ctx, words) if m.id != ctx.sender.id] if intent.void else []
    if others:
        return _of_others(ctx, others, words)
    meant = [opened_again(ctx, claim, "本人更正") for claim in _meant(ctx, intent, words)]
    if not meant:
        return [Say("dues.correct_what", {}, Place.SENDER)] if ctx.message.addressed else []
    if any(claim.state is ClaimState.RECEIVED for claim in meant):
        return _confirmed_by_now(ctx, meant, words)
    for claim in meant:
        dues.withdraw(ctx.db, ctx.cause, claim, reason="本人更正")
    months = spoken((c.period for c in meant), today=ctx.today)
    withdrawn = Say("dues.withdrawn", {"name": ctx.sender.called, "months": months})
    if intent.void:
        return [withdrawn]
    return _instead(ctx, intent, meant, words) or [withdrawn]


def _named(ctx: Context, words: str) -> list[Member]:
    """Whom the words name; a name that several have names nobody."""
    try:
        return named(ctx, words).members
    except UserError:
        return []


def _instead(ctx: Context, intent: Intent, meant: Sequence[Claim], words: str) -> Reply:
    """The right claim: what was not said anew stays as it was."""
    owners = sorted({claim.member for claim in meant})
    said = [int(person) for person in intent.people]
    people = owners if not said or (said == [ctx.sender.id] and "我" not in words) else said
    members = [m for m in (roster.MEMBERS.get(ctx.db, p) for p in people) if m is not None]
    months = intent.months or tuple(sorted({str(claim.period) for claim in meant}))
    stated = sum(c.amount for c in meant) if meant[0].stated else None
    amount = intent.amount_fen if intent.amount_fen is not None else stated
    return claimed(ctx, replace(intent, months=months, amount_fen=amount), members, words)


def _meant(ctx: Context, intent: Intent, words: str) -> list[Claim]:
    """The claims that were wrong: of the last act, or the last one that these values fit."""
    payments = _payments(ctx)
    if intent.void and _NAMES_MONTH.search(words):
        return next((found for part in payments if (found := _in_months(part, words))), [])
    is_about_dues = intent.amount_fen is not None or (intent.months and _OF_DUES.search(words))
    if intent.void or not (is_about_dues or intent.months):
        return _claims_of(ctx, _last_entries(ctx))
    if not is_about_dues:
        return _claims_of(ctx, _last_entries(ctx)) or (payments[:1] or [[]])[0]
    for claims in payments if intent.amount_fen is not None else []:
        in_months = [claim for claim in claims if str(claim.period) in intent.months]
        total, named = (sum(c.amount for c in part) for part in (claims, in_months))
        if in_months and named != intent.amount_fen:
            return claims if total == intent.amount_fen else in_months
    return payments[0] if payments else []


def _in_months(claims: Sequence[Claim], words: str) -> list[Claim]:
    months = {int(month) for month in _NAMES_MONTH.findall(words)}
    return [claim for claim in claims if claim.period.month in months]


def _of_others(ctx: Context, others: Sequence[Member], words: str) -> Reply:
    """取消 刘洋 4月: only what the sender himself said of them is his to take back."""
    ids = {member.id for member in others}
    own = [
        [c for c in part if c.member in ids and c.by == ctx.sender.id] for part in _payments(ctx)
    ]
    parts = [_in_months(part, words) if _NAMES_MONTH.search(words) else part for part in own]
    meant = next((part for part in parts if part), [])
    if any(claim.state is ClaimState.RECEIVED for claim in meant):
        return _confirmed_by_now(ctx, meant, words)
    names = "、".join(member.called for member in others)
    if not meant and (of_him := _reported_by(ctx, ids)):
        meant, names = of_him, ctx.sender.called
    if not meant:
        said = Say("dues.not_yours_to_cancel", {"name": names}, Place.SENDER)
        return [said] if ctx.message.addressed else []
    for claim in meant:
        dues.withdraw(ctx.db, ctx.cause, claim, reason="代报的人收回")
    months = spoken((claim.period for claim in meant), today=ctx.today)
    return [Say("dues.withdrawn", {"name": names, "months": months})]


def _reported_by(ctx: Context, ids: Collection[int]) -> list[Claim]:
    """吴涛报的那笔不对: what they said of the sender himself lately is his to take back."""
    own = dues.CLAIMS.find(ctx.db, member=ctx.sender.id)
    fresh = [c for c in own if c.by in ids and c.at >= ctx.now - _LATELY]
    return of_last_message([c for c in fresh if c.state is ClaimState.CLAIMED]) if fresh else []


def _payments(ctx: Context) -> list[list[Claim]]:
    """What the sender claimed and still stands, message by message, the newest first.

    Where he claimed nothing himself: what somebody else reported of him lately.
    """
    acts = reversed(audit.acts(ctx.db, ctx.sender.id))
    own = [claims for act in acts if (claims := _claims_of(ctx, act["entries"]))]
    if own:
        return own
    of_him = dues.CLAIMS.find(ctx.db, member=ctx.sender.id)
    fresh = [c for c in of_him if _stands(c) and c.at >= ctx.now - _LATELY]
    return [of_last_message(fresh)] if fresh else []


def _last_entries(ctx: Context) -> list[str]:
    act = audit.last_act(ctx.db, ctx.sender.id)
    return act["entries"] if act else []


def _claims_of(ctx: Context, entries: Sequence[str]) -> list[Claim]:
    ids = [int(entry.split("/")[1]) for entry in entries if entry.startswith("claims/")]
    claims = [dues.CLAIMS.get(ctx.db, row_id) for row_id in ids]
    return [claim for claim in claims if claim is not None and _stands(claim)]


def _stands(claim: Claim) -> bool:
    return claim.state in (ClaimState.CLAIMED, ClaimState.RECEIVED)


def _confirmed_by_now(ctx: Context, meant: Sequence[Claim], words: str) -> Reply:
    months = spoken((claim.period for claim in meant), today=ctx.today)
    values = {"name": ctx.sender.called, "months": months, "words": words}
    officers = roster.officers(ctx.db, ctx.branch.id, Role.COLLECTOR)
    told = [
        Say("dues.correct_confirmed_told", values, Place.PERSON, officer.id)
        for officer in officers
        if officer.id != ctx.sender.id
    ]
    return [Say("dues.correct_confirmed", values, Place.SENDER), *told]
