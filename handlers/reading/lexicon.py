"""The words the reader knows, by what they do in a sentence. Data, and one compiler for it.

Responsible for the word lists and the one-letter tag of each list. It must not know how tags
combine (clauses, dues, meetings) and holds no member's name.

A clause becomes a string of tags, one letter a token, and the rules are patterns over it.
A word in no list is unknown (``U``), and what is unknown makes a rule refuse.
"""

from __future__ import annotations

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
        lengths = self.lengths
        for word in sorted(self.tags, key=len, reverse=True):
            first, size = word[:2], len(word)
            if size == 1:
                break
            known = lengths.get(first)
            if known is None:
                lengths[first] = (size,)
            elif known[-1] != size:
                lengths[first] = (*known, size)


WORDS = read_words(Path(__file__).parent / "tables" / "words.txt")
LEXICON = Lexicon(WORDS)
HINTS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in read_words(Path(__file__).parent / "tables" / "hints.txt").items()
}
"""Sets of words that say something more than their tag."""
