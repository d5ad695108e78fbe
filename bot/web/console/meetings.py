"""Meetings: ahead with answers, held with heads and quorum, and what the year still owes.

Who answered what and why is the secretary's alone. What is done goes as a sentence
(``meeting_words.py``) to the handlers of the same commands.
"""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.console import meeting_words as words
from bot.web.console.files import download, made
from bot.web.console.say import said
from bot.web.console.undoing import undoable
from bot.web.drawing import drawing_of
from bot.web.house import Visitor, visitor_of
from handlers.attendance import present_and_absent
from handlers.meeting_plan import year_lines
from handlers.meetings import running_list, title
from handlers.permissions import SECRETARY_IN_PRIVATE
from handlers.quorum import heads_of
from store import attendance, meetings, minutes
from store.models import Meeting, MeetingState
from store.privacy import Private

HELD_SHOWN = 8

_TABLES = (
    "meetings",
    "meeting_changes",
    "attendance",
    "meeting_notes",
    "vote_counts",
    "left_out",
)


async def page(request: Request) -> Response:
    """The page; ``?year=`` is the year of the plan."""
    visitor = visitor_of(request, needs=SECRETARY_IN_PRIVATE)
    year = _year(request, visitor)
    values: dict[str, Any] = {
        "ahead": _ahead(visitor),
        "held": _held(visitor),
        "kinds": words.choices(visitor),
        "year": year,
        "plan": year_lines(visitor.ctx, year),
        "undo": undoable(visitor, _TABLES),
    }
    return drawing_of(request).room(request, visitor, "meetings.html", **values)


def _ahead(visitor: Visitor) -> list[dict[str, Any]]:
    ctx = visitor.ctx
    return [
        {
            "meeting": meeting,
            "title": title(meeting),
            "answers": _opened(running_list(ctx, meeting)),
            "heads": _opened(heads_of(ctx, meeting)),
        }
        for meeting in meetings.coming(ctx.db, visitor.branch.id, ctx.now)
    ]


def _held(visitor: Visitor) -> list[dict[str, Any]]:
    """The newest first; one that takes signatures already is among them."""
    ctx = visitor.ctx
    opens = visitor.branch.sign_in.before
    arranged = meetings.arranged(ctx.db, visitor.branch.id)
    begun = [meeting for meeting in arranged if meeting.begins - opens <= ctx.now]
    meant = [meeting.id for meeting in words.meant(visitor)]
    return [_held_one(visitor, meeting, meant) for meeting in begun[: -HELD_SHOWN - 1 : -1]]


def _held_one(visitor: Visitor, meeting: Meeting, meant: list[int]) -> dict[str, Any]:
    ctx = visitor.ctx
    there = attendance.attended(ctx.db, meeting.id)
    answers = meetings.answers(ctx.db, meeting.id)
    return {
        "meeting": meeting,
        "title": title(meeting),
        "heads": _opened(heads_of(ctx, meeting)),
        "people": _opened(present_and_absent(ctx, meeting)),
        "recorded": bool(there),
        "ticks": [
            (member, there.get(member.id), answers.get(member.id))
            for member in (meetings.audience(ctx.db, meeting) if meeting.id in meant else ())
        ],
        "minuted": [meeting.id] == meant[:1],
    }


def _opened(values: dict[str, Any]) -> dict[str, Any]:
    """The page is for the secretary alone: what is private may be seen on it."""
    return {
        name: value.opened() if isinstance(value, Private) else value
        for name, value in values.items()
    }


def _year(request: Request, visitor: Visitor) -> int:
    this = visitor.ctx.today.year
    written = request.query_params.get("year", "")
    return int(written) if written.isdecimal() and 2000 <= int(written) <= this + 1 else this


async def arrange(request: Request) -> Response:
    """安排一个会"""
    return await said(request, words.arrange)


async def change(request: Request) -> Response:
    """改会"""
    return await said(request, words.change)


async def cancel(request: Request) -> Response:
    """取消会议"""
    return await said(request, words.cancel)


async def attend(request: Request) -> Response:
    """到会, 未到"""
    return await said(request, words.attend)


async def record(request: Request) -> Response:
    """The minutes of a meeting as a Word file."""
    from bot.documents import minutes as minutes_file  # here: a start need not wait for Word

    visitor = visitor_of(request, needs=SECRETARY_IN_PRIVATE)
    meeting = meetings.MEETINGS.get(visitor.ctx.db, int(request.path_params["meeting"]))
    if meeting is None or meeting.branch != visitor.branch.id:
        raise HTTPException(404)
    if meeting.state is MeetingState.CANCELLED:
        raise HTTPException(404)
    found = minutes.minutes(visitor.ctx.db, meeting)
    content = made(".docx", lambda path: minutes_file.write(found, visitor.branch.name, path))
    return download(f"会议记录-{meeting.begins:%Y%m%d}-{title(meeting)}.docx", content)


ROUTES = (
    Route("/meetings", page),
    Route("/meetings/arrange", arrange, methods=["POST"]),
    Route("/meetings/change", change, methods=["POST"]),
    Route("/meetings/cancel", cancel, methods=["POST"]),
    Route("/meetings/attend", attend, methods=["POST"]),
    Route("/meetings/{meeting:int}/minutes.docx", record),
)
