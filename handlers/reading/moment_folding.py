"""One spelling for what is written in many, and the way back to the original offsets.

Full width, odd blanks, dashes, traditional characters and Chinese numerals. It must not
know what a day or an hour is.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_ALIKE = {
    ord(a): b
    for a, b in zip(
        "週點號後時個兩開會禮這間〇○－—–−‐―", "周点号后时个两开会礼这间零零------", strict=True
    )
}
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in its normal form; ``origins[i]`` is where its i-th character stood."""

    text: str
    origins: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that a span of the normal form came from."""
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> Folded:
    """The normal form: one character for one, invisible ones dropped."""
    signs: list[str] = []
    origins: list[int] = []
    for index, sign in enumerate(text):
        if unicodedata.category(sign) == "Cf":
            continue
        signs.append(_folded(sign))
        origins.append(index)
    return Folded("".join(signs), tuple(origins))


def _folded(sign: str) -> str:
    if sign in "\r\n\u2028\u2029":
        return "\n"
    if sign.isspace():
        return " "
    wide = unicodedata.normalize("NFKC", sign)
    return (wide if len(wide) == 1 else sign).translate(_ALIKE)


def number(words: str) -> int | None:
    """A number up to 99 in digits or Chinese numerals; None for what is no number (八九)."""
    if words.isdecimal():
        return int(words)
    words = words.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = words.partition("十")
    if not ten:
        return _below_ten(words[1:] if len(words) == 2 and words[0] == "零" else words)
    high = _below_ten(tens) if tens else 1
    low = _below_ten(ones) if ones else 0
    return None if not high or low is None else high * 10 + low


def _below_ten(words: str) -> int | None:
    return _DIGITS.get(words)


def year(words: str) -> int:
    """A year in two or four digits or numerals (26, 2026, 二零二六)."""
    value = int("".join(str(_DIGITS.get(sign, sign)) for sign in words))
    return value + 2000 if len(words) == 2 else value
