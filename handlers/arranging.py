"""The secretary's arranging of meetings, and what he may have overlooked about them.

What a sentence leaves open is asked back and answered in his own words
(``handlers/arranging_words.py``, ``handlers/changing.py``). It must not know who answered what.
"""

from __future__ import annotations

import re

from handlers.arranging_words import Said, group_named
from handlers.commands import command
from handlers.context import Context, Place, Reply, Say
from handlers.conversation import PRIVATE, ask
from handlers.meetings import about
from handlers.permissions import SECRETARY
from handlers.reading.arranging import KINDS, Arrangement
from handlers.reading.moments import Moment, Unclear
from store import meetings, questions
from store.models import Meeting, QuestionState, Round

_BARE_ONLINE = re.compile(r"^(?:线上|网上|视频|网络会议)$")
EXAMPLE = "会议 支部党员大会 3月28日晚上7点半 村委会二楼"
_HINT = "群视频，到时在群里点进来"
_WHO = {"committee": "支委会成员", "group": "本党小组党员"}


@command(
    "会议",
    "开会",
    "安排会议",
    permission=SECRETARY,
    tail=r"(?s:.+)",
    example=f"{EXAMPLE} 议题：学习",
)
def arrange(ctx: Context, words: str) -> Reply:
    """安排会议：一句话写清种类、时间、地点，我来通知和提醒"""
    return arrange_said(ctx, Said((words,)))


def arrange_said(ctx: Context, said: Said) -> Reply:
    """Arrange what was said, or ask for the one thing that is missing most."""
    wanted = said.together(ctx)
    groups = meetings.party_groups(ctx.db, ctx.branch.id)
    group = group_named(groups, said.text) or wanted.group
    if wanted.kind is None:
        return ask_for(ctx, said, _kind_question(wanted), [kind.name for kind in KINDS])
    if wanted.kind == "group" and len(groups) > 1 and group not in groups:
        return ask_for(ctx, said, "是哪个党小组的会？", groups)
    if isinstance(wanted.moment, Unclear):
        return ask_for(ctx, said, wanted.moment.question, [])
    forget_question(ctx)
    audience = next(kind.audience for kind in KINDS if kind.code == wanted.kind)
    group = (group or next(iter(groups), "")) if audience == "group" else ""
    return _announce(ctx, _meeting(ctx, wanted, wanted.moment, audience, group))


def _kind_question(wanted: Arrangement) -> str:
    return "是什么会？" + (wanted.moment.question if isinstance(wanted.moment, Unclear) else "")


def _meeting(
    ctx: Context, wanted: Arrangement, moment: Moment, audience: str, group: str
) -> Meeting:
    return Meeting(
        branch=ctx.branch.id,
        kind=wanted.kind or "",
        begins=moment.at,
        at=ctx.now,
        by=ctx.sender.id,
        why=ctx.message.id,
        place=wanted.place,
        link=link_of(wanted),
        agenda=wanted.agenda,
        audience=audience,
        party_group=group,
    )


def link_of(wanted: Arrangement) -> str:
    """How to take part from afar; where only 线上 was said, by a call in the group."""
    if _BARE_ONLINE.match(wanted.online) and not wanted.link:
        return _HINT
    return " ".join(part for part in (wanted.online, wanted.link) if part)


def _announce(ctx: Context, meeting: Meeting) -> Reply:
    meeting = meetings.arrange(ctx.db, ctx.cause, meeting)
    open_round(ctx, meeting)
    arranged = {"reminders": ctx.branch.reminded(ctx.now, meeting.begins), **about(meeting)}
    notice = {"who": _WHO.get(meeting.audience, ""), **about(meeting)}
    return [
        Say("meetings.arranged", arranged),
        Say("meetings.notice", notice, Place.ROOMS),
        *remarks(ctx, meeting),
    ]


def remarks(ctx: Context, meeting: Meeting) -> Reply:
    """What the secretary may have overlooked: people called twice, and the official calendar."""
    called = {m.id for m in meetings.audience(ctx.db, meeting)}
    clash = [
        Say("meetings.clash", about(other), Place.SENDER)
        for other in meetings.arranged(ctx.db, ctx.branch.id)
        if _overlaps(other, meeting) and called & {m.id for m in meetings.audience(ctx.db, other)}
    ]
    day = meeting.begins.date()
    works = day.weekday() < 5 if ctx.is_working_day is None else ctx.is_working_day(day)
    if works == (day.weekday() < 5):
        return clash
    return [*clash, Say("meetings.day_off", {"works": works, **about(meeting)}, Place.SENDER)]


def _overlaps(other: Meeting, meeting: Meeting) -> bool:
    apart = abs((other.begins - meeting.begins).total_seconds())
    return other.id != meeting.id and apart < 2 * 3600


def open_round(ctx: Context, meeting: Meeting) -> None:
    questions.open_round(ctx.db, Round(ctx.branch.id, "meeting", ctx.now, str(meeting.id)))


def ask_for(
    ctx: Context, said: Said, question: str, options: list[str], meeting: Meeting | None = None
) -> Reply:
    matter = {"said": list(said.sentences), "meeting": meeting.id if meeting else None}
    text = "meetings.ask_change" if meeting else "meetings.ask"
    values = {"question": question, "done": "说过的"} if meeting is None else {"question": question}
    return ask(ctx, "arranging", options, matter, text, **values)


def forget_question(ctx: Context) -> None:
    """A meeting that stands leaves no question about it open."""
    question = questions.open_for(ctx.db, ctx.message.sender, PRIVATE)
    if question is not None and question.kind == "arranging":
        questions.close(ctx.db, question, QuestionState.ANSWERED)
