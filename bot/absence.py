"""What nobody heard: a gateway keeps no queue, so what is said while it is away is lost.

Each secretary is told once, in private, after an absence in the day that was no mere blip:
from when till when, and how to make it up. Knows no message and sends nothing itself.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.gateway.base import ChannelState
from bot.inbox import Served
from bot.speaking import Speaker
from scheduler.calendar import QuietHours
from store import presence
from store.database import Database
from store.errors import DiskError
from store.models import Role

log = logging.getLogger(__name__)

BLIP = timedelta(minutes=2)
"""A shorter absence is not worth a word."""

KEPT_EVERY = timedelta(minutes=5)
"""How often it is kept on disk that the channel is listened to."""

ASLEEP_AFTER = timedelta(minutes=5)
"""Looks further apart than this were parted by the computer's sleep."""


class Absence:
    """Watches from when till when nothing could be heard."""

    def __init__(
        self, db: Database, served: Mapping[str, Served], quiet: QuietHours, earliest: datetime
    ) -> None:
        self._db = db
        self._served = served
        self._quiet = quiet
        self._earliest = earliest
        self._listening = False
        self._looked_at: datetime | None = None
        self._slept_from: datetime | None = None
        self._gone_since: datetime | None = None
        self._untold: tuple[datetime, datetime] | None = None

    def look(self, now: datetime) -> None:
        """Called twice a minute: where the channel is listened to, that is kept now and then."""
        if not self._listening:
            return
        last = self._looked_at
        slept = last is not None and now - last > ASLEEP_AFTER
        self._slept_from = last if slept else None
        self._looked_at = now
        kept = presence.listened_until(self._db)
        if self._untold or kept is None or abs(now - kept) >= KEPT_EVERY:
            self._keep(now)

    def changed(self, state: ChannelState, now: datetime) -> None:
        """The channel came or went."""
        if state is ChannelState.LOGGED_IN:
            since = self._gone_since or presence.listened_until(self._db)
            slack = timedelta() if self._gone_since else KEPT_EVERY
            if not self._listening and since is not None and since >= self._earliest:
                self._note(since, now, slack)
            self._listening, self._gone_since, self._looked_at = True, None, now
            self._keep(now)
        elif state is not ChannelState.CONNECTED and self._listening:
            # A computer that wakes notices late that the line is dead: it died with the sleep.
            self._listening = False
            self._gone_since = self._slept_from or self._before_sleep(now) or now
            self._keep(self._gone_since)

    def _before_sleep(self, now: datetime) -> datetime | None:
        last = self._looked_at
        return last if last is not None and now - last > ASLEEP_AFTER else None

    def _keep(self, at: datetime) -> None:
        """Until when the channel was heard, in one frame with what is to be told of before it.

        Where the books cannot be written now, neither is kept: both are tried again at the
        next look, and a restart in between still knows since when nothing was heard.
        """
        try:
            with self._db.transaction():
                if self._untold is not None:
                    for branch in self._served:
                        self._tell(branch, *self._untold)
                presence.listened(self._db, at)
        except DiskError as error:
            log.warning("not kept until when the channel was heard: %s", error)
        else:
            self._untold = None

    def _note(self, since: datetime, until: datetime, slack: timedelta) -> None:
        """To be told of; but not a blip, nor the night, when the group sleeps."""
        if until - since > BLIP + slack and not self._is_of_the_night(since, until):
            self._untold = (self._untold[0] if self._untold else since, until)

    def _is_of_the_night(self, since: datetime, until: datetime) -> bool:
        """Whether all of it, but for a blip, lay in one night."""
        if self._quiet.is_quiet(since):
            return self._quiet.next_allowed(since) + BLIP >= until
        return self._quiet.is_quiet(since + BLIP) and self._is_of_the_night(since + BLIP, until)

    def _tell(self, branch: str, since: datetime, until: datetime) -> None:
        served = self._served[branch]
        values = {"since": since, "until": until, "same_day": since.date() == until.date()}
        allowed = self._quiet.next_allowed(until)
        Speaker(self._db, served.branch, served.texts).to_office(
            Role.SECRETARY,
            "announcement.unheard",
            values,
            until,
            f"unheard/{branch}/{since.isoformat()}",
            allowed if allowed > until else None,
        )
