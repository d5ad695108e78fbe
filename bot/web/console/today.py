"""Today: what waits for a decision, what is due to go out, how dues stand this month.

Whoever holds no office sees his own affairs only.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import by_hand
from bot.web.drawing import drawing_of
from bot.web.house import House, Visitor, house_of, visitor_of
from handlers.meetings import title
from handlers.permissions import OFFICERS, SECRETARY_IN_PRIVATE
from handlers.receipts import to_confirm
from store import meetings, overview, roster, totals
from store.models import Meeting
from store.period import Period

SOON = timedelta(days=7)


async def today(request: Request) -> Response:
    """The first page after signing in."""
    visitor, house = visitor_of(request), house_of(request)
    if not visitor.may(OFFICERS):
        return drawing_of(request).room(request, visitor, "mine.html")
    return drawing_of(request).room(request, visitor, "today.html", **_values(house, visitor))


def _values(house: House, visitor: Visitor) -> dict[str, Any]:
    ctx, branch = visitor.ctx, visitor.branch
    month = Period.of(ctx.today)
    is_secretary = visitor.may(SECRETARY_IN_PRIVATE)
    coming = ctx.coming() if is_secretary else ()
    return {
        "to_confirm": len(to_confirm(ctx)),
        "sums": overview.of(totals.balances(ctx.db, branch.id, month)),
        "month": month,
        "owing": len(overview.owing(ctx.db, branch.id, month)),
        "unbound": len(roster.unbound(ctx.db, branch.id)) if is_secretary else 0,
        "coming": [c for c in coming if c.due_at <= ctx.now + SOON],
        "meetings": [(m.begins, title(m), m.place) for m in _ahead(visitor)],
        "carrying": len(_to_carry(house, visitor)),
        "is_secretary": is_secretary,
    }


def _to_carry(house: House, visitor: Visitor) -> list[by_hand.Block]:
    return by_hand.blocks(visitor.ctx.db, visitor.branch.id, house.now, channel=not house.by_hand)


def _ahead(visitor: Visitor) -> list[Meeting]:
    """Meetings still to be held, the next one first."""
    ctx = visitor.ctx
    arranged = meetings.arranged(ctx.db, visitor.branch.id)
    ahead = [m for m in arranged if m.begins >= ctx.now - meetings.ANSWERABLE_AFTER]
    return sorted(ahead, key=lambda meeting: meeting.begins)


ROUTES = (Route("/", today),)
