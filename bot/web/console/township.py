"""The township's pages for its clerk: branches by dues, heads, contact and meetings.

Shows what 全镇党费 and 全镇 tell, and nothing else: sums, and names only of those whose silence
may soon matter.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.console.choosing import chosen, months_back
from bot.web.drawing import drawing_of
from bot.web.house import visitor_of
from handlers import township as told
from handlers.permissions import CLERK_IN_PRIVATE
from store import overview, totals
from store.overview import Sums

MONTHS_SHOWN = 24


async def dues(request: Request) -> Response:
    """A month of all branches by sums, and their heads."""
    visitor = visitor_of(request, needs=CLERK_IN_PRIVATE)
    ctx = visitor.ctx
    months = months_back(ctx.today, MONTHS_SHOWN)
    month = chosen(request, months)
    rows = [
        (name, overview.of(totals.balances(ctx.db, branch, month)))
        for branch, name in ctx.branch.neighbours.items()
    ]
    values: dict[str, Any] = {"months": months, "month": month, "rows": rows}
    values |= {"whole": sum((sums for _, sums in rows), Sums()), "heads": told.heads(ctx)}
    return drawing_of(request).room(request, visitor, "township.html", **values)


async def contact(request: Request) -> Response:
    """Of how many away nothing was heard, by branch."""
    visitor = visitor_of(request, needs=CLERK_IN_PRIVATE)
    lines = told.contact(visitor.ctx)
    return drawing_of(request).room(request, visitor, "township_contact.html", lines=lines)


async def meetings(request: Request) -> Response:
    """How many meetings each branch held this year, and which are overdue."""
    visitor = visitor_of(request, needs=CLERK_IN_PRIVATE)
    values: dict[str, Any] = {"lines": told.held(visitor.ctx), "year": visitor.ctx.today.year}
    return drawing_of(request).room(request, visitor, "township_meetings.html", **values)


ROUTES = (
    Route("/township", dues),
    Route("/township/contact", contact),
    Route("/township/meetings", meetings),
)
