"""Dues: what is owed, what members claim, what the collector received, and the running totals.

Claims, receipts and reversals are added, never edited or deleted. The balances
(a member's month), a branch's month and a member's totals are kept in the same
transaction as the entry that moves them, so that a roll-up is a look-up;
``store/checks.py`` proves them equal to a recount.

《关于中国共产党党费收缴、使用和管理的规定》(中组发〔2008〕3号): Art. 12 monthly, on the
member's own initiative; Art. 14 nobody advances or deducts dues: the software only
keeps the books and never touches money.
"""

from __future__ import annotations

from collections.abc import Iterable

from store import audit, totals
from store.codec import replace
from store.database import Database
from store.errors import StoreError
from store.models import (
    Balance,
    Cause,
    Claim,
    ClaimState,
    DuesBase,
    Member,
    OpenedMonth,
    Receipt,
    Reversal,
    Standing,
)
from store.money import NOTHING, Fen
from store.period import Period
from store.records import Table
from store.roster import MEMBERS, members

BASES = Table("dues_bases", DuesBase)
CLAIMS = Table("claims", Claim)
RECEIPTS = Table("receipts", Receipt)
REVERSALS = Table("reversals", Reversal)
OPENED = Table("opened_months", OpenedMonth)

BASE_VERIFIED = "核定党费"
MONTH_OPENED = "开始收缴"
"""What the audit log calls it that a month is owed; its detail holds the amounts in fen."""
OWED = "应交"
CLAIM_WITHDRAWN = "收回已交声明"
RECEIPT_REVERSED = "撤销确认"
"""What the log calls a reversal; the entry it takes back is named first."""


class OwnDuesError(StoreError):
    """A collector does not confirm that his own dues arrived."""


def due(db: Database, member: int, period: Period) -> Fen | None:
    """The verified monthly amount for that month, in fen; None where none was verified."""
    base = in_force(BASES.find(db, member=member), period)
    return None if base is None else base.amount


def in_force(bases: Iterable[DuesBase], period: Period) -> DuesBase | None:
    """Which of a member's entries holds for a month: the newest word for the latest beginning.

    An approved reduction goes before what is verified, for its months only (Art. 7).
    """
    valid = [b for b in bases if b.since <= period and (b.until is None or period <= b.until)]
    return max(valid, key=lambda b: (b.until is not None, b.since, b.id), default=None)


def set_base(
    db: Database, cause: Cause, member: Member, since: Period, amount: Fen, reason: str
) -> DuesBase:
    """Verify what a member owes from a month on; months already opened keep their amount."""
    base = DuesBase(member.id, since, amount, reason, cause.at, cause.by, cause.why)
    return verified(db, cause, base)


def verified(db: Database, cause: Cause, base: DuesBase) -> DuesBase:
    """Add an entry as it was verified or approved; months already opened keep their amount."""
    base = BASES.added(db, base)
    audit.record(db, cause, BASE_VERIFIED, (f"dues_bases/{base.id}", f"members/{base.member}"))
    return base


def open_month(db: Database, cause: Cause, branch: str, period: Period) -> bool:
    """From now on this month is owed by every member of the branch. False if it was already."""
    if OPENED.one(db, branch=branch, period=period) is not None:
        return False
    month = OpenedMonth(branch, period, cause.at)
    _owe(db, cause, OPENED.added(db, month), members(db, branch))
    return True


def open_for(db: Database, cause: Cause, member: Member, period: Period) -> None:
    """A month that was opened before is owed by this member too. StoreError where it was not."""
    month = OPENED.one(db, branch=member.branch, period=period)
    if month is None:
        raise StoreError(f"{period} 还没有开始收缴。")
    _owe(db, cause, month, [member])


def opened_months(db: Database, branch: str) -> list[Period]:
    """The months opened for a branch, oldest first."""
    return sorted(row.period for row in OPENED.find(db, branch=branch))


def claim(
    db: Database,
    cause: Cause,
    member: Member,
    period: Period,
    amount: Fen | None,
    *,
    words: str = "",
    rule: str = "",
) -> Claim:
    """Record a member's word that he paid a month; without an amount it is what is due.

    Raises DuplicateKeyError when this message already claimed this month for him.
    """
    entry = Claim(
        member=member.id,
        branch=member.branch,
        period=period,
        amount=amount if amount is not None else due(db, member.id, period) or NOTHING,
        stated=amount is not None,
        at=cause.at,
        by=cause.by,
        why=cause.why,
        words=words,
        rule=rule,
    )
    entry = CLAIMS.added(db, entry)
    _claimed(db, entry, +1)
    audit.record(db, cause, "报党费已交", (f"claims/{entry.id}", f"members/{member.id}"))
    audit.remember(db, cause, f"claims/{entry.id}")
    return entry


