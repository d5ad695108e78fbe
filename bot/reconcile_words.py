"""What the collector sees of a bill and its proposals, and how his answer is read.

Numbers run through all that can be booked; a payment with several possibilities has 5.1, 5.2.
Knows no file and books nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.bills import Bill
from handlers.bill_payment import money_in
from handlers.reconcile import Fit, Proposal
from handlers.reconcile_evidence import Option
from store import dues
from store.database import Database
from store.models import Claim, Member
from store.money import Fen, yuan
from store.period import spoken

Picked = list[tuple[Proposal, Option]]
"""What is to be booked: each payment with the claims that it settles."""

_ALL = "全部"
_NUMBER = re.compile(r"(\d+)(?:[.．](\d+))?(?:\s*[-~—到至]\s*(\d+))?")
_BLANKS = re.compile(r"[\s,，、。;；和]+")
_OFFERED = (Fit.SURE, Fit.LIKELY, Fit.AMBIGUOUS)


class ReplyError(ValueError):
    """An answer that was not understood or cannot be; the message says in Chinese why."""


def shown(
    db: Database,
    bill: Bill,
    proposals: Sequence[Proposal],
    waiting: Sequence[Claim],
    collector: Member,
    today: date,
) -> Iterator[str]:
    """All lines about a bill, in the order in which one reads them."""
    words = _Words(db, today)
    arrived = money_in(bill.payments)
    total = yuan(Fen(sum(payment.net for payment in arrived)))
    yield f"{bill.kind}：读到{len(bill.payments)}行，收款{len(arrived)}笔，{total}元。"
    yield from bill.remarks
    before = len(arrived) - len(proposals)
    if before:
        yield f"以前记过的{before}笔，不再提。"
    number = 0
    for fit in _OFFERED:
        some = [p for p in proposals if p.fit is fit]
        if some:
            yield f"{fit.value}的{len(some)}笔，{_sum(some)}元："
        for proposal in some:
            number += 1
            yield from words.offered(number, proposal)
    nothing = [p for p in proposals if p.fit is Fit.NOTHING]
    if nothing:
        yield f"对不上的{len(nothing)}笔，不会记："
        yield from (f"     {words.payment(p)}（{'，'.join(p.why)}）" for p in nothing)
    yield from words.unseen(proposals, waiting, collector)


def picked(answer: str, proposals: Sequence[Proposal]) -> Picked:
    """What an answer names: 全部, or numbers as they were shown.

    Raises ReplyError for a number that is not there and for claims that would be booked twice.
    """
    offered = [p for fit in _OFFERED for p in proposals if p.fit is fit]
    choice: Picked = []
    rest = answer.strip()
    if rest.startswith(_ALL):
        rest = rest.removeprefix(_ALL)
        choice += [(p, p.options[0]) for p in offered if p.fit is not Fit.AMBIGUOUS]
        if not choice and not rest:
            raise ReplyError("这几笔都要您来选，请写号。")
    for first, part, last in _NUMBER.findall(rest):
        for number in range(int(first), int(last or first) + 1):
            choice.append(_one(number, part, offered))
    if _BLANKS.sub("", _NUMBER.sub("", rest)) or not choice:
        raise ReplyError(f"没看懂“{answer}”。可以回：全部，或写号，如 1 3 5.2。")
    chosen = list(dict.fromkeys(choice))
    _refuse_doubles(chosen)
    return chosen


def sure(proposals: Sequence[Proposal]) -> Picked:
    """What may be booked without asking further."""
    return [(p, p.options[0]) for p in proposals if p.fit is Fit.SURE]


def _one(number: int, part: str, offered: Sequence[Proposal]) -> tuple[Proposal, Option]:
    if not 1 <= number <= len(offered):
        raise ReplyError(f"没有第{number}号。")
    proposal = offered[number - 1]
    if not part and len(proposal.options) > 1:
        raise ReplyError(f"第{number}号有几种对法，请写 {number}.1 或 {number}.2 这样的号。")
    if part and not 1 <= int(part) <= len(proposal.options):
        raise ReplyError(f"没有 {number}.{part} 这个号。")
    return proposal, proposal.options[int(part or 1) - 1]


def _refuse_doubles(choice: Picked) -> None:
    payments = [id(proposal.payment) for proposal, _ in choice]
    claims = [claim for _, option in choice for claim in option.ids]
    if len(set(payments)) < len(payments):
        raise ReplyError("一笔收款选了两次，请只选一种对法。")
    if len(set(claims)) < len(claims):
        raise ReplyError("同一个人同一个月的党费选了两笔收款，请只选一笔。")


def _sum(proposals: Sequence[Proposal]) -> str:
    return yuan(Fen(sum(proposal.payment.net for proposal in proposals)))


class _Words:
    """Says payments and claims; names come from the books."""

    def __init__(self, db: Database, today: date) -> None:
        self._db = db
        self._today = today

    def payment(self, proposal: Proposal) -> str:
        """Day, payer, sum, and what he wrote."""
        payment = proposal.payment
        day = f"{payment.at.month}月{payment.at.day}日"
        payer = payment.payer or "（没写付款人）"
        remark = f" “{payment.remark}”" if payment.remark else ""
        return f"{day} {payer} {yuan(payment.net)}元{remark}"

    def offered(self, number: int, proposal: Proposal) -> Iterator[str]:
        """A payment that can be booked, with its number and what it would settle."""
        why = "，".join(proposal.why)
        if proposal.fit is not Fit.AMBIGUOUS or len(proposal.options) == 1:
            settles = self.option(proposal.options[0])
            yield f"{number:>3}  {self.payment(proposal)} → {settles}（{why}）"
            return
        yield f"{number:>3}  {self.payment(proposal)}（{why}）"
        for part, option in enumerate(proposal.options, 1):
            yield f"       {number}.{part}  {self.option(option)}"

    def option(self, option: Option) -> str:
        """Whose months an option settles."""
        people = dict.fromkeys(claim.member for claim in option.claims)
        parts = []
        for member in people:
            own = [claim for claim in option.claims if claim.member == member]
            months = spoken((claim.period for claim in own), today=self._today)
            parts.append(f"{dues.claimant(self._db, own[0]).called} {months}")
        return "、".join(parts)

    def unseen(
        self, proposals: Sequence[Proposal], waiting: Sequence[Claim], collector: Member
    ) -> Iterator[str]:
        """Who said he paid, and no payment shows it; the collector's own are another's business."""
        found = {c for p in proposals for option in p.options for c in option.ids}
        left = [c for c in waiting if c.id not in found and c.member != collector.id]
        if left:
            yield f"报了已交、这份账单里没见到钱的{len(left)}笔："
            yield from (f"     {self.option(Option((c,)))} {yuan(c.amount)}元" for c in left)
        own = sum(1 for claim in waiting if claim.member == collector.id)
        if own:
            yield f"您自己报的{own}笔，要请别的收款同志或书记确认。"
