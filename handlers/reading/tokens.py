"""A message in normal form as tokens: names, months, sums, words, and what is unknown.

Responsible for where one token ends and the next begins: the longest wins, a roster name
before a word, phone and order numbers before sums. It must not know what a sentence says.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.reading import lexicon, shapes
from handlers.reading.figures import FIGURE_START, Figures, Token
from handlers.reading.lexicon import HINTS
from handlers.reading.people import Roster, names_inside

_PUNCTUATION = {
    **dict.fromkeys(",，:：()（）—《》<>\"'|", ","),
    **dict.fromkeys("、/+", "&"),
    **dict.fromkeys("➡👉", "a"),
    **dict.fromkeys(";；!！。\n", ";"),
    "?": "?",
    "？": "?",
    **dict.fromkeys("【】[]{}~～*…^_`.·•—-=&%$#@\\", "."),
    " ": " ",
}
# Words that end before these: what follows makes another word of their second half.
_BREAKS = {
    "了没": ("想到", "人"),
    "在下": tuple("午面雨个一周月班车去来边乡地雪楼山水棋"),
    "就去": ("不",),
    "会上": tuple("班课网车学街山火海当门手瘾交缴"),
    "会前": ("来", "往", "去"),
    "会后": ("悔", "天"),
    "会中": ("奖", "暑", "毒", "午", "断"),
    "交还": ("是",),
    "党费本": ("人", "月", "季", "年", "期", "次", "周", "来", "该", "应", "想"),
    "党费群": ("里",),
    "党费账": ("上",),
    "开支": ("部",),
    "到会": ("计",),
    "的会": ("计",),
    "了结": ("果", "束", "婚", "算", "账"),
}
# Ideographs that may begin a fee or a number with its name (尾号6621).
_SPECIAL = frozenset("费订单流尾编电手卡账票验密群工学座微收号房")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_QUOTE_START = frozenset('"“『《「')
_ONE_OR_MORE = frozenset("UVWOw")
"""Tags of words that may take others in."""


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
        text, out, length, at = self._text, self._out, self._length, 0
        words, lengths = lexicon.LEXICON.tags, lexicon.LEXICON.lengths
        plain, sound = _plain(self._roster) if not self._places else (), self._roster.sound
        while at < length:
            letter = text[at]
            sizes = lengths.get(text[at : at + 2])
            if sizes is None or letter in _LATIN:
                word = letter if letter not in _LATIN else self._latin(at)
                tag = words.get(word)
            else:
                for size in sizes:
                    word = text[at : at + size]
                    tag = words.get(word)
                    if tag is not None and (word in sound or not self._broken(word, at)):
                        break
                else:
                    word, tag = letter, words.get(letter)
            if letter not in plain:
                end = self._special(letter, at, len(word) if tag else 0)
                if end:
                    at = end
                    continue
            if tag is None:
                if self._unknown < 0:
                    self._unknown = at
                at += 1
            elif tag in _ONE_OR_MORE:
                at = self._word(at, tag, word)
            else:
                if self._unknown >= 0:
                    self._flush(at)
                out.append((tag, at, at := at + len(word), word))
        self._flush(length)
        return out

    def _latin(self, at: int) -> str:
        """The Latin letters that start here."""
        found = shapes.PLAIN_WORD.match(self._text, at)
        return found[0] if found else self._text[at]

    def _special(self, letter: str, at: int, size: int) -> int:
        """Where the name, place, figure or mark that starts here ends, if there is one and no
        longer word (of ``size``) does; 0 if none."""
        if letter in self._roster.starts and (end := self._named(letter, at, size)):
            return end
        if at in self._places:
            self._add("P", at, self._places[at], self._text[at : self._places[at]])
            return self._places[at]
        if letter not in _LOOKED_AT and "\u3400" <= letter <= "\u9fff":
            return 0
        found = self._figures.at(at, size) if letter in FIGURE_START else None
        found = found or self._marked(letter, at, size)
        if found is None:
            return 0
        self._add(*found)
        return found[2]

    def _named(self, letter: str, at: int, size: int) -> int:
        """Where the roster name that starts here ends, if no longer word does; 0 if none."""
        text, roster = self._text, self._roster
        for known in roster.starts[letter]:
            if known < size:
                break
            name = text[at : at + known]
            if name in roster.forms and not self._is_verb(at, at + known):
                self._add("p", at, at + len(name), name)
                return at + len(name)
        return 0

    def _broken(self, word: str, at: int) -> bool:
        """和平|安 where 平安 is a member, 交还|是: the word ends inside another."""
        roster = self._roster
        inner = roster.inside.get(word)
        if inner is None:
            inner = names_inside(word, roster)
            if not inner and word not in _BREAKS:
                roster.sound.add(word)
                return False
            roster.inside[word] = inner
        for start, size in inner:
            if self._text[at + start : at + start + size] in roster.forms:
                return True
        return word in _BREAKS and self._text.startswith(_BREAKS[word], at + len(word))

    def _is_verb(self, start: int, end: int) -> bool:
        """党费已付清: a member's name that is also a verb, where only the verb can stand."""
        if lexicon.LEXICON.tags.get(self._text[start]) not in {"V", "W"}:
            return False
        if self._unknown >= 0 or not self._out or not shapes.VERB_ENDS.match(self._text, end):
            return False
        before = self._out[-1]
        named = any(token[0] in "Dps" for token in self._out)
        return named and before[2] == start and before[0] in "ADoMn"

    def _add(self, tag: str, at: int, end: int, value: Any) -> None:
        """One token, after the stretch of unknown characters before it."""
        if self._unknown >= 0:
            self._flush(at)
        self._out.append((tag, at, end, value))

    def _flush(self, at: int) -> None:
        """End a stretch of unknown characters."""
        if self._unknown >= 0:
            self._out.append(("U", self._unknown, at, self._text[self._unknown : at]))
            self._unknown = -1

    def _word(self, at: int, tag: str, word: str) -> int:
        """A known word that may take in what is before or after it (物业费, 我们俩, 交清了)."""
        end = at + len(word)
        if tag == "U":
            if self._unknown < 0:
                self._unknown = at
            return end
        if tag == "O" and word.endswith("费"):
            self._unknown = -1
        self._flush(at)
        if tag == "w" and self._out and self._out[-1][0] == "w" and self._out[-1][2] == at:
            _, at, _, before = self._out.pop()
            word = str(before) + word
        if tag == "W" and (word[-1] == "了" or word in HINTS["with-result"]):
            told = "l" if word[-1] == "了" else "x"
            self._out += [(tag, at, end - 1, word[:-1]), (told, end - 1, end, word[-1])]
            return self._complement(end) if told == "x" else end
        self._out.append((tag, at, end, word))
        return self._complement(end) if tag in "VW" else end

    def _complement(self, at: int) -> int:
        """What follows a verb of paying (交清了, 交不了), and where it ends."""
        follows = self._text[at : at + 1]
        if follows in shapes.DONE:
            self._out.append(("l", at, at + 1, follows))
            return at + 1
        if follows not in shapes.COMPLEMENT_START:
            return at
        match = shapes.COMPLEMENT.match(self._text, at)
        if match is None:
            return at
        for kind in ("F", "E", "x", "l"):
            if match[kind]:
                self._out.append((kind, match.start(kind), match.end(kind), match[kind]))
        return match.end()

    def _marked(self, letter: str, at: int, size: int) -> Token | None:
        """The mark, fee, quotation, link or other sign that starts here."""
        text = self._text
        if letter == "—" and text.startswith("——", at):
            return (",", at, at + 2, "——")
        if letter == "费" and size <= 1:
            self._fee()
            return ("O", at, at + 1, "费")
        if letter in _QUOTE_START and (match := shapes.QUOTED.match(text, at)):
            return ("U", at, match.end(), match[0])
        if letter in shapes.SKIPPED_START and (match := shapes.SKIPPED.match(text, at)):
            return (("." if letter == "[" else "o"), at, match.end(), match[0])
        if size:
            return None
        if letter in _PUNCTUATION:
            return (_PUNCTUATION[letter], at, at + 1, letter)
        if letter in "hw" and (match := shapes.LINK.match(text, at)):
            return ("i", at, match.end(), match[0])
        if letter in _LATIN and (match := shapes.PLAIN_WORD.match(text, at)):
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


_LOOKED_AT = _SPECIAL | FIGURE_START
"""Ideographs that may begin more than a word."""


def _plain(roster: Roster) -> frozenset[str]:
    """Ideographs that begin a word or nothing: no figure, no mark, no name of this roster."""
    if not roster.plain:
        others = _LOOKED_AT | roster.starts.keys()
        letters = set("".join(lexicon.LEXICON.tags)) - others
        roster.plain = frozenset(one for one in letters if "\u3400" <= one <= "\u9fff")
    return roster.plain
