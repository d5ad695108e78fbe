"""Words that mean something else beside others: what a token is, told by its neighbours.

Responsible for giving such tokens another tag before the message is cut into clauses. It
must not know what a clause states.
"""

from __future__ import annotations

from handlers.reading.beside import beside
from handlers.reading.circumstances import CIRCUMSTANCES
from handlers.reading.columns import tags_of, words_of
from handlers.reading.courtesies import asked_to_note, moved, thanked
from handlers.reading.deadlines import (
    ahead_of,
    arriving,
    in_time_for,
    one_word,
    paid_in,
    since_then,
)
from handlers.reading.figures import Token
from handlers.reading.handing import (
    commissioned,
    held_at_meeting,
    labelled,
    met,
    missed,
    pressed,
    sent_kin,
    taken_away,
    visited,
)
from handlers.reading.manners import first_done, lest, manner, on_the_spot, own_kind
from handlers.reading.occasions import (
    NEAR,
    after,
    afterwards,
    occasions,
    once,
    past_before,
)
from handlers.reading.patterns import finditer, match, search
from handlers.reading.people import OFFICES
from handlers.reading.retagging import Change, needing, tagged
from handlers.reading.strangers import strangers


def reread(tokens: list[Token], *, dues_round: bool) -> tuple[list[Token], str]:
    """The tokens of a message, those that their neighbours change with their true tag; all tags."""
    tokens, tags = _changed(beside(tokens), 0)
    told = strangers(tokens, tags, dues_round) if "U" in tags else tokens
    return told, (tags if told is tokens else tags_of(told))


def _changed(tokens: list[Token], since: int) -> tuple[list[Token], str]:
    """The tokens after the changes from ``since`` on, and their tags."""
    tags, said = tags_of(tokens), frozenset(words_of(tokens))
    for at in _due(tags):
        if at < since:
            continue
        _, _, (shape, words, carry) = CHANGES[at]
        if (words and words.isdisjoint(said)) or (shape and not search(shape, tags)):
            continue
        changed = carry(tokens)
        if changed is not tokens and changed != tokens:
            return _changed(changed, at + 1)
    return tokens, tags


def _due(tags: str) -> tuple[int, ...]:
    """Which changes may apply to a message with these tags; people use few sets of them."""
    has = sum(map(_BIT.__getitem__, set(tags)))
    due = _DUE.get(has)
    if due is None:
        if len(_DUE) >= _MOST:
            _DUE.clear()
        due = _DUE[has] = tuple(
            [
                at
                for at, (needed, one_of, _) in enumerate(CHANGES)
                if not needed & ~has and one_of & has
            ]
        )
    return due


class _Bits(dict[str, int]):
    """A bit for each tag, the next free one when it is first met."""

    def __missing__(self, tag: str) -> int:
        bit = self[tag] = 1 << len(self)
        return bit


_BIT = _Bits()
_DUE: dict[int, tuple[int, ...]] = {}
_MOST = 2048


_LOOKS_AFTER = (
    "带", "带着", "陪", "陪着", "抱着", "照看", "接", "送", "伺候", "接完", "送完", "陪完", "哄睡",
    "接了", "送了", "哄着", "哄",
)  # fmt: skip


@needing(".r")
def _looked_after(tokens: list[Token]) -> list[Token]:
    """在儿子这边带孙子: whom he looks after; nobody's dues."""
    return [
        tagged(token, "5")
        if token[0] == "r"
        and at
        and str(tokens[at - 1][3]).endswith(_LOOKS_AFTER)
        and not str(tokens[at - 1][3]).startswith(("捎", "顺"))
        and tags_of(tokens[at + 1 : at + 2]) != "e"
        else token
        for at, token in enumerate(tokens)
    ]


@needing(words={"原来"})
def _turned_out(tokens: list[Token]) -> list[Token]:
    """…，原来上礼拜就交了: after a belief or a look, 原来 is what turned out."""
    for at, token in enumerate(tokens):
        if token[0] != "I" or token[3] != "原来" or not at:
            continue
        earlier, rest = tags_of(tokens[max(0, at - NEAR) : at]), after(tokens, at + 1)
        told = match("[ospkrhnMeD]*(?:[kAN]|[nM]G|ns)[^BuHqI]*[VW](?:x*[le]|$)", rest)
        if told and (search("[I>]", earlier) or (earlier[-1] == "," and search("[kA].*l", rest))):
            tokens = [*tokens[:at], tagged(token, ">"), *tokens[at + 1 :]]
    return tokens


@needing(words={"红包"})
def _red_envelopes(tokens: list[Token]) -> list[Token]:
    """党费发红包给书记了: beside 党费 a red envelope is a way of paying."""
    tags = tags_of(tokens)
    changed = list(tokens)
    for found in finditer("(?<=D)[^VWO,;?]*O(?=[^VWO,;?]*l)|(?:D|a[pt])o?Wl?o*[$#]?O", tags):
        at = found.end() - 1
        told = search("[D$#]", tags)
        if not told or tokens[at][3] != "红包" or not _is_handed_up(tokens[found.start() : at]):
            continue
        changed[at] = tagged(tokens[at], "2")
        for sent in (at - 1, at - 2):
            if tokens[sent][0] == "U" and str(tokens[sent][3]) in {"发", "包", "塞"}:
                changed[sent] = tagged(tokens[sent], "W")
    return changed


def _is_handed_up(tokens: list[Token]) -> bool:
    """给李委员发了20红包: to somebody of office; nothing is said of who else gets one."""
    named = [str(token[3]) for token in tokens if token[0] == "p"]
    return all(name.endswith(OFFICES) for name in named)


# In this order, each with the tags that the message must have, all of the first and one of the
# second; what else it must have stands with the change (retagging).
CHANGES: tuple[tuple[int, int, Change], ...] = tuple(
    (sum(map(_BIT.__getitem__, needed)), sum(map(_BIT.__getitem__, one_of)), change)
    for needed, one_of, change in (
        *CIRCUMSTANCES,
        (".", "pthy", thanked),
        ("J", "pth2", taken_away),
        ("s", "Ui", pressed),
        ("U", "pr", commissioned),
        ("Tr", "sb", sent_kin),
        ("p", "oU", labelled),
        ("W", "u3", held_at_meeting),
        ("N", "VW", missed),
        ("V", "ukU", one_word),
        ("V", "ukU", in_time_for),
        ("V", "ukUn", ahead_of),
        ("i", "i", moved),
        ("i", ".UJ", asked_to_note),
        ("N", "N", lest),
        ("lV", "Gu", once),
        ("J", "J", paid_in),
        ("oG", "WU", paid_in),
        ("Gl", "VW", arriving),
        ("u", "VW", past_before),
        ("ul", "VW", since_then),
        ("I", "I", _turned_out),
        ("r", "r", _looked_after),
        ("U", "U", met),
        ("Gp", "Gp", visited),
        ("U", "VW", manner),
        ("U", ">GuV", occasions),
        ("UV", "V", afterwards),
        ("D", "Ugr", own_kind),
        ("il", "$#", first_done),
        ("oU", "VW", on_the_spot),
        ("Ol", "DaW", _red_envelopes),
    )
)
