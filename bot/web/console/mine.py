"""A member's own page: his dues, check-in and meetings, and the few things he says most often.

What is shown is what 我的 tells him; what he presses says the words he would type.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.drawing import drawing_of
from bot.web.house import Visitor, visitor_of
from handlers import reports
from store import audit, dues
from store.period import Period
from store.privacy import Private


async def mine(request: Request) -> Response:
    """His own affairs and nothing else."""
    return drawn(request, visitor_of(request))


def drawn(request: Request, visitor: Visitor) -> Response:
    """The page; also what somebody without an office sees first."""
    ctx = visitor.ctx
    told = reports.mine.run(ctx)[0].values
    opened = {key: v.opened() if isinstance(v, Private) else v for key, v in told.items()}
    titles = [meeting["kind"] for meeting in opened["meetings"]]
    values: dict[str, Any] = {"mine": opened}
    values["told_apart"] = {title for title in titles if titles.count(title) == 1}
    values["owes"] = dues.due(ctx.db, visitor.member.id, Period.of(ctx.today))
    values["undoable"] = audit.last_act(ctx.db, visitor.member.id) is not None
    return drawing_of(request).room(request, visitor, "mine.html", **values)


ROUTES = (Route("/mine", mine),)
