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

from bot.web.house import house_of, visitor_of

LOOKS_EVERY = 0.5
"""Seconds between looks at the books' stamp: a comparison of two numbers."""

KEEPS_ALIVE = 20
"""After so many seconds without news a comment is sent, so that nothing cuts the line."""


async def live(request: Request) -> StreamingResponse:
    """The stream of one open page."""
    visitor_of(request)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_news(request), media_type="text/event-stream", headers=headers)


async def _news(request: Request) -> AsyncIterator[str]:
    db = house_of(request).app.db
    seen, quiet = db.stamp, 0.0
    yield "retry: 3000\n\n"
    while not await request.is_disconnected():
        await asyncio.sleep(LOOKS_EVERY)
        quiet += LOOKS_EVERY
        if db.stamp != seen:
            seen, quiet = db.stamp, 0.0
            yield "event: changed\ndata: .\n\n"
        elif quiet >= KEEPS_ALIVE:
            quiet = 0.0
            yield ": still here\n\n"


ROUTES = (Route("/live", live),)
