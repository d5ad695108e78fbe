"""What was read before: people write 收到, 已交, 报到 over and over.

Responsible for giving the same reading again, to the same words on the same day in the same
round; from another member, too, where the words name nobody. It must not know how to read.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from datetime import date

from handlers.reading.model import Pending, Reading

_SHORT, _KEPT = 200, 1024
"""What is kept: messages of at most so many characters, and so many of them."""

Said = tuple[str, Pending | None, date]
"""What a reading depends on besides the roster and the sender."""


class Familiar:
    """The readings of one branch's messages; a cache that belongs to its names."""

    __slots__ = ("_known", "_members")

    def __init__(self, members: Container[str]) -> None:
        self._members = members
        self._known: dict[Said, tuple[Reading, str, bool]] = {}

    def recall(self, said: Said, sender: str) -> Reading | None:
        """The reading of the same words from ``sender``; None if they are new."""
        kept = self._known.get(said)
        if kept is None:
            return None
        reading, earlier, from_anybody = kept
        if sender == earlier:
            return reading
        if from_anybody and sender in self._members:
            return _as_said_by(sender, earlier, reading)
        return None

    def keep(self, said: Said, reading: Reading, sender: str, *, names_nobody: bool) -> None:
        """Remember a reading; where it ``names_nobody`` it is the same from any member."""
        if len(said[0]) > _SHORT:
            return
        if len(self._known) >= _KEPT:
            self._known.clear()
        # A question back may name him whom it would record.
        from_anybody = names_nobody and reading.ask is None and sender in self._members
        self._known[said] = (reading, sender, from_anybody)

    def __len__(self) -> int:
        return len(self._known)

    def clear(self) -> None:
        """Know nothing any more."""
        self._known.clear()


def _as_said_by(sender: str, earlier: str, reading: Reading) -> Reading:
    intents = [
        replace(one, people=(sender,)) if one.people == (earlier,) else one
        for one in reading.intents
    ]
    return reading._replace(intents=tuple(intents))
