"""When each WeChat id was last heard from, and under which name: one running row an id.

Any message of a bound member is a contact (《中国共产党党员教育管理工作条例》 asks the outflow
organisation to keep in touch). A row changes at most once a day, so that it costs nothing.
Knows no words of any message.
"""

from __future__ import annotations

from datetime import datetime

from store import roster
from store.codec import replace
from store.database import Database
from store.models import Heard, Member, Stranger
from store.records import Table

HEARD = Table("heard", Heard)


def heard(
    db: Database, member: Member, wechat_id: str, name: str, room: str | None, at: datetime
) -> bool:
    """Keep that a member's id was heard. True where its name is new to us."""
    known = HEARD.one(db, wechat_id=wechat_id)
    rooms = () if room is None else (room,)
    if known is None:
        HEARD.add(db, Heard(wechat_id, member.id, member.branch, at, name, rooms))
        return room is not None
    # In private some channels give the nickname, in a room the card: only cards are compared.
    renamed = room is not None and bool(known.name) and name != known.name
    now = replace(
        known,
        member=member.id,
        branch=member.branch,
        at=at if at.date() > known.at.date() else known.at,
        name=name if room is not None or not known.name else known.name,
        rooms=(*known.rooms, *(r for r in rooms if r not in known.rooms)),
    )
    if now != known:
        HEARD.put(db, now)
    return renamed


def of_id(db: Database, wechat_id: str) -> Heard | None:
    """When and how an id was last heard."""
    return HEARD.one(db, wechat_id=wechat_id)


def last_heard(db: Database, branch: str) -> dict[int, datetime]:
    """When each member of a branch last said anything at all."""
    last: dict[int, datetime] = {}
    for row in HEARD.find(db, branch=branch):
        last[row.member] = max(row.at, last.get(row.member, row.at))
    return last


def rooms_of(db: Database, member: int) -> list[str]:
    """The rooms in which a member was heard, in that order."""
    rows = HEARD.find(db, member=member)
    return list(dict.fromkeys(room for row in rows for room in row.rooms))


def silent_since(db: Database, member: int) -> datetime | None:
    """When the last of a member's bound ids was heard; None where none ever was."""
    ids = roster.wechat_ids(db, member)
    moments = [row.at for wechat_id in ids if (row := of_id(db, wechat_id))]
    return max(moments, default=None)


def seen_in_room(db: Database, branch: str, room: str, people: dict[str, str], at: datetime) -> int:
    """Keep who is in a room and not bound, though he never spoke. How many are new."""
    new = 0
    for wechat_id, name in people.items():
        if roster.member_of(db, wechat_id) is None and roster.stranger(db, wechat_id) is None:
            roster.meet_stranger(db, Stranger(wechat_id, name, branch, room, at, spoke=False))
            new += 1
    return new
