"""Posts to the group that fail and fail: after two days the secretary is told, once, with the text.

The channel may be well and only the group gone (the bot was taken out of it); where the channel
itself is down, the alarm tells it another way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.inbox import Served
from bot.speaking import Speaker
from scheduler.calendar import QuietHours
from store import outbox
from store.database import Database
from store.models import OutboxRow, PostState, Role

UNSENT_AFTER = timedelta(days=2)
"""A post that could not be sent for so long is told."""


class Unsent:
    """Tells of posts that cannot be sent."""

    def __init__(self, db: Database, served: Mapping[str, Served], quiet: QuietHours) -> None:
        self._db = db
        self._served = served
        self._quiet = quiet

    def settle(self, now: datetime) -> None:
        """Tell the secretary, by day, of each post to the group that is two days late.

        Only called while he can be told; what has not been tried since the channel came back
        (nothing puts it off) is tried first.
        """
        if self._quiet.is_quiet(now):
            return
        for row in failing(self._db):
            late = row.at + UNSENT_AFTER <= now and row.not_before is not None
            if late and row.room and not row.reply and row.branch in self._served:
                self._tell(row, now)

    def _tell(self, row: OutboxRow, now: datetime) -> None:
        why = f"unsent/{row.id}"
        if outbox.caused_by(self._db, why):
            return
        served = self._served[row.branch]
        with self._db.transaction():
            speaker = Speaker(self._db, served.branch, served.texts)
            values = {"text": row.text}
            speaker.to_office(Role.SECRETARY, "announcement.unsent", values, now, why)


def failing(db: Database) -> list[OutboxRow]:
    """What was tried and is still to be sent."""
    return [row for row in outbox.in_state(db, PostState.NEW) if row.attempts]
