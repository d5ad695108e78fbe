"""The meetings' forms as the sentences that the secretary would type in chat.

A meeting is named by its number or kind only at the moment of speaking, so that what was
arranged since the page was opened never makes another meeting the one meant.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from starlette.datastructures import FormData

from bot.web.acting import Answer
from bot.web.house import Visitor
from handlers.attendance import meeting_meant
from handlers.context import UserError
from handlers.meetings import KIND_NAMES
from handlers.reading.arranging import KINDS
from store import attendance, meetings
from store.models import Meeting, Member

GONE = Answer(("这个会刚才变了，或者已经取消。请看一下现在的再办。",))
NO_TIME = Answer(("请把哪天、几点都填上。",))
NO_CHANGE = Answer(("没有改动：日期、时间、地点、议题和原来一样。",))
NOBODY = Answer(("谁也没有选。请先在名字前打勾，再按按钮。",))

_PARTS = ((5, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))

HOW = {"present": "到会", "online": "到会 线上", "absent": "未到"}
"""What a button says of those that are ticked."""


def choices(visitor: Visitor) -> list[str]:
    """The kinds of meeting, group meetings one for each party group."""
    groups = meetings.party_groups(visitor.ctx.db, visitor.branch.id)
    by_group = [f"{KIND_NAMES['group']} {group}" for group in groups]
    return [
        choice
        for kind in KINDS
        for choice in (by_group if kind.code == "group" and by_group else [kind.name])
    ]


def arrange(visitor: Visitor, form: FormData) -> str | Answer:
    """会议 支部党员大会 2026年3月28日19:30 地点：村委会二楼 议题：学习文件"""
    kind = _field(form, "kind")
    if kind not in choices(visitor):
        return GONE
    moment = _moment(form)
    if moment is None:
        return NO_TIME
    parts = [kind, _written(moment), _place(form), _line(form, "online"), _agenda(form)]
    return " ".join(["会议", *filter(None, parts)])


def change(visitor: Visitor, form: FormData) -> str | Answer:
    """改会 2 时间：2026年3月29日09:00 地点：老年活动室; only what differs from before."""
    found = _coming(visitor, form)
    if found is None:
        return GONE
    number, meeting = found
    moment = _moment(form)
    if moment is None:
        return NO_TIME
    parts = [
        f"时间：{_written(moment)}" if moment != meeting.begins.replace(tzinfo=None) else "",
        _place(form) if _line(form, "place") != meeting.place else "",
        _agenda(form) if _line(form, "agenda") != meeting.agenda else "",
    ]
    said = " ".join(filter(None, parts))
    return f"改会 {number} {said}" if said else NO_CHANGE


def cancel(visitor: Visitor, form: FormData) -> str | Answer:
    """取消会议 2"""
    found = _coming(visitor, form)
    return f"取消会议 {found[0]}" if found else GONE


def attend(visitor: Visitor, form: FormData) -> str | Answer:
    """到会 支部党员大会 张伟 刘洋"""
    meeting = _meeting(visitor, form)
    if meeting is None or not is_meant(visitor, meeting):
        return GONE
    kind = KIND_NAMES[meeting.kind]
    if _field(form, "how") == "all":
        return f"到会 {kind} 全部"
    people = [m.called for m in _ticked(visitor, meeting, form)]
    word = HOW.get(_field(form, "how"))
    return f"{word} {kind} {'、'.join(people)}" if people and word else NOBODY


def is_meant(visitor: Visitor, meeting: Meeting) -> bool:
    """Whether 到会 with this kind's name means this meeting: the one that began last."""
    try:
        return meeting_meant(visitor.ctx, KIND_NAMES[meeting.kind]).id == meeting.id
    except UserError:
        return False


def meant(visitor: Visitor) -> list[Meeting]:
    """Those of which 到会 with a kind's name means one; 记录 and 表决 mean the first of them."""
    ctx = visitor.ctx
    begun = attendance.begun(ctx.db, visitor.branch.id, ctx.now, visitor.branch.sign_in)
    newest: dict[str, Meeting] = {}
    for meeting in begun:
        newest.setdefault(meeting.kind, meeting)
    return list(newest.values())


def _ticked(visitor: Visitor, meeting: Meeting, form: FormData) -> list[Member]:
    ticked = {str(value) for value in form.getlist("who")}
    return [m for m in meetings.audience(visitor.ctx.db, meeting) if str(m.id) in ticked]


def _coming(visitor: Visitor, form: FormData) -> tuple[int, Meeting] | None:
    """The number that the commands know this meeting by now."""
    coming = meetings.coming(visitor.ctx.db, visitor.branch.id, visitor.ctx.now)
    same = (
        (number, meeting)
        for number, meeting in enumerate(coming, 1)
        if f"{meeting.id}/{meeting.revision}" == _field(form, "meeting")
    )
    return next(same, None)


def _meeting(visitor: Visitor, form: FormData) -> Meeting | None:
    number = _field(form, "meeting").split("/")[0]
    meeting = meetings.MEETINGS.get(visitor.ctx.db, int(number)) if number.isdecimal() else None
    return meeting if meeting and meeting.branch == visitor.branch.id else None


def _moment(form: FormData) -> datetime | None:
    try:
        day, hour = (
            date.fromisoformat(_field(form, "day")),
            time.fromisoformat(_field(form, "time")),
        )
    except ValueError:
        return None
    return datetime.combine(day, hour.replace(second=0, microsecond=0))


def _written(moment: datetime) -> str:
    """With the part of the day, so that nobody has to ask which half is meant."""
    part = next(word for until, word in _PARTS if moment.hour < until)
    return f"{moment.year}年{moment.month}月{moment.day}日{part}{moment:%H:%M}"


def _place(form: FormData) -> str:
    """A place is one word to the reader of sentences."""
    place = re.sub(r"[\s,，。;；:：]+", "", _field(form, "place"))
    return f"地点：{place}" if place else ""


def _agenda(form: FormData) -> str:
    agenda = _line(form, "agenda")
    return f"议题：{agenda}" if agenda else ""


def _line(form: FormData, name: str) -> str:
    """Several lines are one sentence."""
    return "；".join(line.strip() for line in _field(form, name).splitlines() if line.strip())


def _field(form: FormData, name: str) -> str:
    return str(form.get(name, "")).strip()
