"""The sandbox's stage: the invented branch on an embedded service, and the real program.

The gateway client, inbox, handlers, scheduler, store and delivery are those of
service; only the WeChat behind them is invented, and the clock moves when told. All that is
said goes into one ``Chat``. It must not know who looks at it, or how.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App, build
from bot.clock import SHANGHAI, VirtualClock
from bot.documents.pictures import Pictures
from bot.gateway.base import Incoming, MessageKind
from bot.gateway.inprocess import Post
from bot.gateway.wechaty import WechatyGateway
from bot.gateway.wechaty_link import Timings
from bot.pace import Tempo
from bot.sandbox import branch
from bot.sandbox.branch import CAST, Cast
from bot.sandbox.chat import GROUP, Bubble, Chat, Picture, Quote
from bot.sandbox.hearing import Hearing
from bot.sandbox.phrases import mentioned, quoting
from bot.sandbox.service import SandboxService
from store.audit import AUDIT

OPENS_AT = datetime(2026, 3, 1, 8, 0, tzinfo=SHANGHAI)
"""A fixed invented morning, before the first notice: a tour is the same each time."""

SPEAKING = timedelta(seconds=20)
"""What it takes to type a message: without it, words said twice would count as one delivery."""

_TIMINGS = Timings(first_pause=0.1, longest_pause=0.5)


@dataclass(frozen=True, slots=True)
class Echo:
    """What a message caused: posts of the bot's, and entries in the books."""

    posts: int
    records: int


