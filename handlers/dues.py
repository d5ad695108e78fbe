"""Dues as members state them: paid, not yet, corrected, taken back.

A message is a claim, not a receipt; the collector's word about others is a
receipt (``handlers/receipts.py``). What a sum does not fit is asked or noted to
the collector, never quietly bent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from handlers.context import Context, Place, Reply, Say
from handlers.conversation import (
    ANSWERED,
    ask_which_months,
    ask_which_payment,
    ask_which_year,
)
from handlers.payments import SeveralReadingsError, Share, UnfittingSumError, shares
from handlers.reading import Intent
from handlers.receiving import receive_from
from handlers.relayed import lists_what_arrived
from handlers.repeats import RELAY, ask_whether_same, told_before
from store import dues, roster
from store.models import Claim, ClaimState, Member, Role
from store.money import Fen, yuan
from store.period import Period, spoken

PERSON_TO_PERSON = Fen(1_000_00)
"""1000 yuan or more at once goes up to the Centre (中组发〔2008〕3号 Art. 11): not for a bot."""

FAR_AHEAD = 6
"""Paying more than six months ahead needs the branch's decision, mostly a slip."""

WELL_AHEAD = 3
"""Months ahead beyond which the collector is told (guides on the regulation's Art. 12)."""


def paid(ctx: Context, intent: Intent, people: Sequence[Member], words: str) -> Reply:
    """Record a stated payment as claims; the collector's word about others as receipts.

    Whoever joins a relay posts all its rows again: that confirms nobody's.
    """
    others = [m for m in people if m.id != ctx.sender.id]
    joins = intent.rule == RELAY and not lists_what_arrived(ctx.message.text)
    if ctx.holds(Role.COLLECTOR) and others and not joins:
        own = [m for m in people if m.id == ctx.sender.id]
        if own:
            return _own_and_others(ctx, intent, own, others, words)
        return receive_from(ctx, others, intent)
    return claimed(ctx, intent, people, words)


def _own_and_others(
    ctx: Context, intent: Intent, own: list[Member], others: list[Member], words: str
) -> Reply:
    """The collector's own word and his receipts in one sentence: a sum is shared out first."""
    if intent.amount_fen is None:
        return receive_from(ctx, others, intent) + claimed(ctx, intent, own, words)
    try:
        parts = shares(ctx, [*own, *others], intent)
    except UnfittingSumError:
        return [_unfitting(ctx, [*own, *others], intent)]
    mine = Fen(sum(part.amount or 0 for part in parts if part.member in own))
    theirs = replace(intent, amount_fen=intent.amount_fen - mine)
    said = receive_from(ctx, others, theirs)
    return said + claimed(ctx, replace(intent, amount_fen=mine), own, words)


def claimed(ctx: Context, intent: Intent, people: Sequence[Member], words: str) -> Reply:
    """Record these people's word that they paid, or ask what it means."""
    try:
        parts = shares(ctx, people, intent)
    except UnfittingSumError:
        return [_unfitting(ctx, people, intent)]
    except SeveralReadingsError as several:
        return ask_which_months(ctx, intent, several, words)
    if _is_for_people(ctx, parts):
        return _person_to_person(ctx, people)
    if intent.rule != ANSWERED and all(_is_far_ahead(ctx, part.period) for part in parts):
        return ask_which_year(ctx, intent, [part.period for part in parts], words)
    repeated = told_before(ctx, parts, intent)
    new = [part for part in parts if part not in repeated]
    if not repeated or intent.rule == RELAY:
        return _recorded(ctx, new, intent, words)
    said = _recorded(ctx, new, intent, words) if new else []
    return said + ask_whether_same(ctx, repeated, intent, words)


def _recorded(ctx: Context, parts: Sequence[Share], intent: Intent, words: str) -> Reply:
    new = [part for part in parts if not dues.standing_claims(ctx.db, part.member.id, part.period)]
    known = [part for part in parts if part not in new]
    differing = [part for part in known if _differs(ctx, part)]
    completing = [part for part in differing if _completes(ctx, part)]
    claims = [_claim(ctx, part, words, intent.rule) for part in new + completing]
    asked = [part for part in differing if part not in completing]
    reply = _said(ctx, claims, intent)
    if asked:
        reply += ask_which_payment(ctx, asked[0], words)
    elif not claims:
        reply += _already(ctx, known)
    return reply


def _is_far_ahead(ctx: Context, period: Period) -> bool:
    return period - Period.of(ctx.today) > FAR_AHEAD


def _claim(ctx: Context, part: Share, words: str, rule: str) -> Claim:
    claim = dues.claim(
        ctx.db, ctx.cause, part.member, part.period, part.amount, words=words, rule=rule
    )
    if ctx.branch.trust:
        dues.receive(ctx.db, replace(ctx.cause, by=None), claim)
    return claim


def _said(ctx: Context, claims: Sequence[Claim], intent: Intent) -> Reply:
    """What was recorded, in half a line. Only the sum that was said is said back: how it was
    shared out over several people would tell the group what each of them owes.
    """
    if not claims:
        return []
    members = [dues.claimant(ctx.db, c) for c in claims]
    people = list({m.id: m for m in members}.values())
    total = Fen(sum(claim.amount for claim in claims))
    values = {
        "name": "、".join(m.called for m in people),
        "months": spoken((c.period for c in claims), today=ctx.today),
        "amount": yuan(total) if total == intent.amount_fen else None,
        "proxy": None if ctx.sender.id in {m.id for m in people} else ctx.sender.called,
        "trust": ctx.branch.trust,
    }
    notes = (say(ctx, m, claims) for m in people for say in (_other_sum, _ahead))
    return [Say("dues.claimed", values), *chain.from_iterable(notes)]


