"""The tables of first letters, by which most patterns are never tried, keep out nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers.reading import normal, places, retractions, shapes, worth
from handlers.reading.figures import FIGURE_START, RULES, Figures
from handlers.reading.normal import normal_form
from tests.reading.conftest import FIXTURES, TODAY, load_roster

ROSTER = load_roster()
MORE = """
前三季度 q3 第一季度 上季度 今年二季度 2026.3-5 20260708 去年一年 全年 整年 一整年 今年前三个月
4、5两月 1.2月 上上个月 下个月的 一个月20 单月3 每月3 1个月20 下周三 这礼拜天 上星期五 本周一
初五 2027-01-09 8点半 三天前 两周之后 几天后 26年 元月初 近三个月 连续两个月 最近半年 整一年
俩月 仨月 一个季度 十块把 几百块 三口人 俩人 两位 3% 13800001111 0571-88888888 1张伟42
7到9的党费 当月
"""


def texts() -> Iterator[str]:
    for file in sorted(FIXTURES.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield normal_form(json.loads(line)["text"]).text
    yield from MORE.split()


def test_no_figure_is_kept_out_by_its_first_letter_or_by_what_the_message_must_hold() -> None:
    kinds = {letter for starts, _, _ in RULES for letter in starts}
    assert kinds <= FIGURE_START
    read = set()
    for text in texts():
        figures = Figures(text, ROSTER, TODAY, [])
        for at in (at for at, letter in enumerate(text) if letter in kinds):
            tried = {
                rule
                for starts, needs, rule in RULES
                if text[at] in starts and not set(needs).isdisjoint(text)
            }
            for rule in {rule for _, _, rule in RULES}:
                if rule(figures, at) is not None:
                    read.add(rule)
                    assert rule in tried, (text, at)
    assert read == {rule for _, _, rule in RULES}


def test_no_complement_is_kept_out_by_its_first_letter() -> None:
    source = Path(shapes.__file__).read_text(encoding="utf-8")
    letters = {one for one in source if one > "\u3400"}
    for first in letters:
        for second in ("", *letters):
            match = shapes.COMPLEMENT.match(first + second)
            if match is None or not match.end():
                continue
            assert first in shapes.COMPLEMENT_START | shapes.DONE, first + second
            assert first not in shapes.DONE or (match.end(), match["l"]) == (1, first)


@pytest.mark.parametrize(
    "guarded", [worth._WORDS, normal._SLIPPERY, places._PLACES_MATTER, retractions.TAKES_BACK]
)
def test_no_alternative_is_passed_over_by_its_first_letter(guarded: Any) -> None:
    plain = re.compile(re.sub(r"^\(\?=\[.*?\]\)", "", guarded._source))
    assert plain.pattern != guarded._source
    for text in texts():
        assert (guarded.search(text) is None) == (plain.search(text) is None), text
