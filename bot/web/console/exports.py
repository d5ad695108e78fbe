"""The page of downloads, the downloads themselves, and the picture of a waiting post.

What is in a paper is ``papers.py``'s business.
"""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.documents.pictures import Pictures
from bot.faults import CommandError
from bot.web.acting import Answer
from bot.web.console.files import download
from bot.web.console.papers import PAPERS, Order, owns_all
from bot.web.drawing import drawing_of
from bot.web.house import house_of, visitor_of
from handlers.permissions import OFFICERS_IN_PRIVATE, SECRETARY_IN_PRIVATE
from store import dues, outbox
from store.errors import StoreError
from store.period import Period


async def page(request: Request) -> Response:
    """What can be taken away, by what it is for."""
    visitor, house = visitor_of(request, needs=OFFICERS_IN_PRIVATE), house_of(request)
    this = Period.of(visitor.ctx.today)
    opened = dues.opened_months(visitor.ctx.db, visitor.branch.id) or [this]
    values: dict[str, Any] = {
        "years": range(this.year, opened[0].year - 1, -1),
        "months": opened[::-1],
        "is_secretary": visitor.may(SECRETARY_IN_PRIVATE),
        "owns_all": owns_all(house, visitor),
        "imports": visitor.may(SECRETARY_IN_PRIVATE) and visitor.session.owner,
    }
    return drawing_of(request).room(request, visitor, "exports.html", **values)


async def paper(request: Request) -> Response:
    """One of them."""
    permission, make = PAPERS.get(request.path_params["paper"], (None, None))
    if permission is None or make is None:
        raise HTTPException(404)
    visitor = visitor_of(request, needs=permission)
    try:
        done = make(Order.of(request, house_of(request), visitor))
    except (CommandError, StoreError) as error:
        visitor.session.told.append(Answer((str(error),)))
        return RedirectResponse("/exports", 303)
    return download(done.name, done.content)


async def picture(request: Request) -> Response:
    """The picture that goes with a post of one's own branch."""
    visitor, house = visitor_of(request, needs=OFFICERS_IN_PRIVATE), house_of(request)
    row = outbox.OUTBOX.get(visitor.ctx.db, int(request.path_params["row"]))
    if row is None or row.branch != visitor.branch.id or not row.picture:
        raise HTTPException(404)
    content = Pictures(house.app.db.path.parent).read(row.picture)
    if content is None:
        raise HTTPException(404)
    return download(f"配图-{row.at:%Y%m%d}.png", content)


ROUTES = (
    Route("/exports", page),
    Route("/exports/{paper}", paper),
    Route("/picture/{row:int}", picture),
)
