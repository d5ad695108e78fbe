"""The record of a meeting: what the secretary enters for it, and what is still blank.

Only in private: decisions may be about people. Speeches are not taken down.
"""

from __future__ import annotations

import re

from handlers.attendance import meeting_meant
from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.meetings import about, title
from handlers.permissions import SECRETARY_IN_PRIVATE
from handlers.quorum import motion_line
from store import minutes
from store.models import NoteKind, Role
from store.privacy import Private

_KINDS: tuple[tuple[str, NoteKind], ...] = (
    ("主持", NoteKind.CHAIR),
    ("记录人", NoteKind.RECORDER),
    ("列席", NoteKind.GUEST),
    ("决议", NoteKind.DECISION),
    ("决定", NoteKind.DECISION),
)
_ENTRY = re.compile(
    r"(主持|记录人|列席|决议|决定)人?(?:员|事项)?(?:是|为)?[:：,，\s]*(.+)", re.DOTALL
)
_EXAMPLE = "记录 主持 王建国"


@command("记录", "会议记录", permission=SECRETARY_IN_PRIVATE, tail=r"(?s:.+)", example=_EXAMPLE)
def enter(ctx: Context, words: str) -> Reply:
    """记会议的主持、记录人、列席、决议，一句一样，如：记录 决议 通过年度计划"""
    match = _ENTRY.match(words.strip())
    if match is None:
        raise UserError(f"记哪一样？可以写：{_EXAMPLE}；记录 记录人 李秀英；记录 决议 通过年度计划")
    meeting = meeting_meant(ctx, "")
    kind = dict(_KINDS)[match[1]]
    text = match[2].strip(" 。\n")
    parts = re.split(r"[、，,]\s*", text) if kind is NoteKind.GUEST else [text]
    for part in parts:
        minutes.add_note(ctx.db, ctx.cause, meeting, kind, part)
    values = {"what": match[1], "text": text, **about(meeting)}
    return [Say("record.noted", values)]


@command("会议记录", "记录", permission=SECRETARY_IN_PRIVATE, example="会议记录")
def show(ctx: Context) -> Reply:
    """看会议记录还缺什么、Word 在哪里取"""
    meeting = meeting_meant(ctx, "")
    record = minutes.minutes(ctx.db, meeting)
    entered = {
        "主持": record.chair,
        "记录人": record.recorder,
        "到会": "有" if record.was_recorded else "",
        "决议": "有" if record.decisions else "",
    }
    values = {
        **about(meeting),
        "title": f"{meeting.begins.year}年第{record.number}次{title(meeting)}",
        "chair": record.chair,
        "recorder": record.recorder,
        "should": record.should,
        "present": len(record.present),
        "absent": Private(list(record.absent)),
        "guests": list(record.guests),
        "decisions": Private(list(record.decisions)),
        "votes": Private([motion_line(vote, record.voters) for vote in record.votes]),
        "photos": record.photos,
        "blank": [name for name, text in entered.items() if not text],
        "id": meeting.id,
    }
    return [Say("record.show", values)]


def photographed(ctx: Context) -> bool:
    """Keep that the secretary sent a photo while a meeting ran; whether it did."""
    if not ctx.holds(Role.SECRETARY):
        return False
    meeting = minutes.photographed(ctx.db, ctx.branch.id, ctx.now, ctx.branch.sign_in)
    if meeting is None:
        return False
    minutes.add_note(ctx.db, ctx.cause, meeting, NoteKind.PHOTO, ctx.message.id)
    return True
