"""How people write numbers and times: one spelling out of many, read from left to right.

Knows the characters, not the rules made of them (``scheduler/rules.py`` does).
"""

from __future__ import annotations

import re
import unicodedata

_SIMPLIFIED = str.maketrans(
    "毎週禮點號個後時順動會鐘鍾兩間節變", "每周礼点号个后时顺动会钟钟两间节变"
)
_NUMERALS = "零一二三四五六七八九"
_DIGITS = {digit: number for number, digit in enumerate(_NUMERALS)} | {"〇": 0, "两": 2}
_WEEKDAY_OR_NUMERAL = re.compile(
    r"(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])|(?P<numeral>[〇零一二三四五六七八九十两]+)"
)
_FILLER = re.compile(r"[,;、。()的]")
_SPACE_NOT_BETWEEN_DIGITS = re.compile(r"(?<!\d)\s+|\s+(?!\d)")


class RuleError(ValueError):
    """A rule that was not understood; the message is Chinese, for the person who wrote it."""


def to_number(numeral: str) -> int | None:
    """A Chinese numeral below 100 (十五, 二十, 二五, 两) as a number; None for nonsense."""
    if "十" not in numeral:
        return int("".join(str(_DIGITS[digit]) for digit in numeral))
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def to_numeral(number: int) -> str:
    """A number from 1 to 99 as people say it: 二, 十五, 三十一."""
    tens, ones = divmod(number, 10)
    ten = ("十" if tens == 1 else f"{_NUMERALS[tens]}十") if tens else ""
    return ten + (_NUMERALS[ones] if ones else "")


def _unified(match: re.Match[str]) -> str:
    if match["weekday"]:
        return "周" + match["weekday"].replace("天", "日")
    number = to_number(match["numeral"])
    return match[0] if number is None else str(number)


def normalised(text: str) -> str:
    """Half-width, simplified, arabic digits, no filler; 星期天 and 礼拜日 become 周日.

    A space stays only between two digits, where it separates: 每周六 十点 is no sixty.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_SIMPLIFIED)
    plain = _WEEKDAY_OR_NUMERAL.sub(_unified, _FILLER.sub(" ", plain))
    return _SPACE_NOT_BETWEEN_DIGITS.sub("", plain.strip())


class Line:
    """One text being read from the left; a part that is not understood is named in the error."""

    def __init__(self, text: str, examples: tuple[str, str]) -> None:
        self._written = text.strip()
        self._examples = examples
        self._rest = normalised(text)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Read this pattern if it comes next."""
        match = pattern.match(self._rest)
        if match is not None:
            self._rest = self._rest[match.end() :].lstrip()
        return match

    def need(self, pattern: re.Pattern[str], wanted: str) -> re.Match[str]:
        """Read this pattern; raises RuleError if something else, or nothing, comes next."""
        match = self.take(pattern)
        if match is None:
            raise self.wrong(f"“{self._rest}”没看懂" if self._rest else f"还缺{wanted}")
        return match

    def end(self) -> None:
        """Raises RuleError if anything is left over."""
        if self._rest:
            raise self.wrong(f"“{self._rest}”没看懂")

    def wrong(self, what: str) -> RuleError:
        """The error that says what is wrong and gives two right examples."""
        first, second = self._examples
        written = f"“{self._written}”：" if self._written else "规则是空的："
        return RuleError(f"{written}{what}。可以这样写：{first}，或 {second}")
