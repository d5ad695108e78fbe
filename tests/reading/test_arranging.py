"""A meeting arranged in one sentence, as secretaries write it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import permutations

import pytest

from handlers.reading.arranging import KINDS, Arrangement, MeetingKind, read_arrangement
from handlers.reading.moments import Moment, Unclear

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 23, 10, tzinfo=CHINA)  # a Monday


def read(said: str) -> Arrangement:
    return read_arrangement(said, now=NOW)


def begins(wanted: Arrangement) -> str:
    return f"{wanted.moment.at:%m-%d %H:%M}" if isinstance(wanted.moment, Moment) else "ASK"


SENTENCES = [
    (
        "会议 支部党员大会 下周六晚7点半 村委会二楼 议题：讨论周敏转正",
        ("assembly", "12-05 19:30", "村委会二楼", "讨论周敏转正"),
    ),
    (
        "@小助手 开党员大会 12月25日上午9点 村委会议室 议题：讨论周敏转正",
        ("assembly", "12-25 09:00", "村委会议室", "讨论周敏转正"),
    ),
    ("会议：支委会，明晚8点，村委会议室", ("committee", "11-24 20:00", "村委会议室", "")),
    (
        "支委会 明晚8点 支委会议室 议题：研究低保",
        ("committee", "11-24 20:00", "支委会议室", "研究低保"),
    ),
    ("支部党员大会 周六晚7点半 老支书家里", ("assembly", "11-28 19:30", "老支书家里", "")),
    ("25号大会 上午9点 村委会", ("assembly", "11-25 09:00", "村委会", "")),
    (
        "党课 12月5日上午9点在村委会会议室召开 内容：学习二十届四中全会精神",
        ("lecture", "12-05 09:00", "村委会会议室", "学习二十届四中全会精神"),
    ),
    (
        "定于11月28日（星期六）上午9：00在村委会二楼会议室召开支部党员大会，请全体党员准时参加",
        ("assembly", "11-28 09:00", "村委会二楼会议室", ""),
    ),
    (
        "明天下午3点在镇党群服务中心302开支委会",
        ("committee", "11-24 15:00", "镇党群服务中心302", ""),
    ),
    ("主题党日 12月5日上午8点半 红军烈士陵园", ("theme_day", "12-05 08:30", "红军烈士陵园", "")),
    (
        "主题党日活动 25号上午9点 地点:村文化广场 主题：重温入党誓词",
        ("theme_day", "11-25 09:00", "村文化广场", "重温入党誓词"),
    ),
    ("第一党小组会 周三晚8点 王强家", ("group", "11-25 20:00", "王强家", "")),
    ("小组会 周三晚8点", ("group", "11-25 20:00", "", "")),
    (
        "组织生活会 12月20日上午9点，村委会二楼，25人参加，联系电话13812345678",
        ("organisation_life", "12-20 09:00", "村委会二楼", ""),
    ),
    ("民主评议党员 12月21日下午2点半 村委会", ("appraisal", "12-21 14:30", "村委会", "")),
    ("党员会 明晚7点半 党员活动室", ("assembly", "11-24 19:30", "党员活动室", "")),
    (
        "支部大会 周六晚7点半 讨论周敏转正 村委会二楼",
        ("assembly", "11-28 19:30", "村委会二楼", "讨论周敏转正"),
    ),
    (
        "党员大会 由周六晚7点改为周日晚7点半 地点：小学",
        ("assembly", "11-29 19:30", "小学", ""),
    ),
    ("周六晚7点半 村委会 大会 请25号前报名", ("assembly", "11-28 19:30", "村委会", "")),
    (
        "支部党员大会，时间：12月5日上午9点，地点：村委会二楼，议题：1.学习 2.转正",
        ("assembly", "12-05 09:00", "村委会二楼", "1.学习 2.转正"),
    ),
    (
        "会议 支部党员大会\n时间：11月28日（周六）上午9点\n地点：村委会二楼会议室\n"
        "议题：1. 学习文件；2. 12月1日前完成整改",
        ("assembly", "11-28 09:00", "村委会二楼会议室", "1. 学习文件；2. 12月1日前完成整改"),
    ),
    ("支部党员大会 明晚8点 3楼会议室", ("assembly", "11-24 20:00", "3楼会议室", "")),
    ("支部党员大会 明晚8点 302室", ("assembly", "11-24 20:00", "302室", "")),
    ("会议 党员大会 明天上午9点到村委会开会", ("assembly", "11-24 09:00", "村委会", "")),
    ("上党课 周六上午九点 请镇党委李书记讲课", ("lecture", "11-28 09:00", "", "")),
    ("支委会 周六晚上８点　村委会", ("committee", "11-28 20:00", "村委会", "")),
]


@pytest.mark.parametrize(("said", "expected"), SENTENCES)
def test_one_sentence_arranges_a_meeting(said: str, expected: tuple[str, str, str, str]) -> None:
    wanted = read(said)
    assert (wanted.kind, begins(wanted), wanted.place, wanted.agenda) == expected
    assert wanted.missing == ()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_name_of_a_kind_is_understood(kind: MeetingKind) -> None:
    for name in (kind.name, *kind.aliases):
        for said in (f"会议 {name} 明晚8点", f"明晚8点{name}", f"明晚8点开{name} 村委会"):
            assert read(said).kind == kind.code, said
            assert begins(read(said)) == "11-24 20:00", said


@pytest.mark.parametrize(
    "said", ["开会 明晚8点", "动员大会 明晚8点", "支委会和党员大会 明晚8点", "明晚8点 支委会议室"]
)
def test_a_kind_that_is_not_named_or_named_twice_is_asked(said: str) -> None:
    wanted = read(said)
    assert wanted.kind is None
    assert wanted.missing == ("会议种类",)


def test_what_is_missing_is_named_in_chinese() -> None:
    assert read("开会").missing == ("会议种类", "时间")
    assert read("支委会 村委会二楼").missing == ("时间",)
    assert read("支委会 下周六").missing == ("时间",)
    assert read("支委会 下周六晚8点").missing == ()


def test_no_word_of_time_at_all_is_told_from_a_time_that_cannot_be_read() -> None:
    silent, unread = read("地点改为老年活动室"), read("周末 地点改为老年活动室")
    assert silent.place == unread.place == "老年活动室"
    assert isinstance(silent.moment, Unclear)
    assert isinstance(unread.moment, Unclear)
    assert silent.moment.reason == "nothing said"
    assert unread.moment.reason == "vague"


def test_a_change_of_time_or_place_is_read_without_a_kind() -> None:
    assert begins(read("改会 12月29日上午9点")) == "12-29 09:00"
    assert read("地点：老年活动室").place == "老年活动室"
    assert begins(read("推迟会议 周日晚8点")) == "11-29 20:00"


@pytest.mark.parametrize(
    ("said", "link", "online", "place"),
    [
        ("支委会 明晚8点 线上", "", "线上", ""),
        ("支委会 明晚8点 线上 腾讯会议号 123-456-789", "", "腾讯会议号 123-456-789", ""),
        (
            "支委会 明晚8点 村委会二楼，外地线上，腾讯会议 987654321",
            "",
            "腾讯会议 987654321",
            "村委会二楼",
        ),
        (
            "支委会 明晚8点 https://meeting.example/dm/a1b2 议题：选举",
            "https://meeting.example/dm/a1b2",
            "",
            "",
        ),
    ],
)
def test_online_meetings_keep_their_link_or_number(
    said: str, link: str, online: str, place: str
) -> None:
    wanted = read(said)
    assert (wanted.link, wanted.online, wanted.place) == (link, online, place)
    assert begins(wanted) == "11-24 20:00"


def test_which_party_group_meets() -> None:
    assert read("第二党小组会 明晚8点").group == "第二党小组"
    assert read("周三党小组会 晚8点").group == ""
    assert begins(read("周三党小组会 晚8点")) == "11-25 20:00"


def test_the_order_of_the_parts_does_not_matter() -> None:
    for parts in permutations(["支部党员大会", "下周六晚7点半", "村委会二楼"]):
        wanted = read(f"会议 {' '.join(parts)} 议题：讨论周敏转正")
        found = (wanted.kind, begins(wanted), wanted.place, wanted.agenda)
        assert found == SENTENCES[0][1], parts


@pytest.mark.parametrize(
    "label", ["议题：", "议题:", "议程：", "会议内容：", "主题：", "议题 ", "议题"]
)
@pytest.mark.parametrize(
    "agenda",
    [
        "12月1日上午10点的事",
        "每月25号交党费",
        "取消周六的活动",
        "周末晚上8点或9点",
        "讨论支委会的党课",
    ],
)
def test_the_agenda_never_touches_time_or_kind(label: str, agenda: str) -> None:
    wanted = read(f"支部党员大会 下周六晚7点半 村委会二楼 {label}{agenda}")
    assert (wanted.kind, begins(wanted)) == ("assembly", "12-05 19:30")
    assert (wanted.place, wanted.agenda) == ("村委会二楼", agenda)
    assert begins(read(f"支部党员大会 {label}{agenda}")) == "ASK"


def test_kinds_are_plain_values_with_an_audience() -> None:
    assert [kind.code for kind in KINDS] == [
        "assembly",
        "committee",
        "group",
        "lecture",
        "theme_day",
        "organisation_life",
        "appraisal",
    ]
    assert {kind.code: kind.audience for kind in KINDS}["committee"] == "committee"
    names = [name for kind in KINDS for name in (kind.name, *kind.aliases)]
    assert len(names) == len(set(names))
