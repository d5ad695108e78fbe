"""While the channel is away nothing is heard: the secretary is told once, from when till when."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.app import App, build
from bot.clock import SHANGHAI, VirtualClock
from bot.gateway.base import ChannelState
from bot.gateway.inprocess import InProcessGateway
from bot.pace import Tempo
from bot.sandbox import branch
from scheduler.calendar import QuietHours
from store import outbox

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=SHANGHAI)
BEAT = timedelta(seconds=30)


class Office:
    """The invented branch: a channel that comes and goes, a program that is started anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = VirtualClock(NOON)
        self.app = self.built()

    def built(self) -> App:
        settings = branch.settings(self.folder / "sandbox")
        return build(
            settings.model_copy(update={"quiet_hours": QuietHours(time(21), time(8))}),
            clock=self.clock,
            gateway=InProcessGateway(clock=self.clock),
            data=self.folder / "books",
            chance=random.Random(1),
            tempo=Tempo(),
        )

    async def is_in(self, state: ChannelState) -> None:
        await self.app.on_state(state, "")

    def listens(self, span: timedelta) -> None:
        """The beats of a program that runs."""
        until = self.clock.now() + span
        while self.clock.now() < until:
            self.clock.move_to(self.clock.now() + BEAT)
            self.app.absence.look(self.clock.now())

    def passes(self, span: timedelta) -> None:
        self.clock.move_to(self.clock.now() + span)

    async def away_for(self, span: timedelta) -> None:
        await self.is_in(ChannelState.DISCONNECTED)
        self.listens(span)
        await self.is_in(ChannelState.LOGGED_IN)

    def told(self) -> list[str]:
        rows = outbox.OUTBOX.find(self.app.db)
        assert all(row.room is None for row in rows)
        return [row.text for row in rows if "掉线了" in row.text]


@pytest.fixture
async def office(tmp_path: Path) -> Iterator[Office]:  # type: ignore[misc]
    office = Office(tmp_path)
    await office.is_in(ChannelState.LOGGED_IN)
    yield office
    office.app.db.close()


async def test_the_first_start_missed_nothing(office: Office) -> None:
    assert office.told() == []


async def test_a_blip_is_not_worth_a_word(office: Office) -> None:
    for _ in range(5):
        await office.away_for(timedelta(seconds=90))
        office.listens(timedelta(minutes=3))
    assert office.told() == []


async def test_an_hour_away_is_told_once_with_what_to_do(office: Office) -> None:
    office.listens(timedelta(minutes=10))
    await office.away_for(timedelta(hours=1))
    await office.is_in(ChannelState.LOGGED_IN)
    (told,) = office.told()
    assert told.startswith("3月5日12:10到13:10我掉线了")
    assert "粘贴模式补上" in told


async def test_the_night_is_nobodys_business_but_its_end_in_the_morning_is(office: Office) -> None:
    office.passes(timedelta(hours=9, minutes=30))  # 21:30
    office.app.absence.look(office.clock.now() - BEAT)
    office.app.absence.look(office.clock.now())
    await office.away_for(timedelta(hours=10))  # 07:30
    assert office.told() == []
    await office.away_for(timedelta(hours=1))  # 08:30
    assert len(office.told()) == 1


async def test_what_began_by_day_and_ended_by_night_is_told_in_the_morning(office: Office) -> None:
    office.listens(timedelta(minutes=1))
    await office.away_for(timedelta(hours=11))  # 23:01
    (row,) = [r for r in outbox.OUTBOX.find(office.app.db) if "掉线了" in r.text]
    assert row.not_before == datetime(2026, 3, 6, 8, 0, tzinfo=SHANGHAI)


async def test_a_program_that_was_down_tells_it_when_it_is_back(office: Office) -> None:
    office.listens(timedelta(minutes=30))
    office.app.db.close()
    office.passes(timedelta(hours=2))
    office.app = office.built()
    await office.is_in(ChannelState.LOGGED_IN)
    (told,) = office.told()
    assert "到14:30我掉线了" in told


async def test_a_quick_restart_is_no_absence(office: Office) -> None:
    office.listens(timedelta(minutes=33))
    office.app.db.close()
    office.passes(timedelta(seconds=20))
    office.app = office.built()
    await office.is_in(ChannelState.LOGGED_IN)
    assert office.told() == []


async def test_a_computer_that_slept_was_away_since_it_fell_asleep(office: Office) -> None:
    office.listens(timedelta(minutes=10))
    office.passes(timedelta(hours=3))
    office.app.absence.look(office.clock.now())
    await office.away_for(timedelta(seconds=30))
    (told,) = office.told()
    assert told.startswith("3月5日12:10到15:10我掉线了")
