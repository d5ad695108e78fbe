"""Meetings: answers as members give them, and the secretary's arranging, changing, calling off.

Votes, admission and discipline are never read from chat. A reason of leave is a
private value: the group sees that somebody is on leave, not why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from handlers.commands import command
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.permissions import EVERY_MEMBER, SECRETARY
from handlers.reading import Intent
from handlers.reading.arranging import KINDS, Arrangement, read_arrangement
from handlers.reading.moments import Moment, Unclear
from store import meetings, questions, roster
from store.models import Meeting, Member, Round
from store.privacy import Private

REASONS = {"work": "工作", "sick": "身体原因", "family": "家里有事", "away": "人在外地"}
_ANSWERS = {"meeting_yes": "yes", "meeting_no": "no", "leave": "leave"}
_NUMBER = re.compile(r"^(\d{1,2})(?!\s*[月号日点:：.\d])\s*")


def answered(ctx: Context, intent: Intent, people: Sequence[Member]) -> Reply:
    """Keep what these members answer to the meeting the group was asked about."""
    meeting = _asked_about(ctx)
    if meeting is None:
        return [Say("meetings.none_open", {})] if ctx.message.addressed else []
    said = _ANSWERS[intent.kind]
    reply: Reply = []
    for member in people:
        if meetings.answer(ctx.db, ctx.cause, meeting, member, said, intent.reason) is None:
            continue
        proxy = None if member.id == ctx.sender.id else ctx.sender.called
        shown = {"name": member.called, "said": said, "proxy": proxy, **about(meeting)}
        reply.append(Say("meetings.answered", shown))
    return reply


def _asked_about(ctx: Context) -> Meeting | None:
    """The meeting of the newest round that still takes answers, else the next one."""
    coming = meetings.coming(ctx.db, ctx.branch.id, ctx.now)
    newest = next((r for r in questions.rounds(ctx.db, ctx.branch.id) if r.kind == "meeting"), None)
    asked = [m for m in coming if newest is not None and str(m.id) == newest.about]
    return next(iter(asked or coming), None)


def about(meeting: Meeting) -> dict[str, Any]:
    """A meeting's public values, for texts."""
    return {
        "kind": KIND_NAMES[meeting.kind],
        "begins": meeting.begins,
        "place": meeting.place,
        "link": meeting.link,
        "agenda": meeting.agenda,
    }


KIND_NAMES: dict[str, str] = {kind.code: kind.name for kind in KINDS}


@command(
    "会议",
    "会议安排",
    permission=EVERY_MEMBER,
    tail=r"(?:安排|情况|时间|几点|在哪里?|什么时候)?[?？]?",
    example="会议",
)
def coming_meetings(ctx: Context) -> Reply:
    """看近期有什么会"""
    coming = meetings.coming(ctx.db, ctx.branch.id, ctx.now)
    entries = [{"number": n, **about(m)} for n, m in enumerate(coming, 1)]
    reply = [Say("meetings.list", {"meetings": entries})]
    if SECRETARY.allows(ctx) and coming:
        reply += [Say("meetings.answers", _answers(ctx, m), Place.SENDER) for m in coming]
    return reply


def _answers(ctx: Context, meeting: Meeting) -> dict[str, Any]:
    """Who comes, who is on leave and why, who was silent: for the secretary only."""
    answers = meetings.answers(ctx.db, meeting.id)
    members = roster.members(ctx.db, ctx.branch.id)
    coming = [m.called for m in members if m.id in answers and answers[m.id].answer == "yes"]
    away = []
    for member in members:
        entry = answers.get(member.id)
        if entry is not None and entry.answer in ("leave", "no"):
            reason = REASONS.get(entry.reason or "")
            away.append(member.called + (f"（{reason}）" if reason else ""))
    silent = [m.called for m in members if m.id not in answers]
    hidden = {"coming": Private(coming), "away": Private(away), "silent": Private(silent)}
    return {**about(meeting), **hidden}


