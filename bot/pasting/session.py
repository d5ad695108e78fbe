"""One pasted stretch from its text to the books, free of any way of showing it.

Read once; then tried as often as somebody answers, corrects or says who is who, each time
on books that are as they were; then booked once, with the same decisions. Terminal and
pages are its users: how they ask and show is their business.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from bot.paste import PastedChat, PastedMessage
from bot.pasting.asking import Choose
from bot.pasting.desk import Desk
from bot.pasting.heard import Asked, Heard, Verdict
from bot.pasting.lines import Line, laid_against, read_stretch
from bot.pasting.seats import Seat, is_spoken, seat_of, seats, to_do
from bot.pasting.speakers import Speaker
from store import roster
from store.models import Claim, OutboxRow


class DayMissingError(Exception):
    """The chat has no date: somebody must say of which day it is."""


@dataclass(slots=True)
class Decisions:
    """What somebody said about a stretch.

    ``who``: the member behind a seat, None for nobody of ours. ``answers``: which option, by the
    line's key and the question as it was put. ``instead``: what a line, by its key, is taken
    for; "" for nothing.
    """

    who: dict[str, int | None] = field(default_factory=dict)
    answers: dict[tuple[str, str], int] = field(default_factory=dict)
    instead: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Laid:
    """A stretch laid against the books: its messages, and who is who in it."""

    lines: tuple[Line, ...]
    seats: tuple[Seat, ...]

    @property
    def earlier(self) -> int:
        """How many messages an earlier paste had."""
        return sum(is_spoken(line.message) and not line.fresh for line in self.lines)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a stretch comes to.

    ``earlier``: messages that an earlier paste had. ``rows``: what is said because of it.
    ``claims``: the dues that it leaves in the books; one that a later message took back is not.
    """

    seats: tuple[Seat, ...]
    heard: tuple[Heard, ...]
    earlier: int
    rows: tuple[OutboxRow, ...]
    claims: tuple[Claim, ...]

    @property
    def anything(self) -> bool:
        """Whether booking it would change anything."""
        return any(one.verdict is not Verdict.NOTHING or one.instead == "" for one in self.heard)

    @property
    def digest(self) -> str:
        """Two outcomes with the same digest show the same: who agreed to one agreed to both."""
        whole = [
            (h.line.key, h.verdict, h.acts, [(c.member, str(c.period), c.amount) for c in h.claims])
            for h in self.heard
            if h.verdict is not Verdict.NOTHING
        ]
        people = [(s.key, s.speaker.member) for s in self.seats]
        return hashlib.sha256(repr((whole, people)).encode()).hexdigest()[:24]


class Session:
    """One stretch of one room, and what was decided about it."""

    def __init__(self, chat: PastedChat, keyed: list[PastedMessage]) -> None:
        self.chat = chat
        self.decisions = Decisions()
        self._keyed = keyed

    @classmethod
    def read(cls, desk: Desk, content: bytes | str, filename: str, day: date | None) -> Session:
        """Read a paste or a file. Raises PasteError, and DayMissingError without a date."""
        members = roster.members(desk.app.db, desk.branch)
        names = {n for m in members for n in (m.name, m.card, *m.aliases) if n}
        chat, keyed = read_stretch(content, filename, names, day)
        if any(is_spoken(m) and m.sent_at is None for m in chat.messages):
            raise DayMissingError
        return cls(chat, keyed)

    def laid(self, desk: Desk) -> Laid:
        """The messages, laid against what the desk's books have now, and who is who in them."""
        db, room = desk.app.db, desk.room
        lines = laid_against(db, room, self.chat.messages, self._keyed, desk.bot_names)
        mended = {key for key, wording in self.decisions.instead.items() if wording}
        return Laid(tuple(lines), tuple(seats(desk, lines, self.decisions.who, mended)))

    def hear(
        self,
        desk: Desk,
        choose: Choose | None = None,
        *,
        but: Collection[str] = (),
        laid: Laid | None = None,
    ) -> Iterator[Heard]:
        """Handle what is still to be handled, message by message, without those with these ids.

        ``choose`` is asked what the decisions do not answer.
        """
        laid = laid or self.laid(desk)
        found = {seat.key: seat.speaker for seat in laid.seats}
        desk.take(laid.lines, list(found.values()))
        for line in to_do(laid.lines):
            if line.id not in but:
                yield self._heard(desk, line, found.get(seat_of(line)), choose)

    def _heard(
        self, desk: Desk, line: Line, speaker: Speaker | None, choose: Choose | None
    ) -> Heard:
        def answer(line: Line, asked: Asked) -> int | None:
            known = self.decisions.answers.get((line.key, asked.text))
            if known is None and choose is not None:
                known = choose(line, asked)
                if known is not None:
                    self.decisions.answers[line.key, asked.text] = known
            return known

        return desk.hear(line, speaker, answer, self.decisions.instead.get(line.key))

    def try_on(self, desk: Desk) -> Outcome:
        """What it comes to, on the very books; they are afterwards as they were."""
        with desk.app.db.rehearsal():
            return self._outcome(desk)

    def book(self, desk: Desk, tried: Iterable[Heard]) -> Outcome:
        """Book what was tried and agreed to.

        A message whose question nobody answered is left alone: the next paste asks again.
        """
        return self._outcome(desk, but={one.line.id for one in tried if one.unanswered})

    def _outcome(self, desk: Desk, but: Collection[str] = ()) -> Outcome:
        laid = self.laid(desk)
        heard = [one for one in self.hear(desk, but=but, laid=laid) if shows(one)]
        rows, claims = tuple(desk.said(heard)), tuple(desk.standing(heard))
        return Outcome(laid.seats, tuple(heard), laid.earlier, rows, claims)


def shows(one: Heard) -> bool:
    """Whether it is worth a line: what an earlier paste had was shown then, unless it says more."""
    return one.line.fresh or one.waits or one.verdict is not Verdict.NOTHING
