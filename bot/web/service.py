"""The pages of a running program: put together, served, and a first link to them."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from bot.app import App
from bot.clock import SystemClock
from bot.settings import Settings


@asynccontextmanager
async def pages_of(settings: Settings, app: App, *, by_hand: bool) -> AsyncIterator[str]:
    """Serve the pages while inside; gives the owner's link, "" where there are no pages.

    A port that is taken costs the pages, never the service.
    """
    if not settings.web.port:
        yield ""
        return
    from bot.web.house import House
    from bot.web.serving import PortTakenError, address, listen, serving
    from bot.web.sessions import Sessions
    from bot.web.site import site

    web, clock = settings.web, SystemClock()
    try:
        listener = listen(web.host, web.port)
    except PortTakenError as taken:
        print(f"网页没有开：{taken} 被别的程序占着。可以在配置里 web 下换一个 port。", flush=True)
        yield ""
        return
    sessions = Sessions(lambda: secrets.token_urlsafe(32))
    shown = web.address.rstrip("/") or address(listener)
    app.inbox.page_link = lambda member: f"{shown}/in/{sessions.link(clock.now(), member)}"
    house = House(app, settings, sessions, by_hand=by_hand)
    names = [name for name in (urlsplit(web.address).hostname, web.host) if name]
    async with serving(site(house, clock, names), listener):
        yield f"{address(listener)}/in/{sessions.link(clock.now())}"
