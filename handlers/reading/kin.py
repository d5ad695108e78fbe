"""Kin who answer for themselves: 我媳妇来不了, 我爸请假 name somebody who may be a member.

Responsible for telling a relative who answers from one who is the reason (孩子发烧). It must not
know what is answered.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause
from handlers.reading.lexicon import HINTS
from handlers.reading.patterns import match, search

_GROWN = HINTS["grown_kin"]


def _position(clause: Clause) -> int:
    """Where the relative stands who answers; -1 if none does."""
    if "r" not in clause.core or not match("[ot.]*s?ro*(?:1|L$|B[o]*[mG]|m(?!l))", clause.tags):
        return -1
    at = clause.tags.index("r")
    return at if str(clause.tokens[at][3]) in _GROWN else -1


def as_member(clause: Clause) -> str:
    """The tags of a clause, with a relative who answers as a member."""
    at = _position(clause)
    if at < 0:
        return clause.core
    tags = clause.tags
    start = at - 1 if at and tags[at - 1] == "s" else at
    return f"{tags[:start]}p{tags[at + 1 :]}".replace(".", "")


def without_subject(position: int, clauses: list[Clause]) -> list[Clause]:
    """The clauses, the answer without the relative who gives it: he is not the reason."""
    clause = clauses[position]
    at = _position(clause)
    if at < 0 and (helped := search("^[^r]*dr", clause.tags)):
        at = helped.end() - 1
    if at < 0:
        return clauses
    kept = Clause(clause.tokens[:at] + clause.tokens[at + 1 :], clause.end, clause.sentence)
    return [*clauses[:position], kept, *clauses[position + 1 :]]
