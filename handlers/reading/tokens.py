"""A message in normal form as tokens: names, months, sums, words, and what is unknown.

Responsible for where one token ends and the next begins: the longest wins, a roster name
before a word, phone and order numbers before sums. It must not know what a sentence says.
"""

from __future__ import annotations

from datetime import date

from handlers.reading import lexicon, shapes
from handlers.reading.figures import FIGURE_START, Figures, Token
from handlers.reading.people import Roster

_PUNCTUATION = {
    **dict.fromkeys(",，:：()（）—《》<>\"'|", ","),
    **dict.fromkeys("、/+", "&"),
    **dict.fromkeys(";；!！。\n", ";"),
    "?": "?",
    "？": "?",
    **dict.fromkeys("【】[]{}~～*…^_`.·•—-=&%$#@\\", "."),
    " ": " ",
}
# Words that end before these: what follows makes another word of their second half.
_BREAKS = {"交还": "是", "党费本": "人", "党费群": "里", "党费账": "上"}
# What follows a verb of paying that is complete in itself (付清), and not a name.
# Ideographs that may begin a fee or a number with its name (尾号6621).
_SPECIAL = frozenset("费订单流尾编电手卡账票验密群工学座微收号房")


class Tokens:
    """Cut one message; thrown away with it."""

    __slots__ = ("_figures", "_length", "_out", "_places", "_roster", "_text", "_unknown")

    def __init__(
        self, text: str, roster: Roster, today: date, places: dict[int, int] | None = None
    ) -> None:
        self._text, self._roster = text, roster
        self._places = places or {}
        self._length = len(text)
        self._out: list[Token] = []
        self._unknown = -1
        self._figures = Figures(text, roster, today, self._out)

    def cut(self) -> list[Token]:
        """All tokens in order, blanks among them."""
        text, out = self._text, self._out
        words, lengths = lexicon.LEXICON.tags, lexicon.LEXICON.lengths
        forms, starts = self._roster.forms, self._roster.starts
        at, length, places = 0, self._length, self._places
        while at < length:
            letter = text[at]
            word = tag = ""
            if "a" <= letter <= "z" and (plain := shapes.PLAIN_WORD.match(text, at)):
                word, tag = plain[0], words.get(plain[0], "")
            for size in () if word else lengths.get(text[at : at + 2], ()):
                longer = text[at : at + size]
                if longer in words and not self._broken(longer, at):
                    word, tag = longer, words[longer]
                    break
            if not word and letter in words:
                word, tag = letter, words[letter]
            size = len(word) if tag else 0
            for known in starts.get(letter, ()):
                if known < size:
                    break
                name = text[at : at + known]
                if name in forms and not self._is_verb(at, at + known):
                    self._name(at, len(name), name)
                    size = -len(name)
                    break
            if size < 0:
                at -= size
                continue
            if places and at in places:
                self._flush(at)
                out.append(("P", at, places[at], text[at : places[at]]))
                at = places[at]
                continue
            found = None
            if letter in FIGURE_START:
                found = self._figures.at(at, size)
            if found is None and (letter in _SPECIAL or not "\u3400" <= letter <= "\u9fff"):
                found = self._special(letter, at, size)
            if found is not None:
                self._flush(at)
                out.append(found)
                at = found[2]
            elif tag:
                at = self._word(at, tag, word)
            else:
                if self._unknown < 0:
                    self._unknown = at
                at += 1
        self._flush(length)
        return out

    def _broken(self, word: str, at: int) -> bool:
        """和平|安 where 平安 is a member, 交还|是: the word ends inside another."""
        if word in _BREAKS and self._text.startswith(_BREAKS[word], at + len(word)):
            return True
        for start in range(1, len(word)):
            for size in self._roster.starts.get(word[start], ()):
                if size > len(word) - start:
                    name = self._text[at + start : at + start + size]
                    if name in self._roster.forms:
                        return True
        return False

    def _is_verb(self, start: int, end: int) -> bool:
        """党费已付清: a member's name that is also a verb, where only the verb can stand."""
        if lexicon.LEXICON.tags.get(self._text[start]) not in {"V", "W"}:
            return False
        if self._unknown >= 0 or not self._out or not shapes.VERB_ENDS.match(self._text, end):
            return False
        before = self._out[-1]
        named = any(token[0] in "Dps" for token in self._out)
        return named and before[2] == start and before[0] in "ADoMn"

    def _flush(self, at: int) -> None:
        """End a stretch of unknown characters."""
        if self._unknown >= 0:
            self._out.append(("U", self._unknown, at, self._text[self._unknown : at]))
            self._unknown = -1

    def _name(self, at: int, size: int, name: str) -> None:
        self._flush(at)
        self._out.append(("p", at, at + size, name))

    def _word(self, at: int, tag: str, word: str) -> int:
        """A known word, with the complement after a verb of paying (交清了, 交不了)."""
        end = at + len(word)
        if tag == "U":
            if self._unknown < 0:
                self._unknown = at
            return end
        if word == "费" or (tag == "O" and word.endswith("费")):
            self._swallow(at)
        self._flush(at)
        if tag == "w" and self._out and self._out[-1][0] == "w" and self._out[-1][2] == at:
            _, at, _, before = self._out.pop()
            word = str(before) + word
        self._out.append((tag, at, end, word))
        if tag in "VW" and (match := shapes.COMPLEMENT.match(self._text, end)):
            for kind in ("F", "E", "x", "l"):
                if match[kind]:
                    self._out.append((kind, match.start(kind), match.end(kind), match[kind]))
            return match.end()
        return end

    def _swallow(self, at: int) -> None:
        """物业费: the unknown word before 费 belongs to it."""
        if self._unknown >= 0:
            self._unknown = -1

    def _special(self, letter: str, at: int, size: int) -> Token | None:
        text = self._text
        if letter == "费" and size <= 1:
            self._fee()
            return ("O", at, at + 1, "费")
        if letter in '“"『《「' and (match := shapes.QUOTED.match(text, at)):
            return ("U", at, match.end(), match[0])
        if match := shapes.SKIPPED.match(text, at):
            return (("." if letter == "[" else "o"), at, match.end(), match[0])
        if size:
            return None
        if letter in _PUNCTUATION:
            return (_PUNCTUATION[letter], at, at + 1, letter)
        if letter in "hw" and (match := shapes.LINK.match(text, at)):
            return ("i", at, match.end(), match[0])
        if "a" <= letter <= "z" and (match := shapes.PLAIN_WORD.match(text, at)):
            return ("U", at, match.end(), match[0])
        if letter > "\u2000" and not ("\u3400" <= letter <= "\u9fff" or letter >= "\U00020000"):
            return (".", at, at + 1, letter)
        return None

    def _fee(self) -> None:
        """A fee of any name: the word before 费 is its name, known or not."""
        if self._unknown >= 0:
            self._unknown = -1
        elif self._out and self._out[-1][0] not in "VWDOep,;?":
            self._out.pop()
