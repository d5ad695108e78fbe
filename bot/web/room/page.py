"""The room's page and its pictures. Whoever opens it may speak as anybody: all is invented."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.sandbox import branch
from bot.sandbox.branch import CAST, Cast
from bot.sandbox.chat import Bubble, seen_by
from bot.sandbox.room import Room
from bot.web.drawing import drawing_of
from bot.web.guard import checked
from bot.web.house import House, house_of, machine_now, remembered, session_of
from bot.web.room.views import View
from bot.web.sessions import Session
from store import roster
from store.models import Member, Role

ROOM = "room"
"""Under this name the house keeps the room."""

FIRST = "张伟"
"""Whose eyes the room is first seen with: a member like most."""


@dataclass(frozen=True, slots=True)
class ConsoleDoor:
    """A way from the room into the books: as whom."""

    member: int
    label: str


def room_of(request: Request) -> Room:
    """The room of this house. Raises HTTPException(404) in a house without one."""
    room = house_of(request).extras.get(ROOM)
    if not isinstance(room, Room):
        raise HTTPException(404)
    return room


def person_of(written: str) -> Cast:
    """One of the cast by WeChat id; who is nobody is the first one seen with."""
    found = next((p for p in CAST if p.wechat_id == written), None)
    return found or next(p for p in CAST if p.name == FIRST)


async def page(request: Request) -> Response:
    """The room with the eyes of ``as``; who has no session gets one."""
    room = room_of(request)
    session = session_of(request) or _begin(request)
    view = View(room, person_of(_eyes(request, session)))
    quote = _quoted(room, view.me, request.query_params.get("quote", ""))
    drawn = drawing_of(request).page(
        request,
        "room/page.html",
        view=view,
        panes=view.panes(all_of_it="all" in request.query_params),
        tab="private" if request.query_params.get("tab") == "private" else "group",
        quote=quote,
        relay=room.relay_for(view.me) if "relay" in request.query_params else "",
        csrf=session.csrf,
        doors=_doors(house_of(request), view.me),
    )
    remembered(drawn, request, session)
    return drawn


async def picture(request: Request) -> Response:
    """A picture that was posted."""
    room = room_of(request)
    if session_of(request) is None:
        raise HTTPException(404)
    bubble = room.chat.bubble(int(request.path_params["number"]))
    if bubble is None or bubble.picture is None:
        raise HTTPException(404)
    return Response(bubble.picture.content, media_type=bubble.picture.media_type)


async def relay(request: Request) -> Response:
    """The relay with one more row, prepared for ``as``."""
    person = person_of(request.query_params.get("as", ""))
    return JSONResponse({"text": room_of(request).relay_for(person)})


async def paste(request: Request) -> Response:
    """To the page where chat is pasted, as the secretary: who pastes holds an office."""
    room_of(request)
    session = session_of(request)
    checked(session, request, await request.form())
    if session is None or not session.owner:
        raise HTTPException(403)
    session.member = _in(house_of(request), Role.SECRETARY)[0].id
    return RedirectResponse("/paste", 303)


def _eyes(request: Request, session: Session) -> str:
    """With whose eyes: those asked for, or those of last time, as for who comes back."""
    last: dict[str, str] = house_of(request).extras.setdefault("eyes", {})  # type: ignore[assignment]
    asked = request.query_params.get("as") or last.get(session.id, "")
    last[session.id] = asked
    return asked


def _begin(request: Request) -> Session:
    """Anybody at this machine may come in: there is nothing here but invented people."""
    house = house_of(request)
    secretary = _in(house, Role.SECRETARY)[0]
    return house.sessions.begin(machine_now(request), secretary.id, owner=True)


def _quoted(room: Room, me: Cast, written: str) -> Bubble | None:
    bubble = room.chat.bubble(int(written)) if written.isdecimal() else None
    return bubble if bubble is not None and seen_by(me.wechat_id, bubble) else None


def _doors(house: House, me: Cast) -> list[ConsoleDoor]:
    """The officers, and whoever he is just now."""
    db = house.app.db
    labels = {"书记": Role.SECRETARY, "组织委员": Role.COLLECTOR}
    found = {m.id: f"{n} {m.name}" for n, r in labels.items() for m in _in(house, r)}
    own = roster.member_of(db, me.wechat_id)
    if own is not None:
        found.setdefault(own.id, f"党员 {own.called}")
    return [ConsoleDoor(member, label) for member, label in found.items()]


def _in(house: House, role: Role) -> list[Member]:
    return roster.officers(house.app.db, branch.BRANCH, role)


ROUTES = (
    Route("/room", page),
    Route("/room/picture/{number:int}", picture),
    Route("/room/relay", relay),
    Route("/room/paste", paste, methods=["POST"]),
)
