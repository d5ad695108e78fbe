"""What goes out by itself: ahead with its text and the secretary's hand on it, and what went out.

The order and the numbers are those of 预告 in chat; each button is that command's word.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.console import announced
from bot.web.console.undoing import undoable
from bot.web.drawing import drawing_of
from bot.web.house import Visitor, visitor_of
from handlers.context import Coming
from handlers.preview import LIST, LONGEST_TEXT
from handlers.preview import preview as command

_STATES: tuple[tuple[str, str, str], ...] = (
    ("cancelled", "off", "这次不发"),
    ("released", "good", "已放行"),
    ("postponed", "late", "推迟过"),
    ("edited", "note", "改过稿"),
    ("held", "wait", "先等收款人确认"),
)
"""A field of what is coming, the look of its badge and its words."""


async def announcements(request: Request) -> Response:
    """The page."""
    visitor = visitor_of(request, needs=command.permission)
    coming = list(visitor.ctx.coming())
    values: dict[str, Any] = {
        "list": LIST,
        "entries": " ".join(one.key for one in coming),
        "rows": [_row(number, one) for number, one in enumerate(coming, 1)],
        "longest": LONGEST_TEXT,
        "undo": undoable(visitor, ("interventions",)),
        **_past(visitor),
    }
    return drawing_of(request).room(request, visitor, "announcements.html", **values)


def _row(number: int, one: Coming) -> dict[str, Any]:
    badges = [(look, word) for name, look, word in _STATES if getattr(one, name)]
    if one.awaits_release and not one.cancelled:
        badges.append(("wait", "等您放行" if one.waits_now else "到时要您放行"))
    if not one.to_group:
        badges.append(("note", "只私下说"))
    releases = one.awaits_release and bool(one.text) and not one.cancelled
    return {"number": number, "one": one, "badges": badges, "releases": releases}


def _past(visitor: Visitor) -> dict[str, Any]:
    db, branch, now = visitor.ctx.db, visitor.branch.id, visitor.ctx.now
    done = announced.done(db, branch)
    return {
        "unsure": announced.unsure(db, branch),
        "past": announced.lately(db, done, now),
        "burdens": announced.burdens(db, branch, done, now),
    }


ROUTES = (Route("/announcements", announcements),)
