"""The channels behind the contract suite: the same cast and faults for every gateway."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Protocol

from bot.gateway.base import (
    ChannelState,
    Gateway,
    Incoming,
    MessageKind,
    NotSentError,
    RoomMember,
    Target,
)
from bot.gateway.inprocess import InProcessGateway, Post
from bot.gateway.wechaty import WechatyGateway
from bot.gateway.wechaty_link import Timings
from bot.sandbox.service import SandboxService

ROOM, OTHER_ROOM = "branch@chatroom", "family@chatroom"
NICKNAMES = {"wx-wang": "老王的春天", "wx-li": "李子"}
CARDS = {"wx-wang": "王建国", "wx-li": "李梅（广州）"}
BRISK = Timings(call=0.8, start=1.5, send=0.8, probe=0.3, first_pause=0.02, longest_pause=0.1)


async def until(condition: Callable[[], bool], seconds: float = 8.0) -> None:
    """Wait for something that other tasks bring about."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


async def say_when_back(gateway: Gateway, target: Target, text: str) -> None:
    """Post once the channel is there again; only what surely was not sent is tried again."""
    async with asyncio.timeout(8):
        while True:
            try:
                await gateway.send_text(target, text)
            except NotSentError:
                await asyncio.sleep(0.02)
            else:
                return


class Ears:
    """What a gateway handed over."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []
        self.states: list[ChannelState] = []
        self.details: list[str] = []

    async def on_message(self, incoming: Incoming) -> None:
        self.heard.append(incoming)

    async def on_state(self, state: ChannelState, detail: str) -> None:
        self.states.append(state)
        self.details.append(detail)

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.heard]

    async def hears(self, *texts: str) -> None:
        await until(lambda: self.texts[-len(texts) :] == list(texts))

    async def is_in(self, state: ChannelState) -> None:
        await until(lambda: bool(self.states) and self.states[-1] is state)


@asynccontextmanager
async def running(gateway: Gateway) -> AsyncIterator[Ears]:
    """Serve a gateway until the block ends; it must stop when told to."""
    ears = Ears()
    serving = asyncio.create_task(gateway.run(ears.on_message, ears.on_state))
    try:
        yield ears
        await gateway.stop()
        async with asyncio.timeout(5):
            await serving
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


class Channel(Protocol):
    """A channel that speaks and fails on demand."""

    gateway: Gateway

    @property
    def posts(self) -> Sequence[Post]: ...
    async def say(
        self,
        sender: str,
        text: str,
        room: str | None = None,
        *,
        mention_bot: bool = False,
        kind: MessageKind = MessageKind.TEXT,
    ) -> str: ...
    async def recall(self, message_id: str) -> None: ...
    async def repeat(self, message_id: str) -> None: ...
    async def go_away(self) -> None: ...
    async def come_back(self) -> None: ...
    async def lose_next_answer(self) -> None: ...


class InProcessChannel:
    """The gateway without a wire."""

    def __init__(self) -> None:
        self.gateway = InProcessGateway()
        self.gateway.echo = True
        self.gateway.set_members(
            ROOM, [RoomMember("bot", "支部小助手"), *(RoomMember(*card) for card in CARDS.items())]
        )
        self._said: list[Incoming] = []

    @property
    def posts(self) -> Sequence[Post]:
        return self.gateway.posts

    async def say(
        self,
        sender: str,
        text: str,
        room: str | None = None,
        *,
        mention_bot: bool = False,
        kind: MessageKind = MessageKind.TEXT,
        recalls: str | None = None,
    ) -> str:
        incoming = Incoming(
            id=f"m-{len(self._said)}",
            kind=kind,
            room_id=room,
            sender_id=sender,
            sender_name=(CARDS if room else NICKNAMES)[sender],
            text=text,
            sent_at=datetime.now(UTC),
            mentions_bot=mention_bot,
            recalls=recalls,
        )
        self._said.append(incoming)
        await self.gateway.hand_over(incoming)
        return incoming.id

    async def recall(self, message_id: str) -> None:
        said = next(each for each in self._said if each.id == message_id)
        await self.say(
            said.sender_id, "", said.room_id, kind=MessageKind.RECALLED, recalls=message_id
        )

    async def repeat(self, message_id: str) -> None:
        await self.gateway.hand_over(next(each for each in self._said if each.id == message_id))

    async def go_away(self) -> None:
        await self.gateway.set_connected(False)

    async def come_back(self) -> None:
        await self.gateway.set_connected(True)

    async def lose_next_answer(self) -> None:
        self.gateway.ambiguous_next = True


class PuppetChannel:
    """The puppet-protocol client at an embedded service."""

    def __init__(self, service: SandboxService, endpoint: str) -> None:
        self.service = service
        self.gateway = WechatyGateway(endpoint, service.token, timings=BRISK)
        self._thawing: asyncio.Task[None] | None = None

    @property
    def posts(self) -> Sequence[Post]:
        return self.service.posts

    async def say(
        self,
        sender: str,
        text: str,
        room: str | None = None,
        *,
        mention_bot: bool = False,
        kind: MessageKind = MessageKind.TEXT,
    ) -> str:
        return await self.service.say(sender, text, room, mention_bot=mention_bot, kind=kind)

    async def recall(self, message_id: str) -> None:
        await self.service.recall(message_id)

    async def repeat(self, message_id: str) -> None:
        self.service.repeat(message_id)

    async def go_away(self) -> None:
        await self.service.stop()

    async def come_back(self) -> None:
        await self.service.start()

    async def lose_next_answer(self) -> None:
        self._thawing = asyncio.create_task(self.service.freeze(2 * BRISK.send))
        await asyncio.sleep(0)


@asynccontextmanager
async def sandbox() -> AsyncIterator[PuppetChannel]:
    """An embedded service with the suite's cast, and a client for it."""
    service = SandboxService()
    for contact_id, nickname in NICKNAMES.items():
        service.world.add_contact(contact_id, nickname)
    service.world.add_room(ROOM, "驻穗流动党员支部", CARDS)
    service.world.add_room(OTHER_ROOM, "老家群", {"wx-wang": ""})
    try:
        yield PuppetChannel(service, await service.start())
    finally:
        await service.stop()
