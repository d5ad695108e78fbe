"""Who has paid nothing for months running: told to the secretary in private, with the evidence.

中组发〔2008〕3号 Art. 13 and 党章 Art. 9: criticism and a time limit first; after six months
running without good reason the branch assembly decides. Nothing here is automatic: the clock
only tells, each mark of a run once (``store/arrears.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from store import arrears, contacts, dues, roster, totals
from store.arrears import Run
from store.database import Database
from store.models import Claim, ClaimState, Member, MemberStatus
from store.money import Fen, yuan
from store.period import Period, spoken

DECIDING = 6
"""From so many months on 党章 Art. 9 applies."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A run that has reached a mark, and the line that tells of it."""

    run: Run
    months: int
    line: str


def reached(
    db: Database, branch: str, clocks: Sequence[int], this: Period, today: date
) -> list[Reached]:
    """The runs up to the month before ``this`` at a mark not told yet, the longest first."""
    heard = contacts.last_heard(db, branch)
    found = []
    for owing in totals.branch_totals(db, branch):
        run = arrears.run_of(db, owing, this)
        months = arrears.clock(db, run, clocks) if run else None
        member = roster.MEMBERS.get(db, owing.member)
        if run is None or months is None or member is None:
            continue
        if member.status is MemberStatus.ACTIVE:
            line = _line(db, member, run, heard.get(member.id), today)
            found.append(Reached(run, months, line))
    return sorted(found, key=lambda one: -one.run.months)


def _line(db: Database, member: Member, run: Run, heard: datetime | None, today: date) -> str:
    months = list(run.first.up_to(run.last))
    lacking = sum(totals.balance(db, member.id, run.branch, p).lacking for p in months)
    claims = [c for p in months for c in dues.CLAIMS.find(db, member=member.id, period=p)]
    span = spoken(months, today=today)
    facts = [f"{span}，共{yuan(Fen(lacking))}元", *_claims(claims, today)]
    if heard is not None:
        facts.append(f"最近一次说话是{_day(heard, today)}")
    grave = "，已满六个月" if run.months >= DECIDING else ""
    return f"{member.called} 连续{run.months}个月没收到党费{grave}：{'；'.join(facts)}"


def _claims(claims: Sequence[Claim], today: date) -> list[str]:
    said = {ClaimState.CLAIMED: "报过已交，还没确认", ClaimState.WITHDRAWN: "报过又收回"}
    return [
        f"{_day(claim.at, today)}{said[claim.state]}（{spoken([claim.period], today=today)}）"
        for claim in claims
        if claim.state in said
    ]


def _day(moment: datetime, today: date) -> str:
    year = "" if moment.year == today.year else f"{moment.year}年"
    return f"{year}{moment.month}月{moment.day}日"
