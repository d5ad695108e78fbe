"""A receipt that is not what was due: kept as it is, shown, and settled by what comes later.

What is lacking is a private value: it is said to the one who confirmed, never to a group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.context import Context, Place, Reply, Say
from handlers.payments import Share
from handlers.reading import Intent
from store import dues, totals
from store.models import Balance, Claim, ClaimState, Member
from store.money import Fen, yuan
from store.period import Period, spoken
from store.privacy import Private


def differing(ctx: Context, claims: Sequence[Claim]) -> Reply:
    """Which of these months hold less or more than is due, in private to who confirmed them."""
    lacking, over = [], []
    for member, period in dict.fromkeys((c.member, c.period) for c in claims):
        month = totals.balance(ctx.db, member, ctx.branch.id, period)
        owed = dues.due(ctx.db, member, period)
        name = dues.claimant(ctx.db, next(c for c in claims if c.member == member)).called
        if month.lacking and not month.claims:
            lacking.append(_line(ctx, name, month, f"差{yuan(month.lacking)}元"))
        elif owed is not None and month.received > owed:
            more = yuan(Fen(month.received - owed))
            over.append(_line(ctx, name, replace(month, due=owed), f"多{more}元"))
    told = (("receipts.lacking", lacking), ("receipts.over", over))
    return [Say(key, {"lines": Private(lines)}, Place.SENDER) for key, lines in told if lines]


def _line(ctx: Context, name: str, month: Balance, difference: str) -> str:
    due, received = yuan(month.due), yuan(month.received)
    which = spoken([month.period], today=ctx.today)
    return f"{name} {which}应交{due}元，收到{received}元，{difference}"


def settled(ctx: Context, member: Member, intent: Intent) -> Share | None:
    """The month whose difference this sum makes up; None where there is no such month.

    Without a month it is the oldest that lacks exactly so much; with one, no more than it lacks.
    """
    amount = intent.amount_fen
    if not amount:
        return None
    owing = totals.member_totals(ctx.db, member.id, member.branch).open_periods
    for period in map(Period.parse, owing):
        month = totals.balance(ctx.db, member.id, member.branch, period)
        is_named = str(period) in intent.months
        if not month.received or month.claims or (intent.months and not is_named):
            continue
        if amount == month.lacking or (is_named and amount < month.lacking):
            return Share(member, period, Fen(amount))
    return None


def is_questionable(ctx: Context, claim: Claim) -> bool:
    """Whether the collector should look twice: it is not what is due, or nothing was verified."""
    owed = dues.due(ctx.db, claim.member, claim.period)
    others = dues.standing_claims(ctx.db, claim.member, claim.period)
    before = sum(c.amount for c in others if c.state is ClaimState.RECEIVED)
    return owed is None or claim.amount + before != owed


def questions_first(ctx: Context, claims: Sequence[Claim]) -> list[Claim]:
    """The claims to look at twice, the newest of them first; the others as they came."""
    asked = [claim for claim in claims if is_questionable(ctx, claim)]
    clear = [claim for claim in claims if claim not in asked]
    return [*reversed(asked), *clear]
