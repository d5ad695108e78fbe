"""The room's pages over HTTP, with the real program beneath: what a browser would send and see."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from httpx2 import AsyncClient, Response

from bot.sandbox.room import Room
from bot.web.room.opening import opened


@dataclass
class Visit:
    """A browser in front of the room."""

    client: AsyncClient
    room: Room

    async def page(self, who: str = "wxid_zhang", **more: str) -> str:
        """The page with somebody's eyes."""
        answer = await self.client.get("/room", params={"as": who, **more})
        assert answer.status_code == 200
        return answer.text

    async def press(self, deed: str, who: str = "wxid_zhang", **fields: str) -> Response:
        """What the script sends when something is pressed."""
        csrf = csrf_of(await self.page())
        form = {"csrf": csrf, "as": who, "deed": deed, **fields}
        return await self.client.post("/room/do", data=form, headers={"accept": "application/json"})

    async def error(self, deed: str, who: str = "wxid_zhang", **fields: str) -> str:
        """What went wrong with a deed; "" where nothing did."""
        answer = await self.press(deed, who, **fields)
        assert answer.status_code == 200
        return str(answer.json()["error"])


def csrf_of(page: str) -> str:
    """The token that stands in a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def pane(page: str, which: str) -> str:
    """What one of the two chats shows, as text of its bubbles and lines."""
    found = re.search(rf'<section class="pane {which}".*?</section>', page, re.S)
    assert found is not None
    return found[0]


def bubbles(page: str, which: str) -> list[str]:
    """The texts of a chat's bubbles."""
    return [
        unescape(text)
        for text in re.findall(r'<div class="bubble">(.*?)</div>', pane(page, which), re.S)
    ]


def events(stream: str) -> list[tuple[str, dict[str, object]]]:
    """A stream's events with their data."""
    found = re.findall(r"event: (\w+)\ndata: (.*)\n\n", stream)
    return [(name, json.loads(data)) for name, data in found]


@asynccontextmanager
async def visited(folder: Path) -> AsyncIterator[Visit]:
    """A room on a free port, and a browser at it."""
    async with opened(folder) as (address, room):
        room.tour._seconds = 0
        base = address.removesuffix("/room")
        async with AsyncClient(base_url=base, timeout=30) as client:
            yield Visit(client, room)
