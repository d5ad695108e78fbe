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
from store.models import OutboxRow
from tests.simulation.invariants import hold, in_quiet_hours

WORTH_A_WORD = timedelta(minutes=10)


class Unheard:
    """From when till when a program that listens heard nothing, and what is owed for it."""

    def __init__(self, branches: Sequence[str]) -> None:
        self._since: datetime | None = None
        self._owed: list[tuple[datetime, datetime]] = []
        self._read = 0  # posts up to this one were looked at
        self._told: dict[str, list[OutboxRow]] = {b: [] for b in branches}

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
        self._read_on(app)
        for branch, rows in self._told.items():
            standing = [(_since(row), row.at) for row in rows if _stands(app, row)]
            for since, until in self._owed:
                hold(
                    any(s < since + KEPT_EVERY and u >= until for s, u in standing),
                    f"{branch} was not told that nothing was heard from {since} to {until}",
                )

    def _read_on(self, app: App) -> None:
        """The posts written since the last look that tell of an absence."""
        last = app.db.last(outbox.OUTBOX.name)
        newest = last["id"] if last else 0
        for row_id in range(self._read + 1, newest + 1):
            row = outbox.OUTBOX.get(app.db, row_id)
            if row is not None and row.why.startswith("unheard/"):
                self._told[row.why.split("/", 2)[1]].append(row)
        self._read = newest


def _since(row: OutboxRow) -> datetime:
    return datetime.fromisoformat(row.why.split("/", 2)[2])


def _stands(app: App, row: OutboxRow) -> bool:
    """Whether it is on the books still, whatever the machine went through meanwhile."""
    kept = outbox.OUTBOX.get(app.db, row.id)
    return kept is not None and (kept.why, kept.at) == (row.why, row.at)
