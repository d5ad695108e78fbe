"""One seed, one world: the real program among people, on a machine in bad weather.

The world drives the program as ``App.serve`` does: a message, a wake when something is
due, a beat after what failed. Everything follows from the seed.
"""

from __future__ import annotations

import heapq
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App
from bot.clock import SHANGHAI
from bot.gateway.base import Target
from store.errors import StoreError
from store.period import Period
from tests.simulation import invariants
from tests.simulation.announced import Announced
from tests.simulation.cast import branches, settings
from tests.simulation.channel import Channel, Posted
from tests.simulation.invariants import Privacy, Promises, Violation, hold
from tests.simulation.life import Life
from tests.simulation.machine import Killed, MachineClock, SimulatedDisk
from tests.simulation.mail import Mail
from tests.simulation.model import Model
from tests.simulation.process import Process
from tests.simulation.scale import USUAL, Scale
from tests.simulation.speech import Spoken
from tests.simulation.striking import Striking
from tests.simulation.unheard import Unheard
from tests.simulation.weather import troubles

BEAT, LONGEST_BEAT = timedelta(seconds=30), timedelta(hours=1)
"""The program wakes every 30 s; where nothing changes, the simulation looks less often."""
QUIET_DAYS = 8


@dataclass(order=True, slots=True)
class Event:
    at: datetime
    number: int
    light: bool  # may happen while the program waits
    act: Callable[[bool], Awaitable[None]]


