"""The secretary's arranging, changing and calling off of meetings.

What a sentence leaves open is asked back and answered in his own words
(``handlers/arranging_words.py``). It must not know who answered what.
"""

from __future__ import annotations

import re
from typing import Any

from handlers.arranging_words import Said, group_named, kinds_named
from handlers.commands import command
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.conversation import PRIVATE, ask, chosen
from handlers.meetings import about, title
from handlers.permissions import SECRETARY
from handlers.reading.arranging import KINDS, Arrangement
from handlers.reading.moments import Moment, Unclear
from store import meetings, questions
from store.models import Meeting, Question, QuestionState, Round

_NUMBER = re.compile(r"^(\d{1,2})(?!\s*[月号日点:：.\d])\s*")
_BARE_ONLINE = re.compile(r"^(?:线上|网上|视频|网络会议)$")
_NO = re.compile(r"^(?:算了|不用了?|不安排了?|不改了?|不开了?|取消|不要了?)[。.!！~]*$")
_EXAMPLE = "会议 支部党员大会 3月28日晚上7点半 村委会二楼"
_HINT = "群视频，到时在群里点进来"
_WHO = {"committee": "支委会成员", "group": "本党小组党员"}


@command(
    "会议",
    "开会",
    "安排会议",
    permission=SECRETARY,
    tail=r"(?s:.+)",
    example=f"{_EXAMPLE} 议题：学习",
)
def arrange(ctx: Context, words: str) -> Reply:
    """安排会议：一句话写清种类、时间、地点，我来通知和提醒"""
    return _arrange(ctx, Said((words,)))


def _arrange(ctx: Context, said: Said) -> Reply:
    """Arrange what was said, or ask for the one thing that is missing most."""
    wanted = said.together(ctx)
    groups = meetings.party_groups(ctx.db, ctx.branch.id)
    group = group_named(groups, said.text) or wanted.group
    if wanted.kind is None:
        return _ask(ctx, said, _kind_question(wanted), [kind.name for kind in KINDS])
    if wanted.kind == "group" and len(groups) > 1 and group not in groups:
        return _ask(ctx, said, "是哪个党小组的会？", groups)
    if isinstance(wanted.moment, Unclear):
        return _ask(ctx, said, wanted.moment.question, [])
    _forget_question(ctx)
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
        link=_link(wanted),
        agenda=wanted.agenda,
        audience=audience,
        party_group=group,
    )


def _link(wanted: Arrangement) -> str:
    """How to take part from afar; where only 线上 was said, by a call in the group."""
    if _BARE_ONLINE.match(wanted.online) and not wanted.link:
        return _HINT
    return " ".join(part for part in (wanted.online, wanted.link) if part)


def _announce(ctx: Context, meeting: Meeting) -> Reply:
    meeting = meetings.arrange(ctx.db, ctx.cause, meeting)
    _open_round(ctx, meeting)
    arranged = {"reminders": ctx.branch.reminders, **about(meeting)}
    notice = {"who": _WHO.get(meeting.audience, ""), **about(meeting)}
    return [
        Say("meetings.arranged", arranged),
        Say("meetings.notice", notice, Place.ROOMS),
        *_remarks(ctx, meeting),
    ]


def _remarks(ctx: Context, meeting: Meeting) -> Reply:
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


def _open_round(ctx: Context, meeting: Meeting) -> None:
    questions.open_round(ctx.db, Round(ctx.branch.id, "meeting", ctx.now, str(meeting.id)))


def _ask(
    ctx: Context, said: Said, question: str, options: list[str], meeting: Meeting | None = None
) -> Reply:
    matter = {"said": list(said.sentences), "meeting": meeting.id if meeting else None}
    text = "meetings.ask_change" if meeting else "meetings.ask"
    values = {"question": question, "done": "说过的"} if meeting is None else {"question": question}
    return ask(ctx, "arranging", options, matter, text, **values)


def _forget_question(ctx: Context) -> None:
    """A meeting that stands leaves no question about it open."""
    question = questions.open_for(ctx.db, ctx.message.sender, PRIVATE)
    if question is not None and question.kind == "arranging":
        questions.close(ctx.db, question, QuestionState.ANSWERED)


def answer_in_words(ctx: Context, question: Question) -> Reply | None:
    """The secretary's answer to what was missing; None where he speaks of something else."""
    text = ctx.message.text.strip()
    if _NO.match(text):
        questions.close(ctx.db, question, QuestionState.ANSWERED)
        return [Say("meetings.left_alone")]
    number = chosen(text, question)
    text = question.options[number] if number is not None and question.options else text
    said = Said(tuple(question.matter["said"]))
    if not said.is_answered_by(ctx, text, question.options):
        return None
    questions.close(ctx.db, question, QuestionState.ANSWERED)
    said = said.and_then(text)
    changed = question.matter["meeting"]
    if changed is None:
        return _arrange(ctx, said)
    meeting = meetings.MEETINGS.get(ctx.db, changed)
    assert meeting is not None
    return _change(ctx, meeting, said)


@command(
    "改会",
    "会议改",
    "更改会议",
    "推迟会议",
    permission=SECRETARY,
    tail=r"(?s:.+)",
    example="改会 3月29日上午9点",
)
def change(ctx: Context, words: str) -> Reply:
    """改时间、地点或议题；有几个会时写上哪个：改会 支委会 地点：老年活动室"""
    found, rest = _picked(ctx, words)
    if isinstance(found, Meeting):
        return _change(ctx, found, Said((rest,)))
    return _ask_which(ctx, "change", found, rest)


