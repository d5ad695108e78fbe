"""基数核定: the verified amounts of a branch's members, year by year.

An entry is never edited. Once a year is frozen, a change within it needs a reason; less or
nothing is paid only with the approval of the committee above. Months that were handed over
keep what they owed. 中组发〔2008〕3号 Art. 7 and 10; 组电明字〔2017〕5号.
"""

from __future__ import annotations

from dataclasses import dataclass

from store import audit, changes, dues, handing_over, roster, totals
from store.database import Database
from store.dues_rates import Payer, Proposal, Rounding, payer_of, propose
from store.errors import StoreError
from store.models import BaseFreeze, Cause, DuesBase, Member, Standing
from store.money import Fen
from store.period import Period
from store.records import Table

FREEZES = Table("base_freezes", BaseFreeze)

YEAR_FROZEN = "冻结党费基数"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A member on the year's base sheet; amounts in fen a month.

    ``last_year``: what he paid in its last month; ``base``: what he declares to earn;
    ``payer``: None where the roster does not tell; ``verified``: this year's amount, if any yet.
    """

    member: Member
    payer: Payer | None
    last_year: Fen | None
    base: Fen | None
    proposal: Proposal | None
    verified: Fen | None


def is_frozen(db: Database, branch: str, year: int) -> bool:
    """Whether the year's verification is done."""
    return FREEZES.one(db, branch=branch, year=year) is not None


def freeze(db: Database, cause: Cause, branch: str, year: int) -> BaseFreeze:
    """The year's verification is done. Raises DuplicateKeyError where it was done before."""
    row = BaseFreeze(branch, year, cause.at, cause.by, cause.why)
    row = FREEZES.added(db, row)
    audit.record(db, cause, YEAR_FROZEN, (f"base_freezes/{row.id}",), {"年": year})
    return row


def verify(db: Database, cause: Cause, member: Member, base: DuesBase) -> list[Period]:
    """Keep a verified amount or an approved reduction; returns the owed months that follow it.

    Raises StoreError for a change within a frozen year without a reason, and for a reduction
    without the approval's date and organ (Art. 7).
    """
    if base.until is not None and not (base.organ and base.approved_on):
        raise StoreError("减免要有上级党委批准的日期和机关。")
    if base.until is None and not base.reason and is_frozen(db, member.branch, base.since.year):
        raise StoreError(f"{base.since.year}年的基数已经冻结，年中变动要写明原因。")
    dues.verified(db, cause, base)
    return _follow(db, cause, member, base)


def _follow(db: Database, cause: Cause, member: Member, base: DuesBase) -> list[Period]:
    """Months opened already owe what is verified now, unless they were handed over."""
    closed = handing_over.closed_until(db, member.branch)
    began = min(Period.of(cause.at), admitted_here(db, member) or Period.of(cause.at))
    changed = []
    for period in dues.opened_months(db, member.branch):
        if period < base.since or (base.until is not None and period > base.until):
            continue
        month = totals.balance(db, member.id, member.branch, period)
        is_his = month.opened or began <= period <= Period.of(cause.at)
        if (closed is not None and period <= closed) or not is_his:
            continue
        if member.standing is not Standing.APPLICANT and (
            not month.opened or month.due != (dues.due(db, member.id, period) or 0)
        ):
            dues.open_for(db, cause, member, period)
            changed.append(period)
    return changed


def admitted_here(db: Database, member: Member) -> Period | None:
    """The month of the assembly's vote on one whom this branch admitted: he pays from it (Art. 8).

    None for one who came as a member already, and while the day of the vote is not written down.
    """
    if member.standing is not Standing.PROBATIONARY or not member.joined_on:
        return None
    before = (entry.detail.get(changes.BEFORE) for entry in changes.life(db, member.id))
    if any(was and was.get("standing") == Standing.APPLICANT for was in before):
        return Period.parse(member.joined_on[:7])
    return None


def verified_in(db: Database, member: int, year: int) -> DuesBase | None:
    """What was verified for that year itself, the newest word; reductions are no verification."""
    own = [
        base
        for base in dues.BASES.find(db, member=member)
        if base.since.year == year and base.until is None
    ]
    return dues.in_force(own, Period(year, 12))


def proposal_for(
    member: Member, base: Fen | None, rounding: Rounding
) -> tuple[Payer | None, Proposal | None]:
    """By which rule he pays, and what it asks. Whose rule is unknown but who declares what he
    earns is proposed the rate of pay (Art. 2); without that he is to be asked.
    """
    payer = payer_of(f"{member.category} {member.office}")
    rule = payer or (Payer.SALARIED if base is not None else None)
    return payer, propose(rule, base, rounding) if rule else None


def sheet(db: Database, branch: str, year: int, rounding: Rounding) -> list[SheetRow]:
    """The year's base sheet, in the order of the roster; applicants owe nothing (Art. 8)."""
    paying = [m for m in roster.members(db, branch) if m.standing is not Standing.APPLICANT]
    return [_row(db, member, year, rounding) for member in paying]


def _row(db: Database, member: Member, year: int, rounding: Rounding) -> SheetRow:
    entry = verified_in(db, member.id, year)
    base = entry.income if entry is not None and entry.income is not None else member.income
    payer, proposal = proposal_for(member, base, rounding)
    return SheetRow(
        member=member,
        payer=payer,
        last_year=dues.due(db, member.id, Period(year - 1, 12)),
        base=base,
        proposal=proposal,
        verified=entry.amount if entry else None,
    )
