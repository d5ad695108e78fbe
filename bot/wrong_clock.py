"""A machine whose clock is wrong: one that fell behind says nothing by itself, one that ran ahead
is put right.

An old office PC with a flat battery wakes up in 2009. What it would do then cannot be taken back,
so nothing is announced until the time is right. Whether it is, messages tell: WeChat dates them.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.posting import Posting
from scheduler.posts import Post
from store import arrears, inbox, outbox, steering
from store.database import Database
from store.models import Role

log = logging.getLogger(__name__)

TOLERANCE = timedelta(days=1)
"""A clock that is off by less is no matter."""


@dataclass(frozen=True, slots=True)
class WrongClock:
    """Notices a wrong clock. ``earliest``: a moment before it cannot be right."""

    db: Database
    posting: Posting
    earliest: datetime

    def is_behind(self, now: datetime) -> bool:
        """Whether this moment is surely past: the program or the last message is younger."""
        newest = inbox.newest(self.db)
        return now < self.earliest or (newest is not None and now + TOLERANCE < newest)

    def dates_wrongly(self, now: datetime) -> bool:
        """Whether what is done here at this moment would surely be dated too early.

        Only a channel's own date tells: what was done here while the clock ran ahead must not
        lock anybody out once it is right.
        """
        heard = inbox.newest_heard(self.db)
        return now < self.earliest or (heard is not None and now + TOLERANCE < heard)

    def tell_behind(self, branch: str, now: datetime) -> None:
        """The secretary is told once a day what time the machine believes it is."""
        newest = inbox.newest(self.db)
        why = f"clock-behind/{branch}/{now.date()}/{newest.date() if newest else ''}"
        if outbox.caused_by(self.db, why):
            return
        log.warning("the clock is behind: %s; the last message is of %s", now, newest)
        told = Post("announcement.clock_behind", {"now": now}, to=Role.SECRETARY)
        with self.db.transaction():
            self.posting.put(branch, told, why, now, at_once=True)

    def put_right(self, branch: str, now: datetime) -> None:
        """Where the plan was settled by a clock that ran ahead, what it did too early is void."""
        settled = outbox.settled_until(self.db, branch)
        if settled is None or settled <= now + TOLERANCE:
            return
        log.warning("the clock was ahead: %s is settled until %s", branch, settled)
        told = Post("announcement.clock_back", {"was": settled}, to=Role.SECRETARY)
        with self.db.transaction():
            still_to_come = outbox.turn_back(self.db, branch, now)
            steering.turn_back(self.db, branch, now, still_to_come)
            arrears.turn_back(self.db, branch, now)
            self.posting.put(branch, told, f"clock/{branch}/{settled.isoformat()}", now)
