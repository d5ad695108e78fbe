"""The collector's list: every open claim with the sentence it came from, confirmed with a click.

The order is the one that 确认 shows in chat; the numbers that are ticked mean the list on
this page, which goes along with the form.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.drawing import drawing_of
from bot.web.house import Visitor, visitor_of
from handlers.permissions import OFFICERS
from handlers.receipts import to_confirm
from store import dues
from store.models import Claim
from store.money import Fen


async def claims(request: Request) -> Response:
    """The list, numbered."""
    visitor = visitor_of(request, needs=OFFICERS)
    ctx = visitor.ctx
    waiting = to_confirm(ctx)
    entries = [str(claim.id) for claim in waiting]
    rows = [_row(visitor, number, claim) for number, claim in enumerate(waiting, 1)]
    total = Fen(sum(claim.amount for claim in waiting))
    own = [c for c in dues.open_claims(ctx.db, ctx.branch.id) if c.member == visitor.member.id]
    values: dict[str, Any] = {"rows": rows, "entries": " ".join(entries)}
    values |= {"total": total, "own": own}
    return drawing_of(request).room(request, visitor, "claims.html", **values)


def _row(visitor: Visitor, number: int, claim: Claim) -> dict[str, object]:
    owed = dues.due(visitor.ctx.db, claim.member, claim.period)
    return {
        "number": number,
        "claim": claim,
        "name": dues.claimant(visitor.ctx.db, claim).called,
        "differs": owed if owed is not None and owed != claim.amount else None,
        "proxy": claim.by not in (claim.member, None),
    }


ROUTES = (Route("/claims", claims),)
