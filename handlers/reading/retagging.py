"""Other tags for some of a message's tokens, by the shape of their tags: one way for all changes.

Responsible for carrying out such a change. It must not know which words get which tag.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.patterns import finditer

Marks = Mapping[int, str]
"""The new tag of each token, by its place."""

Change = Callable[[list[Token]], list[Token]]
Judge = Callable[[list[Token], str, re.Match[str]], Marks]

NONE: Marks = {}
"""It looked so, and is not."""


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


def where(shape: str) -> Callable[[Judge], Change]:
    """Make a change of tokens of a judge: he is asked at each place whose tags have this shape.

    He gets the tokens, their tags and the match, and gives the marks.
    """

    def declare(judge: Judge) -> Change:
        def change(tokens: list[Token]) -> list[Token]:
            tags = tags_of(tokens)
            marks: dict[int, str] = {}
            for found in finditer(shape, tags):
                marks.update(judge(tokens, tags, found))
            return marked(tokens, marks)

        change.__doc__, change.__name__ = judge.__doc__, judge.__name__
        return change

    return declare
