"""When a meeting begins, as village secretaries say it: a table, and what changes nothing.

``moments.tsv``: said at ``now`` (China's time), the text means that minute, or is asked (ASK).
"""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.moments import Moment, Unclear, read_moment
from scheduler.calendar import is_working_day

CHINA = timezone(timedelta(hours=8))
NOWS = st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2028-01-01"))
MONDAY = datetime(2026, 11, 23, 10, tzinfo=CHINA)
with (Path(__file__).parent / "moments.tsv").open(encoding="utf-8", newline="") as lines:
    TABLE = [(r["now"], r["said"], r["means"]) for r in csv.DictReader(lines, delimiter="\t")]
READ = [(now, said, means) for now, said, means in TABLE if means != "ASK"]
ASKED = [said for now, said, means in TABLE if means == "ASK" and now.startswith("2026-11-23")]


def means(said: str, now: str | datetime = MONDAY) -> str:
    """The minute a text is read as, or ASK."""
    if isinstance(now, str):
        now = datetime.fromisoformat(now).replace(tzinfo=CHINA)
    read = read_moment(said, now=now, is_working_day=is_working_day)
    return f"{read.at:%Y-%m-%dT%H:%M}" if isinstance(read, Moment) else "ASK"


@pytest.mark.parametrize(("now", "said", "expected"), TABLE)
def test_a_text_means_this_minute_or_is_asked(now: str, said: str, expected: str) -> None:
    assert means(said, now) == expected


def test_the_table_is_large_enough_to_speak_of_none_wrong() -> None:
    assert len(TABLE) >= 300
    assert len({(now, said) for now, said, _ in TABLE}) == len(TABLE)


FULL_WIDTH = str.maketrans("0123456789:-/.()", "０１２３４５６７８９：－／．（）")


def test_full_width_reads_like_half_width() -> None:
    for now, said, expected in TABLE:
        assert means(said.translate(FULL_WIDTH), now) == expected, said


@pytest.mark.parametrize(
    "aside",
    [
        " 议题：12月1日上午10点前讨论25号的事",
        " 联系电话13812345678",
        " 三楼会议室",
        " 3楼302室",
        "，25人参加",
        "，请今天下午5点前报名",
        "，报名截止今天",
        "，依据〔2026〕5号文件",
        " 接人车贵A12345",
        " 腾讯会议123-456-789",
        " https://meeting.example/2026/12/01/0900",
        "，学习《12月1日上午9点的讲话》",
    ],
)
def test_what_is_no_time_changes_nothing(aside: str) -> None:
    for now, said, expected in READ:
        if "议题" not in said:
            assert means(said + aside, now) == expected, said + aside


@pytest.mark.parametrize(
    "aside", ["13812345678 ", "三楼会议室 ", "25人 ", "支部党员大会 ", "请全体党员"]
)
def test_what_stands_before_changes_nothing(aside: str) -> None:
    for now, said, expected in READ:
        assert means(aside + said, now) == expected, aside + said


@pytest.mark.parametrize("aside", [" 议题：周六上午9点", " 3楼302室", " 25人", " 电话13812345678"])
def test_what_is_no_time_answers_no_question(aside: str) -> None:
    for said in ASKED:
        assert means(said + aside) == "ASK", said + aside


SIGNS = "零一二三四五六七八九"
WEEKDAYS = "一二三四五六日"


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else SIGNS[tens] + "十"
    return ten + (SIGNS[ones] if ones or not tens else "")


def spellings(at: datetime) -> list[str]:
    """Ten ways and more to say one moment."""
    day, hour, minute = f"{at.month}月{at.day}", at.hour, at.minute
    part = "上午" if hour < 12 else "中午" if hour == 12 else "下午" if hour < 18 else "晚上"
    twelve = hour if hour <= 12 else hour - 12
    words = "半" if minute == 30 else f"{minute}分" if minute else ""
    sign, weekday = f"{hour}:{minute:02d}", WEEKDAYS[at.weekday()]
    spoken_minute = "" if not minute else chinese(minute) + "分"
    return [
        f"{at.year}年{day}日{part}{twelve}点{words}",
        f"{day}日{part}{twelve}点{words}",
        f"{day}号 {part} {twelve}点{words}",
        f"{day}日（周{weekday}）{part}{sign}",
        f"{day}日星期{weekday}{part}{hour}时{minute}分",
        f"{at:%Y-%m-%d} {part}{sign}",
        f"{at:%Y/%m/%d} {part}{sign}",
        f"{at.month}-{at.day} {part}{sign}",
        f"{at.month}.{at.day}{part}{twelve}点{words}",
        f"{chinese(at.month)}月{chinese(at.day)}日{part}{chinese(twelve)}点{spoken_minute}",
        f"{chinese(at.month)}月{chinese(at.day)}号{part}{chinese(twelve)}点{spoken_minute}",
        f"时间：{day}日{part}{twelve}点{words}\n地点：村委会3楼302",
        f"{part}{twelve}点{words}，{day}日",
    ]