def receive(db: Database, cause: Cause, claim: Claim, amount: Fen | None = None) -> Receipt:
    """Record that the money of a claim arrived; ``amount`` where it differs from the claim.

    Raises OwnDuesError for the confirmer's own dues, StoreError unless the claim is open.
    """
    if cause.by == claim.member:
        raise OwnDuesError("自己的党费要由别人确认。")
    claim = _still_open(db, claim)
    got = claim.amount if amount is None else amount
    receipt = Receipt(
        claim.id, claim.member, claim.branch, claim.period, got, cause.at, cause.by, cause.why
    )
    receipt = RECEIPTS.added(db, receipt)
    _claimed(db, claim, -1)
    _received(db, receipt, +1)
    CLAIMS.put(db, replace(claim, state=ClaimState.RECEIVED))
    audit.record(db, cause, "确认收到党费", (f"receipts/{receipt.id}", f"claims/{claim.id}"))
    audit.remember(db, cause, f"receipts/{receipt.id}")
    return receipt


def withdraw(db: Database, cause: Cause, claim: Claim, reason: str = "") -> None:
    """Take an open claim back. Raises StoreError when it is no longer open."""
    claim = _still_open(db, claim)
    _reverse(db, cause, CLAIMS.name, claim.id, reason)
    _claimed(db, claim, -1)
    CLAIMS.put(db, replace(claim, state=ClaimState.WITHDRAWN))
    audit.record(db, cause, CLAIM_WITHDRAWN, (f"claims/{claim.id}", f"members/{claim.member}"))


def reverse_receipt(db: Database, cause: Cause, receipt: Receipt, reason: str = "") -> Claim:
    """Take a receipt back; its claim is open again."""
    claim = CLAIMS.get(db, receipt.claim)
    before = REVERSALS.one(db, table=RECEIPTS.name, entry=receipt.id)
    if claim is None or claim.state is not ClaimState.RECEIVED or before is not None:
        raise StoreError("这一笔已经处理过了。")
    _reverse(db, cause, RECEIPTS.name, receipt.id, reason)
    _received(db, receipt, -1)
    _claimed(db, claim, +1)
    reopened = replace(claim, state=ClaimState.CLAIMED)
    CLAIMS.put(db, reopened)
    audit.record(db, cause, RECEIPT_REVERSED, (f"receipts/{receipt.id}", f"claims/{claim.id}"))
    return reopened


def open_claims(db: Database, branch: str) -> list[Claim]:
    """The claims that wait for the collector, in the order they were made."""
    return CLAIMS.find(db, branch=branch, state=ClaimState.CLAIMED)


def standing_claims(db: Database, member: int, period: Period) -> list[Claim]:
    """A member's claims for a month that were not taken back."""
    alive = (ClaimState.CLAIMED, ClaimState.RECEIVED)
    return [c for c in CLAIMS.find(db, member=member, period=period) if c.state in alive]


def claims_of_message(db: Database, message: str) -> list[Claim]:
    """What one message claimed."""
    return CLAIMS.find(db, why=message)


def claimant(db: Database, claim: Claim) -> Member:
    """The member whose dues a claim is about."""
    member = MEMBERS.get(db, claim.member)
    assert member is not None, "a claim without its member"
    return member


def _owe(db: Database, cause: Cause, month: OpenedMonth, owing: Iterable[Member]) -> None:
    """The month is owed by these; an applicant owes nothing (Art. 8).

    The audit log keeps who owed what: bases verified later leave no other trace of it.
    """
    amounts = {
        member.id: due(db, member.id, month.period) or NOTHING
        for member in owing
        if member.standing is not Standing.APPLICANT
    }
    for member, amount in amounts.items():
        _owes(db, member, month, amount)
    detail = {OWED: {str(member): amount for member, amount in amounts.items()}}
    audit.record(db, cause, MONTH_OPENED, (f"opened_months/{month.id}",), detail)


def _owes(db: Database, member: int, month: OpenedMonth, amount: Fen) -> None:
    def change(balance: Balance) -> Balance:
        return replace(balance, due=amount, opened=True)

    totals.move(db, member, month.branch, month.period, change)


def _still_open(db: Database, claim: Claim) -> Claim:
    """The claim as the books have it now: what the caller holds may be older."""
    now = CLAIMS.get(db, claim.id)
    if now is None or now.state is not ClaimState.CLAIMED:
        raise StoreError("这一笔已经处理过了。")
    return now


def _reverse(db: Database, cause: Cause, table: str, entry: int, reason: str) -> None:
    REVERSALS.add(db, Reversal(table, entry, cause.at, cause.by, cause.why, reason))


def _claimed(db: Database, claim: Claim, sign: int) -> None:
    def change(balance: Balance) -> Balance:
        waiting = Fen(balance.claimed + sign * claim.amount)
        return replace(balance, claimed=waiting, claims=balance.claims + sign)

    totals.move(db, claim.member, claim.branch, claim.period, change)


def _received(db: Database, receipt: Receipt, sign: int) -> None:
    def change(balance: Balance) -> Balance:
        return replace(balance, received=Fen(balance.received + sign * receipt.amount))

    totals.move(db, receipt.member, receipt.branch, receipt.period, change)
