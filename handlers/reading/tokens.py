"""A message in normal form as tokens: names, months, sums, words, and what is unknown.

Responsible for where one token ends and the next begins: the longest wins, a roster name
before a word, phone and order numbers before sums. It must not know what a sentence says.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.reading import lexicon, months, numbers, shapes
from handlers.reading.people import Roster

Token = tuple[str, int, int, Any]
"""Tag, start, end (offsets in the normal form), and the value of names, months and sums."""

_PUNCTUATION = {
    **dict.fromkeys(",，:：()（）—《》<>\"'|", ","),
    **dict.fromkeys("、/+", "&"),
    **dict.fromkeys(";；!！。\n", ";"),
    "?": "?",
    "？": "?",
    **dict.fromkeys("【】[]{}~～*…^_`.·•—-=&%$#@\\", "."),
    " ": " ",
}
# 一块 is one yuan unless something is done together (一块交).
_TOGETHER = frozenset("交缴付转补儿都去来报参给上办弄的")
# A short number before one of these is a sum or nothing: no need to ask for months and dates.
_SUM_START = set("0123456789.¥几") | set(numbers.CHINESE) | set("块毛人大")
_TIME_START = set("0123456789") | set(
    "一二三四五六七八九十两几初上下本这元正廿俩仨半前去今明全整后第q连近最每单"
)
# Words that end before these: what follows makes another word of their second half.
_BREAKS = {"交还": "是"}
# What follows a verb of paying that is complete in itself (付清), and not a name.
# Ideographs that may begin a fee or a number with its name (尾号6621).
_SPECIAL = frozenset("费订单流尾编电手卡账票验密群工学座微收号房")


class Tokens:
    """Cut one message; thrown away with it."""

    __slots__ = ("_length", "_out", "_places", "_roster", "_text", "_today", "_unknown")

    def __init__(
        self, text: str, roster: Roster, today: date, places: dict[int, int] | None = None
    ) -> None:
        self._text, self._roster, self._today = text, roster, today
        self._places = places or {}
        self._length = len(text)
        self._out: list[Token] = []
        self._unknown = -1

    def cut(self) -> list[Token]:
        """All tokens in order, blanks among them."""
        text, out = self._text, self._out
        words, lengths = lexicon.LEXICON.tags, lexicon.LEXICON.lengths
        forms, starts = self._roster.forms, self._roster.starts
        at, length = 0, self._length
        while at < length:
            letter = text[at]
            word = tag = ""
            if "a" <= letter <= "z" and (plain := shapes.PLAIN_WORD.match(text, at)):
                word, tag = plain[0], words.get(plain[0], "")
            for size in () if word else lengths.get(letter, ()):
                word = text[at : at + size]
                if word in words and not self._broken(word, at):
                    tag = words[word]
                    break
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
            if at in self._places:
                self._flush(at)
                out.append(("P", at, self._places[at], text[at : self._places[at]]))
                at = self._places[at]
                continue
            found = None
            if letter in _TIME_START or letter in _SUM_START:
                found = self._number(at, size)
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

    def _number(self, at: int, size: int) -> Token | None:
        """Months, dates, spans, counts, phone numbers and sums that start here."""
        text = self._text
        plain = shapes.PLAIN_SUM.match(text, at)
        if text[at] in _TIME_START and not plain:
            found = self._numbering(at) or self._phone(at) or self._months(at) or self._dates(at)
            if found is not None and found[2] - at > size:
                return found
        if text[at] in _SUM_START:
            return self._money(at, size)
        return None

    def _numbering(self, at: int) -> Token | None:
        """1张伟42 2刘洋14: the number of a line is no sum."""
        text = self._text
        if at and text[at - 1] not in " ;,。\n":
            return None
        match = shapes.LINE_NUMBER.match(text, at)
        if match and self._name_at(match.end()):
            return (".", at, match.end(), match[0])
        return None

    def _name_at(self, at: int) -> bool:
        text, forms = self._text, self._roster.forms
        sizes = self._roster.starts.get(text[at : at + 1], ())
        return any(text[at : at + size] in forms for size in sizes)

    def _phone(self, at: int) -> Token | None:
        match = shapes.PHONE.match(self._text, at)
        if match and not months.COMPACT.match(self._text, at):
            return ("o", at, match.end(), match[0])
        return None

    def _months(self, at: int) -> Token | None:
        text, today = self._text, self._today
        if (match := months.COUNTED.match(text, at)) and (found := months.counted(match, today)):
            return ("M", at, match.end(), tuple(found))
        if (match := months.DOTTED.match(text, at)) and (years := months.dotted(match)):
            return ("M", at, match.end(), _stated(years))
        if match := months.OF_YEAR.match(text, at):
            return ("M", at, match.end(), _stated(months.of_year(match, today)))
        if match := months.NUMBERED.match(text, at) or months.TRIPLE.match(text, at):
            found = months.numbered(match[0], today)
            end = match.end()
            if len(found) == 1 and (span := months.ANCHORED.match(text, end)):
                (start, stated), end = found[0], span.end()
                steps = range(months.number(span[1]))
                found = [(months.shifted(start, step), stated) for step in steps]
            return ("M", at, end, tuple(found))
        if match := months.QUARTER.match(text, at):
            return ("M", at, match.end(), _stated(months.quarter(match, today)))
        if match := months.HALF.match(text, at):
            return ("M", at, match.end(), _stated(months.half(match, today)))
        if match := months.RELATIVE.match(text, at):
            if match[0][0] == "下" and not shapes.MONTH_OF.match(text, match.end()):
                return ("u", at, match.end(), match[0])
            return ("M", at, match.end(), _stated([months.relative(match[0], today)]))
        if match := months.COMPACT.match(text, at):
            return ("M", at, match.end(), _stated([(int(match[1]), int(match[2]))]))
        return None

    def _dates(self, at: int) -> Token | None:
        text = self._text
        if match := shapes.MONTHLY.match(text, at):
            return ("%", at, match.end(), match[0])
        if match := shapes.WEEKDAY.match(text, at):
            return ({"上": "k", "下": "u"}.get(match[0][0], "n"), at, match.end(), match[0])
        if match := shapes.DATE.match(text, at):
            before = match[0].endswith("前")
            return ("u" if before else "n", at, match.end(), match[0])
        if match := months.DURATION.match(text, at):
            return ("R", at, match.end(), months.duration(match))
        if match := shapes.ABOUT_SO_MANY.match(text, at):
            return ("o", at, match.end(), match[0])
        if match := shapes.PEOPLE.match(text, at):
            if self._out and self._out[-1][0] == "w" and self._out[-1][2] == at:
                _, at, _, before = self._out.pop()
                return ("w", at, match.end(), str(before) + match[0])
            return ("w", at, match.end(), match[0])
        if match := shapes.COUNTED.match(text, at):
            return ("U", at, match.end(), match[0])
        return None

    def _money(self, at: int, size: int) -> Token | None:
        if boast := shapes.BOAST.match(self._text, at):
            return ("$", at, boast.end(), numbers.BOAST_FEN)
        match = numbers.MONEY.match(self._text, at)
        if match and match[0] == "一块" and self._text[at + 2 : at + 3] not in _TOGETHER:
            return ("$", at, at + 2, 100)
        if not match or match.end() - at <= size:
            return None
        value = numbers.fen(match)
        if value is None:
            return None
        named = match["unit"] or match["small"] or match["sign"] or match["whole"]
        if self._text[match.end() : match.end() + 1] in {"%", "‰"}:
            return ("U", at, match.end() + 1, match[0])
        rated = shapes.COUNTED.match(self._text, match.end())
        if named and rated and rated[0][0] in "一/每":
            return ("U", at, rated.end(), match[0])
        return ("$" if named else "#", at, match.end(), value)

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


def _stated(found: list[months.Month]) -> tuple[tuple[months.Month, bool], ...]:
    """Months whose year is said or follows from the day: no guess about the year is needed."""
    return tuple((month, True) for month in found)
