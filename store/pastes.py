"""What was pasted into a room's books so far: the keys of its messages, in the order they came.

Only the order of the stretches, so that a later one can be laid against the earlier.
Whether a message was handled is the inbox's to say. Keys are digests: no words, no names.
What somebody took a message for, other than it was read, stands in the audit log.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from store import audit
from store.codec import replace
from store.database import Database
from store.models import Cause, PastedKey
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


CORRECTED = "粘贴更正"
"""What the audit log calls it that a pasted message was taken for something else."""

_SAID = "原话"
_INSTEAD = "改为"


def corrected(db: Database, cause: Cause, said: str, instead: str) -> None:
    """Keep that the message behind ``cause`` counts as ``instead``; a transaction must be open.

    The words of one that counts as nothing ("") are not kept: chatter is nobody's business.
    """
    detail = {_SAID: said, _INSTEAD: instead} if instead else {_INSTEAD: ""}
    audit.record(db, replace(cause, why=_correction_of(cause.why)), CORRECTED, (), detail)


def first_said(db: Database, message: str) -> str:
    """What was really said in a message that was booked in other words; "" where it was not."""
    found = audit.AUDIT.find(db, why=_correction_of(message))
    return str(found[-1].detail.get(_SAID, "")) if found else ""


def _correction_of(message: str) -> str:
    return f"{message}/correction"
