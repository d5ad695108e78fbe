"""Money that arrived, as the collector says it: for open claims, or without any claim before.

What he names is booked as he names it. A sum that fits nothing is asked about or refused with
what to say instead; a rest is never dropped without a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from handlers.context import Context, Place, Reply, Say, UserError
from handlers.conversation import ask
from handlers.differences import differing, settled
from handlers.payments import SeveralReadingsError, Share, UnfittingSumError, shares
from handlers.reading import Intent
from handlers.repeats import ask_whether_same, received_before
from store import dues, roster
from store.models import Claim, ClaimState, Member, Question
from store.money import NOTHING, Fen, yuan
from store.period import Period, spoken


def receive_from(ctx: Context, members: Sequence[Member], intent: Intent) -> Reply:
    """Money arrived from these members: their open claims, or a payment without a claim."""
    if intent.amount_fen is None:
        return _without_sum(ctx, members, intent)
    if len(members) > 1:
        return _sum_of_several(ctx, members, intent, Fen(intent.amount_fen))
    return _sum_of_one(ctx, members[0], intent, Fen(intent.amount_fen))


def confirmable(ctx: Context) -> list[Claim]:
    """The open claims that the sender may confirm: all but his own."""
    claims = dues.open_claims(ctx.db, ctx.branch.id)
    return [claim for claim in claims if claim.member != ctx.sender.id]


def receive_claims(ctx: Context, claims: Sequence[Claim]) -> Reply:
    """Confirm these open claims as they stand, and say so."""
    for claim in claims:
        dues.receive(ctx.db, ctx.cause, claim)
    return _told(ctx, claims)


def _without_sum(ctx: Context, members: Sequence[Member], intent: Intent) -> Reply:
    waiting = [c for member in members for c in _waiting(ctx, member, intent)]
    claimed = {claim.member for claim in waiting}
    direct = [member for member in members if member.id not in claimed]
    parts = _unclaimed(ctx, _shared(ctx, direct, intent)) if direct else []
    repeated = [] if intent.months else [p for p in parts if _is_repeat(ctx, p)]
    reply = receive_claims(ctx, [*waiting, *_entered(ctx, [p for p in parts if p not in repeated])])
    if repeated:
        asked = ask_whether_same(ctx, repeated, intent, ctx.message.text, received=True)
        return [*(reply if waiting or len(parts) > len(repeated) else []), *asked]
    return reply


def _sum_of_several(ctx: Context, members: Sequence[Member], intent: Intent, total: Fen) -> Reply:
    """One sum for several people is booked only where it is exactly theirs together."""
    waiting = [c for member in members for c in _waiting(ctx, member, intent)]
    claimed = {claim.member for claim in waiting}
    direct = [member for member in members if member.id not in claimed]
    rest = Fen(total - sum(claim.amount for claim in waiting))
    if (rest and not direct) or rest < 0 or (direct and not rest):
        raise _UNFITTING
    parts = _shared(ctx, direct, replace(intent, amount_fen=rest)) if direct else []
    new = _unclaimed(ctx, parts)
    if parts and not new and not waiting:
        return [Say("receipts.nothing_new", {}, Place.SENDER)]
    if len(new) < len(parts):
        raise _UNFITTING
    if not intent.months and (repeated := [p for p in parts if _is_repeat(ctx, p)]):
        return ask_whether_same(ctx, repeated, intent, ctx.message.text, received=True)
    return receive_claims(ctx, [*waiting, *_entered(ctx, parts)])


_UNFITTING = UserError("这个总数分不到每个人头上，请一人一句，如：收到张伟党费20。")


def _sum_of_one(ctx: Context, member: Member, intent: Intent, amount: Fen) -> Reply:
    waiting = _waiting(ctx, member, intent)
    if not waiting:
        return _direct(ctx, member, intent, amount)
    meant = _worth(waiting, amount)
    if meant and not intent.months and _is_repeat(ctx, Share(member, meant[0].period, amount)):
        parts = [Share(member, claim.period, claim.amount) for claim in meant]
        return ask_whether_same(ctx, parts, intent, ctx.message.text, received=True)
    if meant:
        return receive_claims(ctx, meant)
    missing = _unclaimed_months(ctx, member, intent)
    rest = Fen(amount - sum(claim.amount for claim in waiting))
    if missing and rest > 0:
        further = _shared(ctx, [member], replace(intent, months=missing, amount_fen=rest))
        return receive_claims(ctx, [*waiting, *_entered(ctx, further)])
    if len(waiting) > 1:
        months = spoken((claim.period for claim in waiting), today=ctx.today)
        raise UserError(
            f"{member.called}报了{months}共{len(waiting)}笔，{yuan(amount)}元对不上。"
            f"请一笔一笔写明月份，如：收到{member.called}{waiting[0].period.month}月党费20"
        )
    dues.receive(ctx.db, ctx.cause, waiting[0], amount)
    return _told(ctx, waiting)


def _unclaimed_months(ctx: Context, member: Member, intent: Intent) -> tuple[str, ...]:
    """The named months for which nothing was claimed."""
    named = [Period.parse(text) for text in intent.months]
    return tuple(str(p) for p in named if not dues.standing_claims(ctx.db, member.id, p))


def _worth(waiting: Sequence[Claim], amount: Fen) -> list[Claim]:
    """The oldest claims that come to this sum, or the one that is it; none where neither fits."""
    by_month = sorted(waiting, key=lambda claim: claim.period)
    for count, total in enumerate(accumulate(claim.amount for claim in by_month), 1):
        if total == amount:
            return by_month[:count]
    return [claim for claim in by_month if claim.amount == amount][:1]


def _direct(ctx: Context, member: Member, intent: Intent, amount: Fen) -> Reply:
    """Money without a claim; what lacks of a month goes first, and no month takes it unasked."""
    difference = settled(ctx, member, intent)
    if difference is not None:
        return receive_claims(ctx, _entered(ctx, [difference]))
    parts = _shared(ctx, [member], intent)
    new = _unclaimed(ctx, parts)
    if not new:
        return _more(ctx, parts, amount)
    if len(new) < len(parts):
        months = spoken((p.period for p in parts if p not in new), today=ctx.today)
        raise UserError(f"{member.called}{months}已经确认过了，请只写没确认的月份和金额。")
    if not intent.months and _is_repeat(ctx, new[0]):
        return ask_whether_same(ctx, new, intent, ctx.message.text, received=True)
    return receive_claims(ctx, _entered(ctx, new))


def _is_repeat(ctx: Context, part: Share) -> bool:
    return received_before(ctx, part.member, part.period, part.amount)


def _shared(ctx: Context, members: Sequence[Member], intent: Intent) -> list[Share]:
    try:
        parts = shares(ctx, members, intent)
    except UnfittingSumError:
        raise _UNFITTING from None
    except SeveralReadingsError as several:
        name, months = several.member.called, spoken(several.months, today=ctx.today)
        said = yuan(Fen(intent.amount_fen or 0))
        raise UserError(
            f"{name}这笔是{months}的吗？请写明月份，如：收到{name}{months}党费{said}"
        ) from None
    return [part for part in parts if part.member.id != ctx.sender.id]


def _unclaimed(ctx: Context, parts: Sequence[Share]) -> list[Share]:
    return [p for p in parts if not dues.standing_claims(ctx.db, p.member.id, p.period)]


def _entered(ctx: Context, parts: Sequence[Share]) -> list[Claim]:
    """The claims of money that nobody had claimed."""
    words = ctx.message.text
    return [
        dues.claim(ctx.db, ctx.cause, p.member, p.period, p.amount, words=words, rule="收款人录入")
        for p in parts
    ]


def _more(ctx: Context, parts: Sequence[Share], amount: Fen) -> Reply:
    """A month that is confirmed already, and now another sum: corrected, or more money?"""
    if len(parts) != 1 or (before := _received(ctx, parts[0])) == amount:
        return [Say("receipts.nothing_new", {}, Place.SENDER)]
    part, said = parts[0], yuan(amount)
    matter = {"member": part.member.id, "period": str(part.period), "amount": amount}
    options = (f"另外又收到{said}元", f"改成{said}元", "不动")
    month = spoken([part.period], today=ctx.today)
    values = {"name": part.member.called, "months": month, "before": yuan(before), "said": said}
    return ask(ctx, "more-received", options, matter, "ask.more_received", **values)


def answer_more(ctx: Context, question: Question, option: int) -> Reply | None:
    """Book what the collector chose; None where he leaves it as it is."""
    matter = question.matter
    member = roster.MEMBERS.get(ctx.db, matter["member"])
    if option == len(question.options) - 1 or member is None:
        return None
    part = Share(member, Period.parse(matter["period"]), Fen(matter["amount"]))
    if option == 1:
        _open_again(ctx, part)
    return receive_claims(ctx, _entered(ctx, [part]))


def _open_again(ctx: Context, part: Share) -> None:
    """What was confirmed of this month is taken back: another sum stands in its place."""
    for claim in dues.standing_claims(ctx.db, part.member.id, part.period):
        if claim.state is ClaimState.RECEIVED:
            receipt = dues.RECEIPTS.find(ctx.db, claim=claim.id)[-1]
            claim = dues.reverse_receipt(ctx.db, ctx.cause, receipt, reason="收款人改数")
        dues.withdraw(ctx.db, ctx.cause, claim, reason="收款人改数")


def _received(ctx: Context, part: Share) -> Fen:
    claims = dues.standing_claims(ctx.db, part.member.id, part.period)
    got = [c for c in claims if c.state is ClaimState.RECEIVED]
    receipts = [dues.RECEIPTS.find(ctx.db, claim=claim.id)[-1] for claim in got]
    return Fen(sum((receipt.amount for receipt in receipts), NOTHING))


def _waiting(ctx: Context, member: Member, intent: Intent) -> list[Claim]:
    claims = [claim for claim in confirmable(ctx) if claim.member == member.id]
    return [c for c in claims if not intent.months or str(c.period) in intent.months]


def _told(ctx: Context, claims: Sequence[Claim]) -> Reply:
    if not claims:
        return [Say("receipts.nothing_new", {}, Place.SENDER)]
    people = []
    for member_id in dict.fromkeys(claim.member for claim in claims):
        own = [claim for claim in claims if claim.member == member_id]
        months = spoken((claim.period for claim in own), today=ctx.today)
        people.append(f"{dues.claimant(ctx.db, own[0]).called} {months}")
    confirmed = Say("receipts.confirmed", {"people": people, "count": len(claims)})
    return [confirmed, *differing(ctx, claims)]
