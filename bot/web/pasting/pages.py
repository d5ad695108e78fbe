"""The paste page's routes: the box, the stretch line by line, the booking, what to carry back.

Nothing typed is lost: what cannot be read comes back into the box with a sentence that says
what to do. Without a script every button is a form of its own.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.paste import PasteError, archive
from bot.pasting.desk import Desk
from bot.pasting.picks import Matter
from bot.pasting.session import DayMissingError, Outcome, Session
from bot.pasting.words import Names
from bot.web.acting import Answer
from bot.web.drawing import drawing_of
from bot.web.guard import checked
from bot.web.house import House, Visitor, house_of, machine_now, visitor_of
from bot.web.pasting import carrying, forms
from bot.web.pasting.shown import booking, called, months_about, room_name, seat_id, shown
from bot.web.pasting.stretches import Stretch, Stretches
from handlers.permissions import SECRETARY_IN_PRIVATE
from store import roster

LARGEST = 2 * 1024 * 1024
"""Bytes of one stretch, pasted or as a file."""

_FIELD = LARGEST + 64 * 1024
_STRETCHES = "stretches"

_TOO_LARGE = "这一段太大了，一次最多 2 MB。请少选几天，分几次贴；重叠的不会重复记。"
_NO_DAY = "这段聊天里没有日期。请在下面选一下是哪一天的，再按“看看”。"
_NOT_YET = "聊天的日期还没到，请选聊天当天的日期。"
_GONE = "刚才那段聊天已经不在了（放得太久，或程序重启过）。请再贴一次，已经记过的不会重复记。"
_MOVED = "照您选的又看了一遍，结果和刚才不一样，请再看一眼，没问题就按“记入账本”。"


async def box(request: Request) -> Response:
    """The box to paste into."""
    return _box(request, _visitor(request))


async def read(request: Request) -> Response:
    """A stretch was pasted, or a file chosen: read it, and show it line by line."""
    visitor = _visitor(request)
    async with request.form(max_part_size=_FIELD) as form:
        checked(visitor.session, request, form)
        return await _read(request, visitor, form)


async def _read(request: Request, visitor: Visitor, form: FormData) -> Response:
    text, filled = forms.whole_text(form, "text"), _filled(form)
    try:
        content, filename = await _content(form, text)
        desk = _desk(request, visitor, filled["room"])
        day = _day(filled["day"], house_of(request))
        session = Session.read(desk, content, filename, day)
    except DayMissingError:
        as_text = archive.read(content)  # a file's text goes into the box: not to be chosen again
        text = as_text if isinstance(as_text, str) else text
        return _box(request, visitor, text, filled, _NO_DAY, asks_day=True)
    except (PasteError, forms.FormError) as error:
        return _box(request, visitor, text, filled, str(error))
    stretch = _stretches(house_of(request)).add(
        visitor.session.id, visitor.branch.id, desk.room, session, text, machine_now(request)
    )
    return RedirectResponse(f"/paste/{stretch.id}", 303)


async def look(request: Request) -> Response:
    """A stretch as it is understood now, or what came of it."""
    visitor = _visitor(request)
    stretch = _stretch(request, visitor)
    if stretch is None:
        return _gone(visitor)
    if stretch.booked is not None:
        return _done(request, visitor, stretch)
    return _looked_over(request, visitor, stretch)


async def decide(request: Request) -> Response:
    """Something was answered, mended or agreed to."""
    visitor = _visitor(request)
    form = await request.form()
    checked(visitor.session, request, form)
    stretch = _stretch(request, visitor)
    if stretch is None:
        return _gone(visitor)
    if stretch.booked is None and "forget" in form:
        _stretches(house_of(request)).drop(stretch)
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
    desk = _desk(request, visitor, stretch.room)
    tried = _tried(stretch, desk)
    if tried.digest != seen:
        stretch.notes.append(_MOVED)
        return
    booked = stretch.session.book(desk, tried.heard)
    stretch.blocks = carrying.blocks(house_of(request), booked)
    stretch.booked = booked
    stretch.left = sum(one.unanswered or one.waits for one in tried.heard)
    stretch.text = ""


def _box(
    request: Request,
    visitor: Visitor,
    text: str = "",
    filled: dict[str, str] | None = None,
    fault: str = "",
    *,
    asks_day: bool = False,
) -> Response:
    house = house_of(request)
    waiting = _stretches(house).unfinished(
        visitor.session.id, visitor.branch.id, machine_now(request)
    )
    values: dict[str, Any] = {
        "rooms": visitor.branch.rooms,
        "room_name": room_name,
        "text": text,
        "filled": filled or {"room": "", "day": ""},
        "fault": fault,
        "asks_day": asks_day,
        "waiting": waiting,
        "no_roster": not roster.members(house.app.db, visitor.branch.id),
    }
    status = 422 if fault else 200
    return drawing_of(request).room(request, visitor, "paste.html", status=status, **values)


def _looked_over(request: Request, visitor: Visitor, stretch: Stretch) -> Response:
    desk = _desk(request, visitor, stretch.room)
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


def _visitor(request: Request) -> Visitor:
    return visitor_of(request, needs=SECRETARY_IN_PRIVATE)


def _stretches(house: House) -> Stretches:
    found = house.extras.get(_STRETCHES)
    if not isinstance(found, Stretches):
        found = house.extras[_STRETCHES] = Stretches(house.sessions.word)
    return found


def _stretch(request: Request, visitor: Visitor) -> Stretch | None:
    stretch_id = request.path_params["stretch"]
    held = _stretches(house_of(request))
    return held.of(stretch_id, visitor.session.id, visitor.branch.id, machine_now(request))


def _desk(request: Request, visitor: Visitor, room: str) -> Desk:
    """The branch's books, open for one of its rooms. Raises FormError for any other room."""
    rooms = visitor.branch.rooms
    room = room or (rooms[0] if len(rooms) == 1 else "")
    if room not in rooms:
        raise forms.FormError("请选一下是哪个群的聊天。")
    house = house_of(request)
    names, by = house.settings.bot_names, visitor.member.id
    return Desk(
        house.app,
        visitor.branch.id,
        room,
        bot_names=names,
        by=by,
        carried=not house.by_hand,
    )


def _filled(form: FormData) -> dict[str, str]:
    return {"room": forms.text_of(form, "room"), "day": forms.text_of(form, "day")}


async def _content(form: FormData, text: str) -> tuple[bytes | str, str]:
    """The stretch: what was pasted, else the file. Raises FormError."""
    file = form.get("file")
    if isinstance(file, UploadFile) and file.filename and not text.strip():
        if file.size is not None and file.size > LARGEST:
            raise forms.FormError(_TOO_LARGE)
        return await file.read(), file.filename
    if len(text.encode()) > LARGEST:
        raise forms.FormError(_TOO_LARGE)
    return text, ""


def _day(written: str, house: House) -> date | None:
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise forms.FormError(f"日期“{written}”没看懂，请写成 2026-03-05 这样。") from None
    if day > house.now.date():
        raise forms.FormError(_NOT_YET)
    return day


ROUTES = (
    *carrying.ROUTES,
    Route("/paste", box),
    Route("/paste", read, methods=["POST"]),
    Route("/paste/{stretch}", look),
    Route("/paste/{stretch}", decide, methods=["POST"]),
)
