"""History: who did what, newest first, by person and month, a page at a time.

Only for the secretary, and without values (``happened.py``).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.console.happened import Wanted, stretch
from bot.web.drawing import drawing_of
from bot.web.house import Visitor, visitor_of
from handlers.permissions import SECRETARY_IN_PRIVATE
from store import dues, roster
from store.period import Period


async def page(request: Request) -> Response:
    """``?who=`` a member's id, ``?month=2026-03``, ``?before=`` an entry's number."""
    visitor = visitor_of(request, needs=SECRETARY_IN_PRIVATE)
    wanted = _wanted(request, visitor)
    found = stretch(visitor.ctx.db, wanted)
    asked = {name: request.query_params.get(name, "") for name in ("who", "month")}
    older = {**{k: v for k, v in asked.items() if v}, "before": found.older}
    values: dict[str, Any] = {
        "entries": found.entries,
        "older": f"/history?{urlencode(older)}" if found.older else "",
        "newest": wanted.before is None,
        "wanted": wanted,
        "people": roster.members(visitor.ctx.db, visitor.branch.id),
        "months": dues.opened_months(visitor.ctx.db, visitor.branch.id)[::-1],
    }
    return drawing_of(request).room(request, visitor, "history.html", **values)


def _wanted(request: Request, visitor: Visitor) -> Wanted:
    """Raises HTTPException(400)."""
    asked = request.query_params
    try:
        month = Period.parse(asked["month"]) if asked.get("month") else None
        member = int(asked["who"]) if asked.get("who") else None
        before = int(asked["before"]) if asked.get("before") else None
    except ValueError:
        raise HTTPException(400) from None
    return Wanted(visitor.branch.id, member, month, before)


ROUTES = (Route("/history", page),)
