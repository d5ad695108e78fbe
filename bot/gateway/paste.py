"""A gateway that sends nothing: it collects what somebody will paste into the group himself.

For branches without a bot account. Knows no terminal and no page: who shows what
was collected asks for ``posts``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.gateway.base import ChannelState, OnMessage, OnState, RoomMember, Target


@dataclass(frozen=True, slots=True)
class Post:
    """A post to be pasted; a picture has a name and its bytes, and no text."""

    target: Target
    text: str
    picture_name: str = ""
    picture: bytes = b""


class PasteGateway:
    """Collects posts. A post counts as sent when it is collected: a person carries it on."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self._stopped = asyncio.Event()

    @property
    def bot_id(self) -> str | None:
        return None

    async def run(self, on_message: OnMessage, on_state: OnState) -> None:
        """No message comes in this way; waits until stopped."""
        await on_state(ChannelState.LOGGED_IN, "paste mode")
        await self._stopped.wait()

    async def send_text(self, target: Target, text: str, mentions: Sequence[str] = ()) -> str:
        """Mentions are in the text by name; the ids behind them mean nothing to a clipboard."""
        self.posts.append(Post(target, text))
        return ""

    async def send_image(self, target: Target, png: bytes, name: str) -> str:
        self.posts.append(Post(target, "", name, png))
        return ""

    async def members(self, room_id: str) -> Sequence[RoomMember]:
        return ()

    async def stop(self) -> None:
        self._stopped.set()
