"""What became of a pasted message: values, for whoever shows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.pasting.lines import Line
from bot.pasting.speakers import Speaker
from handlers.reading import Reading
from store.models import Claim
from store.period import Period

NOTHING_READ = Reading()


class Verdict(StrEnum):
    """What became of a message, as it is shown."""

    BOOKED = "记"
    ASKED = "问"
    ANSWERED = "答"
    NOTHING = "不记"
    FAULT = "出错"


@dataclass(frozen=True, slots=True)
class Asked:
    """A numbered question that a handler asked; ``answer`` counts options from 0."""

    text: str
    options: tuple[str, ...]
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """A message and what became of it.

    ``acts`` are the audit log's words for what was done, ``claims`` the dues that were booked;
    ``told`` is what only its sender is to hear, questions left out. ``speaker`` is None where
    nobody knows who said it. ``instead`` is what somebody took it for ("": for nothing), None
    where it was taken as it was said. ``live``: the group's own channel had it already;
    ``waits``: it matters, but nobody knows whose it is.
    """

    line: Line
    speaker: Speaker | None
    verdict: Verdict
    reading: Reading = NOTHING_READ
    acts: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    asked: tuple[Asked, ...] = ()
    told: tuple[str, ...] = ()
    instead: str | None = None
    live: bool = False
    waits: bool = False

    @property
    def periods(self) -> list[Period]:
        """The months of dues that were booked."""
        return sorted({claim.period for claim in self.claims})

    @property
    def unanswered(self) -> bool:
        """A question about it was put, and nobody answered."""
        return any(asked.answer is None for asked in self.asked)
