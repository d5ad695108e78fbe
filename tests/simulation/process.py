"""The program's process in a world: it starts, dies in the middle of something, and starts anew.

Knows neither what people say nor what the weather will be.
"""

from __future__ import annotations

import gc
import random
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.app import App, build
from bot.gateway.base import ChannelState
from bot.pace import Tempo
from store.errors import DamageError, StoreError
from tests.simulation import invariants
from tests.simulation.invariants import Violation

if TYPE_CHECKING:
    from tests.simulation.world import World


SWEPT_EVERY = 8
"""Boots, each of which leaves a whole program behind."""


class Process:
    """Starts and ends the program of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._promised = 0  # promises that were looked for after the last boot
        self._boots = 0

    async def boot(self, nested: bool) -> None:
        if self.world.app is not None:
            return
        self._boots += 1
        if self._boots % SWEPT_EVERY == 0:  # a run looks for rubbish here, and nowhere else
            gc.collect()
        self.world.disk.power_on()
        if self.world.channel.rough and self.world.chance.random() < 0.15:
            self.world.disk.die_in, self.world.disk.fail_in = self.world.chance.choice(
                ((3, 0), (0, 3), (9, 0))
            )
        self.world.struck_at_boot = self.world.disk.struck
        try:
            self.world.app = build(
                self.world.settings,
                clock=self.world.clock,
                gateway=self.world.channel,
                data=self.world.folder / "books",
                chance=random.Random(self.world.chance.random()),
                tempo=Tempo(3.0, 2.0, 20),
                disk=self.world.disk,
            )
            self.world.app.boot()
        except DamageError as error:
            raise Violation(f"reboot: {error}") from error
        except StoreError as error:
            self.world.may_fail(error)
            self.end_process(timedelta(minutes=10))
            return
        self.world.tell("（开机）")
        self._after_boot(self.world.app)
        await self.world.app.wake()
        if not self.world.channel.away:
            await self.logs_in(self.world.app)

    def _after_boot(self, app: App) -> None:
        self.world.model.offices = {p.name: p.office for b in self.world.cast for p in b.people}
        if self.world.unsettled is not None:
            spoken, self.world.unsettled = self.world.unsettled, None
            if invariants.outcome(app, spoken.id) not in (None, "fault"):
                self.world.model.heard(spoken)
        if self.world.scale.compares >= 1 or self.world.chance.random() < self.world.scale.compares:
            invariants.compare(app, self.world.model)
            self.world.promises.all_kept(app)
        else:
            self.world.promises.kept(app, self._promised)
        self._promised = len(self.world.promises.made)
        if self.world.chance.random() < 0.2 * self.world.scale.compares:
            invariants.sound(app)

    def die(self) -> None:
        """The process ends in the middle of something; perhaps the power went, too."""
        power = self.world.chance.random() < 0.5
        self.world.tell("（断电）" if power else "（程序被杀）")
        self.nothing_heard()
        self.world.disk.die()
        if self.world.app is not None:
            self.let_go(self.world.app)
        if power:
            self.world.disk.lose_power()
        self.end_process(self.pause())

    def let_go(self, app: App) -> None:
        self.world.app = None
        try:
            app.db.close()
        except StoreError as error:
            self.world.may_fail(error)

    def end_process(self, pause: timedelta) -> None:
        self.nothing_heard()
        if self.world.app is not None:
            self.let_go(self.world.app)
        self.world.at(self.world.clock.true + pause, self.boot)

    def nothing_heard(self) -> None:
        """The process ends, or its line: had it listened, it is to tell of that later."""
        listened = self.world.app is not None and not (self.world.channel.away or self.world.asleep)
        if listened and not self.world.clock.off:
            self.world.unheard.begins(self.world.clock.now())

    async def logs_in(self, app: App) -> None:
        """What was not heard is told of there and then, or as soon as the disk is sound."""
        struck = self.world.disk.struck
        self.world.unheard.ends(None if self.world.clock.off else self.world.clock.now())
        await app.on_state(ChannelState.LOGGED_IN, "back")
        if struck == self.world.disk.struck and not self.world.clock.off:
            self.world.unheard.told(app)
        await app.delivery.pump()

    def pause(self) -> timedelta:
        if not self.world.channel.rough or self.world.chance.random() < 0.7:
            return timedelta(seconds=self.world.chance.uniform(1, 120))
        return timedelta(hours=self.world.chance.uniform(0.1, 30))
