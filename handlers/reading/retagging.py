"""Other tags for some of a message's tokens, by the shape of their tags: one way for all changes.

Responsible for carrying out such a change, and for when it need not be tried. It must not know
which words get which tag.

A change declares what a message must have for it to do anything: a ``shape`` that its tags must
hold, ``words`` one of which must stand in it, and the tags of its row in neighbours. What is
declared is all that most messages cost, so declare as much as is true: a test tries every change
on every known text that its declaration keeps it from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.patterns import finditer

Marks = Mapping[int, str]
"""The new tag of each token, by its place."""

Carry = Callable[[list[Token]], list[Token]]
Judge = Callable[[list[Token], str, re.Match[str]], Marks]

NONE: Marks = {}
"""It looked so, and is not."""


class Change(NamedTuple):
    """What the tags must hold and the words must be, empty for anything; and the change itself."""

    shape: str
    words: frozenset[str]
    carry: Carry


def tagged(token: Token, tag: str) -> Token:
    """The same token with another tag."""
    return (tag, *token[1:])


def marked(tokens: list[Token], marks: Marks) -> list[Token]:
    """The tokens, those of ``marks`` with another tag."""
    if not marks:
        return tokens
    return [tagged(token, marks.get(at, token[0])) for at, token in enumerate(tokens)]


def span_as(found: re.Match[str], tag: str) -> Marks:
    """All that was found, with one tag."""
    return dict.fromkeys(range(*found.span()), tag)


def where(shape: str, words: Iterable[str] = (), at_least: str = "") -> Callable[[Judge], Change]:
    """Make a change of tokens of a judge: he is asked at each place whose tags have this shape.

    He gets the tokens, their tags and the match, and gives the marks. ``at_least`` is a part of
    the shape that is sooner seen to be missing, best one that begins with a letter or a set.
    """

    def declare(judge: Judge) -> Change:
        def carry(tokens: list[Token]) -> list[Token]:
            tags = tags_of(tokens)
            marks: dict[int, str] = {}
            for found in finditer(shape, tags):
                marks.update(judge(tokens, tags, found))
            return marked(tokens, marks)

        carry.__doc__, carry.__name__ = judge.__doc__, judge.__name__
        return Change(at_least or shape, frozenset(words), carry)

    return declare


def needing(shape: str = "", words: Iterable[str] = ()) -> Callable[[Carry], Change]:
    """Make a change of a function that goes over the tokens itself."""

    def declare(carry: Carry) -> Change:
        return Change(shape, frozenset(words), carry)

    return declare
