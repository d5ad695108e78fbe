"""What happens in the room, told to an open page as server-sent events.

``entry``: a bubble or line as HTML. ``gone``: a bubble taken back. ``dot``: something in another
person's private chat, of which only the number is told. ``turn``: the tour looks with somebody's
eyes. ``parts``: what changes with the moment.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from jinja2 import Environment
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox import branch
from bot.sandbox.chat import Bubble, Recall, seen_by
from bot.sandbox.room import Changed, News, Room, TurnTo
from bot.web.drawing import drawing_of
from bot.web.house import session_of
from bot.web.room.page import person_of, room_of
from bot.web.room.views import View

KEEPS_ALIVE = 15.0
"""After so many seconds without news a comment is sent, so that nothing cuts the line."""


async def events(request: Request) -> Response:
    """The stream of one open page: what came after entry ``after``, and on."""
    room = room_of(request)
    if session_of(request) is None:
        raise HTTPException(404)
    view = View(room, person_of(request.query_params.get("as", "")))
    written = request.headers.get("last-event-id") or request.query_params.get("after", "0")
    after = int(written) if written.isdecimal() else room.chat.last
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    news = told(room, view, drawing_of(request).environment, after)
    return StreamingResponse(news, media_type="text/event-stream", headers=headers)


async def told(room: Room, view: View, environment: Environment, after: int) -> AsyncIterator[str]:
    """The events for one pair of eyes, without end."""
    yield "retry: 1000\n\n"
    with room.watch() as queue:
        for entry in room.chat.since(after):
            yield _event(view, environment, entry)
        yield _parts(view, environment)
        while True:
            try:
                news = await asyncio.wait_for(queue.get(), KEEPS_ALIVE)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if not isinstance(news, Changed):
                yield _event(view, environment, news)
            if queue.empty():
                yield _parts(view, environment)


def _event(view: View, environment: Environment, news: News) -> str:
    if isinstance(news, TurnTo):
        return _written("turn", {"as": news.who, "tab": "group" if news.in_group else "private"})
    assert not isinstance(news, Changed)
    about = {"number": news.number, "place": news.place}
    if not seen_by(view.me.wechat_id, news):
        dot = isinstance(news, Bubble) and news.who == branch.BOT
        return _written("dot", about, news.number) if dot else f"id: {news.number}\n\n"
    if isinstance(news, Recall):
        old = view.room.chat.entries[news.bubble - 1]
        gone = {**about, "bubble": news.bubble, "html": view.drawn(environment, old)}
        return _written("gone", gone, news.number)
    shown = {**about, "html": view.drawn(environment, news)}
    return _written("entry", shown, news.number)


def _parts(view: View, environment: Environment) -> str:
    return _written("parts", view.parts(environment))


def _written(event: str, data: object, number: int | None = None) -> str:
    mark = f"id: {number}\n" if number is not None else ""
    return f"{mark}event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


ROUTES = (Route("/room/events", events),)
