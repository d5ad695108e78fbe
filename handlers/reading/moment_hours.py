"""What hour a word means, with the part of the day it was said in.

It must not know days.
"""

from __future__ import annotations

from datetime import time

from handlers.reading.moment_folding import number
from handlers.reading.moment_tokens import Token
from handlers.reading.moment_values import Unclear

_MORNING = {hour: hour for hour in range(5, 12)}
_EVENING = {hour: hour + 12 for hour in range(5, 12)} | {hour: hour for hour in range(17, 24)}
_NIGHT = {hour: hour + 12 for hour in range(7, 12)} | {hour: hour for hour in range(19, 24)}
_AFTERNOON = {hour: hour + 12 for hour in range(1, 8)} | {hour: hour for hour in range(13, 20)}
_NOON = {11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14}
_SMALL_HOURS = {hour: hour for hour in range(1, 7)}
_DUSK = {hour: hour + 12 for hour in range(4, 9)} | {hour: hour for hour in range(16, 21)}
_PARTS = (
    (("凌晨",), _SMALL_HOURS),
    (("深夜", "半夜", "午夜", "夜"), _NIGHT),
    (("傍晚",), _DUSK),
    (("下午", "午后"), _AFTERNOON),
    (("晚",), _EVENING),
    (("早", "晨", "上午"), _MORNING),
    (("午", "晌"), _NOON),
)
"""Which hours a part of the day may be said with; what is missing (晚上12点, 上午14点) is asked."""
_CLEAR = {hour: hour for hour in (*range(9, 12), *range(13, 24))}
"""Without a part of the day: 9–11 are morning, 13–23 the day's hours; 1–8 and 12 are asked."""


def hour(clock: Token, parts: list[Token]) -> time | Unclear:
    """The hour that a word means beside all the parts of the day that were said."""
    said = number((clock.parts.get("ch") or clock.parts["h"]).replace(" ", ""))
    minute = _minute(clock)
    if said is None:
        return Unclear("请问是几点开？", "several hours")
    if said > 23 or minute is None or minute > 59:
        words = clock.text.strip()
        return Unclear(f"“{words}”不像一个钟点，请问是几点开？", "no such hour")
    spoken_in = [_hours(part.text) for part in parts] or [_CLEAR]
    if any(hours is not spoken_in[0] for hours in spoken_in):
        return Unclear("说了不止一个时段，请问是几点开？", "several hours")
    if said not in spoken_in[0]:
        return _asked(said, minute)
    return time(spoken_in[0][said], minute)


def _hours(part: str) -> dict[int, int]:
    return next(hours for words, hours in _PARTS if any(word in part for word in words))


def _minute(clock: Token) -> int | None:
    if "cm" in clock.parts:
        return int(clock.parts["cm"])
    words = clock.parts.get("min", "").replace(" ", "").lstrip("过")
    if words[:1] in ("", "整", "正", "钟"):
        return 0
    if words.startswith("半"):
        return 30
    if "刻" in words:
        return 15 * (number(words[0]) or 0)
    return number(words.rstrip("分"))


def _asked(said: int, minute: int) -> Unclear:
    tail = f"{minute}分" if minute else ""
    if said in (0, 12):
        question = f"是中午12点{tail}，还是夜里12点{tail}？"
    elif 6 <= said <= 11:
        question = f"是上午{said}点{tail}还是晚上{said}点{tail}？"
    elif said < 6:
        question = f"{said}点{tail}是下午还是凌晨？"
    else:
        question = f"{said}点{tail}和说的时段对不上，请问是几点开？"
    return Unclear(question, "which half of the day")
