"""A gateway without a wire: the channel is a list, and its faults are knobs.

Rehearsals and tests drive it: they hand messages over and read what was posted.
It behaves like the real channel in what callers may rely on (order, echoes,
messages lost while away, no error but the two of ``base``), and must not know
what any message means. It is deterministic: message ids are a counter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.clock import Clock, SystemClock
from bot.gateway.base import (
    AmbiguousSendError,
    ChannelState,
    Incoming,
    MessageKind,
    NotSentError,
    OnMessage,
    OnState,
    RoomMember,
    Target,
)


@dataclass(frozen=True, slots=True)
class Post:
    """What the bot posted; a picture has a name and its bytes, and no text."""

    target: Target
    text: str
    mentions: tuple[str, ...]
    image_name: str | None
    message_id: str
    image: bytes | None = None


class InProcessGateway:
    """A chat channel in this process.

    ``run`` serves it like any gateway; ``attach`` connects a sink without a
    background task, for a driver that awaits each step itself. With ``echo`` the
    bot's own posts come back as messages, after the send returned, as in WeChat:
    ``settle`` waits until they have been handed over. ``ambiguous_next`` posts
    once more but raises AmbiguousSendError, as a lost answer does; ``lost_next`` raises
    it and posts nothing. ``barred`` are rooms the bot was taken out of: posts to them fail.
    """

    def __init__(self, bot_id: str = "bot", *, clock: Clock | None = None) -> None:
        self._bot_id = bot_id
        self._clock = clock or SystemClock()
        self._connected = True
        self._on_message: OnMessage | None = None
        self._on_state: OnState | None = None
        self._stopped = asyncio.Event()
        self._order = asyncio.Lock()
        self._echoes: set[asyncio.Task[bool]] = set()
        self._rooms: dict[str, tuple[RoomMember, ...]] = {}
        self.posts: list[Post] = []
        self.on_post: Callable[[Post], None] | None = None
        self.echo = False
        self.ambiguous_next = False
        self.lost_next = False
        self.barred: set[str] = set()

    @property
    def bot_id(self) -> str | None:
        return self._bot_id

    def attach(self, on_message: OnMessage, on_state: OnState) -> None:
        """Hand what comes in to these, without ``run``."""
        self._on_message = on_message
        self._on_state = on_state

    async def run(self, on_message: OnMessage, on_state: OnState) -> None:
        self.attach(on_message, on_state)
        if self._connected:
            await on_state(ChannelState.LOGGED_IN, "in-process channel")
        await self._stopped.wait()

    async def stop(self) -> None:
        self._stopped.set()

    async def hand_over(self, incoming: Incoming) -> bool:
        """A message arrives. False if nobody listens: a channel keeps no queue, so it is lost."""
        async with self._order:
            if not self._connected or self._on_message is None or self._stopped.is_set():
                return False
            await self._on_message(incoming)
            return True

    async def set_connected(self, connected: bool) -> None:
        """The channel goes away or comes back; while away, posts raise NotSentError."""
        if connected == self._connected:
            return
        self._connected = connected
        if self._on_state is not None:
            state = ChannelState.LOGGED_IN if connected else ChannelState.DISCONNECTED
            await self._on_state(state, "in-process channel")

    async def settle(self) -> None:
        """Wait until every echo under way has been handed over."""
        while self._echoes:
            await asyncio.gather(*self._echoes)

    async def send_text(self, target: Target, text: str, mentions: Sequence[str] = ()) -> str:
        return self._post(target, text, tuple(mentions), None, None)

    async def send_image(self, target: Target, png: bytes, name: str) -> str:
        return self._post(target, "", (), name, png)

    def set_members(self, room_id: str, members: Sequence[RoomMember]) -> None:
        """Say who is in a room."""
        self._rooms[room_id] = tuple(members)

    async def members(self, room_id: str) -> Sequence[RoomMember]:
        if not self._connected:
            raise NotSentError("the in-process channel is away")
        return self._rooms.get(room_id, ())

    def _post(
        self,
        target: Target,
        text: str,
        mentions: tuple[str, ...],
        image_name: str | None,
        image: bytes | None,
    ) -> str:
        if not self._connected:
            raise NotSentError("the in-process channel is away")
        if target.room_id in self.barred:
            raise NotSentError("the bot is not in the room")
        if self.lost_next:
            self.lost_next = False
            raise AmbiguousSendError("the post was lost, and its answer")
        post = Post(target, text, mentions, image_name, f"post-{len(self.posts) + 1}", image)
        self.posts.append(post)
        if self.on_post is not None:
            self.on_post(post)
        if self.echo:
            self._echo(post)
        if self.ambiguous_next:
            self.ambiguous_next = False
            raise AmbiguousSendError("the answer to the post was lost")
        return post.message_id

    def _echo(self, post: Post) -> None:
        incoming = Incoming(
            id=post.message_id,
            kind=MessageKind.TEXT if post.image is None else MessageKind.IMAGE,
            room_id=post.target.room_id,
            sender_id=self._bot_id,
            sender_name=self._bot_id,
            text=post.text,
            sent_at=self._clock.now(),
            from_bot=True,
        )
        echo = asyncio.ensure_future(self.hand_over(incoming))
        self._echoes.add(echo)
        echo.add_done_callback(self._echoes.discard)
