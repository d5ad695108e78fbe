"""Posts to carry by hand, where no channel is: copied, pasted into WeChat, ticked off."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot import by_hand
from bot.web.acting import Answer
from bot.web.drawing import drawing_of
from bot.web.guard import checked
from bot.web.house import Visitor, house_of, visitor_of
from handlers.permissions import OFFICERS_IN_PRIVATE
from store import outbox
from store.models import Cause


async def carry(request: Request) -> Response:
    """What waits to be carried into the group, and to single people."""
    visitor = visitor_of(request, needs=OFFICERS_IN_PRIVATE)
    house = house_of(request)
    db, branch = house.app.db, visitor.branch.id
    waiting = by_hand.blocks(db, branch, house.now, channel=not house.by_hand)
    return drawing_of(request).room(request, visitor, "carry.html", blocks=waiting)


async def settle(request: Request) -> Response:
    """He has carried a post, or lets it go."""
    visitor = visitor_of(request, needs=OFFICERS_IN_PRIVATE)
    form = await request.form()
    checked(visitor.session, request, form)
    house = house_of(request)
    rows = _own_rows(visitor, str(form.get("rows", "")))
    cause = Cause(house.now, visitor.member.id, f"page/{visitor.member.id}/carry")
    if form.get("done") == "no":
        said = "好的，不贴了。" if by_hand.let_go(house.app.db, cause, rows) else _ALREADY
    else:
        said = "记下了：已经贴出。" if by_hand.carried(house.app.db, cause, rows) else _ALREADY
    visitor.session.told.append(Answer((said,)))
    back = str(form.get("back", ""))
    return RedirectResponse(back if _STRETCH.fullmatch(back) else "/carry", 303)


_STRETCH = re.compile(r"/paste/[\w-]+")
"""The only other page that has posts to carry."""

_ALREADY = "这一条已经处理过了。"


def _own_rows(visitor: Visitor, written: str) -> list[int]:
    """Rows of his own branch only. Raises HTTPException(400)."""
    if not all(part.isdecimal() for part in written.split()):
        raise HTTPException(400)
    found = [outbox.OUTBOX.get(visitor.ctx.db, int(part)) for part in written.split()]
    return [row.id for row in found if row is not None and row.branch == visitor.branch.id]


ROUTES = (Route("/carry", carry), Route("/carry", settle, methods=["POST"]))
