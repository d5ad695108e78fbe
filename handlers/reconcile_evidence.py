"""What one payment says by itself: whose it may be, and which open claims have its sum.

Evidence is looked at payment by payment; what two payments mean for each other is decided in
``handlers/reconcile.py``. Pure: claims, roster and payment in, values out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from handlers.bill_payment import Channel, Payment
from store.models import Claim, Member
from store.money import Fen
from store.period import Period

NEAR = timedelta(days=7)
"""A claim is usually made within some days of the payment, before or after it."""
FARTHEST = timedelta(days=62)
"""Further apart a payment and a claim have nothing to do with each other."""

_SHORTEST_NAME = 2
_MONTHS = re.compile(r"(\d{1,2})\s*(?:[-~—至到]\s*(\d{1,2})\s*)?月")

Remembered = Mapping[tuple[Channel, str], frozenset[int]]
"""Whom a payer's name stood for when the collector confirmed it: member ids."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Whose payment it is: member ids, how we know (in Chinese), and whether that is firm.

    ``by_remark``: the payer wrote for whom it is; else it is known who paid.
    """

    members: frozenset[int]
    says: str
    firm: bool
    by_remark: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """Claims that a payment may settle together; ``got`` where its sum is not theirs (fen)."""

    claims: tuple[Claim, ...]
    got: Fen | None = None

    @property
    def ids(self) -> frozenset[int]:
        """The claims' ids."""
        return frozenset(claim.id for claim in self.claims)

    @property
    def total(self) -> Fen:
        """What would be booked."""
        return Fen(sum(claim.amount for claim in self.claims)) if self.got is None else self.got


def plain_name(name: str) -> str:
    """A name as it is compared: half-width, without blanks, small letters."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def evidence(payment: Payment, people: Sequence[Member], remembered: Remembered) -> Evidence | None:
    """Whose payment it is; None where neither the payer's name nor his remark tells."""
    named = _named_in(payment.remark, people)
    if named:
        return Evidence(named, f"附言“{payment.remark}”写着名字", firm=True, by_remark=True)
    payer = plain_name(payment.payer)
    if not payer:
        return None
    exact = frozenset(m.id for m in people if payer in _names(m))
    if exact:
        return Evidence(exact, f"付款人就叫“{payment.payer}”", firm=True)
    known = remembered.get((payment.channel, payer), frozenset())
    if known:
        return Evidence(known, f"“{payment.payer}”以前确认过是他", firm=True)
    if "*" in payer:
        mask = re.compile(re.escape(payer).replace(r"\*", "."))
        masked = frozenset(m.id for m in people if any(map(mask.fullmatch, _names(m))))
        return Evidence(masked, f"“{payment.payer}”像是他", firm=False) if masked else None
    within = _named_in(payment.payer, people)
    return Evidence(within, f"付款人“{payment.payer}”里有他的名字", firm=False) if within else None


def concerned(found: Evidence, claims: Sequence[Claim], people: Sequence[Member]) -> list[Claim]:
    """The claims that such a payment may be about.

    A payer pays for himself, for those he reported, and for his wife or her husband.
    """
    if found.by_remark:
        return [claim for claim in claims if claim.member in found.members]
    spouses = {m.spouse for m in people if m.id in found.members and m.spouse}
    family = found.members | {m.id for m in people if m.name in spouses}
    return [c for c in claims if c.member in family or c.by in found.members]


def options(payment: Payment, claims: Sequence[Claim], *, family: bool) -> list[Option]:
    """Which of these claims have just this sum, together or alone, and were made around then.

    ``family``: the claims are of people who may pay for each other. Those made within some days
    go before older ones; months named in the remark before others.
    """
    around = [c for c in claims if abs(c.at - payment.at) <= FARTHEST]
    fitting = [
        Option(group) for group in _groups(around, family=family) if _sum(group) == payment.net
    ]
    found = list({option.ids: option for option in fitting}.values())
    found = [o for o in found if months_agree(payment, o)] or found
    found = [o for o in found if is_near(payment, o)] or found
    return sorted(found, key=lambda o: [(c.period, c.id) for c in o.claims])


def is_near(payment: Payment, option: Option) -> bool:
    """Whether the claims were made within some days of the payment."""
    return all(abs(claim.at - payment.at) <= NEAR for claim in option.claims)


def months_agree(payment: Payment, option: Option) -> bool:
    """Whether the remark names no month, or just the months of these claims."""
    named = _months_in(payment.remark)
    return not named or named == {claim.period.month for claim in option.claims}


def _groups(claims: Sequence[Claim], *, family: bool) -> Iterator[tuple[Claim, ...]]:
    """Claims that are likely to be paid in one sum, each group in order of member and month."""
    ordered = sorted(claims, key=lambda c: (c.member, c.period, c.id))
    yield from ((claim,) for claim in ordered)
    for why in sorted({claim.why for claim in ordered}):
        yield tuple(claim for claim in ordered if claim.why == why)
    for member in sorted({claim.member for claim in ordered}):
        yield from _runs([claim for claim in ordered if claim.member == member])
    if not family:
        return
    for period in sorted({claim.period for claim in ordered}):
        yield tuple(claim for claim in ordered if claim.period == period)
    yield tuple(ordered)


def _runs(claims: Sequence[Claim]) -> Iterator[tuple[Claim, ...]]:
    """Several months of one member, without a gap."""
    for first in range(len(claims)):
        for last in range(first + 1, len(claims)):
            run = tuple(claims[first : last + 1])
            if _without_gap([claim.period for claim in run]):
                yield run


def _without_gap(periods: Sequence[Period]) -> bool:
    return all(b - a == 1 for a, b in pairwise(periods))


def _sum(claims: Sequence[Claim]) -> int:
    return sum(claim.amount for claim in claims)


def _names(member: Member) -> set[str]:
    return {plain_name(name) for name in (member.name, member.card, *member.aliases) if name}


def _named_in(text: str, people: Sequence[Member]) -> frozenset[int]:
    """Whom a text names; a name that is only part of a longer one found does not count."""
    text = plain_name(text)
    found = {
        name
        for member in people
        for name in _names(member)
        if len(name) >= _SHORTEST_NAME and name in text
    }
    longest = {n for n in found if not any(n != other and n in other for other in found)}
    return frozenset(m.id for m in people if _names(m) & longest)


def _months_in(remark: str) -> set[int]:
    months: set[int] = set()
    for first, last in _MONTHS.findall(unicodedata.normalize("NFKC", remark)):
        months.update(range(int(first), int(last or first) + 1))
    return {month for month in months if 1 <= month <= 12}
