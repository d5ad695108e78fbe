"""Dues: the year as a grid, and who has not paid for months past.

Private to the officers, as the commands 党费 and 欠费 are.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.console import grid
from bot.web.drawing import drawing_of
from bot.web.house import Visitor, visitor_of
from handlers.permissions import OFFICERS_IN_PRIVATE
from store import arrears, meetings, overview, roster, totals
from store.money import Fen
from store.overview import Owing
from store.period import Period


async def year(request: Request) -> Response:
    """The grid of a year, of the branch or of one party group."""
    visitor = visitor_of(request, needs=OFFICERS_IN_PRIVATE)
    ctx, this = visitor.ctx, Period.of(visitor.ctx.today)
    years = grid.years(ctx.db, ctx.branch.id, this.year)
    groups = meetings.party_groups(ctx.db, ctx.branch.id)
    chosen = grid.chosen_year(request.query_params.get("year", ""), years, this.year)
    group = request.query_params.get("group", "")
    group = group if group in groups else ""
    shown = grid.year_grid(ctx.db, ctx.branch.id, chosen, this, group)
    values: dict[str, Any] = {"grid": shown, "years": years, "groups": groups, "group": group}
    values |= {"marks": [(state, *mark) for state, mark in grid.MARKS.items() if mark[0]]}
    values |= {"paid_to": arrears.paid_up_to_of_all(ctx.db, ctx.branch.id)}
    return drawing_of(request).room(request, visitor, "dues.html", **values)


async def owing(request: Request) -> Response:
    """Who has not paid in full for months that are over, and for how many running nothing."""
    visitor = visitor_of(request, needs=OFFICERS_IN_PRIVATE)
    ctx, this = visitor.ctx, Period.of(visitor.ctx.today)
    found = overview.owing(ctx.db, ctx.branch.id, this)
    rows = sorted((_row(visitor, one, this) for one in found), key=lambda row: -row["running"])
    total = Fen(sum(one.amount for one in found))
    return drawing_of(request).room(request, visitor, "owing.html", rows=rows, total=total)


def _row(visitor: Visitor, found: Owing, this: Period) -> dict[str, Any]:
    db = visitor.ctx.db
    member = roster.MEMBERS.get(db, found.totals.member)
    assert member is not None, "totals of nobody"
    run = arrears.run_of(db, found.totals, this)
    months = (totals.balance(db, member.id, member.branch, p) for p in found.periods)
    waits = any(month.claims for month in months)
    running = run.months if run else 0
    return {"member": member, "found": found, "running": running, "waits": waits}


ROUTES = (Route("/dues", year), Route("/dues/owing", owing))
