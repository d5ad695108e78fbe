"""Signing in and out: a one-time link, and for the machine's owner the choice as whom to work.

A link is only spent by pressing the button: whatever looks at a link before a person
does (a chat's preview, a browser's own) signs nobody in.
"""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.drawing import drawing_of
from bot.web.guard import checked
from bot.web.house import (
    House,
    cookie_name,
    house_of,
    machine_now,
    remembered,
    session_of,
)
from bot.web.sessions import Link, TooManyGuessesError
from store import roster
from store.models import Member, MemberStatus, Role

OFFICES = {
    Role.CLERK: "镇党委",
    Role.SECRETARY: "书记",
    Role.COLLECTOR: "组织委员",
    Role.COMMITTEE: "支委",
    Role.GROUP_LEADER: "党小组长",
}


async def come_in(request: Request) -> Response:
    """The page behind a link: who may come in with it."""
    link = _link(request)
    if link is None:
        return _no_link(request)
    house = house_of(request)
    draw = drawing_of(request)
    people = _choices(house) if link.member is None else [_member(house, link.member)]
    return draw.page(request, "come_in.html", people=people, offices=OFFICES)


async def enter(request: Request) -> Response:
    """The button was pressed: the link is spent, a session begins."""
    link = _link(request)
    if link is None:
        return _no_link(request)
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if request.headers.get("origin") not in (None, own):
        raise HTTPException(403)
    house = house_of(request)
    session = house.sessions.use(link, machine_now(request))
    form = await request.form()
    if session.owner:
        session.member = _chosen(house, str(form.get("member", "")))
    return remembered(RedirectResponse("/", 303), request, session)


async def change(request: Request) -> Response:
    """The owner of the machine (in the sandbox: anybody) works as somebody else."""
    house = house_of(request)
    session = session_of(request)
    form = await request.form()
    checked(session, request, form)
    if session is None or not session.owner:
        raise HTTPException(403)
    session.member = _chosen(house, str(form.get("member", "")))
    session.told.clear()
    return RedirectResponse("/", 303)


async def leave(request: Request) -> Response:
    """Sign out."""
    session = session_of(request)
    checked(session, request, await request.form())
    if session is not None:
        house_of(request).sessions.end(session)
    answer = RedirectResponse("/hello", 303)
    answer.delete_cookie(cookie_name(request))
    return answer


async def hello(request: Request) -> Response:
    """What somebody sees who is not signed in: how to."""
    return drawing_of(request).page(request, "hello.html")


async def choose(request: Request) -> Response:
    """As whom the owner works."""
    session = session_of(request)
    if session is None or not session.owner:
        return RedirectResponse("/hello", 303)
    house = house_of(request)
    values: dict[str, Any] = {"people": _choices(house), "offices": OFFICES, "csrf": session.csrf}
    return drawing_of(request).page(request, "choose.html", **values)


def _link(request: Request) -> Link | None:
    address = request.client.host if request.client else ""
    try:
        token = request.path_params["token"]
        return house_of(request).sessions.known_link(token, machine_now(request), address)
    except TooManyGuessesError:
        raise HTTPException(429) from None


def _no_link(request: Request) -> Response:
    return drawing_of(request).page(request, "hello.html", status=404, spent=True)


def _choices(house: House) -> list[Member]:
    """The officers first come first: who may do something in the console."""
    branches = [branch.id for branch in house.settings.branches]
    members = [m for branch in branches for m in roster.members(house.app.db, branch)]
    return [m for m in members if m.roles]


def _member(house: House, member: int) -> Member:
    found = roster.MEMBERS.get(house.app.db, member)
    assert found is not None, "a link for nobody"
    return found


def _chosen(house: House, written: str) -> int:
    member = roster.MEMBERS.get(house.app.db, int(written)) if written.isdecimal() else None
    if member is None or member.status is not MemberStatus.ACTIVE:
        raise HTTPException(400)
    return member.id


ROUTES = (
    Route("/in/{token}", come_in),
    Route("/in/{token}", enter, methods=["POST"]),
    Route("/as", choose),
    Route("/as", change, methods=["POST"]),
    Route("/out", leave, methods=["POST"]),
    Route("/hello", hello),
)
