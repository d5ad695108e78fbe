"""The words the reader knows, by what they do in a sentence. Data, and one compiler for it.

Responsible for the word lists and the one-letter tag of each list. It must not know how tags
combine (clauses, dues, meetings) and holds no member's name.

A clause becomes a string of tags, one letter a token, and the rules are patterns over it.
A word in no list is unknown (``U``), and what is unknown makes a rule refuse.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

TAGS: dict[str, str] = {
    "dues": "D",
    "dues_papers": "K",
    "other_object": "O",
    "income": "S",
    "pay": "V",
    "pay_weak": "W",
    "collected": "J",
    "done": "l",
    "of": "e",
    "already": "A",
    "not_yet": "N",
    "not": "B",
    "is_not": "X",
    "failed": "f",
    "future": "u",
    "motion": "G",
    "belief": "I",
    "hedge": "H",
    "hearsay": "Y",
    "say": "Z",
    "condition": "C",
    "rhetorical": "Q",
    "turn": ">",
    "imperative": "i",
    "question": "q",
    "self": "s",
    "relation": "r",
    "he": "h",
    "you": "y",
    "group": "w",
    "others": "g",
    "title": "t",
    "proxy": "d",
    "give": "a",
    "cause": "j",
    "asked_me": "T",
    "take": "b",
    "at": "z",
    "destination": "2",
    "and": "&",
    "time_past": "k",
    "time": "n",
    "each": "/",
    "monthly": "%",
    "total": "=",
    "filler": "o",
    "particle": ".",
    "checkin": "c",
    "checkin_typo": "0",
    "attend": "m",
    "unable": "1",
    "leave": "L",
    "meeting": "3",
    "sick": "4",
    "family": "5",
    "away": "6",
    "work": "7",
    "ack": "8",
    "correction": "9",
    "retraction": "v",
    "wrong_group": "~",
    "plus_one": "+",
    "noise": "U",
}
"""The tag of each list. Besides: p a roster name, M months, R duration, $ amount, # number,
x result complement, F cannot-, E can-complement, P place; , ; ? punctuation; U unknown."""


def read_words(table: Path) -> dict[str, str]:
    """The lists of a table: ``[name]``, then words separated by blanks; # starts a comment."""
    lists: dict[str, str] = {}
    name = ""
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            lists[name] = ""
        elif not line.startswith("#"):
            lists[name] += f"{line} "
    return lists


class Lexicon:
    """Word to tag; the lengths of longer words by their first two characters, longest first."""

    __slots__ = ("lengths", "tags")

    def __init__(self, words: Mapping[str, str]) -> None:
        self.tags: dict[str, str] = {}
        lengths: dict[str, set[int]] = {}
        for kind, listed in words.items():
            for word in listed.split():
                self.tags.setdefault(word, TAGS[kind])
                if len(word) > 1:
                    lengths.setdefault(word[:2], set()).add(len(word))
        self.lengths: dict[str, tuple[int, ...]] = {
            first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()
        }


WORDS = read_words(Path(__file__).parent / "tables" / "words.txt")
LEXICON = Lexicon(WORDS)
HINTS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in read_words(Path(__file__).parent / "tables" / "hints.txt").items()
}
"""Sets of words that say something more than their tag."""
