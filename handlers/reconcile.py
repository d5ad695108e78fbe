"""A bill against the open claims: what each payment settles, how surely, and why.

A message is a claim, not a receipt; a payment on the collector's bill is the evidence. This
only proposes: the collector confirms, and nothing that fits no claim is ever booked.
Pure: the same payments in any order give the same proposals.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.bill_payment import Channel, Payment, Settled, given_back, money_in
from handlers.reconcile_evidence import (
    Evidence,
    Option,
    Remembered,
    concerned,
    evidence,
    is_near,
    months_agree,
    options,
)
from store.models import Claim, Member
from store.money import Fen, yuan

_RIVAL = "另有一笔也像是交这个的"


class Fit(StrEnum):
    """How a payment fits the claims."""

    SURE = "有把握"
    LIKELY = "大致对得上"
    AMBIGUOUS = "要您来选"
    NOTHING = "对不上"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a payment would settle: one option where it is sure or likely, else those to choose.

    ``why`` and ``doubts`` are short Chinese phrases. ``unknown_payer``: the name said nothing, so a
    confirmation teaches whose it is.
    """

    payment: Payment
    fit: Fit
    options: tuple[Option, ...] = ()
    why: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    unknown_payer: bool = False

    @property
    def teaches(self) -> bool:
        """Whether the payer's name may be remembered once this is confirmed."""
        return self.unknown_payer and bool(self.payment.payer) and "*" not in self.payment.payer


@dataclass(frozen=True, slots=True)
class Matter:
    """All that is compared. ``claims``: open, and not the confirmer's own.

    ``booked``: the orders whose money is on the books already; they propose nothing.
    """

    claims: Sequence[Claim]
    people: Sequence[Member]
    remembered: Remembered
    booked: Collection[tuple[Channel, str]] = frozenset()


def reconcile(payments: Sequence[Payment], matter: Matter) -> list[Proposal]:
    """A proposal for each payment by which money came in, in order of time."""
    arrived = [p for p in money_in(payments) if (p.channel, p.order_no) not in matter.booked]
    drafts = [_draft(payment, payments, matter) for payment in arrived]
    known = _settle_known([d for d in drafts if not d.unknown_payer])
    taken = {claim for draft in known for option in draft.options for claim in option.ids}
    unknown = _settle_unknown([d for d in drafts if d.unknown_payer], taken)
    settled = {id(p.payment): p for p in (*known, *unknown)}
    return [settled[id(payment)] for payment in arrived]


def _draft(payment: Payment, payments: Sequence[Payment], matter: Matter) -> Proposal:
    """What the payment says by itself; a single option is sure or likely, several are to choose."""
    if not payment.order_no:
        return Proposal(payment, Fit.NOTHING, why=("单号被改坏了，没法防重复",))
    found = evidence(payment, matter.people, matter.remembered)
    if found is None:
        return _nameless(payment, payments, matter)
    waiting = concerned(found, matter.claims, matter.people)
    fitting = options(payment, waiting, family=True)
    if not fitting:
        return _other_sum(payment, found, waiting)
    doubts = _doubts(payment, payments) if found.firm else ("名字不完全一样",)
    whole = Proposal(payment, Fit.AMBIGUOUS, tuple(fitting), (found.says,), doubts)
    if len(fitting) > 1:
        return replace(whole, why=(found.says, "不止一种对法"))
    return _single(whole, fitting[0], "金额一样")


def _single(proposal: Proposal, option: Option, says: str) -> Proposal:
    """One option is left: sure, unless something speaks against it."""
    against = (*proposal.doubts, *_misfits(proposal.payment, option))
    fit = Fit.LIKELY if against else Fit.SURE
    return replace(proposal, fit=fit, options=(option,), why=(proposal.why[0], says, *against))


def _doubts(payment: Payment, payments: Sequence[Payment]) -> tuple[str, ...]:
    """What in the payment itself speaks against being sure."""
    said = (
        (payment.red_packet, "是红包"),
        (payment.settled is Settled.UNKNOWN, f"状态“{payment.status}”没见过"),
        (given_back(payment, payments), "后来又转给他同样一笔，像是退了"),
        (bool(payment.refunded), f"退过{yuan(payment.refunded)}元"),
    )
    return tuple(words for speaks, words in said if speaks)


def _misfits(payment: Payment, option: Option) -> tuple[str, ...]:
    """What between a payment and these claims speaks against being sure."""
    said = (
        (not is_near(payment, option), "和报的日子隔得远"),
        (not months_agree(payment, option), f"附言“{payment.remark}”写的月份不一样"),
    )
    return tuple(words for speaks, words in said if speaks)


