"""Until when the channel was surely listened to: one row, so that a restart knows what it missed.

Knows nothing of gateways; whoever listens says so.
"""

from __future__ import annotations

from datetime import datetime

from store.database import Database
from store.models import Presence
from store.records import Table

PRESENCES = Table("presences", Presence)
_CHANNEL = "chat"


def listened_until(db: Database) -> datetime | None:
    """The last moment that was kept; None where nothing was ever listened to."""
    kept = PRESENCES.one(db, channel=_CHANNEL)
    return kept.at if kept else None


def listened(db: Database, at: datetime) -> None:
    """The channel was listened to at this moment."""
    kept = PRESENCES.one(db, channel=_CHANNEL)
    PRESENCES.put(db, Presence(_CHANNEL, at, id=kept.id if kept else 0))
