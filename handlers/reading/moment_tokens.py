"""The words of a time, found in a text: days, parts of the day, hours, and what only looks so.

One pass, leftmost first. What is no time (phones, rooms, floors, plates, head counts,
document numbers, agenda) is taken up first, so that nothing in it is read as a time.
It must not know today's date, nor what a word means for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.reading.moment_words import DATE_FOLLOWS, PATTERNS

_MASTER = re.compile("|".join(f"(?P<_{i}>{pattern})" for i, (_, pattern) in enumerate(PATTERNS)))
_DATE_FOLLOWS = re.compile(DATE_FOLLOWS)
_DATE_PRECEDES = re.compile(r"(?:时间|日期|定于|定在|改[到至为在]|推迟到|延期到)[: ]*$")

_STANDS_APART = re.compile(r"(?:^|[^\w第.-]|[于在到至为是间期定由从改会课日天员])$")


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One word of a time: its kind, where it stands, what it is made of (named parts)."""

    kind: str
    start: int
    end: int
    text: str
    parts: dict[str, str]


def tokens(text: str) -> list[Token]:
    """The words of a time in a folded text, in order; words that are no time are left out."""
    found = [_token(match, text) for match in _MASTER.finditer(text)]
    return [token for token in found if token.kind != "other"]


def _token(match: re.Match[str], text: str) -> Token:
    named = {k: v for k, v in match.groupdict().items() if v is not None and not k.startswith("_")}
    index = next(i for i in range(len(PATTERNS)) if match[f"_{i}"] is not None)
    kind = PATTERNS[index][0]
    if kind == "pair" and _clearly_a_date(match, text):
        kind, named = "monthday", {"mm": named["pm"], "md": named["pd"]}
    elif kind == "pair":
        kind = "number"
    return Token(kind, match.start(), match.end(), match[0], named)


def _clearly_a_date(match: re.Match[str], text: str) -> bool:
    """3.25 is a date only beside a weekday, a part of the day, an hour, or after 时间."""
    if _DATE_PRECEDES.search(text, 0, match.start()):
        return True
    apart = _STANDS_APART.search(text, 0, match.start())
    return bool(apart and _DATE_FOLLOWS.match(text, match.end()))
