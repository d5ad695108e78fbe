"""Which months a stated payment is for, and how a sum is shared out. Pure rules over the books.

Knows nothing of texts and replies. Where a sum fits no reading it says so, and the
caller asks: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.context import Context
from handlers.reading import Intent
from store import dues, totals
from store.models import Member
from store.money import Fen
from store.period import Period

MOST_MONTHS = 12
"""More months than a year in one payment is not read out of a sum alone."""

_EACH = re.compile(r"[各均]|每人|一人|每个人|都是")


@dataclass(frozen=True, slots=True)
class Share:
    """One member's month of a payment; ``amount`` is None where nothing was said."""

    member: Member
    period: Period
    amount: Fen | None


class UnfittingSumError(Exception):
    """The sum cannot be shared out over the people and months it was said for."""


class SeveralReadingsError(Exception):
    """A bare sum pays ``months`` months, but fewer are owed: ahead, or too much?"""

    def __init__(self, member: Member, months: list[Period]) -> None:
        super().__init__(f"{len(months)} months or one")
        self.member = member
        self.months = months


def shares(ctx: Context, members: Sequence[Member], intent: Intent) -> list[Share]:
    """The months each member paid, each with its part of the sum.

    Raises UnfittingSumError where a sum for several people fits neither their dues nor equal parts,
    SeveralReadingsError where a bare sum may be for one month or for several.
    """
    total = None if intent.amount_fen is None else Fen(intent.amount_fen)
    slots = [(m, p) for m in members for p in _months(ctx, m, intent, total, len(members))]
    owed = [dues.due(ctx.db, member.id, period) for member, period in slots]
    unequal = len(members) > 1 and len(set(owed)) > 1 and not _EACH.search(ctx.message.text)
    amounts = _split(total, owed, several_people=len(members) > 1, unequal=unequal)
    return [Share(m, p, amount) for (m, p), amount in zip(slots, amounts, strict=True)]


def unclaimed(ctx: Context, member: Member) -> list[Period]:
    """The opened months that are neither received in full nor claimed, oldest first."""
    lacking = totals.member_totals(ctx.db, member.id, member.branch).open_periods
    this = Period.of(ctx.today)  # a pasted message may be older than the newest opened month
    periods = [p for p in map(Period.parse, lacking) if p <= this]
    return [p for p in periods if not dues.standing_claims(ctx.db, member.id, p)]


def _months(
    ctx: Context, member: Member, intent: Intent, total: Fen | None, heads: int
) -> list[Period]:
    if intent.months:
        return [Period.parse(text) for text in intent.months]
    open_ones = unclaimed(ctx, member)
    if intent.duration_months is None and not open_ones:
        return [Period.of(ctx.today)]
    wanted = intent.duration_months or _fitting(ctx, member, total if heads == 1 else None)
    months = _next_months(ctx, member, open_ones, wanted)
    if intent.duration_months is None and wanted > max(1, len(open_ones)):
        raise SeveralReadingsError(member, months)
    return months


def _next_months(
    ctx: Context, member: Member, open_ones: list[Period], wanted: int
) -> list[Period]:
    """So many months, the oldest open ones first, then those that follow."""
    months = open_ones[:wanted]
    following = max([Period.of(ctx.today), *open_ones])
    if not months and not dues.standing_claims(ctx.db, member.id, following):
        months = [following]
    while len(months) < wanted:
        following = following + 1
        if not dues.standing_claims(ctx.db, member.id, following):
            months.append(following)
    return months


def _fitting(ctx: Context, member: Member, total: Fen | None) -> int:
    """How many months a bare sum pays exactly; one where it fits none."""
    owed = dues.due(ctx.db, member.id, Period.of(ctx.today))
    if not total or not owed or total % owed:
        return 1
    months = total // owed
    return months if months <= MOST_MONTHS else 1


def _split(
    total: Fen | None, owed: Sequence[Fen | None], *, several_people: bool, unequal: bool
) -> list[Fen | None]:
    """Each part's sum: what is due where that is the total, else equal parts.

    People who owe unequal sums have equal parts only where that was said (各20).
    """
    if total is None or len(owed) == 1:
        return [total] * len(owed)
    known = [amount for amount in owed if amount]
    if len(known) == len(owed) and sum(known) == total:
        return [*known]
    if total % len(owed) == 0 and not unequal:
        return [Fen(total // len(owed))] * len(owed)
    if several_people:
        raise UnfittingSumError
    each = total // len(owed)
    return [*([Fen(each)] * (len(owed) - 1)), Fen(total - each * (len(owed) - 1))]
