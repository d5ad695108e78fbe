"""When nobody listened, and that each branch's secretary was told of it.

Whatever parted the program from the channel: a line that was down, a process that was not
there, or one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.absence import KEPT_EVERY
from bot.app import App
from store import outbox
from tests.simulation.invariants import hold, in_quiet_hours

WORTH_A_WORD = timedelta(minutes=10)


class Unheard:
    """From when till when a program that listens heard nothing, and what is owed for it."""

    def __init__(self, branches: Sequence[str]) -> None:
        self._branches = branches
        self._since: datetime | None = None
        self._owed: list[tuple[datetime, datetime]] = []

    def begins(self, now: datetime) -> None:
        """A program that listened hears nothing from now on."""
        self._since = self._since or now

    def ends(self, now: datetime | None) -> None:
        """It listens again: ten minutes of a day are worth a word. None: by a wrong clock."""
        since, self._since = self._since, None
        if since is None or now is None or now - since < WORTH_A_WORD:
            return
        if not (in_quiet_hours(since) or in_quiet_hours(now)):
            self._owed.append((since, now))

    def told(self, app: App) -> None:
        """Every absence so far lies within one that each secretary was told of."""
        if not self._owed:
            return
        told = [
            (branch, datetime.fromisoformat(since), row.at)
            for row in outbox.OUTBOX.find(app.db)
            if row.why.startswith("unheard/")
            for _, branch, since in [row.why.split("/", 2)]
        ]
        for since, until in self._owed:
            for branch in self._branches:
                hold(
                    any(b == branch and s < since + KEPT_EVERY and u >= until for b, s, u in told),
                    f"{branch} was not told that nothing was heard from {since} to {until}",
                )
