"""A pasted stretch line by line, the booking, and what came of it.

Without a script every button is a form of its own.
"""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.pasting.desk import Desk
from bot.pasting.picks import Matter
from bot.pasting.session import Outcome
from bot.pasting.words import Names
from bot.web.acting import Answer
from bot.web.drawing import drawing_of
from bot.web.guard import checked
from bot.web.house import Visitor, house_of
from bot.web.pasting import box, carrying, forms
from bot.web.pasting.desks import desk_of, pasting_visitor, stretch_of, stretches_of
from bot.web.pasting.shown import booking, called, months_about, room_name, seat_id, shown
from bot.web.pasting.stretches import Stretch
from store import roster

_GONE = "刚才那段聊天已经不在了（放得太久，或程序重启过）。请再贴一次，已经记过的不会重复记。"
_MOVED = "照您选的又看了一遍，结果和刚才不一样，请再看一眼，没问题就按“记入账本”。"


async def look(request: Request) -> Response:
    """A stretch as it is understood now, or what came of it."""
    visitor = pasting_visitor(request)
    stretch = stretch_of(request, visitor)
    if stretch is None:
        return _gone(visitor)
    if stretch.booked is not None:
        return _done(request, visitor, stretch)
    return _looked_over(request, visitor, stretch)


async def decide(request: Request) -> Response:
    """Something was answered, mended or agreed to."""
    visitor = pasting_visitor(request)
    form = await request.form()
    checked(visitor.session, request, form)
    stretch = stretch_of(request, visitor)
    if stretch is None:
        return _gone(visitor)
    if stretch.booked is None and "forget" in form:
        stretches_of(house_of(request)).drop(stretch)
        visitor.session.told.append(Answer(("好的，这段没有记，账本没有变。",)))
        return RedirectResponse("/paste", 303)
    at = _decided(request, visitor, stretch, form) if stretch.booked is None else ""
    return RedirectResponse(f"/paste/{stretch.id}{at}", 303)


def _decided(request: Request, visitor: Visitor, stretch: Stretch, form: FormData) -> str:
    """Take what was filled in; gives where on the page to go on."""
    members = {member.id for member in roster.members(visitor.ctx.db, stretch.branch)}
    forms.take_answers(stretch, form, members)
    stretch.open = {o for o in stretch.open if o.startswith("s") and not forms.text_of(form, o)}
    try:
        at = _mended(stretch, form)
    except forms.FormError as error:
        stretch.notes.append(str(error))
        own_id = forms.text_of(form, "set")
        stretch.open.add(own_id)
        return f"#{own_id}"
    if "book" in form:
        _book(request, visitor, stretch, forms.text_of(form, "seen"))
        return ""
    return at


def _mended(stretch: Stretch, form: FormData) -> str:
    """A line taken for something else, for nothing, or for itself again. Raises FormError."""
    instead = stretch.session.decisions.instead
    for what in ("edit", "reseat", "set", "drop", "undo"):
        own_id = forms.text_of(form, what)
        if not own_id:
            continue
        if what in ("edit", "reseat"):
            stretch.open.add(own_id)
            return f"#{own_id}"
        line = forms.line_of(stretch, own_id)
        if line is None:
            return ""
        if what == "undo":
            instead.pop(line.key, None)
        else:
            instead[line.key] = "" if what == "drop" else forms.wording(form, own_id, line.said)
        return f"#{own_id}"
    return "#result"


def _book(request: Request, visitor: Visitor, stretch: Stretch, seen: str) -> None:
    """Book what was seen; where it comes out otherwise by now, it is to be looked at first."""
    desk = desk_of(request, visitor, stretch.room)
    tried = _tried(stretch, desk)
    if tried.digest != seen:
        stretch.notes.append(_MOVED)
        return
    booked = stretch.session.book(desk, tried.heard)
    stretch.blocks = carrying.blocks(house_of(request), booked)
    stretch.booked = booked
    stretch.left = sum(one.unanswered or one.waits for one in tried.heard)
    stretch.text = ""


def _looked_over(request: Request, visitor: Visitor, stretch: Stretch) -> Response:
    desk = desk_of(request, visitor, stretch.room)
    outcome = _tried(stretch, desk)
    members = roster.members(desk.app.db, desk.branch)
    names = Names({member.id: member.called for member in members})
    nobody = {key for key, member in stretch.session.decisions.who.items() if member is None}
    notes, stretch.notes = stretch.notes, []
    values: dict[str, Any] = {
        "stretch": stretch,
        "room": room_name(stretch.room),
        "outcome": outcome,
        "shown": shown(
            outcome, names, stretch.open, nobody, all_ignored="all" in request.query_params
        ),
        "called": called(names, outcome.seats),
        "seat_id": seat_id,
        "nobody": nobody,
        "members": members,
        "months": months_about(house_of(request).now),
        "matters": tuple(Matter),
        "notes": notes,
    }
    return drawing_of(request).room(request, visitor, "paste_lines.html", **values)


def _tried(stretch: Stretch, desk: Desk) -> Outcome:
    """What the stretch comes to; tried again only where something changed since."""
    db, today = desk.app.db, desk.app.clock.now().date()
    state = (db.stamp, today, repr(stretch.session.decisions))
    if stretch.shown is None or stretch.shown_by != state:
        stretch.shown, stretch.shown_by = stretch.session.try_on(desk), state
    return stretch.shown


def _done(request: Request, visitor: Visitor, stretch: Stretch) -> Response:
    assert stretch.booked is not None
    waiting = carrying.waiting(house_of(request), visitor.branch.id, stretch.blocks)
    values: dict[str, Any] = {
        "stretch": stretch,
        "room": room_name(stretch.room),
        "summary": booking(stretch.booked),
        "blocks": waiting,
    }
    return drawing_of(request).room(request, visitor, "paste_done.html", **values)


def _gone(visitor: Visitor) -> Response:
    visitor.session.told.append(Answer((_GONE,)))
    return RedirectResponse("/paste", 303)


ROUTES = (
    *box.ROUTES,
    *carrying.ROUTES,
    Route("/paste/{stretch}", look),
    Route("/paste/{stretch}", decide, methods=["POST"]),
)
