"""The letter that a regular expression cannot do without: what lacks it need not be searched.

Responsible for finding such a letter in a pattern as it is written. It must not know any pattern.
Whoever writes a rule declares nothing: its pattern says it.
"""

from __future__ import annotations

_COMMON = "lDVospMUe$nAWGut.kx"
"""Tags that many messages hold, the commonest first: any other is sooner missing."""
_NO_LETTER = frozenset("\\[].^$(){}|?*+")


def needed_letter(source: str) -> str:
    """A letter that stands in all that the pattern matches; empty if none is seen to.

    Only letters outside of brackets are looked at, those that every branch holds.
    """
    branches: list[set[str]] = [set()]
    at = depth = 0
    while at < len(source):
        letter = source[at]
        end = _end_of_set(source, at) if letter == "[" else at + 1 + (letter == "\\")
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            branches.append(set())
        elif letter not in _NO_LETTER and not depth and not _may_lack(source, end):
            branches[-1].add(letter)
        at = end if letter in "(|" else _end_of_count(source, end)
    return max(set.intersection(*branches), key=_how_rare, default="")


def _how_rare(letter: str) -> tuple[int, str]:
    place = _COMMON.find(letter)
    return (len(_COMMON) if place < 0 else place, letter)


def _end_of_set(source: str, at: int) -> int:
    """Behind [abc], [^]abc], [\\]abc]."""
    at += 2 if source[at + 1] == "^" else 1
    at += 1 + (source[at] == "\\")
    while source[at] != "]":
        at += 1 + (source[at] == "\\")
    return at + 1


def _may_lack(source: str, at: int) -> bool:
    return source[at : at + 1] in {"?", "*"} or source.startswith(("{0", "{,"), at)


def _end_of_count(source: str, at: int) -> int:
    """Behind ?, *, +, {1,2} and what makes them lazy."""
    count = source[at : at + 1]
    if count == "{":
        at = source.index("}", at) + 1
    elif count in {"?", "*", "+"}:
        at += 1
    else:
        return at
    return at + (source[at : at + 1] in {"?", "+"})
