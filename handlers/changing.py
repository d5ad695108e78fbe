"""The secretary's changing and calling off of meetings, and his answers to what was asked.

Everybody who answered is told in the group, once; each change can be taken back.
"""

from __future__ import annotations

import re
from typing import Any

from handlers.arranging import (
    EXAMPLE,
    arrange_said,
    ask_for,
    forget_question,
    link_of,
    open_round,
    remarks,
)
from handlers.arranging_words import Said, kinds_named
from handlers.choosing import chosen
from handlers.commands import command
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.conversation import ask
from handlers.meetings import about, title
from handlers.permissions import SECRETARY
from handlers.reading.arranging import KINDS
from handlers.reading.moments import Moment, Unclear
from store import meetings, questions
from store.models import Meeting, MeetingChange, Question, QuestionState

_NUMBER = re.compile(r"^(\d{1,2})(?!\s*[月号日点:：.\d])\s*")
_NO = re.compile(r"^(?:算了|不用了?|不安排了?|不改了?|不开了?|取消|不要了?)[。.!！~]*$")


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
        return arrange_said(ctx, said)
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
        return ask_for(ctx, said, wanted.moment.question, [], meeting)
    changes: dict[str, Any] = {}
    if isinstance(wanted.moment, Moment):
        changes["begins"] = wanted.moment.at
    said_now = {"place": wanted.place, "link": link_of(wanted), "agenda": wanted.agenda}
    changes |= {name: value for name, value in said_now.items() if value}
    if not changes:
        raise UserError("改成什么？可以写：改会 3月29日上午9点，或：改会 地点：老年活动室")
    forget_question(ctx)
    values = _before(ctx, meeting)
    changed = meetings.change(ctx.db, ctx.cause, meeting, **changes)
    open_round(ctx, changed)
    return [
        Say("meetings.changed", about(changed)),
        Say("meetings.change_notice", {**about(changed), **values}, Place.ROOMS),
        *remarks(ctx, changed),
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


def put_back(ctx: Context, meeting: Meeting, entry: MeetingChange) -> Reply:
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
        raise UserError(f"近期没有安排的会。要安排：{EXAMPLE}")
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
