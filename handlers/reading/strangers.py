"""Strangers: somebody the roster does not know, told by the shape of a name and its place.

Responsible for unknown words that are people (老李的党费, 强哥, 替老李交). It must not know
whose dues are paid.
"""

from __future__ import annotations

from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.patterns import match
from handlers.reading.people import is_name_like


def strangers(tokens: list[Token], tags: str, dues_round: bool) -> list[Token]:
    """Somebody the roster does not know, where his dues are spoken of (老李的党费, 替老李交)."""
    tokens = _before_that(tokens)
    if "r" in tags:
        tokens = _honoured(tokens)
    if not (dues_round or "D" in tags):
        return tokens
    named = [at for at, token in enumerate(tokens) if token[0] == "U" and _is_stranger(tokens, at)]
    return _with_tag(tokens, named, "r")


def _with_tag(tokens: list[Token], places: list[int], tag: str) -> list[Token]:
    """The tokens, those at ``places`` with another tag."""
    if not places:
        return tokens
    changed = list(tokens)
    for at in places:
        changed[at] = (tag, *tokens[at][1:])
    return changed


def _honoured(tokens: list[Token]) -> list[Token]:
    """强哥, 刘婶: an unknown word and a word of kin are one name."""
    joined: list[Token] = []
    for token in tokens:
        before = joined[-1] if joined else None
        kin = token[0] == "r" and token[2] - token[1] == 1 and before and before[0] == "U"
        if kin and before and before[2] == token[1] and before[2] - before[1] <= 2:
            joined[-1] = ("r", before[1], token[2], str(before[3]) + str(token[3]))
        else:
            joined.append(token)
    return joined


def _before_that(tokens: list[Token]) -> list[Token]:
    """下地前就交了: an unknown word with 前 and 就 after it is a time, and a past one."""
    found = [
        at
        for at, token in enumerate(tokens[:-1])
        if token[0] == "U" and token[3].endswith("前") and tokens[at + 1][3] in {"就", "已经", "已"}
    ]
    return _with_tag(tokens, found, "k")


def _is_stranger(tokens: list[Token], at: int) -> bool:
    tag, _, _, words = tokens[at]
    if tag != "U" or not is_name_like(words):
        return False
    after = tags_of(tokens[at + 1 : at + 4])
    before = tokens[at - 1][0] if at else ","
    return before in ",;.&dpsorDW " and bool(match("A|[kno]*b|o?V|eM?D|D|&|N|,A|e?[$#]", after))
