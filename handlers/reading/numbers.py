"""Numbers and sums of money as people write them: 42, 1,260.00, 十五块五, 两百四, 壹佰元整.

Responsible for the value of a written number. It must not know whether it is a payment.
"""

from __future__ import annotations

import re

from handlers.reading.patterns import pattern

_DIGITS = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    **{digit: value for value, digit in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{str(value): value for value in range(10)},
    "两": 2,
    "俩": 2,
    "仨": 3,
    "弍": 2,
    "叄": 3,
}
_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SCALE_OF = {None: 1, "百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000}
_MOST_DIGITS = 24
BOAST_FEN = 10**12
"""一个亿 and a 小目标: what nobody pays, whatever it is exactly."""
CHINESE = "零〇一二两俩三仨四五六七八九十百千万亿壹贰叁叄肆伍陆柒捌玖拾佰仟廿卅"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|\.\d+"
_UNIT = "块|元|圆|蚊|rmb|大洋|块大洋|¥(?!\\d)"
_SMALL = "毛|角|分"
# What may not follow a tail digit (块5, 百四): it would be another number.
_NO_TAIL = "(?![\\d.月号日年个斤人份次点块元毛角度岁%点期季])"

MONEY = pattern(
    rf"(?:(?P<sign>¥|rmb|人民币|大写)[: ]?)?"
    rf"(?:(?P<arabic>{_ARABIC})(?P<scale>[百千万kw])?(?P<rest>[1-9](?![\d.])(?!月|号|日|个|年))?"
    rf"|(?P<chinese>[{CHINESE}]{{1,16}}))?"
    rf" ?(?:(?P<unit>{_UNIT})(?P<half>半)?"
    rf"(?:零?(?P<jiao>[\d一二两三四五六七八九壹贰叁肆伍陆柒捌玖])(?:(?P<tenth>毛|角)|(?P<hundredth>分)|{_NO_TAIL}))?"
    rf"(?:零?(?P<fen>[\d一二两三四五六七八九壹贰叁肆伍陆柒捌玖])(?:分(?!钟)|{_NO_TAIL}))?"
    rf"|(?P<small>{_SMALL})(?![两二三四几多]次|[两二三四几]笔|批|期)(?P<small_tail>[\d一二两三四五六七八九])?(?(small_tail)(?:分|{_NO_TAIL})))?"
    rf"(?P<whole> ?(?:钱(?:儿(?![子女媳孙]))?|整|正|rmb))?"
)


def chinese_number(written: str) -> int | None:
    """The value of 两百四, 一千二, 一百零二, 廿, 二十五; None if it is no number."""
    total = section = digit = 0
    last_scale, zero = 1, False
    for letter in written.replace("廿", "二十").replace("卅", "三十"):
        if letter in _DIGITS:
            if digit and last_scale == 1:
                return None
            digit = _DIGITS[letter]
            zero = zero or digit == 0
            last_scale = 0 if last_scale != 1 else 1
            if digit == 0:
                last_scale = 1
        elif letter in _SCALES:
            section += (digit or 1) * _SCALES[letter]
            digit, zero = 0, False
            last_scale = _SCALES[letter]
            unit = last_scale
        else:
            total = (total + section + digit) * (10_000 if letter == "万" else 100_000_000)
            section, digit, zero = 0, 0, False
            unit = last_scale = 10_000
    if digit and not zero and (total or section) and unit >= 100:
        digit *= unit // 10
    return total + section + digit


def fen(match: re.Match[str]) -> int | None:
    """The sum that MONEY matched, in fen (rounded down); None if it names no value."""
    small, tail, half, jiao, hundredth, tail_fen = match.group(
        "small", "small_tail", "half", "jiao", "hundredth", "fen"
    )
    worth = (1 if small == "分" else 10) if small else 100
    value = _head(match, worth)
    if value is None:
        return None
    if small:
        return value + (_DIGITS[tail] if tail else 0)
    if half:
        value += 50
    if jiao:
        value += _DIGITS[jiao] * (1 if hundredth else 10)
    return value + _DIGITS[tail_fen] if tail_fen else value


def _head(match: re.Match[str], worth: int) -> int | None:
    """The number before the unit, times the fen that one of them is worth."""
    arabic, scale, rest, chinese = match.group("arabic", "scale", "rest", "chinese")
    if arabic:
        whole, _, part = arabic.replace(",", "").partition(".")
        if len(whole) > _MOST_DIGITS:
            return BOAST_FEN
        part = part[:_MOST_DIGITS]
        times = _SCALE_OF[scale]
        more = int(rest) * times // 10 if rest and scale else 0
        cents: int = int(whole + part) * times * worth // 10 ** len(part)
        return cents + more * worth
    if chinese:
        number = chinese_number(chinese)
        return None if number is None else number * worth
    return worth if match["unit"] and (match["jiao"] or match["half"]) else None
