"""One person's answer to a meeting, and which of several holds.

Responsible for the shape of an answer and for one answer a person. It must not know words.
"""

from __future__ import annotations

from typing import NamedTuple

from handlers.reading.clauses import Clause
from handlers.reading.owners import Who
from handlers.reading.patterns import pattern

_COUNT = pattern("\\d+个?[人名位]")


def counts_people(clause: Clause) -> bool:
    """15人参加, 已报到12人: how many, and nobody's answer."""
    return "w" in clause.core and any(
        token[0] == "w" and _COUNT.fullmatch(str(token[3])) for token in clause.tokens
    )


class Attendance(NamedTuple):
    """One answer: ``kind`` is leave, meeting_no or meeting_yes; the reason a word or None."""

    kind: str
    people: tuple[Who, ...]
    reason: str | None
    span: tuple[int, int]
    rule: str


def merged(found: list[Attendance]) -> list[Attendance]:
    """One answer a person: the last one counts; the same answer of several is one record."""
    last: dict[Who, Attendance] = {}
    for one in found:
        for who in one.people:
            earlier = last.get(who)
            if earlier and "meeting_yes" not in {earlier.kind, one.kind}:
                kind = "leave" if "leave" in {earlier.kind, one.kind} else one.kind
                one = one._replace(kind=kind, reason=one.reason or earlier.reason)
            last[who] = one
    kept: dict[tuple[str, str | None], Attendance] = {}
    for who, one in last.items():
        key = (one.kind, one.reason)
        before = kept.get(key)
        people = (*before.people, who) if before else (who,)
        span = before.span if before else one.span
        kept[key] = Attendance(one.kind, people, one.reason, span, one.rule)
    return list(kept.values())