@settings(max_examples=60, deadline=None)
@given(
    day=st.integers(1, 38),
    hour=st.integers(8, 21),
    minute=st.sampled_from([0, 5, 10, 15, 20, 30, 45, 59]),
)
def test_a_moment_reads_back_from_every_spelling(day: int, hour: int, minute: int) -> None:
    at = (MONDAY + timedelta(days=day)).replace(hour=hour, minute=minute)
    for said in spellings(at):
        assert means(said) == f"{at:%Y-%m-%dT%H:%M}", said


@settings(max_examples=60, deadline=None)
@given(now=NOWS, weekday=st.integers(0, 6))
def test_next_week_begins_on_monday_whatever_the_day(now: datetime, weekday: int) -> None:
    now = now.replace(tzinfo=CHINA)
    said = means(f"下周{WEEKDAYS[weekday]}晚7点", now)
    monday = now.date() - timedelta(days=now.weekday()) + timedelta(days=7)
    assert said == f"{monday + timedelta(days=weekday)}T19:00"


@settings(max_examples=60, deadline=None)
@given(now=NOWS, weekday=st.integers(0, 6))
def test_a_bare_weekday_is_within_the_next_six_days_or_asked(now: datetime, weekday: int) -> None:
    now = now.replace(tzinfo=CHINA)
    read = read_moment(f"周{WEEKDAYS[weekday]}晚7点", now=now)
    if weekday == now.weekday():
        assert isinstance(read, Unclear)
        assert [choice.hour for choice in read.choices] == [19, 19]
    else:
        assert isinstance(read, Moment)
        assert 1 <= (read.at.date() - now.date()).days <= 6
        assert read.at.weekday() == weekday


PIECES = st.sampled_from(
    re.findall(
        r"\S+|\n",
        "下周六 周六 25号 12月5日 明天 今晚 上午 晚上 9点 8点 19:30 七点半 每 或 前 改到 由 "
        "号 月 点 \n 半 3楼 25人 后 的 ， （ ） 年 2026 周 一 二 十 日 到 - / . : 議",
    )
)


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(PIECES, max_size=8))
def test_whatever_is_said_is_read_into_the_future_or_asked(pieces: list[str]) -> None:
    read = read_moment("".join(pieces), now=MONDAY)
    if isinstance(read, Moment):
        assert MONDAY < read.at < MONDAY + timedelta(days=800)
        assert read.at.utcoffset() == timedelta(hours=8)
    else:
        assert read.question.endswith(("？", "。"))
        assert "\n" not in read.question


def test_the_span_alone_holds_the_time() -> None:
    for now, said, expected in READ:
        moment = datetime.fromisoformat(now).replace(tzinfo=CHINA)
        read = read_moment(said, now=moment, is_working_day=is_working_day)
        assert isinstance(read, Moment)
        assert means(said[slice(*read.span)], now) == expected
        assert min(read.day_span[0], read.time_span[0]) == read.span[0]
        assert max(read.day_span[1], read.time_span[1]) == read.span[1]


def test_an_answer_completes_what_was_said() -> None:
    assert means("下周六8点") == "ASK"
    assert means("下周六8点 晚上8点") == "2026-12-05T20:00"
    assert means("下周六 晚7点半") == "2026-12-05T19:30"


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("下周六8点", "是上午8点还是晚上8点？"),
        ("下周六", "12月5日（周六）几点开？"),
        ("晚上7点半", "请问是哪一天开？"),
        ("党员大会", "请问哪天、几点开？"),
        ("周一晚7点", "是11月23日（周一）还是11月30日（周一）？"),
        ("3月25日晚7点", "3月25日已经过了，请问是哪一天？"),
        ("周末晚上8点", "“周末”具体是几月几号、几点开？"),
    ],
)
def test_the_question_says_what_is_missing(said: str, question: str) -> None:
    read = read_moment(said, now=MONDAY)
    assert isinstance(read, Unclear)
    assert read.question == question


def test_without_the_official_calendar_a_working_day_is_asked() -> None:
    assert isinstance(read_moment("下个工作日上午9点", now=MONDAY), Unclear)


def test_now_counts_in_chinas_time() -> None:
    late_sunday_utc = datetime(2026, 11, 22, 17, tzinfo=UTC)
    read = read_moment("明天上午9点", now=late_sunday_utc)
    assert isinstance(read, Moment)
    assert f"{read.at:%m-%d}" == "11-24"
