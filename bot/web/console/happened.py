"""The audit log in words: who did what about whom, newest first, a stretch at a time.

Tells no values: what was before and after stays in the store. A township's log is long, so it
is walked backwards by its numbers and never read as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.web.entry import OFFICES
from handlers.meetings import title
from store import meetings, roster
from store.audit import AUDIT
from store.codec import from_row
from store.database import Database, Row
from store.models import AuditEntry, Role
from store.period import Period

MOST_NAMED = 8

PAGE = 40
"""Entries of a page."""

MOST_READ = 800
"""Entries looked at for one page; where more is wanted, the next page goes on from there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of which branch; by or about whom, in which month, before which entry, where that is said."""

    branch: str
    member: int | None = None
    month: Period | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """One act in words. ``on_page``: done on a page of ours."""

    at: datetime
    who: str
    offices: str
    what: str
    about: str
    on_page: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """``older``: before which entry the next page begins; None where this was all."""

    entries: tuple[Happened, ...]
    older: int | None


def stretch(db: Database, wanted: Wanted) -> Stretch:
    """One page of the log."""
    found: list[tuple[AuditEntry, _About]] = []
    older = None
    for looked_at, row in enumerate(_backwards(db, wanted)):
        if len(found) == PAGE or looked_at == MOST_READ:
            older = row["id"] + 1
            break
        about = _About.of(db, row)
        if about.branch != wanted.branch:
            continue
        if wanted.member in (None, row["by"], *about.members):
            found.append((from_row(AuditEntry, row), about))
    told = (_told(db, list(act)) for _, act in groupby(found, key=_one_act))
    return Stretch(tuple(told), older)


def _one_act(pair: tuple[AuditEntry, _About]) -> tuple[str, str, int | None]:
    """Whoever ticks twelve names does one thing."""
    entry, _ = pair
    return entry.why, entry.what, entry.by


def _backwards(db: Database, wanted: Wanted) -> Iterator[Row]:
    """From the newest that is asked for back to the first of the month, as they are stored."""
    newest = db.last(AUDIT.name)
    last = newest["id"] if newest else 0
    start = last if wanted.before is None else min(last, wanted.before - 1)
    if wanted.month is not None:
        start = min(start, _last_before(db, wanted.month + 1, last))
    for row_id in range(start, 0, -1):
        row = db.get(AUDIT.name, row_id)
        if row is None:
            continue
        if wanted.month is not None and _month(row) < str(wanted.month):
            return
        yield row


def _last_before(db: Database, month: Period, last: int) -> int:
    """The last entry before a month; the log's times rise with its numbers."""
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        row = db.get(AUDIT.name, middle)
        if row is None or _month(row) < str(month):
            low = middle
        else:
            high = middle - 1
    return low


def _month(row: Row) -> str:
    """2026-03: stored moments begin with it."""
    month: str = row["at"][:7]
    return month


@dataclass(frozen=True, slots=True)
class _About:
    """The records that an entry names: whose they are, of which month and meeting.

    ``branch``: whose affair it is, by the records, else by the member's or the doer's branch.
    """

    branch: str
    members: tuple[int, ...]
    months: tuple[str, ...]
    meetings: tuple[int, ...]

    @classmethod
    def of(cls, db: Database, entry: Row) -> _About:
        named = [(table, int(row_id)) for table, row_id in map(_split, entry["about"])]
        rows = [(table, row) for table, one in named if (row := db.get(table, one))]
        own = [row["id"] if table == "members" else row.get("member") for table, row in rows]
        pairs = [row.get(side) for _, row in rows for side in ("first", "second")]
        held = [row["id"] if table == "meetings" else row.get("meeting") for table, row in rows]
        members, meetings_ = _distinct([*own, *pairs]), _distinct(held)
        months = tuple(dict.fromkeys(row["period"] for _, row in rows if row.get("period")))
        branch = next((str(row["branch"]) for _, row in rows if row.get("branch")), "")
        return cls(branch or _branch(db, meetings_, members, entry), members, months, meetings_)


def _branch(db: Database, meetings_: tuple[int, ...], members: tuple[int, ...], entry: Row) -> str:
    places = [("meetings", one) for one in meetings_] + [("members", one) for one in members]
    for table, one in (*places, ("members", entry["by"] or 0)):
        row = db.get(table, one)
        if row is not None:
            return str(row["branch"])
    return ""


def _split(name: str) -> tuple[str, str]:
    table, _, row_id = name.partition("/")
    return table, row_id


def _distinct(ids: list[int | None]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one for one in ids if isinstance(one, int)))


def _told(db: Database, act: list[tuple[AuditEntry, _About]]) -> Happened:
    entry = act[0][0]
    who = _called(db, entry.by) if entry.by is not None else "小助手"
    offices = "、".join(OFFICES[Role(office)] for office in entry.offices)
    about = _in_words(db, [about for _, about in reversed(act)], entry.by)
    return Happened(entry.at, who, offices, entry.what, about, entry.why.startswith("page/"))


def _in_words(db: Database, abouts: list[_About], doer: int | None) -> str:
    """张伟、刘洋 3月, 支部党员大会（3月8日）; who did it himself is not named again."""
    members = list(dict.fromkeys(one for about in abouts for one in about.members))
    people = [_called(db, member) for member in members if members != [doer]]
    more = f"等{len(people)}人" if len(people) > MOST_NAMED else ""
    months = dict.fromkeys(month for about in abouts for month in about.months)
    held = dict.fromkeys(one for about in abouts for one in about.meetings)
    found = [meeting for one in held if (meeting := meetings.MEETINGS.get(db, one))]
    said = (
        "、".join(people[:MOST_NAMED]) + more,
        "、".join(f"{int(month[5:])}月" for month in months),
        "、".join(f"{title(m)}（{m.begins.month}月{m.begins.day}日）" for m in found),
    )
    return " ".join(filter(None, said))


def _called(db: Database, member: int | None) -> str:
    known = roster.MEMBERS.get(db, member or 0)
    return known.called if known else "不在名册上的人"
