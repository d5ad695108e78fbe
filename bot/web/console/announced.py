"""What went out by itself and what became of it, in words; and how much the group was told.

Reads the deliveries and their posts, decides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.echoes import unsure_why
from handlers.already_said import RECORDS
from handlers.meetings import title
from scheduler.announcements import TITLES, month_words
from store import burden, dues, meetings, outbox, questions, roster
from store.codec import from_row
from store.database import Database
from store.models import Delivery, DeliveryState, OutboxRow, PostState, QuestionState
from store.period import Period

LATELY = timedelta(days=62)
"""How far back the page looks; the audit log has the rest."""

SHOWN = 40
MONTHS = 6
NEWEST = 150
"""Deliveries looked at: more than half a year has."""

MADE_OF_SHOWN = 30
"""Records named one by one; beyond it they are only counted."""

_ENDS = {
    DeliveryState.POSTED: ("good", "发了"),
    DeliveryState.NOTHING_TO_SAY: ("off", "没有要说的，没发"),
    DeliveryState.MISSED: ("warn", "错过了，没发"),
    DeliveryState.CANCELLED: ("off", "照您说的没发"),
    DeliveryState.VOID: ("off", "电脑时间不对，不算数"),
}
_POSTS = {
    PostState.NEW: "还等着发",
    PostState.SENDING: "正在发",
    PostState.SENT: "发出了",
    PostState.AMBIGUOUS: "不知道到没到，正在核对",
    PostState.ASKED: "不知道到没到，问过您",
    PostState.DROPPED: "没有再发",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A post of a delivery: its words, whether it was for the group, and its end."""

    text: str
    to_group: bool
    end: str


@dataclass(frozen=True, slots=True)
class Past:
    """One occurrence that is done with."""

    title: str
    due_at: datetime
    look: str
    end: str
    posts: tuple[Said, ...]
    made_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A post of which nobody knows whether it arrived; ``asked``: who is being asked."""

    text: str
    at: datetime
    asked: str


@dataclass(frozen=True, slots=True)
class Load:
    """A month of the burden meter; ``kinds``: what was posted, with how often."""

    period: Period
    prompts: int
    questions: int
    kinds: tuple[tuple[str, int], ...]


def done(db: Database, branch: str) -> list[Delivery]:
    """What the last months had, the newest last; older ones are not looked at."""
    rows = db.find(outbox.DELIVERIES.name, branch=branch)[-NEWEST:]
    return [from_row(Delivery, row) for row in rows]


def lately(db: Database, found: list[Delivery], now: datetime) -> list[Past]:
    """The newest first."""
    recent = [delivery for delivery in found if delivery.at > now - LATELY]
    recent.sort(key=lambda delivery: (delivery.due_at, delivery.id), reverse=True)
    return [_past(db, delivery) for delivery in recent[:SHOWN]]


def unsure(db: Database, branch: str) -> list[Doubt]:
    """Posts that wait for an echo or for somebody's word."""
    states = (PostState.ASKED, PostState.AMBIGUOUS)
    rows = [row for state in states for row in outbox.in_state(db, state) if row.branch == branch]
    return [Doubt(row.text, row.sent_at or row.at, _asked(db, row)) for row in rows]


def burdens(db: Database, branch: str, found: list[Delivery], now: datetime) -> list[Load]:
    """The last months of the books, the newest first."""
    kinds: dict[Period, Counter[str]] = {}
    for delivery in found:
        if delivery.state is DeliveryState.POSTED and _was_for_group(db, delivery):
            month = kinds.setdefault(Period.of(delivery.at), Counter())
            month[TITLES.get(delivery.kind, delivery.kind)] += 1
    begun = dues.opened_months(db, branch)[-MONTHS:] or [Period.of(now)]
    return [_load(db, branch, period, kinds) for period in reversed(begun)]


def _load(db: Database, branch: str, period: Period, kinds: dict[Period, Counter[str]]) -> Load:
    counted = burden.of(db, branch, period)
    said = tuple(kinds.get(period, Counter()).most_common())
    return Load(period, counted.prompts, counted.questions, said)


def _was_for_group(db: Database, delivery: Delivery) -> bool:
    rows = (outbox.OUTBOX.get(db, post) for post in delivery.posts[:1])
    return any(row is not None and row.room is not None for row in rows)


def _past(db: Database, delivery: Delivery) -> Past:
    look, end = _ENDS[delivery.state]
    rows = [row for post in delivery.posts if (row := outbox.OUTBOX.get(db, post)) is not None]
    own = rows if delivery.state is DeliveryState.POSTED else []
    said = tuple(Said(row.text, row.room is not None, _POSTS[row.state]) for row in own)
    return Past(_title(db, delivery), delivery.due_at, look, end, said, _made_of(delivery.made_of))


def _title(db: Database, delivery: Delivery) -> str:
    name = TITLES.get(delivery.kind, delivery.kind)
    if delivery.period is not None:
        return f"{month_words(delivery.period, delivery.months)}{name}"
    month = re.search(r"/\d{4}-(\d{2})(?:$|[-#])", delivery.key)
    if month is not None:
        return f"{int(month[1])}月{name}"
    number = re.search(r"/M(\d+)/", delivery.key)
    meeting = meetings.MEETINGS.get(db, int(number[1])) if number else None
    return f"{name}：{title(meeting)}" if meeting else name


def _made_of(records: tuple[str, ...]) -> tuple[str, ...]:
    """党员当月的党费账 14 条：第 1、2、3 …"""
    ids: dict[str, list[str]] = {}
    for record in dict.fromkeys("/".join(name.split("/")[:2]) for name in records):
        table, _, row_id = record.partition("/")
        ids.setdefault(table, []).append(row_id)
    lines = []
    for table, found in ids.items():
        more = "……" if len(found) > MADE_OF_SHOWN else ""
        named = "、".join(found[:MADE_OF_SHOWN])
        lines.append(f"{RECORDS.get(table, table)} {len(found)} 条（编号 {named}{more}）")
    return tuple(lines)


def _asked(db: Database, row: OutboxRow) -> str:
    asked = questions.caused_by(db, unsure_why(row))
    still = next((q for q in asked if q.state is QuestionState.OPEN), None)
    member = roster.member_of(db, still.wechat_id) if still is not None else None
    return member.called if member else ""
