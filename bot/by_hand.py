"""Where no channel is: posts wait until a person has carried them into the group himself.

The outbox stays what it is; only who carries is another. What was carried, let go, and
by whom, is in the audit log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.delivery import Delivery
from store import audit, outbox, roster
from store.database import Database
from store.models import Cause, OutboxRow, PostState

CARRIED = "已贴出"
LET_GO = "不贴了"


class ByHand(Delivery):
    """A delivery that sends nothing: a person does."""

    async def pump(self) -> None:
        """Nothing goes out by itself."""

    def next_moment(self) -> datetime | None:
        """Nothing goes out by itself."""
        return None


@dataclass(frozen=True, slots=True)
class Block:
    """One thing to carry: ``to`` whom (rooms, or one person's name), its rows and picture.

    ``private``: for one person only, never to be pasted into a group.
    """

    to: str
    private: bool
    text: str
    rows: tuple[int, ...]
    at: datetime
    picture: str = ""


def blocks(db: Database, branch: str, now: datetime) -> list[Block]:
    """What waits to be carried in a branch, rooms first, oldest first; one text is one block."""
    waiting = [row for row in outbox.waiting(db, now) if row.branch == branch]
    rooms: dict[str, list[OutboxRow]] = {}
    people: dict[str, list[OutboxRow]] = {}
    for row in waiting:
        if row.room is not None:
            rooms.setdefault(row.text, []).append(row)
        else:
            people.setdefault(row.contact or "", []).append(row)
    public = [_block("、".join(_distinct(r.room for r in rows)), rows) for rows in rooms.values()]
    private = [_block(_name(db, contact), rows) for contact, rows in people.items()]
    return public + private


def carried(db: Database, cause: Cause, rows: Iterable[int]) -> int:
    """A person has carried these; those no longer waiting are left alone. Returns how many."""
    return _settle(db, cause, rows, PostState.SENT, CARRIED)


def let_go(db: Database, cause: Cause, rows: Iterable[int]) -> int:
    """These are not to be carried any more. Returns how many."""
    return _settle(db, cause, rows, PostState.DROPPED, LET_GO)


def _settle(db: Database, cause: Cause, rows: Iterable[int], state: PostState, what: str) -> int:
    with db.transaction():
        found = [outbox.OUTBOX.get(db, row_id) for row_id in rows]
        waiting = [row for row in found if row is not None and row.state is PostState.NEW]
        for row in waiting:
            outbox.change(db, replace(row, state=state, sent_at=cause.at))
        if waiting:
            audit.record(db, cause, what, [f"outbox/{row.id}" for row in waiting])
    return len(waiting)


def _block(to: str, rows: Sequence[OutboxRow]) -> Block:
    first = rows[0]
    text = first.text if first.room else "\n\n".join(_distinct(row.text for row in rows))
    picture = next((row.picture for row in rows if row.picture), "")
    ids = tuple(row.id for row in rows)
    return Block(to, first.room is None, text, ids, first.at, picture)


def _distinct(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _name(db: Database, contact: str) -> str:
    member = roster.member_of(db, contact)
    return member.called if member else "没绑定的人"
