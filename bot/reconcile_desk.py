"""``zhibu reconcile``: a bill laid beside the open claims, and the collector's word on it.

Shows everything, books only what he picks at the terminal; without one it only shows, unless
told to take what is sure. Knows how to ask and to book, not how a bill is read or matched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot import settings_file
from bot.bills import Bill, BillError, read_bill
from bot.clock import Clock
from bot.faults import CommandError
from bot.keeping import opened
from bot.pasting.screen import Screen
from bot.reconcile_words import Picked, ReplyError, picked, shown, sure
from bot.settings import BranchSettings, Settings
from handlers.bill_payment import Channel, Payment, money_in
from handlers.reconcile import Matter, Proposal, reconcile
from handlers.reconcile_evidence import Option, plain_name
from store import bills, dues, roster
from store.database import Database
from store.models import Arrival, Cause, Member, PayerName, Role
from store.money import Fen, yuan
from store.tables import TABLES


@dataclass(frozen=True, slots=True)
class Wishes:
    """The command as it was typed. ``by``: who confirms, where several may."""

    file: Path
    branch: str | None
    config: Path
    data: Path | None = None
    by: str | None = None
    yes: bool = False


def reconcile_file(wishes: Wishes, clock: Clock, screen: Screen) -> None:
    """Run the command. Raises the mendable errors, in Chinese."""
    settings = settings_file.load(wishes.config)
    branch = branch_of(settings, wishes.branch)
    try:
        bill = read_bill(wishes.file)
    except BillError as error:
        raise CommandError(str(error)) from error
    folder = wishes.data or settings.data
    db = opened(folder)
    if wishes.yes or screen.present:
        db.close()
        db = Database(folder, TABLES)
    try:
        _at_the_desk(db, branch, bill, wishes, clock.now(), screen)
    finally:
        db.close()


def branch_of(settings: Settings, wanted: str | None) -> BranchSettings:
    """The branch that is meant. Raises CommandError where it must be named."""
    names = "、".join(f"{branch.id}（{branch.name}）" for branch in settings.branches)
    if wanted is None and len(settings.branches) > 1:
        raise CommandError(f"请用 --branch 写明是哪个支部：{names}")
    for branch in settings.branches:
        if wanted in (None, branch.id, branch.name):
            return branch
    raise CommandError(f"配置里没有支部 {wanted}。有：{names}")


def _at_the_desk(
    db: Database,
    branch: BranchSettings,
    bill: Bill,
    wishes: Wishes,
    now: datetime,
    screen: Screen,
) -> None:
    collector = _confirmer(db, branch, wishes.by)
    proposals = reconcile(bill.payments, _matter(db, branch.id, collector, bill))
    waiting = dues.open_claims(db, branch.id)
    for line in shown(db, bill, proposals, waiting, collector, now.date()):
        screen.say(line)
    for line in _gone_back(db, bill):
        screen.say(line)
    choice = _agreed(proposals, wishes, screen)
    if not choice:
        return
    cause = Cause(now, collector.id, f"bill/{_digest(wishes.file)}/{now:%Y%m%d-%H%M%S}")
    with db.transaction():
        for proposal, option in choice:
            _book(db, cause, branch.id, proposal, option)
    total = yuan(Fen(sum(option.total for _, option in choice)))
    screen.say(f"记好了：{len(choice)}笔，{total}元，由{collector.called}确认。")


def _confirmer(db: Database, branch: BranchSettings, named: str | None) -> Member:
    """Who confirms: the collector, else the secretary; where there are several, who is named."""
    able = roster.officers(db, branch.id, Role.COLLECTOR)
    secretaries = roster.officers(db, branch.id, Role.SECRETARY)
    if named is not None:
        for member in (*able, *secretaries):
            if named in (member.name, member.called):
                return member
        raise CommandError(f"{named} 不是{branch.name}的收款人或书记。")
    able = able or secretaries
    if not able:
        raise CommandError(f"{branch.name}的名册里没有收党费的人，请在“身份”一列写上“组织委员”。")
    if len(able) > 1:
        names = "、".join(member.called for member in able)
        raise CommandError(f"收款人有几位（{names}），请用 --by 写明这是谁的账单。")
    return able[0]


def _matter(db: Database, branch: str, collector: Member, bill: Bill) -> Matter:
    claims = [c for c in dues.open_claims(db, branch) if c.member != collector.id]
    known: dict[tuple[Channel, str], frozenset[int]] = {}
    for row in bills.remembered(db, branch):
        key = (Channel(row.channel), row.name)
        known[key] = known.get(key, frozenset()) | {row.member}
    booked = {
        (p.channel, p.order_no)
        for p in bill.payments
        if p.order_no and bills.booked(db, p.channel, p.order_no)
    }
    return Matter(claims, roster.members(db, branch), known, booked)


def _agreed(proposals: Sequence[Proposal], wishes: Wishes, screen: Screen) -> Picked:
    """What is to be booked; nothing without somebody's word."""
    if wishes.yes:
        if not sure(proposals):
            screen.say("没有十分有把握的，没有记。")
        return sure(proposals)
    if not any(proposal.options for proposal in proposals):
        return []
    if not screen.present:
        screen.say("只是给您看，还没有记。要记有把握的，加 --yes 再运行一次。")
        return []
    prompt = "回“全部”记有把握和大致对得上的；也可以写号，如 1 3 5.2；直接回车不记："
    while answer := screen.ask(prompt):
        try:
            return picked(answer, proposals)
        except ReplyError as error:
            screen.say(str(error))
    screen.say("没有记，账本没有变。")
    return []


def _book(db: Database, cause: Cause, branch: str, proposal: Proposal, option: Option) -> None:
    """The receipts of one payment, and the order they rest on."""
    payment = proposal.payment
    receipts = [dues.receive(db, cause, claim, option.got) for claim in option.claims]
    channel, at, by, why = payment.channel.value, cause.at, cause.by, cause.why
    arrivals = [
        Arrival(
            channel=channel,
            order_no=payment.order_no,
            receipt=receipt.id,
            branch=branch,
            payer=payment.payer,
            amount=payment.net,
            paid_at=payment.at,
            at=at,
            by=by,
            why=why,
        )
        for receipt in receipts
    ]
    bills.book(db, cause, arrivals)
    members = {claim.member for claim in option.claims}
    if proposal.teaches and len(members) == 1:
        name = plain_name(payment.payer)
        learnt = PayerName(branch, channel, name, members.pop(), at, by, why)
        bills.remember(db, cause, learnt)


def _gone_back(db: Database, bill: Bill) -> list[str]:
    """Money that is on the books and went back since: only the collector can put that right."""
    kept = {(p.channel, p.order_no): p.net for p in money_in(bill.payments)}
    lines = []
    for payment in bill.payments:
        for arrival in bills.booked(db, payment.channel, payment.order_no)[:1]:
            left = kept.get((payment.channel, payment.order_no), Fen(0))
            if left < arrival.amount:
                lines.append(_went_back(payment, Fen(arrival.amount - left)))
    return lines


def _went_back(payment: Payment, gone: Fen) -> str:
    day = f"{payment.at.month}月{payment.at.day}日"
    return (
        f"注意：{day} {payment.payer} 的{yuan(payment.amount)}元已经记过，后来退了{yuan(gone)}元。"
    )


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