class World:
    """A run. ``chat`` is what happened, as people would tell it."""

    def __init__(self, seed: int, folder: Path, scale: Scale = USUAL) -> None:
        self.seed = seed
        self.chance = random.Random(seed)
        self.scale = scale
        self.chat: list[str] = []
        day = timedelta(days=self.chance.randrange(19))
        self.start = scale.start or datetime(2026, 3, 2, 8, 0, tzinfo=SHANGHAI) + day
        self.storm_ends = self.start + timedelta(days=scale.days)
        self.end = self.storm_ends + timedelta(days=QUIET_DAYS)
        self.clock = MachineClock(self.start)
        self.clock.meanwhile = self._meanwhile
        self.disk = SimulatedDisk(self.chance)
        self.cast = branches(self.chance, scale.branches, scale.heads)
        self.folder = folder
        self.settings = settings(self.cast, folder)
        self.model = Model(self.cast, self.start.year)
        self.channel = Channel(self.chance, self.clock)
        self.channel.roughness = scale.roughness
        self.privacy = Privacy(self.model)
        self.promises = Promises()
        self.process, self.mail, self.striking = Process(self), Mail(self), Striking(self)
        self.life = Life(self.chance, self.cast, self.model, self.channel, self.mail.on_its_way)
        self.life.talk = scale.talk
        self.announced = Announced(self.cast, self.start, self.life)
        self.app: App | None = None
        self.messages = 0
        self._events: list[Event] = []
        self._number = 0
        self.asleep = False
        self.unsettled: Spoken | None = None
        self.struck_at_boot = 0  # how often the disk had struck when the process began
        self._next_wake: datetime | None = None
        self._beats = 0
        self.irrelevant = False  # the last event was none of the program's business
        self.restless = False  # the last wake failed
        self.unheard = Unheard([b.id for b in self.cast])
        self._log = _Log(self)
        self.channel.on_post = self._posted
        self.channel.on_fate = self._fate
        self.channel.echo_later = self.mail.echo_later
        self.channel.echo_now = self.mail.echo_now

    # --- what happens, in order

    async def run(self) -> None:
        """Live through it all. Raises Violation."""
        root = logging.getLogger()
        root.addHandler(self._log)
        try:
            self._plan()
            await self._bearing(self.process.boot(False))
            self._look_ahead()
            while (moment := self._next_moment()) < self.end:
                await self._step(moment)
            self.clock.pass_to(self.end)
            await self._bearing(self.wake())
            self._judge()
        finally:
            root.removeHandler(self._log)
            if self.app is not None:
                self.process.let_go(self.app)

    def _plan(self) -> None:
        for month in Period.of(self.start).up_to(Period.of(self.end)):
            self.life.lives(month, self.start, self.end - timedelta(days=4))
        matters = self.announced.moments(self.start, self.storm_ends)
        for trouble in troubles(
            self.chance, self.start, self.storm_ends, matters, self.scale.troubles
        ):
            self.at(trouble.at, lambda nested, t=trouble: self.striking.befall(t))
        self.at(self.storm_ends, self.striking.calm)

    def at(
        self, at: datetime, act: Callable[[bool], Awaitable[None]], *, light: bool = False
    ) -> None:
        self._number += 1
        heapq.heappush(self._events, Event(at, self._number, light, act))

    def _next_moment(self) -> datetime:
        event = self._events[0].at if self._events else self.end
        return min(event, self._next_wake or self.end)

    async def _step(self, moment: datetime) -> None:
        self.clock.pass_to(moment)
        await self._bearing(self._listen())
        if self._events and self._events[0].at <= moment:
            self.irrelevant = False
            await self._bearing(heapq.heappop(self._events).act(False))
            if not self.irrelevant:
                self._look_ahead()
        else:
            await self._bearing(self.wake())
            self._look_ahead(beats=self._beats + 1)

    async def _meanwhile(self) -> None:
        """The program waits in the middle of something; messages and echoes still come in."""
        while self._events and self._events[0].light and self._events[0].at <= self.clock.true:
            await heapq.heappop(self._events).act(True)

    async def _bearing(self, doing: Awaitable[None]) -> None:
        """What the program must survive, and what ends it."""
        try:
            await doing
        except Killed:
            self.process.die()
        except StoreError as error:
            self.may_fail(error)
        except Violation:
            raise
        except Exception as error:
            raise Violation(f"the program raised {type(error).__name__}: {error}") from error

    def may_fail(self, error: StoreError) -> None:
        """The store may refuse where the disk struck; a store that waits for a restart gets it."""
        hold(self.disk.struck > self.struck_at_boot, f"the store failed on a sound disk: {error}")
        self.tell(f"（{error}）")
        if "重新启动" in str(error) and self.app is not None:
            self.process.end_process(timedelta(minutes=1))

    def _look_ahead(self, *, beats: int = 0) -> None:
        """When the program wakes next: when it is due, or at a beat where something waits."""
        self._next_wake = None
        self._beats = beats
        if self.app is None or self.asleep:
            return
        due = self.app.next_moment()
        moments = [due - self.clock.off] if due is not None else []
        if self.restless or invariants.waits(self.app, self.clock.now()):
            moments.append(self.clock.true + min(BEAT * 2 ** min(beats, 9), LONGEST_BEAT))
        self._next_wake = min(moments, default=None)

    async def _listen(self) -> None:
        """The beats that the simulation leaves out all found the channel as it is."""
        if self.app is not None and not self.asleep:
            self.app.absence.look(self.clock.now() - BEAT)
            self.app.absence.look(self.clock.now())

    async def wake(self) -> None:
        if self.app is not None:
            self.restless = True
            await self.app.wake()
            self.restless = False

    # --- posts out

    def _posted(self, posted: Posted) -> None:
        lines = posted.text.replace("\u2005", " ").split("\n")
        self.tell(
            "\n                ｜".join(
                [f"    → {posted.room or posted.to}｜{lines[0]}", *lines[1:]]
            )
        )
        self.privacy.check(posted)
        made = len(self.promises.made)
        self.promises.read(posted)
        assert self.app is not None
        self.promises.kept(self.app, made)
        self.announced.read(posted)
        self.life.reads(posted)

    def _fate(self, fate: str, target: Target) -> None:
        self.tell(f"    ×（发送：{fate}，{target.room_id or target.contact_id}）")

    # --- at the end

    def _judge(self) -> None:
        app = self.app
        hold(app is not None, "the program is not up at the end")
        assert app is not None
        invariants.compare(app, self.model)
        invariants.sound(app)
        invariants.settled(app)
        self.promises.all_kept(app)
        self.unheard.told(app)
        self.announced.judge(app, self.model, self.channel.posts, self.end)
        for file in sorted(self.folder.rglob("*")):
            self.privacy.check_line(file.name)

    def tell(self, line: str) -> None:
        off = "" if not self.clock.off else f"（钟差{self.clock.off.total_seconds():+.0f}秒）"
        line = line.replace(str(self.folder), "")  # another one in each run
        self.chat.append(f"{self.clock.true:%m-%d %H:%M:%S}{off} {line}")


class _Log(logging.Handler):
    """Holds each log line against what may be in one."""

    def __init__(self, world: World) -> None:
        super().__init__(logging.DEBUG)
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        self._world.privacy.check_line(record.getMessage())
