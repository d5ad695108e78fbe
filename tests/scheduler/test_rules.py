"""Rules: what people write, which moments they mean by it, and what they are told when wrong."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar import SHANGHAI, Move
from scheduler.recurrence import Rule
from scheduler.rules import Lead, RuleError, parse_lead, parse_move, parse_rule
from tests.scheduler.strategies import rules, unhurried

NEW_YEAR_2026 = datetime(2026, 1, 1, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("written", "canonical", "next_two"),
    [
        ("每月5日 09:00", "每月5日 09:00", "01-05 09:00, 02-05 09:00"),
        ("每月5号9点", "每月5日 09:00", "01-05 09:00, 02-05 09:00"),
        ("每月五日九点半", "每月5日 09:30", "01-05 09:30, 02-05 09:30"),
        ("每　月　５　日　０９：００", "每月5日 09:00", "01-05 09:00, 02-05 09:00"),
        ("每月最后一个工作日 10:00", "每月最后一个工作日 10:00", "01-30 10:00, 02-28 10:00"),
        ("每月第一个工作日", "每月第一个工作日 09:00", "01-04 09:00, 02-02 09:00"),
        ("每月月末", "每月最后一天 09:00", "01-31 09:00, 02-28 09:00"),
        ("每月底下午6点", "每月最后一天 18:00", "01-31 18:00, 02-28 18:00"),
        ("每月三十一日", "每月31日 09:00", "01-31 09:00, 02-28 09:00"),
        ("每季度第一个月10日 09:00", "每季度第一个月10日 09:00", "01-10 09:00, 04-10 09:00"),
        ("每季度最后一个月25日", "每季度最后一个月25日 09:00", "03-25 09:00, 06-25 09:00"),
        ("每季度末", "每季度最后一个月最后一天 09:00", "03-31 09:00, 06-30 09:00"),
        ("每半年第二个月5日", "每半年第二个月5日 09:00", "02-05 09:00, 08-05 09:00"),
        ("每年1月10日 09:00", "每年1月10日 09:00", "01-10 09:00, 01-10 09:00"),
        ("每年最后一个工作日", "每年12月最后一个工作日 09:00", "12-31 09:00, 12-31 09:00"),
        ("每月第二个周六 19:30", "每月第二个周六 19:30", "01-10 19:30, 02-14 19:30"),
        ("每個月的第二個星期日，晚上8點", "每月第二个周日 20:00", "01-11 20:00, 02-08 20:00"),
        ("每周一 09:00", "每周一 09:00", "01-05 09:00, 01-12 09:00"),
        ("每周六 十点", "每周六 10:00", "01-03 10:00, 01-10 10:00"),
        ("每禮拜天", "每周日 09:00", "01-04 09:00, 01-11 09:00"),
        ("每月1日 遇节假日顺延", "每月1日 09:00 遇休息日顺延", "01-04 09:00, 02-02 09:00"),
        ("月末 17点", "每月最后一天 17:00", "01-31 17:00, 02-28 17:00"),
        ("季度末", "每季度最后一个月最后一天 09:00", "03-31 09:00, 06-30 09:00"),
        ("每月初 早8点半", "每月1日 08:30", "01-01 08:30, 02-01 08:30"),
        ("每月15 10.30", "每月15日 10:30", "01-15 10:30, 02-15 10:30"),
        ("每月5日 9:00:00", "每月5日 09:00", "01-05 09:00, 02-05 09:00"),
        (
            "每月1日，如遇法定节假日，顺延至下一个工作日",
            "每月1日 09:00 遇休息日顺延",
            "01-04 09:00, 02-02 09:00",
        ),
        (
            "每月1日 9点 碰到休息的话就提前到上一个工作日",
            "每月1日 09:00 遇休息日提前",
            "01-30 09:00, 02-28 09:00",
        ),
        ("每月1日 节假日往后推", "每月1日 09:00 遇休息日顺延", "01-04 09:00, 02-02 09:00"),
        ("每月15日（遇周末提前）", "每月15日 09:00 遇休息日提前", "01-15 09:00, 02-14 09:00"),
    ],
)
def test_what_people_write(written: str, canonical: str, next_two: str) -> None:
    rule = parse_rule(written)
    assert rule.describe() == canonical
    first = rule.first_after(NEW_YEAR_2026)
    second = rule.first_after(first)
    assert f"{first:%m-%d %H:%M}, {second:%m-%d %H:%M}" == next_two


@unhurried
@given(rules)
def test_a_rule_said_and_read_again_is_the_same(rule: Rule) -> None:
    assert parse_rule(rule.describe()) == rule


@pytest.mark.parametrize(
    ("written", "not_understood"),
    [
        ("", "规则是空的"),
        ("明天", "“明天”没看懂"),
        ("每月", "还缺哪一天"),
        ("每周", "“周”没看懂"),
        ("每周八", "“周8”没看懂"),
        ("每月5日、20日", "只能写一个日子"),
        ("每月5日和20日 9点", "只能写一个日子"),
        ("每天 09:00", "太勤了，最多每周一次"),
        ("每晚8点", "太勤了，最多每周一次"),
        ("每月32日", "没有这样的日子"),
        ("每月第六个周六", "没有这样的日子"),
        ("每月第0个工作日", "没有这样的日子"),
        ("每年13月1日", "没有这样的日子"),
        ("每月最后3天", "“最后3天”不是某一天"),
        ("每季度10日", "还缺哪个月"),
        ("每年1日", "还缺月份"),
        ("每月5日 25:00", "没有“25:00”这个时间"),
        ("每月5日 09:75", "没有“09:75”这个时间"),
        ("每月5日 晚上12点", "没有“晚上12点”这个时间"),
        ("每月5日 09:00 全体", "“全体”没看懂"),
    ],
)
def test_a_wrong_rule_is_told_with_two_right_ones(written: str, not_understood: str) -> None:
    with pytest.raises(RuleError) as error:
        parse_rule(written)
    assert not_understood in str(error.value)
    examples = re.split(r"可以这样写：|，或 ", str(error.value))[1:]
    assert len([parse_rule(example) for example in examples]) == 2


@unhurried
@given(st.text(alphabet="每月年季度周一二十第最后个工作日号天末0159:：点半前后遇 　", max_size=16))
def test_any_text_is_a_rule_or_a_rule_error(text: str) -> None:
    try:
        rule = parse_rule(text)
    except RuleError:
        return
    assert parse_rule(rule.describe()) == rule


def test_a_moves_setting_is_overruled_by_the_text() -> None:
    assert parse_rule("每月1日", Move.EARLIER).move is Move.EARLIER
    assert parse_rule("每月1日 遇休息日不动", Move.EARLIER).move is Move.STAY
    assert [parse_move(word) for word in ("前", "后", "不动", "顺延")] == [
        Move.EARLIER,
        Move.LATER,
        Move.STAY,
        Move.LATER,
    ]
    with pytest.raises(RuleError, match="左"):
        parse_move("左")


@pytest.mark.parametrize(
    ("written", "canonical", "key", "minutes"),
    [
        ("会前3天", "会前3天", "3d", 4320),
        ("会前一天", "会前1天", "1d", 1440),
        ("会前24小时", "会前1天", "1d", 1440),
        ("会前 １ 小时", "会前1小时", "1h", 60),
        ("会前两个小时", "会前2小时", "2h", 120),
        ("会前30分钟", "会前30分钟", "30m", 30),
        ("会前半小时", "会前30分钟", "30m", 30),
        ("會前一週", "会前7天", "7d", 10080),
        ("立即", "立即", "now", None),
        ("会前一个半小时", "会前90分钟", "90m", 90),
        ("会前1.5小时", "会前90分钟", "90m", 90),
        ("会前一刻钟", "会前15分钟", "15m", 15),
    ],
)
def test_leads(written: str, canonical: str, key: str, minutes: int | None) -> None:
    lead = parse_lead(written)
    assert (lead.describe(), lead.key) == (canonical, key)
    assert lead == Lead(None if minutes is None else timedelta(minutes=minutes))
    assert parse_lead(canonical) == lead


def test_a_lead_has_no_time_of_day() -> None:
    with pytest.raises(RuleError, match="跟着开会的时间走"):
        parse_lead("会前一天上午9点")


@pytest.mark.parametrize(
    "written", ["", "会前", "会前0天", "会后1天", "会前1年", "会前61天", "3天"]
)
def test_a_wrong_lead_is_told_with_two_right_ones(written: str) -> None:
    with pytest.raises(RuleError, match="可以这样写：会前3天，或 会前30分钟"):
        parse_lead(written)
