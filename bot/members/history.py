"""``zhibu history``: a member's life as the audit chain tells it, line by line.

Tells who did it, in which office he was then, and what was before. Phones are masked: what
is printed is passed around. Reads only.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from bot.faults import CommandError
from bot.keeping import opened
from handlers.member_fields import field_of, shown
from handlers.member_words import ROLE_NAMES
from store import changes, roster
from store.codec import from_row, to_row
from store.database import Database
from store.models import AuditEntry, Member, Role
from store.roster import MEMBERS


def tell(data: Path, name: str, out: TextIO) -> None:
    """Print the life of everybody called so, also of who left. Raises CommandError."""
    db = opened(data)
    try:
        for member in called(db, name):
            out.write(f"{member.called}（{member.branch}）\n")
            for line in lines(db, member):
                out.write(f"  {line}\n")
    finally:
        db.close()


def called(db: Database, name: str) -> list[Member]:
    """Those of any branch who are or were called so. Raises CommandError where there is none."""
    found = [m for m in MEMBERS.find(db) if name in (m.name, m.card, *m.aliases)]
    if not found:
        raise CommandError(f"名册里没有“{name}”。请写全姓名或群名片。")
    return found


def lines(db: Database, member: Member) -> Iterator[str]:
    """One line for each thing that happened to a member, oldest first."""
    for entry in changes.life(db, member.id):
        yield line(db, member, entry)


def line(db: Database, member: Member, entry: AuditEntry) -> str:
    """One thing that happened to him: when, by whom, what was before."""
    told = "；".join(_told(member, entry))
    by = f"{_by(db, entry)}：" if entry.by is not None else "导入：" if _listed(entry) else ""
    return f"{entry.at:%Y-%m-%d %H:%M} {by}{entry.what}{f'（{told}）' if told else ''}"


def _listed(entry: AuditEntry) -> bool:
    return entry.why.startswith(("import/", "members/"))


def _by(db: Database, entry: AuditEntry) -> str:
    who = roster.MEMBERS.get(db, entry.by or 0)
    held = "、".join(ROLE_NAMES[Role(role)] for role in entry.offices)
    return f"{held}{who.name if who else ''}"


def _told(member: Member, entry: AuditEntry) -> Iterator[str]:
    before, after = entry.detail.get(changes.BEFORE, {}), entry.detail.get(changes.AFTER, {})
    for name in before:
        field = field_of(name)
        if field is None:
            continue
        was = shown(field, _with(member, {name: before[name]})) or "空"
        now = f" → {shown(field, _with(member, after)) or '空'}" if name in after else ""
        yield f"{field.label} {was}{now}" if now else f"{field.label} 原为 {was}"
    for word in (changes.REASON, "转自"):
        if entry.detail.get(word):
            yield f"{word} {entry.detail[word]}"


def _with(member: Member, fields: dict[str, Any]) -> Member:
    return from_row(Member, {**to_row(member), **fields, "id": member.id})
