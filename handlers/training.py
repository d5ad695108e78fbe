"""学时: hours of training entered by the secretary and listed against the year's target."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.arguments import named
from handlers.arranging_words import kinds_named
from handlers.attendance import meeting_meant
from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.meetings import about, title
from handlers.permissions import SECRETARY_IN_PRIVATE
from store import attendance, minutes, training
from store.models import Meeting, NoteKind
from store.privacy import Private

_NUMBER = re.compile(r"(?<![\d.])(\d{1,3})(?:\.(\d))?(?![\d.])\s*(?:个?(?:学时|小时|课时))?")
_SERIES = ("冬训", "春训", "冬春训")
_EXAMPLE = "学时 党课 2"


@command("学时", permission=SECRETARY_IN_PRIVATE, tail=r"(?s:.*)", example=_EXAMPLE)
def hours(ctx: Context, words: str) -> Reply:
    """记学时：学时 党课 2（到会的都记），学时 张伟 4 县里培训；只发“学时”看全年"""
    if not words.strip():
        return _listed(ctx)
    if words.strip() in _SERIES:
        return _series(ctx)
    told = named(ctx, words)
    number = _NUMBER.search(told.rest)
    if number is None:
        raise UserError(f"几个学时？可以写：{_EXAMPLE}，或：学时 张伟 4 县里培训")
    tenths = int(number[1]) * 10 + int(number[2] or 0)
    if not 0 < tenths <= 1000:
        raise UserError("学时要大于0，不超过100。")
    if not told.members:
        return _of_meeting(ctx, words, tenths)
    what = _NUMBER.sub(" ", told.rest).strip(" ,，、。")
    for member in told.members:
        training.enter(ctx.db, ctx.cause, member, tenths, what)
    names = "、".join(member.called for member in told.members)
    return [Say("training.noted", {"names": names, "hours": spoken(tenths), "what": what})]


def _of_meeting(ctx: Context, words: str, tenths: int) -> Reply:
    if not kinds_named(words):
        raise UserError(f"是哪个会，还是哪位党员的？可以写：{_EXAMPLE}，或：学时 张伟 4 县里培训")
    meeting = meeting_meant(ctx, words)
    there = attendance.attended(ctx.db, meeting.id)
    if not there:
        raise UserError("这个会还没有到会记录，学时记不到人。先记：到会 全部 除了 …")
    minutes.add_note(ctx.db, ctx.cause, meeting, NoteKind.HOURS, str(tenths))
    values = {"hours": spoken(tenths), "count": len(there), **about(meeting)}
    return [Say("training.of_meeting", values)]


def spoken(tenths: int) -> str:
    """2, 1.5"""
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def _listed(ctx: Context) -> Reply:
    found = training.trained(ctx.db, ctx.branch.id, ctx.branch.training, ctx.today.year)
    lines = [
        f"{one.member.called} {spoken(one.tenths)}学时，还差{spoken(one.lacking)}"
        for one in found
        if one.lacking
    ]
    done = [one.member.called for one in found if not one.lacking]
    values = {"year": ctx.today.year, "lines": Private(lines), "names": Private(done)}
    return [Say("training.year", values)]


def _series(ctx: Context) -> Reply:
    held = training.series(ctx.db, ctx.branch.id, _SERIES, ctx.today.year)
    lines = list(_meetings(ctx, held))
    return [Say("training.series", {"year": ctx.today.year, "lines": lines})]


def _meetings(ctx: Context, held: Iterable[Meeting]) -> Iterable[str]:
    for meeting in held:
        day = f"{meeting.begins.month}月{meeting.begins.day}日"
        there = len(attendance.attended(ctx.db, meeting.id))
        tenths = training.of_meeting(ctx.db, meeting)
        given = f"，{spoken(tenths)}学时" if tenths else ""
        yield f"{day}{title(meeting)} {meeting.agenda}，到会{there}人{given}"
