"""What was pasted into a room's books so far: the keys of its messages, in the order they came.

Only the order of the stretches, so that a later one can be laid against the earlier.
Whether a message was handled is the inbox's to say. Keys are digests: no words, no names.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from store.database import Database
from store.models import PastedKey
from store.records import Table

PASTED = Table("pasted", PastedKey)


def keys(db: Database, room: str) -> list[str]:
    """The keys of a room, in the order in which they came."""
    return [row.key for row in PASTED.find(db, room=room)]


def keep(db: Database, room: str, keys_: Iterable[str], at: datetime) -> None:
    """Keep the keys that the room does not have yet; a transaction must be open."""
    held = set(keys(db, room))
    for key in dict.fromkeys(keys_):
        if key not in held:
            PASTED.add(db, PastedKey(room, key, at))
