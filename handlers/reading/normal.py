"""One spelling for what is written in many: full width, traditional characters, blanks.

Responsible for the normal form and the way back to the original offsets. It must not know
what any word means.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from handlers.reading.patterns import any_of, pattern

_TABLES = Path(__file__).parent / "tables"


_BLANK = "\u3000\u00a0\u2005\u2002\u2003\u2009\t"


def _characters(written: str, plain: str) -> dict[int, str | int | None]:
    table: dict[int, str | int | None] = dict(str.maketrans(written, plain))
    for code in range(ord("A"), ord("Z") + 1):
        table[code] = chr(code + 32)
        table[code + 0xFEE0] = chr(code + 32)
    table[ord("➕")] = "+"
    for blank in _BLANK:
        table[ord(blank)] = " "
    return table


@cache
def _table() -> dict[int, str | int | None]:
    """Read when the first message is, not when the reader is imported."""
    written, plain = (_TABLES / "characters.txt").read_text(encoding="utf-8").split("\n")[1:3]
    return _characters(written, plain)


# Marks that stand between letters without being seen: zero width, direction, variation.
_UNSEEN_MARKS = "[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u00ad\u20e3]"
# One character that NFKC writes as several: ⑩, ㋉, ㈠, ½.
_WIDE_MARKS = "[⑩-⒛㈠-㋿㍘-㍱½¼…‼]"
_UNSEEN, _WIDE = pattern(_UNSEEN_MARKS), pattern(_WIDE_MARKS)
_ADJUST = pattern(_UNSEEN_MARKS[:-1] + _WIDE_MARKS[1:])
# A blank beside a single ideograph that stands alone: 党 费 已 交. It separates nothing.
_CJK = "[^\\W\\x00-\\x7f]"
_LONE = pattern(rf"(?:(?<=^{_CJK})|(?<=[^\w]{_CJK})) +(?={_CJK})")
_LONE_AFTER = pattern(rf"(?<={_CJK}) +(?={_CJK}(?:[^\w]|$))")
# Slips of the input method, each only where the words around it leave no other reading.
_SLIPS = (
    (pattern("(?<=[\\d一二三四五六七八九十百两])快(?=$|[ ，。,.!！钱整五\\d])"), "块"),
    (pattern("(?<=费)以(?=付)"), "已"),
    (pattern("参(?=[拾佰仟圆]|元[整正])"), "叁"),
    (pattern("(?<![可所难得足加予自])[以巳己](?=[交缴叫教])"), "已"),
    (
        pattern("(?<=费已)[叫教较焦娇]|(?<=费.已)[叫教较焦娇]|(?<=^已)[叫教](?=$|[^他她你我人])"),
        "交",
    ),
)
_YEAR = pattern("二[〇零○][一二三四五六七八九][〇零○一二三四五六七八九](?=年)")
_DIGIT = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_SLIPPERY = any_of(
    "二[〇零○] [\\d一二三四五六七八九十百两]快 参[拾佰仟圆元] [已以巳己][交缴叫教较焦娇]"
    " 费.已[叫教较焦娇] 费以付"
)
_BLANKS = pattern(" +")


class Normal:
    """A text in normal form; ``span`` leads from its offsets back to the original ones."""

    __slots__ = ("_origin", "text")

    def __init__(self, text: str, origin: Sequence[int] | None) -> None:
        self.text = text
        self._origin = origin

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of ``text[start:end]``."""
        if self._origin is None or end <= start:
            return (start, end)
        return (self._origin[start], self._origin[end - 1] + 1)


def normal_form(text: str) -> Normal:
    """The normal form of a message: simplified, half width, lower case, no blanks between."""
    written = text.translate(_table())
    if not _ADJUST.search(written):
        return (
            _without_idle_blanks(written, range(len(written)))
            if " " in written
            else Normal(written, None)
        )
    kept: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(written):
        if _UNSEEN.match(letter):
            continue
        shown = unicodedata.normalize("NFKC", letter) if _WIDE.match(letter) else letter
        kept.append(shown)
        origin.extend([place] * len(shown))
    return _without_idle_blanks("".join(kept), origin)


def _without_idle_blanks(text: str, origin: Sequence[int]) -> Normal:
    if " " not in text:
        return Normal(text, origin)
    if _spaced_out(text):
        idle = [match.span() for match in _BLANKS.finditer(text)]
    else:
        idle = [match.span() for match in _LONE.finditer(text)]
        idle += [match.span() for match in _LONE_AFTER.finditer(text)]
    idle = [span for span in idle if not _ends_mention(text, span[0])]
    if not idle:
        return Normal(text, origin)
    dropped = {place for start, end in idle for place in range(start, end)}
    kept = [place for place in range(len(text)) if place not in dropped]
    return Normal("".join(text[place] for place in kept), [origin[place] for place in kept])


def _ends_mention(text: str, blank: int) -> bool:
    """@小助手 我…: the blank says where the mention ends."""
    return text.startswith("@", text.rfind(" ", 0, blank) + 1, blank)


def _spaced_out(text: str) -> bool:
    """Whether a blank stands after nearly every character: ``党 费 已 交 1 5 元``."""
    words = text.split()
    return len(words) >= 4 and sum(len(word) == 1 for word in words) * 10 >= len(words) * 7


def without_slips(text: str) -> str:
    """已叫, 以交 as they were meant; the length stays."""
    if not _SLIPPERY.search(text):
        return text
    text = _YEAR.sub(lambda year: year[0].translate(_DIGIT), text)
    for slip, meant in _SLIPS:
        text = slip.sub(meant, text)
    return text


def plain(text: str) -> str:
    """The normal form of a name or a word: as a message's, and without blanks at all."""
    return normal_form(text).text.replace(" ", "")


def spellings(name: str) -> tuple[str, ...]:
    """A name as messages may write it: without blanks, and with those that a text keeps.

    The blank of 3-502 老傅 stands in every message that names him.
    """
    kept = normal_form(name.strip()).text
    bare = kept.replace(" ", "")
    return tuple(form for form in dict.fromkeys((bare, kept)) if form)