class Stage:
    """A branch to play with; what is said there is in ``chat``.

    With ``pictures`` a publication is posted as a picture, too, where a Chinese font is there.
    """

    def __init__(self, data: Path, *, pictures: bool = False) -> None:
        self.clock = VirtualClock(OPENS_AT)
        self.chat = Chat()
        self._data = data
        self.settings = branch.settings(data / "sandbox")
        self._pictures = pictures
        self._service = SandboxService(
            bot_id=branch.BOT, bot_name=branch.BOT_NAME, clock=self.clock
        )
        self._service.on_post = self._posted
        self._hearing = Hearing()
        self._tasks: list[asyncio.Task[None]] = []
        self._app: App | None = None

    @property
    def app(self) -> App:
        """The program, once open."""
        assert self._app is not None, "the stage is not open"
        return self._app

    @property
    def away(self) -> bool:
        """Whether the gateway is away."""
        return self._hearing.is_off

    async def open(self) -> None:
        """Start the service, connect the client, boot the program."""
        self._furnish()
        endpoint = await self._service.start()
        gateway = WechatyGateway(
            endpoint, self._service.token, timings=_TIMINGS, jitter=random.Random(1)
        )
        self._app = app = build(
            self.settings,
            clock=self.clock,
            gateway=gateway,
            data=self._data,
            chance=random.Random(1),
            tempo=Tempo(),
            pictures=Pictures.where_drawn(self._data) if self._pictures else None,
        )
        self._resume(app.last_moment())
        app.told_state = self._hearing.told_state
        app.boot()
        self._tasks.append(asyncio.create_task(gateway.run(self._hear, app.on_state)))
        await self._hearing.until_on()
        await app.wake()
        self._tasks.append(asyncio.create_task(self._attend()))

    async def close(self) -> None:
        """End the client, the service and the books."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._app is not None:
            await self._app.gateway.stop()
            self._app.db.close()
        await self._service.stop()

    def shown(self, person: Cast) -> str:
        """What the group shows him as: his card, or his name."""
        cards = self._service.world.rooms[branch.ROOM].cards
        return cards[person.wechat_id] or person.name

    def rename(self, person: Cast, card: str) -> None:
        """Somebody changes his group card."""
        self._service.rename_card(branch.ROOM, person.wechat_id, card)

    async def say(
        self, person: Cast, text: str, *, in_group: bool = True, answers: Bubble | None = None
    ) -> Bubble:
        """Somebody speaks, perhaps in answer to a bubble; returns once the program has answered."""
        text, mentions = mentioned(text, self._mentionable()) if in_group else (text, ())
        quote = None if answers is None else Quote(answers.name, answers.text or "[图片]")
        self._take_time()
        message = await self._service.say(
            person.wechat_id,
            text if quote is None else quoting(quote, text),
            branch.ROOM if in_group else None,
            mention_ids=mentions,
        )
        bubble = self._spoken(person, in_group, text, message, quote=quote)
        await self._until_answered(message)
        return bubble

    async def send_picture(
        self, person: Cast, picture: Picture, *, in_group: bool = True
    ) -> Bubble:
        """Somebody sends a picture; the program learns that it is one, never what is on it."""
        self._take_time()
        room = branch.ROOM if in_group else None
        message = await self._service.say(person.wechat_id, "", room, kind=MessageKind.IMAGE)
        bubble = self._spoken(person, in_group, "", message, picture=picture)
        await self._until_answered(message)
        return bubble

    async def take_back(self, bubble: Bubble) -> None:
        """Who said it takes it back."""
        self._take_time()
        notice = await self._service.recall(bubble.message)
        self.chat.take_back(bubble, self.clock.now())
        await self._until_answered(notice)

    async def deliver_again(self, bubble: Bubble, *, new_id: bool) -> Echo:
        """A message comes once more, as it is or under a new id; what that caused."""
        before = Echo(len(self._service.posts), AUDIT.count(self.app.db))
        message = bubble.message
        self._hearing.forget(message)
        if new_id:
            message = self._service.repeat_as_new(message)
        else:
            self._service.repeat(message)
        await self._until_answered(message)
        after = Echo(len(self._service.posts), AUDIT.count(self.app.db))
        return Echo(after.posts - before.posts, after.records - before.records)

    async def go_away(self) -> None:
        """The gateway breaks down: what is said is not heard, what is to be said waits."""
        await self._service.stop()
        await self._hearing.until_off()

    async def come_back(self) -> None:
        """The gateway is there again; the program connects by itself, and says what waited."""
        await self._service.start()
        await self._hearing.until_on()
        await self.app.wake()

    def next_due(self) -> datetime | None:
        """When an announcement falls due next; it may turn out to have nothing to say."""
        return self.app.announcer.next_due(self.clock.now())

    async def travel(self, moment: datetime) -> None:
        """Move the clock; everything due on the way happens when it is due.

        While the gateway is away nothing is tried again on the way: it could not arrive.
        """
        while (due := self._next_moment()) is not None and due <= moment:
            self.clock.move_to(max(due, self.clock.now()))
            await self.app.wake()
        self.clock.move_to(moment)
        await self.app.wake()

    def _next_moment(self) -> datetime | None:
        return self.next_due() if self.away else self.app.next_moment()

    def _furnish(self) -> None:
        for person in CAST:
            self._service.world.add_contact(person.wechat_id, person.name)
        cards = {person.wechat_id: person.card for person in CAST}
        self._service.world.add_room(branch.ROOM, branch.TOPIC, cards)

    def _resume(self, last: datetime | None) -> None:
        """Books that were played in before go on from their last message, under new ids."""
        if last is not None:
            self.clock.move_to(last)
            self._service.world.era = f"message-{last:%Y%m%d%H%M%S}"

    def _mentionable(self) -> dict[str, str]:
        shown_now = {self.shown(person): person.wechat_id for person in CAST}
        return branch.unshared_names() | shown_now | {branch.BOT_NAME: branch.BOT}

    def _take_time(self) -> None:
        self.clock.move_to(self.clock.now() + SPEAKING)

    def _spoken(
        self,
        person: Cast,
        in_group: bool,
        text: str,
        message: str,
        *,
        picture: Picture | None = None,
        quote: Quote | None = None,
    ) -> Bubble:
        return self.chat.say(
            GROUP if in_group else person.wechat_id,
            person.wechat_id,
            self.shown(person),
            text,
            self.clock.now(),
            message,
            picture=picture,
            quote=quote,
            heard=not self.away,
        )

    def _posted(self, post: Post) -> None:
        place = GROUP if post.target.room_id is not None else post.target.contact_id or ""
        picture = Picture(post.image) if post.image is not None else None
        name, now = branch.BOT_NAME, self.clock.now()
        self.chat.say(place, branch.BOT, name, post.text, now, post.message_id, picture=picture)

    async def _hear(self, incoming: Incoming) -> None:
        await self.app.on_message(incoming)
        self._hearing.handled(incoming.id)

    async def _attend(self) -> None:
        """What comes another way than the chat, as from a page, is answered in the chat, too."""
        while True:
            await self.app.wanted()
            await self.app.wake()

    async def _until_answered(self, message: str) -> None:
        if not self.away:
            await self._hearing.until_handled(message)
            await self.app.wake()
