"""``zhibu evidence``: what is known of a member nobody hears of, as the handling of 失联 needs it.

Prints the last contact and each search with its day, way, result and who noted it. Reads only;
decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.keeping import opened
from bot.members.history import called
from store import roster, searches, silence
from store.database import Database
from store.models import Member

RULE = (
    "《中国共产党党员教育管理工作条例》：经多方查找仍失去联系6个月以上的，可以按规定停止党籍；"
    "停止党籍两年后仍联系不上的，按规定除名。由党组织讨论决定，本页只是时间和证据。"
)


def tell(data: Path, name: str, now: datetime, out: TextIO) -> None:
    """Print the evidence about everybody called so. Raises CommandError where nobody is."""
    db = opened(data)
    try:
        for member in called(db, name):
            for line in lines(db, member, now):
                out.write(f"{line}\n")
    finally:
        db.close()


def lines(db: Database, member: Member, now: datetime) -> Iterator[str]:
    """The page about one member."""
    last = silence.last_contact(db, member)
    yield f"{member.called}（{member.branch}）联系与查找情况　{now:%Y-%m-%d}"
    how = last.how or "登记入册，以后没有联系上"
    ago = f"距今{last.days(now)}天（满{last.months(now)}个月）"
    yield f"最近一次联系：{last.at:%Y-%m-%d} {how}，{ago}"
    found = searches.of_member(db, member.id)
    yield f"查找记录：{len(found)}次"
    for number, entry in enumerate(found, 1):
        by = roster.MEMBERS.get(db, entry.by or 0)
        who = f"（{by.name}记于{entry.at:%Y-%m-%d %H:%M}）" if by else ""
        yield f"  {number}. {entry.day} {entry.way}：{entry.result}{who}"
    yield RULE
