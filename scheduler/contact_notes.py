"""What the secretary hears of members nobody hears of, and before home-coming seasons.

Private notes with the figures, the rule and what is possible; never a step by itself, and
each is told once: the deliveries remember what of whom. Knows no chat.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from scheduler.calendar import holiday_begins
from scheduler.plan import HOMECOMING_NOTE, SILENCE_NOTE
from store import homecomings, outbox, searches, silence
from store.database import Database
from store.privacy import Private, masked
from store.silence import Contact

SEASON_AHEAD = timedelta(days=31)
"""A season is told of when it begins within a month: with a monthly rule, once."""

SEASONS = ("春节", "清明")


class Note(NamedTuple):
    """The values of a note, and what it told of, as the delivery remembers it."""

    values: dict[str, Any]
    made_of: tuple[str, ...]


def silence_note(db: Database, branch: str, clocks: Sequence[int], now: datetime) -> Note | None:
    """Whose silence has passed another clock (in months) since it was last told of."""
    told = _told(db, branch, SILENCE_NOTE)
    lines: list[dict[str, object]] = []
    made_of: list[str] = []
    for contact in silence.last_contacts(db, branch):
        passed = max((m for m in clocks if m <= contact.months(now)), default=0)
        key = f"members/{contact.member.id}/{contact.at.date()}/{passed}"
        if passed and key not in told:
            lines.append(_line(db, contact, passed, now))
            made_of.append(key)
    last = max(clocks, default=0)
    values = {"lines": Private(lines), "longest": any(line["months"] == last for line in lines)}
    return Note(values, tuple(made_of)) if lines else None


def _line(db: Database, contact: Contact, passed: int, now: datetime) -> dict[str, object]:
    member = contact.member
    return {
        "name": member.called,
        "months": passed,
        "days": contact.days(now),
        "since": contact.at.date().isoformat(),
        "how": contact.how,
        "phone": masked(member.phone),
        "contact_person": member.contact_person,
        "searches": len(searches.of_member(db, member.id)),
    }


def homecoming_note(db: Database, branch: str, now: datetime) -> Note | None:
    """The season that begins within a month, where the secretary expects anybody; each once."""
    found = [(name, holiday_begins(name, now.date(), SEASON_AHEAD)) for name in SEASONS]
    season = next(((name, day) for name, day in found if day is not None), None)
    if season is None:
        return None
    name, begins = season
    key = f"homecoming/{name}/{begins.year}"
    away = [contact.member for contact in silence.last_contacts(db, branch)]
    coming = [member.called for member in homecomings.expected(db, branch, now)]
    if key in _told(db, branch, HOMECOMING_NOTE) or not coming:
        return None
    values = {"season": name, "begins": begins, "coming": Private(coming), "count": len(away)}
    return Note(values, (key,))


def _told(db: Database, branch: str, kind: str) -> set[str]:
    """What earlier notes of this kind told of."""
    earlier = outbox.DELIVERIES.find(db, branch=branch, kind=kind)
    return {name for delivery in earlier for name in delivery.made_of}
