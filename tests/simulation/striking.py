"""The weather as it strikes a world: what each trouble does, and how it ends.

Knows neither what people say nor what the program promises.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.gateway.base import ChannelState
from tests.simulation.cast import Branch, Habit, write_members
from tests.simulation.weather import Trouble

if TYPE_CHECKING:
    from tests.simulation.world import World


class Striking:
    """Lets troubles befall a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def befall(self, trouble: Trouble) -> None:
        self.world.tell(f"（{trouble.kind}）")
        await getattr(self, "_" + trouble.kind.replace(" ", "_"))(trouble)

    async def _process_dies(self, trouble: Trouble) -> None:
        self.world.disk.die_in = trouble.calls

    async def _full_disk(self, trouble: Trouble) -> None:
        self.world.disk.full = True
        self.world.at(self.world.clock.true + trouble.lasts, self._free_disk)

    async def _free_disk(self, nested: bool) -> None:
        self.world.disk.full = False

    async def _disk_error(self, trouble: Trouble) -> None:
        self.world.disk.fail_in = trouble.calls

    async def _away(self, trouble: Trouble) -> None:
        self.world.process.nothing_heard()
        self.world.channel.away = True
        if self.world.app is not None:
            await self.world.app.on_state(ChannelState.DISCONNECTED, "away")
        self.world.at(self.world.clock.true + trouble.lasts, self._come_back)

    async def _come_back(self, nested: bool) -> None:
        if self.world.channel.away:
            self.world.channel.away = False
            self.world.tell("（网络恢复）")
            if self.world.app is not None and not self.world.asleep:
                await self.world.process.logs_in(self.world.app)

    async def _restart(self, trouble: Trouble) -> None:
        if self.world.app is not None:
            self.world.process.end_process(timedelta(seconds=2))

    async def _sleep(self, trouble: Trouble) -> None:
        self.world.asleep = True
        self.world.at(self.world.clock.true + trouble.lasts, self._awake)

    async def _awake(self, nested: bool) -> None:
        self.world.asleep = False
        await self.world.wake()

    async def _clock(self, trouble: Trouble) -> None:
        self.world.clock.off = trouble.lasts * self.world.chance.choice((-0.3, 0.3))
        self.world.at(
            self.world.clock.true + timedelta(hours=self.world.chance.uniform(0.1, 9)),
            self._right_clock,
        )

    async def _right_clock(self, nested: bool) -> None:
        self.world.clock.off = timedelta(0)

    async def _handover(self, trouble: Trouble) -> None:
        """Somebody else collects from now on: it holds from the next start."""
        branch: Branch = self.world.chance.choice(self.world.cast)
        before = branch.collector
        after = self.world.chance.choice([p for p in branch.people if p.office == "流动党员"])
        if after.habit is Habit.PUNCTUAL:
            before.office, after.office = after.office, before.office
            write_members(branch, self.world.folder / f"{branch.id}.csv")
            await self._restart(trouble)

    async def _new_phone(self, trouble: Trouble) -> None:
        branch = self.world.chance.choice(self.world.cast)
        person = self.world.chance.choice(branch.people[2:])
        if person.habit is not Habit.SILENT and person.office == "流动党员":
            self.world.life.changes_phone(self.world.clock.true, person)

    async def calm(self, nested: bool) -> None:
        """The storm is over: a week in which all is well."""
        self.world.tell("（风平浪静的一周）")
        self.world.channel.rough = self.world.channel.away = self.world.asleep = (
            self.world.disk.full
        ) = False
        self.world.disk.die_in = self.world.disk.fail_in = 0
        self.world.clock.off = timedelta(0)
        if self.world.app is not None:
            self.world.process.end_process(timedelta(seconds=2))
