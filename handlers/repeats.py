"""The same money told twice: 党费交了20 in the morning, 党费已交20 at night.

Where months are owed, a second sentence without a month would be booked for the next one. Whether
it is the same payment only the person knows: he is asked. Decides nothing else, books nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import timedelta

from handlers.context import Context, Reply
from handlers.conversation import ANSWERED, ask
from handlers.payments import Share
from handlers.reading import Intent
from store import dues
from store.models import Claim, ClaimState, Member, Receipt
from store.money import Fen, yuan
from store.period import Period, spoken

WITHIN = timedelta(days=10)
"""So long after it a payment is told again; later, the next month is meant."""

RELAY = "relay"
"""The rule of what a #接龙 says: it is posted again with every row that was in it."""


def told_before(ctx: Context, parts: Sequence[Share], intent: Intent) -> list[Share]:
    """The parts of an unnamed payment that may be one which its member has told of already."""
    if intent.rule == ANSWERED or intent.months:
        return []
    return [part for part in parts if _last_told(ctx, part, parts, intent)]


def _last_told(ctx: Context, part: Share, parts: Sequence[Share], intent: Intent) -> bool:
    if dues.standing_claims(ctx.db, part.member.id, part.period):
        return False
    standing = [c for c in dues.CLAIMS.find(ctx.db, member=part.member.id) if _stands(c)]
    before = of_last_message(c for c in standing if _is_fresh(ctx, c, part.period))
    own = [p for p in parts if p.member == part.member]
    if not before or (intent.duration_months and len(before) != len(own)):
        return False
    said = [p.amount for p in own if p.amount is not None]
    stated = all(claim.stated for claim in before)
    return not (said and stated) or sum(said) == sum(claim.amount for claim in before)


def _stands(claim: Claim) -> bool:
    return claim.state in (ClaimState.CLAIMED, ClaimState.RECEIVED)


def of_last_message(claims: Iterable[Claim]) -> list[Claim]:
    """What the last message claimed."""
    known = sorted(claims, key=lambda claim: claim.at)
    return [claim for claim in known if claim.why == known[-1].why]


def received_before(ctx: Context, member: Member, period: Period, amount: Fen | None) -> bool:
    """Whether the same sum was confirmed of him lately, for another month than this."""
    receipts = [r for r in _standing_receipts(ctx, member) if r.period != period]
    fresh = sorted((r for r in receipts if _is_fresh(ctx, r, period)), key=lambda r: r.at)
    last = [receipt for receipt in fresh if receipt.why == fresh[-1].why]
    return bool(last) and (amount is None or amount == sum(r.amount for r in last))


def _standing_receipts(ctx: Context, member: Member) -> list[Receipt]:
    """The newest receipt of each claim that is received: it is the one that stands."""
    claims = dues.CLAIMS.find(ctx.db, member=member.id)
    received = [claim for claim in claims if claim.state is ClaimState.RECEIVED]
    return [dues.RECEIPTS.find(ctx.db, claim=claim.id)[-1] for claim in received]


def _is_fresh(ctx: Context, entry: Claim | Receipt, period: Period) -> bool:
    """Lately, and since this month could be paid: a new month is a new reason to say it."""
    opened = dues.OPENED.one(ctx.db, branch=ctx.branch.id, period=period)
    since = ctx.now - WITHIN
    return since <= entry.at <= ctx.now and (opened is None or opened.at <= entry.at)


def ask_whether_same(
    ctx: Context, parts: Sequence[Share], intent: Intent, words: str, *, received: bool = False
) -> Reply:
    """One short question; the second answer books it for the months it would have gone to.

    It shows no sum: who speaks for somebody else need not know what he said of himself.
    """
    intents = [
        _of_member(intent, parts, member) for member in dict.fromkeys(p.member for p in parts)
    ]
    names = "、".join(member.called for member in dict.fromkeys(p.member for p in parts))
    months = spoken((p.period for p in parts), today=ctx.today)
    said = sum(p.amount or 0 for p in parts)
    another = f"另外又{'收到' if received else '交了'}一笔，记成{months}的"
    matter = {"intents": [asdict(one) for one in intents], "words": words, "received": received}
    values = {"name": names, "said": yuan(Fen(said)) if said else "", "received": received}
    return ask(ctx, "same-payment", ("是同一笔", another), matter, "ask.same_payment", **values)


def _of_member(intent: Intent, parts: Sequence[Share], member: Member) -> Intent:
    own = [part for part in parts if part.member == member]
    said = [part.amount for part in own if part.amount is not None]
    return replace(
        intent,
        kind="dues_paid",
        people=(str(member.id),),
        months=tuple(str(part.period) for part in own),
        amount_fen=sum(said) if said else None,
        rule=ANSWERED,
    )
