"""Messages on their way to the program: late, twice, under two names, or lost; and the echoes.

What was heard is held against the model there and then.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.app import App
from bot.gateway.base import Incoming
from store.errors import StoreError
from tests.simulation import invariants
from tests.simulation.invariants import hold
from tests.simulation.machine import Killed
from tests.simulation.speech import Spoken

if TYPE_CHECKING:
    from tests.simulation.world import World


class Mail:
    """Carries messages and echoes into a world's program."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._counts = invariants.Counts()

    def on_its_way(self, at: datetime, spoken: Spoken) -> None:
        """A message goes off; it may come late, twice, or twice under two names."""
        luck = self.world.chance.random() if at < self.world.storm_ends else 1.0
        late = timedelta(seconds=self.world.chance.uniform(1, 300)) if luck < 0.06 else timedelta(0)
        self.world.at(at, lambda nested: self._in_the_group(spoken))
        self._deliver(at + late, spoken)
        if 0.06 < luck < 0.12:
            self._deliver(at + timedelta(seconds=self.world.chance.uniform(1, 90000)), spoken)
        elif 0.12 < luck < 0.2 and len(spoken.text) >= 4:
            again = spoken.again(f"{spoken.id}'", self.world.chance.choice((0.0, 1.0, 3.0)))
            self._deliver(at + timedelta(seconds=self.world.chance.uniform(0, 3)), again)

    def _deliver(self, at: datetime, spoken: Spoken) -> None:
        self.world.at(at, lambda nested: self._arrives(spoken, nested), light=True)

    async def _in_the_group(self, spoken: Spoken) -> None:
        """It is said, whether the bot hears it or not."""
        self.world.irrelevant = True
        if spoken.room is not None:
            speaker = self.world.model.who(spoken.sender)
            self.world.privacy.heard(speaker.name if speaker else None, spoken.shown + spoken.text)

    async def _arrives(self, spoken: Spoken, nested: bool) -> None:
        self.world.messages += 1
        where = spoken.room or "私聊"
        what = f"撤回 {spoken.recalls}" if spoken.recalls else spoken.text
        app = self.world.app
        if app is None or self.world.asleep or self.world.channel.away:
            self.world.tell(f"{where} {spoken.shown}：{what}　　（没收到）")
            return
        self.world.tell(f"{where} {spoken.shown}[{spoken.sender}]：{what}")
        self.world.unsettled = spoken
        try:
            await app.on_message(spoken.incoming())
        except StoreError as error:
            self.world.may_fail(error)
            if nested:
                raise Killed from error
            self.world.process.end_process(self.world.process.pause())
            return
        self.world.unsettled = None
        self._settle(app, spoken)
        if not nested:
            await app.delivery.pump()

    def _settle(self, app: App, spoken: Spoken) -> None:
        """The message was handled: the books are what they ought to be."""
        if spoken.id not in self.world.model.handled:
            outcome = invariants.outcome(app, spoken.id)
            if outcome == "fault":
                hold(
                    self.world.disk.struck > self.world.struck_at_boot,
                    f"a bug was met in {spoken.id}",
                )
                self.world.model.handled.add(spoken.id)
            else:
                hold(outcome or spoken.room is None, f"{spoken.id} left no mark in the inbox")
                self.world.model.heard(spoken)
        self._counts.hold(app, self.world.model)
        if self.world.messages % self.world.scale.checks_every == 0:
            invariants.compare(app, self.world.model)

    def echo_later(self, incoming: Incoming) -> None:
        later = timedelta(seconds=self.world.chance.uniform(0, 40))
        self.world.at(
            self.world.clock.true + later, lambda nested: self.echo_now(incoming), light=True
        )

    async def echo_now(self, incoming: Incoming) -> None:
        if self.world.app is not None and not self.world.channel.away and not self.world.asleep:
            await self.world.app.on_message(incoming)
