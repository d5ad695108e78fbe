"""``zhibu demo`` in a browser: the stage, its pages on a port of this machine, the first look."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clock import SystemClock
from bot.sandbox.room import Room
from bot.sandbox.stage import Stage
from bot.stopping import stop_bell
from bot.web.house import House
from bot.web.room import deeds, page, stream
from bot.web.serving import PortTakenError, address, listen, serving
from bot.web.sessions import Sessions
from bot.web.site import site

HOST = "127.0.0.1"
PORT = 8391
"""Where the room is, unless another program is there: then on any free port."""

ROUTES = (*page.ROUTES, *deeds.ROUTES, *stream.ROUTES)


@asynccontextmanager
async def opened(data: Path, port: int = 0) -> AsyncIterator[tuple[str, Room]]:
    """A room over the books in a folder, with its pages: the page's address, and the room."""
    stage = Stage(data, pictures=True)
    try:
        await stage.open()
        listener = _listener(port)
        shown, clock = address(listener), SystemClock()
        sessions = Sessions(lambda: secrets.token_urlsafe(32))
        stage.app.inbox.page_link = lambda m: f"{shown}/in/{sessions.link(clock.now(), m)}"
        room = Room(stage)
        house = House(stage.app, stage.settings, sessions, sandbox=True, extras={page.ROOM: room})
        async with serving(site(house, clock, more=ROUTES), listener):
            yield f"{shown}/room", room
    finally:
        await stage.close()


async def run(data: Path | None, port: int, *, opens_browser: bool) -> None:
    """Keep the room open until told to stop. Without ``data`` nothing is left behind."""
    told_to_stop = stop_bell()
    with tempfile.TemporaryDirectory(prefix="zhibu-") as folder:
        async with opened(data or Path(folder), port) as (link, _):
            print(f"试用间开着：{link}　（按 Ctrl-C 离开）", flush=True)
            if opens_browser:
                await asyncio.to_thread(webbrowser.open, link)
            await told_to_stop.wait()
    print("\n再见。", flush=True)


def has_screen() -> bool:
    """Whether a browser with windows can be opened here."""
    windows = sys.platform in ("win32", "darwin")
    shown = windows or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    try:
        return bool(shown and webbrowser.get())
    except webbrowser.Error:
        return False


def _listener(port: int) -> socket.socket:
    try:
        return listen(HOST, port)
    except PortTakenError:
        return listen(HOST, 0)
