"""Relays (#接龙) as they were last posted: everybody posts the whole list anew.

So what counts is the difference: who was in the list before and is not any more.
Knows only who was in it, not what a row said: that is booked by its subject.
"""

from __future__ import annotations

from collections.abc import Iterable

from store.codec import replace
from store.database import Database
from store.models import Relay
from store.records import Table

RELAYS = Table("relays", Relay)


def last(db: Database, room: str, title: str) -> Relay | None:
    """A relay as it was last posted."""
    return RELAYS.one(db, room=room, title=title)


def repost(db: Database, relay: Relay) -> list[str]:
    """Keep a relay's newest posting; returns who has vanished from it (member ids), once."""
    before = last(db, relay.room, relay.title)
    RELAYS.put(db, replace(relay, id=before.id if before else 0))
    return _missing(before.people if before else (), relay.people)


def _missing(before: Iterable[str], now: Iterable[str]) -> list[str]:
    held = set(now)
    return [person for person in before if person not in held]
