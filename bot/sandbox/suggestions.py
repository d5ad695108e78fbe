"""What somebody of the cast might say just now: three sentences that fit the moment.

Reads the books, as the person's own memory of what he has done. It must not know the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from bot.sandbox import branch
from bot.sandbox.branch import Cast
from handlers.conversation import PRIVATE
from store import checkins, dues, meetings, questions, roster
from store.database import Database
from store.models import Member, Role
from store.period import Period

MOST = 3


def suggestions(db: Database, person: Cast, now: datetime, *, in_group: bool) -> tuple[str, ...]:
    """At most three sentences, the likeliest first."""
    member = roster.member_of(db, person.wechat_id)
    if member is None:
        return ("我是张三", "党费交了20", "报到，东莞")
    found = _in_group(db, person, member, now) if in_group else _in_private(db, member, now)
    return tuple(islice(dict.fromkeys(found), MOST))


def _in_group(db: Database, person: Cast, member: Member, now: datetime) -> Iterator[str]:
    yield from _answers(db, member, now)
    month = Period.of(now.date())
    claimed = bool(dues.standing_claims(db, member.id, month))
    checked_in = bool(checkins.checked_in(db, member.id, month))
    if not claimed:
        yield f"党费交了{person.due}"
    if not checked_in and person.place:
        yield f"报到，人在{person.place}"
    if not claimed:
        yield "明天发工资就交党费"
    else:
        yield "撤销"
    yield f"@{branch.BOT_NAME} 帮助"
    yield "听说隔壁村党费都交齐了"
    yield "大家都辛苦了"


def _answers(db: Database, member: Member, now: datetime) -> Iterator[str]:
    """What answers the next meeting, where he has not answered it."""
    coming = meetings.coming(db, member.branch, now)
    if coming and meetings.current_answer(db, coming[0].id, member.id) is None:
        yield "参加"
        yield "请假，那天要加班"


def _in_private(db: Database, member: Member, now: datetime) -> Iterator[str]:
    yield from _numbers(db, member)
    if Role.SECRETARY in member.roles:
        yield from _secretary(db, member, now)
    elif Role.COLLECTOR in member.roles:
        if dues.open_claims(db, member.branch):
            yield "确认"
            yield "确认 全部"
        yield "党费"
        yield "未交"
        yield "负担"
    yield "我的"
    yield "帮助"
    yield "撤销"


def _secretary(db: Database, member: Member, now: datetime) -> Iterator[str]:
    yield "党费"
    yield "未交"
    if meetings.coming(db, member.branch, now):
        yield "会议"
    else:
        day = now + timedelta(days=5)
        yield f"会议 支部党员大会 {day.month}月{day.day}日晚上7点半 村委会二楼 议题：学习"
    yield "预告"


def _numbers(db: Database, member: Member) -> Iterator[str]:
    """The numbers that answer what he is being asked."""
    for wechat_id in roster.wechat_ids(db, member.id):
        question = questions.open_for(db, wechat_id, PRIVATE)
        if question is not None:
            yield from (str(n) for n in range(1, len(question.options) + 1))
