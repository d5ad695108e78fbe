"""One member's dues: his year with what was verified, and a month with its whole history.

Private to the officers, as 党费 and 追溯 are. Buttons say what one would type.
"""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.console import grid
from bot.web.drawing import drawing_of
from bot.web.house import Visitor, visitor_of
from handlers.balances import paid_to
from handlers.permissions import OFFICERS_IN_PRIVATE
from store import arrears, audit, dues, roster, totals, trace
from store.models import Balance, ClaimState, Member, MemberStatus
from store.period import Period


async def member_year(request: Request) -> Response:
    """A member's year month by month, what he owes a month and since when."""
    visitor = visitor_of(request, needs=OFFICERS_IN_PRIVATE)
    ctx, this = visitor.ctx, Period.of(visitor.ctx.today)
    member = _member(visitor, request.path_params["member"])
    own = {b.period: b for b in totals.BALANCES.find(ctx.db, member=member.id)}
    years = sorted({period.year for period in own} | {this.year}, reverse=True)
    chosen = grid.chosen_year(request.query_params.get("year", ""), years, this.year)
    kept = totals.member_totals(ctx.db, member.id, member.branch)
    months = [own.get(p) or Balance(member.id, member.branch, p) for p in grid.months(chosen)]
    values: dict[str, Any] = {
        "member": member,
        "present": _is_here(visitor, member),
        "year": chosen,
        "years": years,
        "months": [(month, grid.cell(ctx.db, month, this)) for month in months],
        "owes": dues.due(ctx.db, member.id, this),
        "paid_to": paid_to(ctx, member),
        "behind": kept,
        "run": arrears.run_of(ctx.db, kept, this),
        "bases": [
            (base, _called(visitor, base.by)) for base in dues.BASES.find(ctx.db, member=member.id)
        ],
        "this": this,
    }
    return drawing_of(request).room(request, visitor, "dues_member.html", **values)


async def month(request: Request) -> Response:
    """One month: every entry it is made of, and what can be done about it."""
    visitor = visitor_of(request, needs=OFFICERS_IN_PRIVATE)
    ctx = visitor.ctx
    period = _period(request.path_params["month"])
    member = _whose_month(visitor, request.path_params["member"], period)
    balance = totals.balance(ctx.db, member.id, ctx.branch.id, period)
    entries = trace.entries(ctx.db, member, period)
    values: dict[str, Any] = {
        "member": member,
        "present": _is_here(visitor, member),
        "own": member.id == visitor.member.id,
        "period": period,
        "balance": balance,
        "cell": grid.cell(ctx.db, balance, Period.of(ctx.today)),
        "entries": [(entry, _called(visitor, entry.by)) for entry in entries],
        "waiting": [
            claim
            for claim in dues.standing_claims(ctx.db, member.id, period)
            if claim.state is ClaimState.CLAIMED
        ],
        "undoable": _was_last(visitor, member, period),
    }
    return drawing_of(request).room(request, visitor, "dues_month.html", **values)


def _member(visitor: Visitor, member_id: int) -> Member:
    """Somebody whom the branch counts, or counted last. Raises HTTPException(404)."""
    member = roster.MEMBERS.get(visitor.ctx.db, member_id)
    if member is None or member.branch != visitor.branch.id:
        raise HTTPException(404)
    return member


def _whose_month(visitor: Visitor, member_id: int, period: Period) -> Member:
    """Whose month it is: a month stays with the branch it began in. Raises HTTPException(404)."""
    kept = totals.BALANCES.one(visitor.ctx.db, member=member_id, period=period)
    if kept is None:
        return _member(visitor, member_id)
    member = roster.MEMBERS.get(visitor.ctx.db, member_id)
    if member is None or kept.branch != visitor.branch.id:
        raise HTTPException(404)
    return member


def _period(written: str) -> Period:
    try:
        return Period.parse(written)
    except ValueError:
        raise HTTPException(404) from None


def _is_here(visitor: Visitor, member: Member) -> bool:
    """Whether commands still know him."""
    return member.branch == visitor.branch.id and member.status is MemberStatus.ACTIVE


def _called(visitor: Visitor, member_id: int | None) -> str:
    """Who did it; the program where nobody did."""
    member = roster.MEMBERS.get(visitor.ctx.db, member_id) if member_id is not None else None
    return member.called if member else "自动"


def _was_last(visitor: Visitor, member: Member, period: Period) -> bool:
    """Whether what the visitor did last, which 撤销 takes back, is about this month."""
    db = visitor.ctx.db
    act = audit.last_act(db, visitor.member.id)
    if act is None:
        return False
    about = {f"claims/{c.id}" for c in dues.CLAIMS.find(db, member=member.id, period=period)}
    about |= {f"receipts/{r.id}" for r in dues.RECEIPTS.find(db, member=member.id, period=period)}
    return not about.isdisjoint(act["entries"])


ROUTES = (
    Route("/dues/{member:int}", member_year),
    Route("/dues/{member:int}/{month}", month),
)
