"""Server-sent events: a page that is open hears that the books changed, and looks again.

Sends no content, only that there is something new: what a person may see is decided where
pages are drawn.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from bot.web.house import house_of, session_of, visitor_of

LOOKS_EVERY = 0.5
"""Seconds between looks at the books' stamp: a comparison of two numbers."""

KEEPS_ALIVE = 20
"""After so many seconds without news a comment is sent, so that nothing cuts the line."""


async def live(request: Request) -> StreamingResponse:
    """The stream of one open page, from the books that it was drawn from (``?since=``)."""
    visitor_of(request)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_news(request), media_type="text/event-stream", headers=headers)


async def _news(request: Request) -> AsyncIterator[str]:
    db = house_of(request).app.db
    seen, quiet = _since(request), 0.0
    yield "retry: 3000\n\n"
    while not await request.is_disconnected():
        await asyncio.sleep(LOOKS_EVERY)
        quiet += LOOKS_EVERY
        if session_of(request) is None:  # signed out, or over: nothing more for this page
            return
        if str(db.stamp) != seen:
            seen, quiet = str(db.stamp), 0.0
            yield f"id: {seen}\nevent: changed\ndata: .\n\n"
        elif quiet >= KEEPS_ALIVE:
            quiet = 0.0
            yield ": still here\n\n"


def _since(request: Request) -> str:
    """What the page knows: what it last heard on a line that broke, else what it was drawn from."""
    return request.headers.get("last-event-id") or request.query_params.get("since", "")


ROUTES = (Route("/live", live),)
