"""The words the reader knows, by what they do in a sentence. Data, and one compiler for it.

Responsible for the word lists and the one-letter tag of each list. It must not know how tags
combine (clauses, dues, meetings) and holds no member's name.

A clause becomes a string of tags, one letter a token, and the rules are patterns over it.
A word in no list is unknown (``U``), and what is unknown makes a rule refuse.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
    for section in f"\n{table.read_text(encoding='utf-8')}".split("\n[")[1:]:
        name, *lines = section.split("\n")
        lists[name.rstrip("]")] = " ".join([line for line in lines if line[:1] != "#"])
    return lists


class Lexicon:
    """Word to tag, of the first list that has it; the lengths of the words of two characters
    and more by their first two, longest first."""

    __slots__ = ("lengths", "tags")

    def __init__(self, words: dict[str, str]) -> None:
        self.tags: dict[str, str] = {}
        for kind in reversed(words):
            self.tags.update(dict.fromkeys(words[kind].split(), TAGS[kind]))
        self.lengths: dict[str, tuple[int, ...]] = {}
        firsts: dict[int, list[str]] = {}
        for word in self.tags:
            firsts.setdefault(len(word), []).append(word[:2])
        for size in sorted(firsts.keys() - {1}, reverse=True):
            for first in dict.fromkeys(firsts[size]):
                self.lengths[first] = (*self.lengths.get(first, ()), size)


WORDS: dict[str, str]
LEXICON: Lexicon


def __getattr__(name: str) -> Any:
    """The words are read when the first message is, not when the reader is imported."""
    if name not in {"WORDS", "LEXICON"}:
        raise AttributeError(name)
    words = read_words(_TABLES / "words.txt")
    globals().update(WORDS=words, LEXICON=Lexicon(words))
    return globals()[name]


_TABLES = Path(__file__).parent / "tables"
HINTS: dict[str, frozenset[str]] = {
    name: frozenset(words.split()) for name, words in read_words(_TABLES / "hints.txt").items()
}
"""Sets of words that say something more than their tag."""
