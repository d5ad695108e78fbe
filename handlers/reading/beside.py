"""One word that means something else beside others: a table, and the one pass that applies it.

Responsible for what a single token is, told by the tags before and after it in its clause. It
must not know what a clause states. What needs more than one token is in neighbours.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from handlers.reading.columns import tags_of, words_of
from handlers.reading.figures import Token
from handlers.reading.occasions import after, before
from handlers.reading.patterns import match, search
from handlers.reading.turns import Turn
from handlers.reading.turns_dues import ABOUT_DUES
from handlers.reading.turns_talk import ABOUT_THE_REST

_BY_WORD: dict[str, tuple[Turn, ...]] = {}
for _turn in (*ABOUT_THE_REST, *ABOUT_DUES):
    for _word in _turn.words.split():
        _BY_WORD[_word] = (*_BY_WORD.get(_word, ()), _turn)


def words_that_become(tags: AbstractSet[str]) -> frozenset[str]:
    """The words of the table that may get one of these tags."""
    turns = (*ABOUT_THE_REST, *ABOUT_DUES)
    return frozenset([word for turn in turns if turn.to in tags for word in turn.words.split()])


def beside(tokens: list[Token]) -> list[Token]:
    """The tokens of a message, those of the table with the tag their neighbours give them."""
    words = words_of(tokens)
    if _BY_WORD.keys().isdisjoint(words):
        return tokens
    found = [at for at, word in enumerate(words) if word in _BY_WORD]
    changed = list(tokens)
    tags = set(tags_of(tokens))
    for at in found:
        sides: list[str] = []
        for turn in _BY_WORD[changed[at][3]]:
            if _fits(turn, changed, at, tags) and _stands_between(turn, changed, at, sides):
                _, start, end, word = changed[at]
                changed[at] = (turn.to, start, end, turn.says or word)
                break
    return changed


def _fits(turn: Turn, tokens: list[Token], at: int, tags: set[str]) -> bool:
    if turn.tag and turn.tag != tokens[at][0]:
        return False
    if turn.needs and turn.needs not in tags:
        return False
    if turn.lacks and turn.lacks in tags:
        return False
    if turn.following:
        follows = str(tokens[at + 1][3]) if at + 1 < len(tokens) else ""
        if not follows or follows not in turn.following:
            return False
    return True


def _stands_between(turn: Turn, tokens: list[Token], at: int, sides: list[str]) -> bool:
    """Whether what is before and after the word is as the turn wants it; both told once a word."""
    if not (turn.ahead or turn.behind):
        return True
    if not sides:
        sides += (before(tokens, at), after(tokens, at + 1))
    if turn.ahead and not search(turn.ahead, sides[0]):
        return False
    return not turn.behind or match(turn.behind, sides[1]) is not None
