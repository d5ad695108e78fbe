"""The marks that messages were handled: one row a message, committed with its effects.

A row keeps ids and a digest, never the words: chatter is nobody's business.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from store.database import Database
from store.models import InboxRow
from store.records import Table

INBOX = Table("inbox", InboxRow)

ON_PAGE = "page/"
"""What the ids of messages begin with that were given on a page: our own clock dated them."""

SAME_WITHIN = timedelta(seconds=4)
"""Some channels deliver a message again under a new id within moments."""


def seen(db: Database, message: str) -> bool:
    """Whether a message of that id was handled."""
    return mark_of(db, message) is not None


def mark_of(db: Database, message: str) -> InboxRow | None:
    """The mark of a message; None where it was not handled."""
    return INBOX.one(db, message=message)


def digest(room: str | None, sender: str, text: str, at: datetime) -> str:
    """What tells that two messages say the same in the same place on the same day.

    The day is in it so that a word said every day for ten years stays a short look-up.
    """
    said = f"{at.date().isoformat()}\n{room}\n{sender}\n{text}"
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def repeated(db: Database, digest: str, at: datetime, within: timedelta = SAME_WITHIN) -> bool:
    """Whether the same words came from the same person moments ago, under another id."""
    found = INBOX.find(db, digest=digest)
    return any(abs(at - row.at) <= within for row in found)


def mark(db: Database, row: InboxRow) -> None:
    """Mark a message as handled. Raises DuplicateKeyError when it was."""
    INBOX.add(db, row)


def newest(db: Database) -> datetime | None:
    """When the last message that was handled was sent."""
    last = db.last(INBOX.name)
    return datetime.fromisoformat(last["at"]) if last else None


def newest_heard(db: Database) -> datetime | None:
    """As newest(), where that message came from a channel; None where it was given on a page."""
    last = db.last(INBOX.name)
    heard = last is not None and not last["message"].startswith(ON_PAGE)
    return datetime.fromisoformat(last["at"]) if last and heard else None
