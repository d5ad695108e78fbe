"""Today: what waits for a decision, what is due to go out, how dues stand this month.

Whoever holds no office sees his own affairs only.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot import by_hand
from bot.unsent import failing
from bot.web.console import mine
from bot.web.drawing import drawing_of
from bot.web.house import House, Visitor, house_of, visitor_of
from handlers.meetings import title
from handlers.permissions import CLERK_IN_PRIVATE, OFFICERS, SECRETARY_IN_PRIVATE
from handlers.receipts import to_confirm
from store import inbox, meetings, outbox, overview, roster, totals
from store.models import InboxRow, Meeting, PostState
from store.period import Period

SOON = timedelta(days=7)

FAULTS_AMONG = 300
"""How many of the last messages are looked through for faults."""


async def today(request: Request) -> Response:
    """The first page after signing in."""
    visitor, house = visitor_of(request), house_of(request)
    if not visitor.may(OFFICERS):
        if visitor.may(CLERK_IN_PRIVATE):
            return RedirectResponse("/township", 303)
        return mine.drawn(request, visitor)
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
        **(_alarms(house, visitor) if is_secretary else _NO_ALARMS),
    }


def _to_carry(house: House, visitor: Visitor) -> list[by_hand.Block]:
    return by_hand.blocks(visitor.ctx.db, visitor.branch.id, house.now, channel=not house.by_hand)


_NO_ALARMS: dict[str, Any] = {"alarms": [], "unsure": [], "unsent": [], "faults": []}


def _alarms(house: House, visitor: Visitor) -> dict[str, Any]:
    """What went wrong: the channel, posts of which nobody knows, posts that fail, faults."""
    db, branch, now = visitor.ctx.db, visitor.branch, visitor.ctx.now
    if house.by_hand:
        return {**_NO_ALARMS, "faults": _faults(visitor)}
    unsure = outbox.in_state(db, PostState.ASKED) + outbox.in_state(db, PostState.AMBIGUOUS)
    return {
        "alarms": house.app.alarm.standing(now),
        "unsure": [row for row in unsure if row.branch == branch.id and row.room],
        "unsent": [row for row in failing(db) if row.branch == branch.id and row.room],
        "faults": _faults(visitor),
    }


def _faults(visitor: Visitor) -> list[InboxRow]:
    """Messages of the last week that met a bug, newest first, among the last ones heard."""
    db, branch, now = visitor.ctx.db, visitor.branch, visitor.ctx.now
    last = db.last(inbox.INBOX.name)
    ids = range(last["id"], max(0, last["id"] - FAULTS_AMONG), -1) if last else ()
    recent = (inbox.INBOX.get(db, row_id) for row_id in ids)
    failed = [r for r in recent if r and r.outcome == "fault" and now - r.at <= SOON]
    people = {member.id for member in roster.members(db, branch.id)}
    return [row for row in failed if row.room in branch.rooms or row.member in people]


def _ahead(visitor: Visitor) -> list[Meeting]:
    """Meetings still to be held, the next one first."""
    ctx = visitor.ctx
    arranged = meetings.arranged(ctx.db, visitor.branch.id)
    ahead = [m for m in arranged if m.begins >= ctx.now - meetings.ANSWERABLE_AFTER]
    return sorted(ahead, key=lambda meeting: meeting.begins)


ROUTES = (Route("/", today),)
