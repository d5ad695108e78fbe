"""What is pressed in the room: one form field names the deed, a table says who does it.

``deed`` is a word, or a word and what it is about: ``recall 12``, ``jump 明天``, ``group 报到``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.clock import SHANGHAI
from bot.sandbox.branch import Cast
from bot.sandbox.moments import jumped
from bot.sandbox.room import Room, RoomError
from bot.web.guard import checked
from bot.web.house import session_of
from bot.web.room.page import person_of, room_of


@dataclass(frozen=True, slots=True)
class Wish:
    """A deed somebody asked for: who, what it is about, and the form's other fields."""

    room: Room
    person: Cast
    about: str
    fields: Mapping[str, str]


async def do(request: Request) -> Response:
    """Do one deed. The script hears only what went wrong; without it the page comes anew."""
    room = room_of(request)
    form = await request.form()
    checked(session_of(request), request, form)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    person = person_of(fields.get("as", ""))
    word, _, about = fields.get("deed", "").partition(" ")
    error = ""
    try:
        await _DEEDS.get(word, _nothing)(Wish(room, person, about, fields))
    except RoomError as told:
        error = str(told)
    if request.headers.get("accept", "").startswith("application/json"):
        return JSONResponse({"error": error})
    seen = {"as": person.wechat_id} | ({"tab": "private"} if word == "private" else {})
    return RedirectResponse(f"/room?{urlencode(seen)}", 303)


async def _speak(wish: Wish, *, in_group: bool) -> None:
    text = wish.about or wish.fields.get("text", "")
    answers = wish.fields.get("answers", "") if not wish.about else ""
    number = int(answers) if answers.isdecimal() else None
    await wish.room.say(wish.person, text, in_group=in_group, answers=number)


async def _group(wish: Wish) -> None:
    await _speak(wish, in_group=True)


async def _private(wish: Wish) -> None:
    await _speak(wish, in_group=False)


async def _picture(wish: Wish) -> None:
    await wish.room.send_picture(wish.person, in_group=wish.about != "private")


async def _recall(wish: Wish) -> None:
    await wish.room.take_back(wish.person, _number(wish))


async def _again(wish: Wish) -> None:
    await wish.room.deliver_again(_said(wish), new_id=False)


async def _anew(wish: Wish) -> None:
    await wish.room.deliver_again(_said(wish), new_id=True)


async def _rename(wish: Wish) -> None:
    await wish.room.rename(wish.person, wish.fields.get("card", ""))


async def _jump(wish: Wish) -> None:
    moment = jumped(wish.room.stage.clock.now(), wish.about)
    if moment is None:
        raise RoomError("没看懂要走到哪天。")
    await wish.room.travel(moment)


async def _travel(wish: Wish) -> None:
    try:
        moment = datetime.fromisoformat(wish.fields.get("moment", "")).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise RoomError("没看懂要走到哪天。请选一个日子和钟点。") from None
    await wish.room.travel(moment)


async def _next(wish: Wish) -> None:
    await wish.room.travel_to_next()


async def _away(wish: Wish) -> None:
    await wish.room.go_away()


async def _back(wish: Wish) -> None:
    await wish.room.come_back()


async def _tour(wish: Wish) -> None:
    await wish.room.tour_next()


async def _skip(wish: Wish) -> None:
    await wish.room.leave_tour()


async def _nothing(wish: Wish) -> None:
    raise RoomError("这一步没看懂，请再点一次。")


def _said(wish: Wish) -> int:
    """The message meant: that of a number, or the last one that this person can see."""
    return wish.room.last_said(wish.person) if wish.about == "last" else _number(wish)


def _number(wish: Wish) -> int:
    return int(wish.about) if wish.about.isdecimal() else 0


_DEEDS: Mapping[str, Callable[[Wish], Awaitable[None]]] = {
    "group": _group,
    "private": _private,
    "picture": _picture,
    "recall": _recall,
    "again": _again,
    "anew": _anew,
    "rename": _rename,
    "jump": _jump,
    "travel": _travel,
    "next": _next,
    "away": _away,
    "back": _back,
    "tour": _tour,
    "skip": _skip,
}

ROUTES = (Route("/room/do", do, methods=["POST"]),)
