"""Contact with those away: check-ins, silence, searches, home-comings.

The secretary's alone, as 联系情况 and 查找 are: who is silent is never said elsewhere.
"""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.members.evidence import RULE
from bot.web.console.choosing import chosen, months_back
from bot.web.drawing import drawing_of
from bot.web.house import Visitor, visitor_of
from handlers.permissions import SECRETARY_IN_PRIVATE
from store import audit, checkins, homecomings, roster, searches, silence
from store.models import CheckIn, Member, MemberStatus, Search
from store.period import Period
from store.privacy import masked

MONTHS_SHOWN = 12


async def contact(request: Request) -> Response:
    """Those away: who checked in in a month, and of whom nothing was heard for how long."""
    visitor = visitor_of(request, needs=SECRETARY_IN_PRIVATE)
    ctx = visitor.ctx
    months = months_back(ctx.today, MONTHS_SHOWN)
    month = chosen(request, months)
    away = silence.last_contacts(ctx.db, ctx.branch.id)
    spoke = _checked_in(visitor, month)
    coming = homecomings.expected(ctx.db, ctx.branch.id, ctx.now)
    values: dict[str, Any] = {
        "months": months,
        "month": month,
        "checked": [(one.member, spoke.get(one.member.id)) for one in away],
        "count": sum(one.member.id in spoke for one in away),
        "rows": [_row(visitor, one) for one in away],
        "coming": coming,
        "others": [one.member for one in away if one.member not in coming],
    }
    return drawing_of(request).room(request, visitor, "contact.html", **values)


def _checked_in(visitor: Visitor, month: Period) -> dict[int, CheckIn]:
    """The last check-in of each for a month."""
    found = checkins.CHECK_INS.find(visitor.ctx.db, branch=visitor.branch.id, period=month)
    return {entry.member: entry for entry in found if not entry.withdrawn}


def _row(visitor: Visitor, one: silence.Contact) -> dict[str, Any]:
    now = visitor.ctx.now
    tried = len(searches.of_member(visitor.ctx.db, one.member.id))
    phone = masked(one.member.phone)
    months, days = one.months(now), one.days(now)
    return {"one": one, "months": months, "days": days, "phone": phone, "tried": tried}


async def evidence(request: Request) -> Response:
    """One member: the last that was heard, each search, and the form to note another."""
    visitor = visitor_of(request, needs=SECRETARY_IN_PRIVATE)
    ctx = visitor.ctx
    member = roster.MEMBERS.get(ctx.db, request.path_params["member"])
    if member is None or member.branch != ctx.branch.id:
        raise HTTPException(404)
    last = silence.last_contact(ctx.db, member)
    found = searches.of_member(ctx.db, member.id)
    values: dict[str, Any] = {
        "member": member,
        "present": member.status is MemberStatus.ACTIVE,
        "last": last,
        "days": last.days(ctx.now),
        "months": last.months(ctx.now),
        "phone": masked(member.phone),
        "searches": [(entry, _noted_by(visitor, entry)) for entry in found],
        "undoable": _was_last(visitor, member),
        "rule": RULE,
    }
    return drawing_of(request).room(request, visitor, "evidence.html", **values)


def _noted_by(visitor: Visitor, entry: Search) -> str:
    by = roster.MEMBERS.get(visitor.ctx.db, entry.by) if entry.by is not None else None
    return by.called if by else "自动"


def _was_last(visitor: Visitor, member: Member) -> bool:
    """Whether what the visitor did last, which 撤销 takes back, is a search for this member."""
    act = audit.last_act(visitor.ctx.db, visitor.member.id)
    own = {f"searches/{entry.id}" for entry in searches.of_member(visitor.ctx.db, member.id)}
    return act is not None and not own.isdisjoint(act["entries"])


ROUTES = (Route("/contact", contact), Route("/contact/{member:int}", evidence))
