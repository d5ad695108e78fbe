"""Any input at all: no exception, spans inside the text, one result, linear work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading import Roster, read
from tests.bench.reading import worst_cases
from tests.reading.conftest import TODAY, Say, load_roster

ROSTER = load_roster()
PIECES = [
    "党费",
    "交了",
    "已交",
    "没",
    "不",
    "吗",
    "？",
    "。",
    "，",
    "\n",
    "我",
    "孙丽",
    "王芳",
    "（二组）",
    "替",
    "给",
    "和",
    "10月",
    "7-9月",
    "三个月",
    "42",
    "元",
    "块五",
    "两百四",
    "说",
    "听说",
    "要是",
    "的",
    "同志",
    "请",
    "报到",
    "在",
    "深圳",
    "请假",
    "参加",
    "不",
    "来不了",
    "收到",
    "更正",
    "不是",
    "是",
    "撤回",
    "#接龙",
    "1.",
    "「",
    "」",
    "：",
    "@",
    "\u2005",
    "\u200b",
    "🎉",
    "[强]",
    "-",
    "-",
    "-",
    "-",
    "-",
    "-",
    "-",
    "明天",
    "昨天",
    "还没",
    "电费",
    "各",
    "每人",
    "共",
    "十",
    "百",
    "万",
    "亿",
    "零",
    "①",
    "⑩",
    "㋉",
    "½",
    "𬎆",
    "😀",
    "\x00",
    "�",
]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_nothing_raises_and_spans_stay_inside(text: str) -> None:
    reading = read(text, sender="M06", roster=ROSTER, today=TODAY, pending="dues")
    for intent in reading.intents:
        assert 0 <= intent.span[0] < intent.span[1] <= len(text)


@pytest.mark.parametrize("day", [date.min, date(2028, 2, 29), date(9998, 12, 31)])
@pytest.mark.parametrize(
    "text", ["上个月党费交了", "补交12月党费20", "下个月的党费交了", "去年全年党费交了"]
)
def test_any_day_will_do(day: date, text: str) -> None:
    assert read(text, sender="M06", roster=ROSTER, today=day, pending=None).intents


def test_no_members_at_all() -> None:
    found = read("党费交了20", sender="?", roster=Roster([]), today=TODAY, pending="dues")
    assert [(one.people, one.unresolved) for one in found.intents] == [((), ("我",))]


def test_the_same_under_another_hash_seed() -> None:
    script = (
        "from tests.reading.conftest import *\n"
        "roster = load_roster()\n"
        "for row in load_rows():\n"
        "    print(read(row['text'], sender=row['sender'], roster=roster, today=TODAY,"
        " pending=row['pending']))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "20261012")
    }
    assert len(outputs) == 1


def work(text: str) -> int:
    """How many calls the reader makes for a text, in Python and in C."""
    calls: Counter[str] = Counter()

    def count(_frame: object, event: str, _argument: Any) -> None:
        calls[event] += 1

    sys.setprofile(count)
    try:
        read(text, sender="M06", roster=ROSTER, today=TODAY, pending="dues")
    finally:
        sys.setprofile(None)
    return sum(calls.values())


@pytest.mark.parametrize("name", sorted(worst_cases()))
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    text = worst_cases()[name]
    half = work(text[: len(text) // 2])
    assert work(text) <= 2.5 * half + 500


def test_what_is_around_the_words(say: Say) -> None:
    quoted = say("「陈静：党费已交」\n- - - - - - - - - - - - - - -\n我也交了")
    assert quoted.quote is not None
    assert (quoted.quote.name, quoted.quote.text) == ("陈静", "党费已交")
    relay = say("#接龙\n10月党费\n1. 孙丽 1元\n2. 刘洋 14")
    assert relay.relay == "10月党费"
    first, second = relay.intents
    assert first.span[1] <= second.span[0]


def test_hundreds_of_payments_in_one_message_are_asked_about(say: Say) -> None:
    few = say("".join(f"张伟交了{n}，" for n in range(1, 100)), sender="M06")
    many = say("".join(f"张伟交了{n}，" for n in range(1, 400)), sender="M06")
    assert len(few.intents) == 99
    assert few.decision == "record"
    assert (many.decision, many.rule, many.intents) == ("ask", "too-many", ())
    relay = say("#接龙\n10月党费\n" + "".join(f"{n}. 张伟 {n}元\n" for n in range(1, 400)))
    assert len(relay.intents) == 399
