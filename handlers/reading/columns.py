"""A list of tokens by column: its tags as one string, its words.

Responsible for taking them out at once; every rule looks at them. It must not know any tag.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from handlers.reading.figures import Token

_TAG, _WORD = itemgetter(0), itemgetter(3)


def tags_of(tokens: Iterable[Token]) -> str:
    """The tags, one letter a token."""
    return "".join(map(_TAG, tokens))


def words_of(tokens: Iterable[Token]) -> list[Any]:
    """The words as written, and the values of names, months and sums."""
    return list(map(_WORD, tokens))