def _ahead(ctx: Context, member: Member, claims: Sequence[Claim]) -> Reply:
    """A note to the collector where somebody pays well ahead."""
    last = max((c.period for c in claims if c.member == member.id), default=None)
    months = 0 if last is None else last - Period.of(ctx.today)
    if last is None or months <= WELL_AHEAD:
        return []
    values: dict[str, object] = {
        "name": member.called,
        "last": spoken([last], today=ctx.today),
        "count": months,
        "usual": WELL_AHEAD,
        "most": FAR_AHEAD,
    }
    return _to_collectors(ctx, "dues.ahead", values)


def _other_sum(ctx: Context, member: Member, claims: Sequence[Claim]) -> Reply:
    """A note to the collector where what was said for a month is not what is due for it."""
    months = {c.period for c in claims if c.member == member.id and c.stated}
    odd = {p: owed for p in months if (owed := _differing_due(ctx, member, p)) is not None}
    if not odd:
        return []
    values: dict[str, object] = {
        "name": member.called,
        "months": spoken(odd, today=ctx.today),
        "said": yuan(Fen(sum(_claimed(ctx, member, p) for p in odd))),
        "due": yuan(Fen(sum(odd.values()))),
    }
    return _to_collectors(ctx, "dues.differs", values)


def _to_collectors(ctx: Context, key: str, values: dict[str, object]) -> Reply:
    collectors = roster.officers(ctx.db, ctx.branch.id, Role.COLLECTOR)
    return [
        Say(key, values, Place.PERSON, person=officer.id)
        for officer in collectors
        if officer.id != ctx.sender.id
    ]


def _differing_due(ctx: Context, member: Member, period: Period) -> Fen | None:
    """What is due, where all that was said for the month adds up to something else."""
    owed = dues.due(ctx.db, member.id, period)
    return None if owed is None or owed == _claimed(ctx, member, period) else owed


def _claimed(ctx: Context, member: Member, period: Period) -> Fen:
    return Fen(sum(c.amount for c in dues.standing_claims(ctx.db, member.id, period)))


def _differs(ctx: Context, part: Share) -> bool:
    before = dues.standing_claims(ctx.db, part.member.id, part.period)
    return part.amount is not None and part.amount not in {c.amount for c in before}


def _completes(ctx: Context, part: Share) -> bool:
    before = dues.standing_claims(ctx.db, part.member.id, part.period)
    owed = dues.due(ctx.db, part.member.id, part.period)
    return sum(c.amount for c in before) + (part.amount or 0) == owed


def _already(ctx: Context, known: Sequence[Share]) -> Reply:
    """A repeated statement is answered once in private, and in the group with silence."""
    if not ctx.message.addressed or not known:
        return []
    months = spoken((part.period for part in known), today=ctx.today)
    return [Say("dues.already", {"name": known[0].member.called, "months": months})]


def _unfitting(ctx: Context, people: Sequence[Member], intent: Intent) -> Say:
    names = "、".join(member.called for member in people)
    values = {"names": names, "amount": yuan(Fen(intent.amount_fen or 0))}
    return Say("dues.unfitting", values, Place.SENDER)


def _is_for_people(ctx: Context, parts: Sequence[Share]) -> bool:
    stated = sum(part.amount or 0 for part in parts)
    owed = sum(dues.due(ctx.db, p.member.id, p.period) or 0 for p in parts)
    return stated >= PERSON_TO_PERSON and stated > owed


def _person_to_person(ctx: Context, people: Sequence[Member]) -> Reply:
    names = "、".join(member.called for member in people)
    secretaries = roster.officers(ctx.db, ctx.branch.id, Role.SECRETARY)
    tell = [Say("dues.large_told", {"names": names}, Place.PERSON, s.id) for s in secretaries]
    return [Say("dues.large", {}, Place.SENDER), *tell]


def opened_again(ctx: Context, claim: Claim, reason: str) -> Claim:
    """In a branch that trusts, nobody confirmed: the receipt goes with the member's word."""
    if not ctx.branch.trust or claim.state is not ClaimState.RECEIVED:
        return claim
    by_itself = [r for r in dues.RECEIPTS.find(ctx.db, claim=claim.id) if r.by is None]
    if not by_itself:
        return claim
    return dues.reverse_receipt(ctx.db, ctx.cause, by_itself[-1], reason=reason)


def recall_claims(ctx: Context, message: str) -> Reply:
    """The member took a message back: its open claims go, and the collector is told."""
    claims = [c for c in dues.claims_of_message(ctx.db, message) if c.by == ctx.sender.id]
    if not claims:
        return []
    claims = [opened_again(ctx, claim, "本人撤回消息") for claim in claims]
    for claim in claims:
        if claim.state is ClaimState.CLAIMED:
            dues.withdraw(ctx.db, ctx.cause, claim, reason="本人撤回消息")
    received = any(claim.state is ClaimState.RECEIVED for claim in claims)
    values = {
        "name": ctx.sender.called,
        "months": spoken((c.period for c in claims), today=ctx.today),
        "received": received,
    }
    collectors = roster.officers(ctx.db, ctx.branch.id, Role.COLLECTOR)
    return [Say("dues.recalled", values, Place.PERSON, officer.id) for officer in collectors]
