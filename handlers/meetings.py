"""Meetings: what is coming, and the answers that members give.

Votes, admission and discipline are never read from chat. A reason of leave is a
private value: the group sees that somebody is on leave, not why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from handlers.commands import command
from handlers.context import Context, Place, Reply, Say
from handlers.permissions import EVERY_MEMBER, SECRETARY
from handlers.reading import Intent
from handlers.reading.arranging import KINDS
from store import meetings, questions
from store.models import Meeting, MeetingAnswer, Member
from store.privacy import Private

REASONS = {"work": "工作", "sick": "身体原因", "family": "家里有事", "away": "人在外地"}
KIND_NAMES: dict[str, str] = {kind.code: kind.name for kind in KINDS}
_UNWELL = re.compile(r"病|住院|医院|手术|不舒服|发烧|摔|受伤|生孩子|去世|办丧|奔丧")
_ANSWERS = {"meeting_yes": "yes", "meeting_no": "no", "leave": "leave"}
_ONLINE = re.compile(r"线上|网上|在线|远程|视频|连线|云参会|腾讯会议")
_LATE = re.compile(
    r"(?:晚|迟)(?:一?点|一?会儿?|一些|几分钟|半个?小时)?(?:才?能?)?到(?!家|岗)|迟到|晚来"
)


def answered(ctx: Context, intent: Intent, people: Sequence[Member]) -> Reply:
    """Keep what these members answer to the meeting the group was asked about."""
    said = _ANSWERS[intent.kind]
    how = how_said(ctx.message.text) if said == "yes" else ""
    return answer_of(ctx, people, said, intent.reason, how)


def answer_of(
    ctx: Context, people: Sequence[Member], said: str, reason: str | None, how: str
) -> Reply:
    """Keep one answer of several members, each for the meeting that calls him."""
    reply: Reply = []
    for member in people:
        meeting = asked_about(ctx, member)
        if meeting is None:
            continue
        if meetings.answer(ctx.db, ctx.cause, meeting, member, said, reason, how) is None:
            continue
        proxy = None if member.id == ctx.sender.id else ctx.sender.called
        shown = {"name": member.called, "said": said, "how": how, "proxy": proxy}
        reply.append(Say("meetings.answered", {**shown, **about(meeting)}))
    if not reply and ctx.message.addressed and asked_about(ctx, ctx.sender) is None:
        unwell = said == "leave" and _UNWELL.search(ctx.message.text)
        return [Say("talk.feel_better" if unwell else "meetings.none_open", {}, Place.SENDER)]
    return reply


def how_said(text: str) -> str:
    """How somebody who comes will come: ``online``, ``late`` or, as usual, empty."""
    if _ONLINE.search(text):
        return "online"
    return "late" if _LATE.search(text) else ""


def asked_about(ctx: Context, member: Member) -> Meeting | None:
    """The meeting he names, else what the group was asked about last, else the next one.

    It must call him.
    """
    coming = [
        m
        for m in meetings.coming(ctx.db, ctx.branch.id, ctx.now)
        if member.id in {one.id for one in meetings.audience(ctx.db, m)}
    ]
    newest = next((r for r in questions.rounds(ctx.db, ctx.branch.id) if r.kind == "meeting"), None)
    named = [m for m in coming if title(m) in ctx.message.text] or coming
    asked = [m for m in named if newest is not None and str(m.id) == newest.about]
    return next(iter(asked or named), None)


def title(meeting: Meeting) -> str:
    """What a meeting is called: its kind, a group meeting with its group."""
    group = meeting.party_group
    if not group:
        return KIND_NAMES.get(meeting.kind, meeting.kind)
    return f"{group}会" if group.endswith("党小组") else f"{group}党小组会"


def about(meeting: Meeting) -> dict[str, Any]:
    """A meeting's public values, for texts."""
    return {
        "kind": title(meeting),
        "begins": meeting.begins,
        "place": meeting.place,
        "link": meeting.link,
        "agenda": meeting.agenda,
    }


@command(
    "会议",
    "会议安排",
    "开会",
    "几点开会",
    "什么时候开会",
    "哪天开会",
    "谁参加",
    "谁来开会",
    permission=EVERY_MEMBER,
    tail=r"(?:安排|情况|答复|时间|几点|是?几号|是?哪天|在哪里?开?|是?什么时候)?[?？呢啊了]*",
    example="会议",
)
def coming_meetings(ctx: Context) -> Reply:
    """看近期有什么会"""
    coming = meetings.coming(ctx.db, ctx.branch.id, ctx.now)
    entries = [{"number": n, **about(m)} for n, m in enumerate(coming, 1)]
    arranges = SECRETARY.allows(ctx)
    reply = [Say("meetings.list", {"meetings": entries, "arranges": arranges})]
    if arranges and coming:
        reply += [Say("meetings.answers", running_list(ctx, m), Place.SENDER) for m in coming]
    return reply


def running_list(ctx: Context, meeting: Meeting) -> dict[str, Any]:
    """Who comes and how, who is on leave and why, who was silent: for the secretary only."""
    answers = meetings.answers(ctx.db, meeting.id)
    called = meetings.audience(ctx.db, meeting)
    lists: dict[str, list[str]] = {
        name: [] for name in ("coming", "online", "late", "away", "silent")
    }
    for member in called:
        entry = answers.get(member.id)
        lists[_list_of(entry)].append(member.called + _reason(entry))
    return {**about(meeting), **{name: Private(people) for name, people in lists.items()}}


def _list_of(entry: MeetingAnswer | None) -> str:
    if entry is None:
        return "silent"
    return (entry.how or "coming") if entry.answer == "yes" else "away"


def _reason(entry: MeetingAnswer | None) -> str:
    reason = REASONS.get(entry.reason or "") if entry and entry.answer != "yes" else None
    return f"（{reason}）" if reason else ""
