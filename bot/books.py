"""The books as one JSON document, so that other programs and checks can read them.

Keys are only added, never taken away. Private values are in it: the file belongs
to the branch, not to a group.
"""

from __future__ import annotations

from typing import Any

from handlers.meetings import KIND_NAMES
from store import attendance, checkins, dues, meetings, outbox, quorum, roster
from store.database import Database
from store.models import Claim, ClaimState, Meeting, Member


def document(db: Database) -> dict[str, Any]:
    """All books of a store."""
    names = {m.id: m.name for m in roster.MEMBERS.find(db)}
    reversed_claims = {r.entry for r in dues.REVERSALS.find(db, table="receipts")}
    return {
        "members": [_member(db, m) for m in roster.MEMBERS.find(db)],
        "claims": [_claim(c, names) for c in dues.CLAIMS.find(db)],
        "receipts": _receipts(db, names, reversed_claims),
        "check_ins": [
            {
                "member": entry.member,
                "name": names.get(entry.member),
                "period": str(entry.period),
                "place": entry.place or None,
                "at": entry.at.isoformat(),
                "proxy": entry.proxy,
                "late": entry.late,
                "message": entry.why,
            }
            for entry in checkins.CHECK_INS.find(db)
            if not entry.withdrawn
        ],
        "meetings": [_meeting(db, m, names) for m in meetings.MEETINGS.find(db)],
        "deliveries": [
            {
                "key": d.key,
                "state": d.state.value,
                "at": d.at.isoformat(),
                "due_at": d.due_at.isoformat(),
                "branch": d.branch,
                "made_of": list(d.made_of),
            }
            for d in outbox.DELIVERIES.find(db)
        ],
    }


def _member(db: Database, member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "card": member.card or None,
        "branch": member.branch,
        "wechat_ids": roster.wechat_ids(db, member.id),
        "status": member.status.value,
        "standing": member.standing.value,
        "roles": [role.value for role in member.roles],
    }


def _claim(claim: Claim, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": claim.id,
        "member": claim.member,
        "name": names.get(claim.member),
        "period": str(claim.period),
        "amount_fen": claim.amount,
        "stated": claim.stated,
        "state": claim.state.value,
        "at": claim.at.isoformat(),
        "by": claim.by,
        "message": claim.why,
        "rule": claim.rule,
    }


def _receipts(db: Database, names: dict[int, str], taken_back: set[int]) -> list[dict[str, Any]]:
    return [
        {
            "id": receipt.id,
            "claim": receipt.claim,
            "member": receipt.member,
            "name": names.get(receipt.member),
            "period": str(receipt.period),
            "amount_fen": receipt.amount,
            "state": ClaimState.REVERSED.value if receipt.id in taken_back else "received",
            "at": receipt.at.isoformat(),
            "by": receipt.by,
            "message": receipt.why,
        }
        for receipt in dues.RECEIPTS.find(db)
    ]


def _meeting(db: Database, meeting: Meeting, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "kind": meeting.kind,
        "kind_name": KIND_NAMES.get(meeting.kind, meeting.kind),
        "at": meeting.begins.isoformat(),
        "audience": meeting.audience,
        "party_group": meeting.party_group or None,
        "place": meeting.place or None,
        "link": meeting.link or None,
        "agenda": meeting.agenda or None,
        "state": meeting.state.value,
        "answers": [
            {
                "member": entry.member,
                "name": names.get(entry.member),
                "answer": entry.answer,
                "reason": entry.reason,
                "at": entry.at.isoformat(),
            }
            for entry in meetings.answers(db, meeting.id).values()
        ],
        "attendance": [
            {
                "member": entry.member,
                "name": names.get(entry.member),
                "online": entry.online,
                "late": entry.late,
                "arrived": entry.arrived.isoformat() if entry.arrived else None,
            }
            for entry in attendance.attended(db, meeting.id).values()
        ],
        "left_out": [
            {
                "member": entry.member,
                "name": names.get(entry.member),
                "ground": entry.ground,
                "approved": entry.approved,
            }
            for entry in quorum.left_out(db, meeting.id)
        ],
        "votes": [
            {
                "motion": vote.motion,
                "in_favour": vote.in_favour,
                "against": vote.against,
                "abstained": vote.abstained,
            }
            for vote in quorum.votes(db, meeting.id)
        ],
    }
