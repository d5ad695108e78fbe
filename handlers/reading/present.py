"""Who checks in: oneself, those named in the clause, and those named around it.

Responsible for the people of one check-in. It must not know whether a clause is one, nor where
they are.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause
from handlers.reading.owners import Speaker, Who, owner_positions
from handlers.reading.patterns import fullmatch, match


def who_is_there(position: int, clauses: list[Clause], speaker: Speaker) -> list[Who]:
    """Whom the check-in at ``position`` is for."""
    clause = clauses[position]
    people = _named_here(clause, speaker)
    if not people and "d" in clause.tags:
        people = _named_after(clauses[position + 1 : position + 2], speaker)
    if not any(known for _, known in people) and "w" in clause.tags:
        people = []
    if not people and position and fullmatch("(?:Td|jsd)s?o*[c0][l.]*", clause.core):
        people = list(speaker.named)
    if not people and _together(clause):
        people = _beside_him(clauses[:position][-1:], speaker)
    people = people or _named_before(clauses[:position][-3:], speaker)
    return people or _both_there(clauses[position + 1 : position + 2], speaker) or speaker.me


def _named_here(clause: Clause, speaker: Speaker) -> list[Who]:
    people: list[Who] = []
    for at in owner_positions(clause):
        if match("[^sprhw]*&$", clause.tags[:at]) and clause.tags[at] == "p":
            continue  # 跟李委员报个到: told, not present
        people += [who for who in speaker.who(clause.tokens[at]) if who not in people]
    return people


def _together(clause: Clause) -> bool:
    """一起报到, 我俩都报到."""
    return fullmatch("[ow]*[c0][l.]*", clause.core) is not None and any(
        token[3] in {"一起", "一块", "一块儿", "一道", "我俩", "我们俩", "俺俩", "我们两个"}
        for token in clause.tokens
    )


def _beside_him(before: list[Clause], speaker: Speaker) -> list[Who]:
    """老徐跟我在一块呢，一起报到: those who are with him, and he."""
    if not before or not match("[osnt]*[pr].*z|.*&s", before[0].core) or "L" in before[0].core:
        return []
    named = "p" in before[0].core
    there = [t for t in before[0].tokens if t[0] == "p" or (t[0] == "r" and not named)]
    return [*speaker.me, *[who for token in there for who in speaker.who(token)]]


def _named_before(before: list[Clause], speaker: Speaker) -> list[Who]:
    """张伟，深圳，报到: the name stands alone before the word."""
    for other in before:
        if fullmatch("[opse>]*p[ote]*", other.core):
            token = next(token for token in other.tokens if token[0] == "p")
            return speaker.who(token)
        if "&" in other.core and fullmatch("[osepr&>]*p[zP67no]*", other.core):
            owners = [speaker.who(other.tokens[at]) for at in owner_positions(other)]
            return [who for found in owners for who in found]
    return []


def _named_after(after: list[Clause], speaker: Speaker) -> list[Who]:
    """代签到：田叔: for whom it is follows."""
    if not after or not fullmatch("p(?:&?p)*", after[0].core):
        return []
    return [who for t in after[0].tokens if t[0] == "p" for who in speaker.who(t)]


def _both_there(after: list[Clause], speaker: Speaker) -> list[Who]:
    """报到，我和孙丽都在义乌: those who are there together."""
    if not after or not match("[so]*&p[&p]*o?z[PU]", after[0].core):
        return []
    owners = [speaker.who(after[0].tokens[at]) for at in owner_positions(after[0])]
    return [who for found in owners for who in found]
