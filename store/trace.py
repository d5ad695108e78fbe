"""追溯: every entry that a member's month is made of, with who, when, why and which message.

Only looks. The audit log holds the same in full (``store/audit.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store import dues, handing_over, pastes
from store.database import Database
from store.inbox import INBOX
from store.models import Claim, DuesBase, Member, Receipt
from store.money import Fen
from store.period import Period


@dataclass(frozen=True, slots=True)
class Traced:
    """One entry: what it is in Chinese, its sum in fen (None where it has none), its cause."""

    at: datetime
    by: int | None
    what: str
    amount: Fen | None
    why: str
    words: str = ""


def entries(db: Database, member: Member, period: Period) -> list[Traced]:
    """All entries of a member's month, in the order in which they were learnt."""
    found = [_base(base) for base in dues.BASES.find(db, member=member.id) if _is_of(base, period)]
    for claim in dues.CLAIMS.find(db, member=member.id, period=period):
        found += _claim(db, claim)
    for receipt in dues.RECEIPTS.find(db, member=member.id, period=period):
        found += _receipt(db, receipt)
    opened = dues.OPENED.one(db, branch=member.branch, period=period)
    if opened is not None:
        found.append(Traced(opened.at, None, "开始收缴", None, f"month/{period}"))
    for batch in handing_over.batches(db, member.branch):
        if str(period) in batch.parts:
            what = f"上缴第{batch.number}批（凭证{batch.voucher}）"
            found.append(Traced(batch.at, batch.by, what, None, batch.why))
    return sorted(found, key=lambda entry: (entry.at, _turn(db, entry.why)))


def _turn(db: Database, why: str) -> int:
    """Messages of the same moment stand in the order in which they were heard."""
    heard = INBOX.one(db, message=why)
    return heard.id if heard else 0


def _is_of(base: DuesBase, period: Period) -> bool:
    return base.since <= period and (base.until is None or period <= base.until)


def _base(base: DuesBase) -> Traced:
    what = f"核定，从{base.since}起"
    if base.until is not None:
        what = f"减免，{base.since}到{base.until}，{base.approved_on} {base.organ}批准"
    return Traced(base.at, base.by, what, base.amount, base.why, base.reason)


def _claim(db: Database, claim: Claim) -> list[Traced]:
    said = pastes.first_said(db, claim.why)
    words = f"{claim.words}（原话：{said}）" if said else claim.words
    made = Traced(claim.at, claim.by, "报已交", claim.amount, claim.why, words)
    return [made, *_reversed(db, dues.CLAIMS.name, claim.id, "收回所报", claim.amount)]


def _receipt(db: Database, receipt: Receipt) -> list[Traced]:
    made = Traced(receipt.at, receipt.by, "确认收到", receipt.amount, receipt.why)
    return [made, *_reversed(db, dues.RECEIPTS.name, receipt.id, "撤销确认", receipt.amount)]


def _reversed(db: Database, table: str, entry: int, what: str, amount: Fen) -> list[Traced]:
    back = dues.REVERSALS.one(db, table=table, entry=entry)
    if back is None:
        return []
    return [Traced(back.at, back.by, what, amount, back.why, back.reason)]
