"""The tour: one month of the invented branch, in scenes.

A list of scenes, each a caption and what people do; what the bot says is what the
program really says. Where it is played, and how fast, is not its business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import SHANGHAI


@dataclass(frozen=True, slots=True)
class Step:
    """One step: somebody's words (to the bot ``in_private``), or a moment to go to."""

    who: str = ""
    words: str = ""
    in_private: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A chapter of the month: its title, what it is to show in a sentence, and its steps."""

    title: str
    about: str
    steps: tuple[Step, ...]


def _march(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def _group(who: str, words: str) -> Step:
    return Step(who=who, words=words)


def _private(who: str, words: str) -> Step:
    return Step(who=who, words=words, in_private=True)


def _until(day: int, hour: int, minute: int = 0) -> Step:
    return Step(until=_march(day, hour, minute))


MONTH: Sequence[Scene] = (
    Scene(
        "每月1日，自动发党费通知",
        "到了日子它自己发，不用书记惦记。看群里。",
        (_until(1, 9, 5),),
    ),
    Scene(
        "大家用自己的话回，听懂的记下，拿不准的不记",
        "有错别字也懂；“明天交”“听说”不算交。",
        (
            _group("张伟", "党费交了42"),
            _group("赵强", "我和孙丽的3月党费都交了，一共33"),
            _group("刘洋", "明天发工资就交"),
            _group("陈静", "听说隔壁村党费都交齐了"),
            _group("黄磊", "报到，人在乌鲁木齐，己交3月的12块5"),
        ),
    ),
    Scene(
        "有两位王芳，问清楚再记",
        "重名的不猜，私下问一句，回个数字就行。",
        (
            _group("欧阳雪", "王芳的3月党费我替她交了5块"),
            _private("欧阳雪", "2"),
        ),
    ),
    Scene(
        "收款人一句话确认",
        "党员说交了，只是“报了”；收款人确认，才算收到。谁没交，只私下告诉书记。",
        (
            _until(2, 19, 0),
            _private("李秀英", "确认"),
            _private("李秀英", "确认 全部 除了 黄磊"),
            _private("王建国", "党费"),
            _private("王建国", "未交"),
        ),
    ),
    Scene(
        "记错了，说一声就收回",
        "不涂改，记一笔收回；数目不对，私下提醒收款人。",
        (
            _group("徐海", "3月党费交了500"),
            _group("徐海", "撤销"),
            _group("徐海", "3月党费50已转给秀英姐"),
        ),
    ),
    Scene(
        "一句话安排会议",
        "它去通知、到点提醒，把答复收拢；请假的缘由只给书记看。",
        (
            _until(20, 9, 0),
            _private("王建国", "会议 支部党员大会 3月25日晚上7点半 村委会二楼 议题：一季度学习"),
            _group("吴涛", "准时参加"),
            _group("张伟", "请假，那天厂里加班"),
            _until(25, 19, 0),
            _private("王建国", "会议"),
        ),
    ),
    Scene(
        "每位同志可以查自己的",
        "私下发“我的”，只看得到自己的。",
        (_private("张伟", "我的"),),
    ),
    Scene(
        "月底自动公示",
        "群里只有总数，名单只给书记。",
        (
            _private("李秀英", "确认 全部"),
            _until(31, 17, 5),
        ),
    ),
)
