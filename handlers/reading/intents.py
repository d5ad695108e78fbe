"""Intents: what the clauses of one message state, in the shape that is handed out.

Responsible for ids, months and amounts of an intent and for where it stands in the message as it
was sent. It must not know how anything was found.
"""

from __future__ import annotations

from datetime import date

from handlers.reading.attendance import Attendance
from handlers.reading.checkins import CheckIn
from handlers.reading.corrections import Correction
from handlers.reading.model import Intent, Kind
from handlers.reading.normal import Normal
from handlers.reading.owners import Who
from handlers.reading.records import Record, Statements
from handlers.reading.relay import Row
from handlers.reading.slots import Slots


class Intents:
    """Makes the intents of one message; ``offset`` is where its own words begin."""

    __slots__ = ("_me", "_normal", "_offset", "_today")

    def __init__(self, me: list[Who], today: date, normal: Normal, offset: int) -> None:
        self._me, self._today, self._normal, self._offset = me, today, normal, offset

    def corrected(self, correction: Correction, said: Statements) -> list[Intent]:
        """The new values; of a retraction also what is denied or promised with it."""
        slots = correction.slots
        people = slots.people or self._me
        amount, _ = slots.amount(max(len(people), 1))
        known, _ = _people(people)
        months = self._months(slots, make_up=False)
        span = self.span(correction.span)
        first = Intent(
            "correction", known, (), months, None, amount, void=correction.void, span=span,
            rule=correction.rule,
        )  # fmt: skip
        rest = [self.dues(one) for one in said.records if one.cell in {"denied", "promise"}]
        return [first, *(rest if correction.void else [])]

    def dues(self, record: Record) -> Intent:
        """What one statement about dues says."""
        slots = record.slots
        known, unknown = _people(slots.people)
        months = self._months(slots, make_up=record.make_up)
        kind: Kind = "dues_denied" if record.cell == "denied" else "dues_promise"
        span = self.span(record.span)
        if record.cell != "paid":
            return Intent(kind, known, unknown, months, span=span, rule=record.rule)
        amount, _ = slots.amount(max(len(slots.people), 1))
        duration = None if months else slots.duration
        return Intent(
            "dues_paid", known, unknown, months, duration, amount, span=span, rule=record.rule
        )

    def row(self, row: Row) -> Intent:
        """What one line of a #接龙 says."""
        known, unknown = _people(row.slots.people)
        span, rule = self.span(row.span), "relay"
        if not row.kind.startswith("dues"):
            kind: Kind = row.kind  # type: ignore[assignment]
            return Intent(
                kind, known, unknown, place=row.place, reason=row.reason, span=span, rule=rule
            )
        months = self._months(row.slots, make_up=row.make_up)
        amount = row.slots.amount(1)[0] if row.kind == "dues_paid" else None
        kind = row.kind  # type: ignore[assignment]
        return Intent(kind, known, unknown, months, None, amount, span=span, rule=rule)

    def checkin(self, one: CheckIn) -> Intent:
        """What one check-in says."""
        known, unknown = _people(one.people)
        return Intent(
            "checkin", known, unknown, place=one.place, span=self.span(one.span), rule=one.rule
        )

    def attendance(self, one: Attendance) -> Intent:
        """What one answer to a meeting says."""
        known, unknown = _people(one.people)
        kind: Kind = one.kind  # type: ignore[assignment]
        return Intent(
            kind, known, unknown, reason=one.reason, span=self.span(one.span), rule=one.rule
        )

    def _months(self, slots: Slots, *, make_up: bool) -> tuple[str, ...]:
        """YYYY-MM; with 补, a month later than today's without a year is last year's."""
        if not slots.months:
            return ()
        now = (self._today.year, self._today.month)
        found = set()
        for (year, month), stated in slots.months:
            late = make_up and not stated and (year, month) > now
            found.add(f"{year - late:04d}-{month:02d}")
        return tuple(sorted(found))

    def span(self, span: tuple[int, int]) -> tuple[int, int]:
        """The offsets in the message as it was sent."""
        start, end = self._normal.span(*span)
        return start + self._offset, end + self._offset


def _people(people: tuple[Who, ...] | list[Who]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids, sorted, and the words for those who are not known."""
    if len(people) == 1:
        who, is_known = people[0]
        return ((who,), ()) if is_known else ((), (who,))
    known = sorted({who for who, is_known in people if is_known})
    unknown = dict.fromkeys(who for who, is_known in people if not is_known)
    return tuple(known), tuple(unknown)
