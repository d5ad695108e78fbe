"""A receipt that is not what was due: kept as it is, shown, and settled by what comes later.

What is lacking is a private value: it is said to the one who confirmed, never to a group.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.context import Context, Place, Reply, Say
from handlers.payments import Share
from handlers.reading import Intent
from store import dues, totals
from store.models import Claim, ClaimState, Member
from store.money import Fen, yuan
from store.period import Period, spoken
from store.privacy import Private


def lacking(ctx: Context, claims: Sequence[Claim]) -> Reply:
    """Which of these months are still not full, in private to whoever confirmed them."""
    lines = []
    for member, period in dict.fromkeys((c.member, c.period) for c in claims):
        month = totals.balance(ctx.db, member, ctx.branch.id, period)
        if month.lacking and not month.claims:
            name = dues.claimant(ctx.db, next(c for c in claims if c.member == member)).called
            lines.append(
                f"{name} {spoken([period], today=ctx.today)}应交{yuan(month.due)}元，"
                f"收到{yuan(month.received)}元，差{yuan(month.lacking)}元"
            )
    return [Say("receipts.lacking", {"lines": Private(lines)}, Place.SENDER)] if lines else []


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
