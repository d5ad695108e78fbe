"""Stretches under way: in memory only, each seen by nobody but the session that pasted it.

Chat is other people's words: nothing of it is on disk before it is booked, and after a
while it is forgotten. Knows nothing of HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.by_hand import Block
from bot.pasting.session import Outcome, Session

LIVES = timedelta(hours=3)
"""A stretch that nobody touched for so long is forgotten."""

MOST = 24
"""How many are kept, of all sessions together."""


@dataclass(slots=True)
class Stretch:
    """One stretch: where it was pasted, as it was shown last, and once it is booked, what came.

    ``shown_by``: the state of books and decisions that it was shown by.
    ``left`` messages were not booked, as nobody answered or knew whose they are.
    ``open`` are the keys of lines whose correction is being written, and of seats whose
    member is being chosen anew. ``notes`` are said once.
    """

    id: str
    owner: str
    branch: str
    room: str
    session: Session
    touched: datetime
    text: str = ""
    shown: Outcome | None = None
    shown_by: object = None
    booked: Outcome | None = None
    blocks: tuple[Block, ...] = ()
    left: int = 0
    open: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


class Stretches:
    """All stretches under way. ``word`` gives a new unguessable text."""

    def __init__(self, word: Callable[[], str]) -> None:
        self._word = word
        self._held: dict[str, Stretch] = {}

    def add(
        self, owner: str, branch: str, room: str, session: Session, text: str, now: datetime
    ) -> Stretch:
        """Keep a stretch that was just read."""
        self._forget(now)
        stretch = Stretch(self._word(), owner, branch, room, session, now, text)
        self._held[stretch.id] = stretch
        while len(self._held) > MOST:
            self._held.pop(next(iter(self._held)))
        return stretch

    def of(self, stretch_id: str, owner: str, branch: str, now: datetime) -> Stretch | None:
        """A stretch of this session and branch; None where there is none (any more)."""
        self._forget(now)
        found = self._held.get(stretch_id)
        if found is None or (found.owner, found.branch) != (owner, branch):
            return None
        found.touched = now
        return found

    def unfinished(self, owner: str, branch: str, now: datetime) -> list[Stretch]:
        """What this session pasted and did not book yet, the newest first."""
        self._forget(now)
        mine = [s for s in self._held.values() if (s.owner, s.branch) == (owner, branch)]
        return [s for s in reversed(mine) if s.booked is None]

    def drop(self, stretch: Stretch) -> None:
        """Forget a stretch."""
        self._held.pop(stretch.id, None)

    def _forget(self, now: datetime) -> None:
        old = [s for s in self._held.values() if not now - LIVES <= s.touched <= now + LIVES]
        for stretch in old:
            self.drop(stretch)
