"""The room to try it in: what a visitor can do there, one deed after the other.

Each deed that shows something leaves a line that says what to look for; a line claims only
what was seen to happen. It must not know how the room is drawn.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rendering import when
from bot.sandbox import branch
from bot.sandbox.branch import Cast
from bot.sandbox.chat import GROUP, Bubble, Entry, LineKind, seen_by
from bot.sandbox.phrases import is_relay, relayed
from bot.sandbox.playing import Tour
from bot.sandbox.remarks import of_repeat, tally
from bot.sandbox.screenshot import screenshot
from bot.sandbox.stage import Stage
from bot.sandbox.tour import Step

LONGEST = 2000
"""Characters of one message, as in WeChat."""

FURTHEST = timedelta(days=366)
"""How far one jump in time may go."""


class RoomError(Exception):
    """What the visitor wanted cannot be done; the sentence says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class TurnTo:
    """The tour turns to somebody: whoever watches looks with his eyes now.

    Nobody's eyes ("") where time goes by: whoever one is, the group is where it is seen.
    """

    who: str
    in_group: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A deed is done: the clock, the gateway or the tour may stand otherwise than before."""


News = Entry | TurnTo | Changed


class Room:
    """A stage with a visitor in front of it. One deed at a time; the next one waits its turn."""

    def __init__(self, stage: Stage, tour: Tour | None = None) -> None:
        self.stage = stage
        self.chat = stage.chat
        self.tour = tour or Tour(stage)
        self._turn = asyncio.Lock()
        self._missed = 0
        self._watchers: list[Callable[[News], None]] = []
        self.tour.watched = self._turns_to

    @contextmanager
    def watch(self) -> Iterator[asyncio.Queue[News]]:
        """While this lasts, all that happens comes into a queue of the watcher's own."""
        queue: asyncio.Queue[News] = asyncio.Queue()
        self._watchers.append(queue.put_nowait)
        try:
            with self.chat.heard_by(queue.put_nowait):
                yield queue
        finally:
            self._watchers.remove(queue.put_nowait)

    async def say(
        self, person: Cast, text: str, *, in_group: bool, answers: int | None = None
    ) -> None:
        """Somebody speaks. Raises RoomError for nothing said, or too much."""
        text = text.replace("\r\n", "\n").strip()
        if not text:
            raise RoomError("还没写字呢。")
        if len(text) > LONGEST:
            raise RoomError(f"太长了，一条最多{LONGEST}字。")
        quoted = self._bubble(answers) if answers is not None else None
        async with self._deed():
            bubble = await self.stage.say(person, text, in_group=in_group, answers=quoted)
            self._missed += not bubble.heard

    async def send_picture(self, person: Cast, *, in_group: bool) -> None:
        """Somebody sends a screenshot of his payment."""
        async with self._deed():
            now = self.stage.clock.now()
            picture = screenshot(person.name, person.due, now)
            bubble = await self.stage.send_picture(person, picture, in_group=in_group)
            self._missed += not bubble.heard

    async def take_back(self, person: Cast, number: int) -> None:
        """Somebody takes back what he said. Raises RoomError where it is not his."""
        bubble = self._bubble(number)
        if bubble.who != person.wechat_id:
            raise RoomError("只能撤回自己说的话。")
        async with self._deed():
            await self.stage.take_back(bubble)

    async def deliver_again(self, number: int, *, new_id: bool) -> None:
        """The channel delivers a message twice. Raises RoomError for a post of the bot's."""
        bubble = self._bubble(number)
        if bubble.who == branch.BOT:
            raise RoomError("选一条党员说的话来试。")
        if self.stage.away:
            raise RoomError("网关断着，什么也送不到。先恢复连接。")
        async with self._deed():
            caused = await self.stage.deliver_again(bubble, new_id=new_id)
            self._note(of_repeat(bubble, caused, new_id=new_id), bubble.place)

    def last_said(self, person: Cast) -> int:
        """The number of what somebody of the cast said last before the eyes of this person."""
        for entry in reversed(self.chat.entries):
            if not isinstance(entry, Bubble) or not seen_by(person.wechat_id, entry):
                continue
            if entry.who != branch.BOT and not self.chat.is_taken_back(entry.number):
                return entry.number
        raise RoomError("还没有人说过话。先说一句再试。")

    def relay_for(self, person: Cast) -> str:
        """The group's relay with one more row prepared for this person."""
        now = self.stage.clock.now()
        said = (e for e in reversed(self.chat.entries) if isinstance(e, Bubble))
        last = next((b.text for b in said if b.place == GROUP and is_relay(b.text)), None)
        row = f"{self.stage.shown(person)} 已交{person.due}"
        return relayed(last, f"{now.month}月党费", row)

    async def rename(self, person: Cast, card: str) -> None:
        """Somebody changes his group card; an empty one shows his name again."""
        async with self._deed():
            before = self.stage.shown(person)
            self.stage.rename(person, card.strip()[:32])
            after = self.stage.shown(person)
            if after != before:
                self._note(
                    f"“{before}”把群昵称改成了“{after}”。昵称谁都能改，小助手只认微信号。", GROUP
                )

    async def go_away(self) -> None:
        """The gateway breaks down."""
        async with self._deed():
            if self.stage.away:
                return
            await self.stage.go_away()
            self._missed = 0
            self._note(
                "网关断开了。现在说的话小助手听不到；它要发的会留着。"
                "可以说句话，再点“下一件事”，然后恢复连接。"
            )

    async def come_back(self) -> None:
        """The gateway is there again."""
        async with self._deed():
            if not self.stage.away:
                return
            before = self.chat.last
            await self.stage.come_back()
            said = tally(self.chat.since(before))
            waited = f"等着的刚才发出来了：{said}，各发一次。" if said else "没有等着要发的。"
            missed = f"断开时说的{self._missed}句它没听到，要再说一遍。" if self._missed else ""
            self._note(f"网关恢复了。{waited}{missed}")

    async def travel(self, moment: datetime) -> None:
        """Go to a moment. Raises RoomError for the past, and for a jump too far."""
        async with self._deed():
            now = self.stage.clock.now()
            if moment < now:
                raise RoomError("时间只能往前走。")
            if moment - now > FURTHEST:
                raise RoomError("一次最多往前走一年。")
            before = self.chat.last
            await self.stage.travel(moment)
            self._arrived(before)

    async def travel_to_next(self) -> None:
        """Go to where the program says something by itself next."""
        async with self._deed():
            before = self.chat.last
            until = self.stage.clock.now() + FURTHEST
            while (due := self.stage.next_due()) is not None and due <= until:
                await self.stage.travel(due)
                if self.chat.last != before or self.stage.away:
                    break
            self._arrived(before)

    def _arrived(self, before: int) -> None:
        said = tally(self.chat.since(before))
        seen = f"路上小助手发了：{said}" if said else "路上小助手没有要发的"
        if self.stage.away:
            seen = "网关断着，要发的都等着"
        now = self.stage.clock.now()
        self.chat.line(LineKind.MOMENT, f"时间走到 {now.year}年{when(now)}。{seen}。", now)

    async def tour_next(self) -> None:
        """The next scene of the tour; while one plays, it is hurried along."""
        if self.tour.playing:
            self.tour.hurry()
            return
        async with self._deed():
            await self.tour.next()

    async def leave_tour(self) -> None:
        """Leave the tour; who never saw a scene finds the room on its first morning's notice."""
        unseen = self.tour.scene == 0
        self.tour.skip()
        if unseen:
            await self.travel_to_next()

    @asynccontextmanager
    async def _deed(self) -> AsyncIterator[None]:
        """One deed at a time, a scene under way first, at once; who watches looks anew after it."""
        self.tour.hurry()
        async with self._turn:
            try:
                yield
            finally:
                self._tell(Changed())

    def _turns_to(self, step: Step) -> None:
        person = branch.find(step.who)
        who = person.wechat_id if person is not None else ""
        self._tell(TurnTo(who, in_group=not step.in_private))

    def _tell(self, news: News) -> None:
        for watcher in tuple(self._watchers):
            watcher(news)

    def _bubble(self, number: int) -> Bubble:
        bubble = self.chat.bubble(number)
        if bubble is None:
            raise RoomError("那条消息已经不在了。")
        return bubble

    def _note(self, text: str, place: str | None = None) -> None:
        self.chat.line(LineKind.NOTE, text, self.stage.clock.now(), place)
