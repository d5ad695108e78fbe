"""已发: what the bot said by itself lately, and by which records it was written.

Numbers mean the list shown last. Only looks; the pages show the same with all its texts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.meetings import title
from handlers.permissions import SECRETARY_IN_PRIVATE
from store import dues, meetings, outbox, questions, roster, totals
from store.database import Database
from store.models import Delivery, DeliveryState, Listing, PostState
from store.privacy import Private
from store.records import Table

LIST = "said"
SHOWN = 8
"""The newest of them; a month has about so many."""

BEGINNING = 40
"""Signs of a post that tell which it was."""

RECORDS = {
    "balances": "党员当月的党费账",
    "meetings": "会议",
    "receipts": "收款确认",
    "claims": "已交声明",
    "members": "党员",
    "homecoming": "返乡时节",
}
"""What the tables are called that announcements are made of."""


@command(
    "已发",
    "发过的",
    "发过什么",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"第?\d{0,2}条?",
    example="已发",
)
def already_said(ctx: Context, tail: str) -> Reply:
    """看最近我自己发过什么；看第1条照哪些账写的：已发 1"""
    if tail:
        return [_made_of(ctx, int("".join(filter(str.isdigit, tail)) or 0))]
    found = [d for d in outbox.DELIVERIES.find(ctx.db, branch=ctx.branch.id) if d.posts]
    posted = [d for d in found if d.state is DeliveryState.POSTED]
    newest = sorted(posted, key=lambda d: (d.at, d.id), reverse=True)[:SHOWN]
    keys = tuple(d.key for d in newest)
    questions.show_list(ctx.db, Listing(ctx.message.sender, LIST, keys, ctx.now))
    return [Say("said.list", {"lines": [_shown(ctx, d) for d in newest]})]


def _made_of(ctx: Context, number: int) -> Say:
    keys = questions.listed(ctx.db, ctx.message.sender, LIST)
    if not keys:
        raise UserError("请先回“已发”看清单，再写编号。")
    delivery = outbox.delivery(ctx.db, keys[number - 1]) if 1 <= number <= len(keys) else None
    if delivery is None:
        raise UserError(f"刚才的清单里没有第{number}条，回“已发”再看一眼。")
    ids: dict[str, list[int]] = {}
    for table, row_id in (name.split("/")[:2] for name in dict.fromkeys(delivery.made_of)):
        ids.setdefault(table, []).append(int(row_id) if row_id.isdecimal() else 0)
    records = [
        {
            "what": RECORDS.get(table, table),
            "count": len(found),
            "names": _names(ctx.db, table, found),
        }
        for table, found in ids.items()
    ]
    return Say(
        "said.made_of", {"number": number, "records": Private(records), **_shown(ctx, delivery)}
    )


def _shown(ctx: Context, delivery: Delivery) -> dict[str, Any]:
    """When and how it began; what was for other people in private is only counted."""
    found = [outbox.OUTBOX.get(ctx.db, post) for post in delivery.posts]
    rows = [row for row in found if row is not None]
    first = rows[0]
    own = first.room is not None or first.contact == ctx.message.sender
    return {
        "at": first.sent_at or first.at,
        "text": _beginning(first.text) if own else "",
        "count": len(rows),
        "private": first.room is None,
        "unsure": any(row.state is not PostState.SENT for row in rows),
    }


def _beginning(text: str) -> str:
    """The first sentence, or as much of it as tells which post it was."""
    first = text.splitlines()[0].split("。")[0].rstrip("：")
    if len(first) <= BEGINNING:
        return first
    whole, _, broken = first[:BEGINNING].rpartition("，")
    return f"{whole or broken}……"


def _names(db: Database, table: str, ids: list[int]) -> list[str]:
    """Whose records they are, or which; nothing where a number is all there is."""
    name = _NAMES.get(table)
    return [said for row_id in ids if name and (said := name(db, row_id))]


def _member_of(table: Table[Any]) -> Callable[[Database, int], str]:
    def named(db: Database, row_id: int) -> str:
        row = table.get(db, row_id)
        return _member(db, row.member) if row is not None else ""

    return named


def _member(db: Database, row_id: int) -> str:
    member = roster.MEMBERS.get(db, row_id)
    return member.called if member else ""


def _meeting(db: Database, row_id: int) -> str:
    meeting = meetings.MEETINGS.get(db, row_id)
    return f"{meeting.begins.month}月{meeting.begins.day}日{title(meeting)}" if meeting else ""


_NAMES: dict[str, Callable[[Database, int], str]] = {
    "balances": _member_of(totals.BALANCES),
    "claims": _member_of(dues.CLAIMS),
    "receipts": _member_of(dues.RECEIPTS),
    "members": _member,
    "meetings": _meeting,
}