def _change(ctx: Context, meeting: Meeting, said: Said) -> Reply:
    wanted = said.together(ctx)
    if isinstance(wanted.moment, Unclear) and wanted.moment.reason != "nothing said":
        return _ask(ctx, said, wanted.moment.question, [], meeting)
    changes: dict[str, Any] = {}
    if isinstance(wanted.moment, Moment):
        changes["begins"] = wanted.moment.at
    said_now = {"place": wanted.place, "link": _link(wanted), "agenda": wanted.agenda}
    changes |= {name: value for name, value in said_now.items() if value}
    if not changes:
        raise UserError("改成什么？可以写：改会 3月29日上午9点，或：改会 地点：老年活动室")
    _forget_question(ctx)
    values = _before(ctx, meeting)
    changed = meetings.change(ctx.db, ctx.cause, meeting, **changes)
    _open_round(ctx, changed)
    return [
        Say("meetings.changed", about(changed)),
        Say("meetings.change_notice", {**about(changed), **values}, Place.ROOMS),
        *_remarks(ctx, changed),
    ]


def _before(ctx: Context, meeting: Meeting) -> dict[str, Any]:
    """What the group was told so far: the meeting as it was, reminders, and who answered."""
    people = {m.id: m.called for m in meetings.audience(ctx.db, meeting)}
    return {
        "was": meeting.begins,
        "was_place": meeting.place,
        "was_link": meeting.link,
        "was_agenda": meeting.agenda,
        "reminded": meetings.reminded(ctx.db, meeting),
        "answered": [people[m] for m in meetings.answers(ctx.db, meeting.id) if m in people],
    }


@command(
    "取消会议",
    "会议取消",
    permission=SECRETARY,
    tail=rf"(?:\d{{1,2}}|{'|'.join(n for kind in KINDS for n in (kind.name, *kind.aliases))})?",
    example="取消会议",
)
def cancel(ctx: Context, tail: str) -> Reply:
    """取消会议；有几个会时写上哪个：取消会议 支委会"""
    found, _ = _picked(ctx, tail)
    if isinstance(found, Meeting):
        return call_off(ctx, found)
    return _ask_which(ctx, "cancel", found, "")


def call_off(ctx: Context, meeting: Meeting, *, undoable: bool = True) -> Reply:
    """Call a meeting off and tell the group, so that nobody comes for nothing."""
    values = {**about(meeting), **_before(ctx, meeting)}
    meetings.cancel(ctx.db, ctx.cause, meeting, undoable=undoable)
    return [Say("meetings.cancelled", values), Say("meetings.cancel_notice", values, Place.ROOMS)]


def put_back(ctx: Context, meeting: Meeting, entry: Any) -> Reply:
    """Take a change back and tell the group what holds now."""
    values = _before(ctx, meeting)
    was = meetings.revert(ctx.db, ctx.cause, meeting, entry)
    if was.state is not meeting.state:
        return [Say("meetings.restored_notice", about(was), Place.ROOMS)]
    return [Say("meetings.change_notice", {**about(was), **values}, Place.ROOMS)]


def _picked(ctx: Context, tail: str) -> tuple[Meeting | list[Meeting], str]:
    """The meeting meant by a number or its kind, else all that are coming; and the rest."""
    coming = meetings.coming(ctx.db, ctx.branch.id, ctx.now)
    if not coming:
        raise UserError(f"近期没有安排的会。要安排：{_EXAMPLE}")
    match = _NUMBER.match(tail)
    if match is not None and 1 <= int(match[1]) <= len(coming):
        return coming[int(match[1]) - 1], tail[match.end() :]
    meant = _meant(coming, tail)
    return (meant[0] if len(meant) == 1 else meant or coming), tail


def _meant(coming: list[Meeting], text: str) -> list[Meeting]:
    """Those of the kinds and groups that a text names; all where it names none."""
    kinds = kinds_named(text)
    found = [m for m in coming if not kinds or m.kind in kinds]
    grouped = [m for m in found if m.party_group and m.party_group in text]
    return grouped or found


def _ask_which(ctx: Context, act: str, found: list[Meeting], rest: str) -> Reply:
    options = [f"{title(m)} {m.begins.month}月{m.begins.day}日" for m in found]
    matter = {"act": act, "meetings": [m.id for m in found], "rest": rest}
    return ask(ctx, "which-meeting", options, matter, "meetings.ask_which")


def answer_which(ctx: Context, question: Question) -> Reply | None:
    """Which of several meetings is meant, by its number or its kind."""
    text = ctx.message.text.strip()
    listed = [meetings.MEETINGS.get(ctx.db, one) for one in question.matter["meetings"]]
    found = [m for m in listed if m is not None]
    if _NO.match(text):
        questions.close(ctx.db, question, QuestionState.ANSWERED)
        return [Say("meetings.left_alone")]
    number = chosen(text, question)
    meant = [found[number]] if number is not None else _meant(found, text)
    if len(meant) != 1:
        return None
    questions.close(ctx.db, question, QuestionState.ANSWERED)
    if question.matter["act"] == "cancel":
        return call_off(ctx, meant[0])
    return _change(ctx, meant[0], Said((question.matter["rest"],)))
