"""What a booked stretch leaves to be carried back into the group, and its pictures.

Without a channel that is all that waits, this month's notices too, until somebody says that
he has pasted it; beside a channel only the answers to what was pasted.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import by_hand
from bot.by_hand import Block
from bot.documents.pictures import Pictures
from bot.pasting.session import Outcome
from bot.web.house import House, house_of, visitor_of
from handlers.permissions import OFFICERS_IN_PRIVATE
from store import outbox


def blocks(house: House, booked: Outcome) -> tuple[Block, ...]:
    """The answers to what was pasted."""
    return tuple(by_hand.blocks_of(house.app.db, booked.rows))


def waiting(house: House, branch: str, answers: Sequence[Block]) -> list[Block]:
    """What is to be carried now."""
    if house.by_hand:
        return by_hand.blocks(house.app.db, branch, house.now)
    return list(answers)


async def picture(request: Request) -> Response:
    """The picture that goes after a post of his branch."""
    visitor = visitor_of(request, needs=OFFICERS_IN_PRIVATE)
    db = house_of(request).app.db
    row = outbox.OUTBOX.get(db, request.path_params["row"])
    if row is None or row.branch != visitor.branch.id or not row.picture:
        raise HTTPException(404)
    png = Pictures(db.path.parent).read(row.picture)
    if png is None:
        raise HTTPException(404)
    name = f"{row.why.replace('/', '-')}.png"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(png, media_type="image/png", headers=headers)


ROUTES = (Route("/picture/{row:int}", picture),)