@command(
    "会议",
    "开会",
    "安排会议",
    permission=SECRETARY,
    tail=r"(?s:.+)",
    example="会议 支部党员大会 3月28日晚上7点半 村委会二楼 议题：学习",
)
def arrange(ctx: Context, words: str) -> Reply:
    """安排会议：一句话写清种类、时间、地点，我来通知和提醒"""
    wanted = read_arrangement(words, now=ctx.now)
    meeting = meetings.arrange(ctx.db, ctx.cause, _meeting(ctx, wanted))
    _open_round(ctx, meeting)
    reminders = {"reminders": ctx.branch.reminders, **about(meeting)}
    clash = [m for m in meetings.arranged(ctx.db, ctx.branch.id) if _overlaps(m, meeting)]
    reply = [
        Say("meetings.arranged", reminders),
        Say("meetings.notice", about(meeting), Place.ROOMS),
    ]
    return reply + [Say("meetings.clash", about(m), Place.SENDER) for m in clash]


def _overlaps(other: Meeting, meeting: Meeting) -> bool:
    apart = abs((other.begins - meeting.begins).total_seconds())
    return other.id != meeting.id and apart < 2 * 3600


def _meeting(ctx: Context, wanted: Arrangement) -> Meeting:
    if wanted.kind is None:
        kinds = "、".join(kind.name for kind in KINDS)
        raise UserError(f"是什么会？请写上种类（{kinds}），整句再发一遍就行。")
    return Meeting(
        branch=ctx.branch.id,
        kind=wanted.kind,
        begins=_moment(wanted).at,
        at=ctx.now,
        by=ctx.sender.id,
        why=ctx.message.id,
        place=wanted.place,
        link=wanted.link,
        agenda=wanted.agenda,
    )


def _moment(wanted: Arrangement) -> Moment:
    if isinstance(wanted.moment, Moment):
        return wanted.moment
    if isinstance(wanted.moment, Unclear):
        raise UserError(f"{wanted.moment.question}请把整句再发一遍，我就安排。")
    raise UserError("还差时间。请整句再发一遍，如：会议 支部党员大会 3月28日晚上7点半 村委会二楼")


def _open_round(ctx: Context, meeting: Meeting) -> None:
    questions.open_round(ctx.db, Round(ctx.branch.id, "meeting", ctx.now, str(meeting.id)))


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
    """改时间或地点；有几个会时加编号：改会 2 地点：老年活动室"""
    meeting, rest = _picked(ctx, words)
    wanted = read_arrangement(rest, now=ctx.now)
    if isinstance(wanted.moment, Unclear) and not wanted.place:
        raise UserError(wanted.moment.question)
    changes: dict[str, Any] = {}
    if isinstance(wanted.moment, Moment):
        changes["begins"] = wanted.moment.at
    if wanted.place:
        changes["place"] = wanted.place
    if not changes:
        raise UserError("改成什么？可以写：改会 3月29日上午9点，或：改会 地点：老年活动室")
    changed = meetings.change(ctx.db, ctx.cause, meeting, **changes)
    _open_round(ctx, changed)
    before = {"was": meeting.begins, "was_place": meeting.place}
    values = {**about(changed), **before}
    return [Say("meetings.changed", values), Say("meetings.change_notice", values, Place.ROOMS)]


@command(
    "取消会议",
    "会议取消",
    permission=SECRETARY,
    tail=r"\d{0,2}",
    example="取消会议",
)
def cancel(ctx: Context, tail: str) -> Reply:
    """取消会议；有几个会时加编号：取消会议 2"""
    meeting, _ = _picked(ctx, tail)
    return call_off(ctx, meeting)


def call_off(ctx: Context, meeting: Meeting) -> Reply:
    """Call a meeting off and tell the group, so that nobody comes for nothing."""
    meetings.cancel(ctx.db, ctx.cause, meeting)
    values = about(meeting)
    return [Say("meetings.cancelled", values), Say("meetings.cancel_notice", values, Place.ROOMS)]


def _picked(ctx: Context, tail: str) -> tuple[Meeting, str]:
    """The meeting meant by a leading number, or the only one there is; and the rest."""
    coming = meetings.coming(ctx.db, ctx.branch.id, ctx.now)
    if not coming:
        raise UserError("近期没有安排的会。要安排：会议 支部党员大会 3月28日晚上7点半 村委会二楼")
    match = _NUMBER.match(tail)
    if match is not None and 1 <= int(match[1]) <= len(coming):
        return coming[int(match[1]) - 1], tail[match.end() :]
    if len(coming) > 1:
        names = "；".join(
            f"{n} {KIND_NAMES[m.kind]} {m.begins.month}月{m.begins.day}日"
            for n, m in enumerate(coming, 1)
        )
        raise UserError(f"有{len(coming)}个会：{names}。请在后面加上编号。")
    return coming[0], tail
