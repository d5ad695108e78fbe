"""The box to paste into: a stretch or a file read, or handed back with what to do about it.

Nothing typed is lost: what cannot be read comes back into the box.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.paste import PasteError, archive
from bot.pasting.session import DayMissingError, Session
from bot.web.drawing import drawing_of
from bot.web.guard import checked
from bot.web.house import House, Visitor, house_of, machine_now
from bot.web.pasting import forms
from bot.web.pasting.desks import desk_of, pasting_visitor, stretches_of
from bot.web.pasting.shown import room_name
from store import roster

LARGEST = 2 * 1024 * 1024
"""Bytes of one stretch, pasted or as a file."""

_FIELD = LARGEST + 64 * 1024

_TOO_LARGE = "这一段太大了，一次最多 2 MB。请少选几天，分几次贴；重叠的不会重复记。"
_NO_DAY = "这段聊天里没有日期。请在下面选一下是哪一天的，再按“看看”。"
_NOT_YET = "聊天的日期还没到，请选聊天当天的日期。"


async def box(request: Request) -> Response:
    """The box to paste into."""
    return _box(request, pasting_visitor(request))


async def read(request: Request) -> Response:
    """A stretch was pasted, or a file chosen: read it, and show it line by line."""
    visitor = pasting_visitor(request)
    async with request.form(max_part_size=_FIELD) as form:
        checked(visitor.session, request, form)
        return await _read(request, visitor, form)


async def _read(request: Request, visitor: Visitor, form: FormData) -> Response:
    text, filled = forms.whole_text(form, "text"), _filled(form)
    try:
        content, filename = await _content(form, text)
        desk = desk_of(request, visitor, filled["room"])
        day = _day(filled["day"], house_of(request))
        session = Session.read(desk, content, filename, day)
    except DayMissingError:
        as_text = archive.read(content)  # a file's text goes into the box: not to be chosen again
        text = as_text if isinstance(as_text, str) else text
        return _box(request, visitor, text, filled, _NO_DAY, asks_day=True)
    except (PasteError, forms.FormError) as error:
        return _box(request, visitor, text, filled, str(error))
    stretch = stretches_of(house_of(request)).add(
        visitor.session.id, visitor.branch.id, desk.room, session, text, machine_now(request)
    )
    return RedirectResponse(f"/paste/{stretch.id}", 303)


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
    waiting = stretches_of(house).unfinished(
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


ROUTES = (Route("/paste", box), Route("/paste", read, methods=["POST"]))
