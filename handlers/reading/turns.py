"""A turn: words that mean something else where their neighbours fit. A row of the tables.

Responsible for what a row says. It must not know in which order rows are tried.
"""

from __future__ import annotations

from typing import NamedTuple


class Turn(NamedTuple):
    """Words of a tag (of any if empty) that get another ``to`` where their neighbours fit.

    ``ahead`` is searched in the tags of the clause before the word, ``behind`` matched against
    those after it; ``following`` is the word right after it; ``needs`` tags that the message has.
    """

    tag: str
    words: str
    to: str
    ahead: str = ""
    behind: str = ""
    following: str = ""
    needs: str = ""
    lacks: str = ""
    """A tag that the message must not have."""
    says: str = ""
    """What the word then counts as, if not as itself."""
