"""Where no channel is: posts wait until a person has carried them into the group himself.

The outbox stays what it is; only who carries is another. What was carried, let go, and
by whom, is in the audit log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.delivery import Delivery
from bot.own_posts import merged
from bot.pasting.speakers import by_hand
from store import audit, outbox, roster
from store.database import Database
from store.models import Cause, OutboxRow, PostState

CARRIED = "已贴出"
LET_GO = "不贴了"


class ByHand(Delivery):
    """A delivery that sends nothing: a person does."""

    def reaches_people(self) -> bool:
        """They look at the page on which it is to be carried."""
        return True

    def begins(self, row: OutboxRow) -> bool:
        """Nothing goes out by itself."""
        return False

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


def blocks(db: Database, branch: str, now: datetime, *, channel: bool = False) -> list[Block]:
    """What waits to be carried in a branch, rooms first, oldest first.

    Where there is a ``channel``, only what it cannot bring, as it does not know their WeChat.
    """
    waiting = [row for row in outbox.waiting(db, now) if row.branch == branch]
    if channel:
        waiting = [row for row in waiting if row.contact and by_hand(row.contact)]
    return blocks_of(db, waiting)


def blocks_of(db: Database, rows: Sequence[OutboxRow]) -> list[Block]:
    """Rows as blocks: a text for several rooms is one, so are all replies in a room."""
    rooms: dict[str, list[OutboxRow]] = {}
    people: dict[str, list[OutboxRow]] = {}
    for row in rows:
        if row.room is not None:
            rooms.setdefault(f"reply/{row.room}" if row.reply else row.text, []).append(row)
        else:
            people.setdefault(_person(db, row.contact or ""), []).append(row)
    public = [_block("、".join(_distinct(r.room for r in some)), some) for some in rooms.values()]
    private = [_block(_name(db, some[0].contact or ""), some) for some in people.values()]
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
    texts = _distinct(row.text for row in rows)
    text = merged(texts) if first.room else "\n\n".join(texts)
    picture = next((row.picture for row in rows if row.picture), "")
    ids = tuple(row.id for row in rows)
    return Block(to, first.room is None, text, ids, first.at, picture)


def _distinct(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _person(db: Database, contact: str) -> str:
    """What tells people apart: one may have several ids, and two unknown ones share no block."""
    member = roster.member_of(db, contact)
    return f"member/{member.id}" if member else contact


def _name(db: Database, contact: str) -> str:
    member = roster.member_of(db, contact)
    return member.called if member else "没绑定的人"