def _nameless(payment: Payment, payments: Sequence[Payment], matter: Matter) -> Proposal:
    """Nobody knows the payer: only the sum and the day speak, and a red packet not at all."""
    fitting = options(payment, matter.claims, family=False)
    fitting = [option for option in fitting if is_near(payment, option)]
    if payment.red_packet or not fitting:
        says = "是红包，认不出是谁" if payment.red_packet else "认不出是谁，也没人报过这个数"
        return Proposal(payment, Fit.NOTHING, why=(says,))
    who = f"“{payment.payer}”认不出是谁" if payment.payer else "没写付款人"
    why = (who, "金额和日子对得上", *_doubts(payment, payments))
    return Proposal(payment, Fit.LIKELY, tuple(fitting), why, unknown_payer=True)


def _other_sum(payment: Payment, found: Evidence, waiting: Sequence[Claim]) -> Proposal:
    """The person is known, but what waits of his has another sum: he is never booked unasked."""
    if not waiting:
        return Proposal(payment, Fit.NOTHING, why=(found.says, "没有他等确认的党费"))
    if len(waiting) > 1 or payment.red_packet:
        stated = "、".join(f"{yuan(claim.amount)}元" for claim in waiting[:6])
        return Proposal(payment, Fit.NOTHING, why=(found.says, f"报的是{stated}，金额对不上"))
    (claim,) = waiting
    gap = payment.net - claim.amount
    differs = f"报{yuan(claim.amount)}元，{'多' if gap > 0 else '少'}{yuan(Fen(abs(gap)))}元"
    option = Option((claim,), got=payment.net)
    return Proposal(payment, Fit.AMBIGUOUS, (option,), (found.says, differs))


def _settle_known(drafts: Sequence[Proposal]) -> list[Proposal]:
    """Payments of known people that reach for the same claims: paired off, or to choose."""
    settled: list[Proposal] = []
    for together in _sharing(drafts):
        paired = _paired(together) if len(together) > 1 else None
        settled += paired or [_contested(p) if len(together) > 1 else p for p in together]
    return settled


def _paired(together: Sequence[Proposal]) -> list[Proposal] | None:
    """As many equal payments as claims, all of one member: the first pays the oldest month."""
    claims = {c.id: c for p in together for o in p.options for c in o.claims}
    alike = len({p.payment.net for p in together}) == 1
    single = all(len(o.claims) == 1 and o.got is None for p in together for o in p.options)
    one_member = len({claim.member for claim in claims.values()}) == 1
    if not (alike and single and one_member and len(claims) == len(together)):
        return None
    oldest_first = sorted(claims.values(), key=lambda c: (c.period, c.id))
    in_time = sorted(together, key=lambda p: (p.payment.at, p.payment.order_no))
    says = f"{len(claims)}笔正好对{len(claims)}个月"
    pairs = zip(in_time, oldest_first, strict=True)
    return [_single(proposal, Option((claim,)), says) for proposal, claim in pairs]


def _contested(proposal: Proposal) -> Proposal:
    if not proposal.options:
        return proposal
    why = (*proposal.why, _RIVAL)
    return replace(proposal, fit=Fit.AMBIGUOUS, why=why)


def _settle_unknown(drafts: Sequence[Proposal], taken: set[int]) -> list[Proposal]:
    """Payments of nobody known: what somebody known pays for is not theirs."""
    left = [replace(d, options=tuple(o for o in d.options if not o.ids & taken)) for d in drafts]
    settled: list[Proposal] = []
    for together in _sharing(left):
        for draft in together:
            if not draft.options:
                why = (*draft.why[:1], "这个数另有人对上了")
                settled.append(replace(draft, fit=Fit.NOTHING, why=why, unknown_payer=False))
            elif len(together) > 1 or len(draft.options) > 1:
                several = len(draft.options) > 1
                why = (*draft.why, "不止一种对法" if several else _RIVAL)
                settled.append(replace(draft, fit=Fit.AMBIGUOUS, why=why))
            else:
                settled.append(draft)
    return settled


def _sharing(drafts: Sequence[Proposal]) -> list[list[Proposal]]:
    """The drafts in groups: two that reach for a common claim are in the same one."""
    groups: list[tuple[set[int], list[Proposal]]] = []
    for draft in drafts:
        claims = {claim for option in draft.options for claim in option.ids}
        members = [draft]
        apart = []
        for others, group in groups:
            if others & claims:
                claims, members = claims | others, group + members
            else:
                apart.append((others, group))
        groups = [*apart, (claims, members)]
    return [members for _, members in groups]
