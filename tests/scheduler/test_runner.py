"""The alarm clock: it wakes, goes on after errors, and how often it rings changes nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, tzinfo

import pytest

from scheduler.calendar import SHANGHAI
from scheduler.plan import BranchPlan, RegularPost, next_due, occurrences, owed
from scheduler.rules import parse_rule
from scheduler.runner import Runner

BEAT = 0.02
NEVER = 3600.0
PATIENCE = 20  # seconds; only a hanging test waits so long


def never_due() -> datetime | None:
    return None


@asynccontextmanager
async def running(
    wake: Callable[[], Awaitable[None]],
    due: Callable[[], datetime | None] = never_due,
    every_seconds: float = BEAT,
) -> AsyncIterator[Runner]:
    runner = Runner(wake, due, every_seconds)
    runner.start()
    try:
        async with asyncio.timeout(PATIENCE):
            yield runner
    finally:
        await runner.stop()


class Counter:
    """Counts wakes; lets a test wait for the n-th."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = asyncio.Condition()

    async def __call__(self) -> None:
        async with self._changed:
            self.count += 1
            self._changed.notify_all()

    async def reaches(self, count: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self.count >= count)


async def test_it_wakes_at_start_without_waiting_for_a_beat() -> None:
    wake = Counter()
    async with running(wake, every_seconds=NEVER):
        await wake.reaches(1)


async def test_it_goes_on_beating() -> None:
    wake = Counter()
    async with running(wake):
        await wake.reaches(5)


async def test_it_wakes_at_the_due_moment_and_arms_the_next() -> None:
    wake = Counter()
    start = datetime.now(SHANGHAI)
    moments = [start + timedelta(seconds=seconds) for seconds in (0.05, 0.1, 0.15)]

    def due() -> datetime | None:
        return next((moment for moment in moments if moment > datetime.now(SHANGHAI)), None)

    async with running(wake, due, every_seconds=NEVER):
        await wake.reaches(2)


async def test_a_due_moment_in_the_past_rings_once_and_does_not_spin() -> None:
    wake = Counter()
    long_ago = datetime(2020, 1, 1, tzinfo=SHANGHAI)
    async with running(wake, lambda: long_ago, every_seconds=NEVER) as runner:
        await wake.reaches(2)
        for _ in range(50):
            runner.poke()
            await asyncio.sleep(0)
    assert wake.count == 2


async def test_a_poke_sets_the_alarm_for_what_is_new() -> None:
    wake = Counter()
    new: list[datetime] = []
    async with running(wake, lambda: min(new, default=None), every_seconds=NEVER) as runner:
        await wake.reaches(1)
        new.append(datetime.now(SHANGHAI) + timedelta(seconds=0.05))
        runner.poke()
        await wake.reaches(2)


async def test_a_failing_wake_is_logged_without_its_text_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    wake = Counter()

    async def failing() -> None:
        await wake()
        if wake.count < 3:
            raise LookupError("张三交了50元")

    with caplog.at_level(logging.WARNING):
        async with running(failing):
            await wake.reaches(4)
    failures = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert failures == ["a wake failed: LookupError"] * 2
    assert "张三" not in caplog.text


async def test_a_question_that_fails_stops_neither_the_beat_nor_the_asker() -> None:
    wake = Counter()

    def broken() -> datetime | None:
        raise OSError

    async with running(wake, broken) as runner:
        runner.poke()
        await wake.reaches(3)


async def test_wakes_never_overlap_and_stop_lets_one_finish() -> None:
    inside = 0
    most = 0
    finished = 0
    begun = asyncio.Event()

    async def slow() -> None:
        nonlocal inside, most, finished
        inside += 1
        most = max(most, inside)
        begun.set()
        await asyncio.sleep(4 * BEAT)
        inside -= 1
        finished += 1

    async with running(slow, lambda: datetime.now(SHANGHAI)):
        await begun.wait()
    assert (most, inside) == (1, 0)
    assert finished >= 1
    after = finished
    await asyncio.sleep(4 * BEAT)
    assert finished == after


async def test_stopping_twice_and_starting_twice() -> None:
    runner = Runner(Counter(), never_due)
    await runner.stop()
    runner.start()
    with pytest.raises(RuntimeError):
        runner.start()
    await runner.stop()
    await runner.stop()
    runner.poke()


async def test_a_clock_set_back_by_years_does_not_put_it_to_sleep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Machine(datetime):
        ahead = timedelta(days=3650)

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + cls.ahead

    for module in ("schedulers.base", "triggers.interval", "triggers.date"):
        monkeypatch.setattr(f"apscheduler.{module}.datetime", Machine)
    wake = Counter()
    async with running(wake):
        await wake.reaches(3)
        Machine.ahead = timedelta()
        await wake.reaches(wake.count + 5)


@pytest.mark.parametrize("rings", [0, 1, 5])
async def test_however_often_it_rings_each_notice_is_posted_once(rings: int) -> None:
    """A store that holds what was posted; between its runs a month goes by."""
    plan = [BranchPlan("B01", (RegularPost("dues-notice", parse_rule("每月5日 09:00")),))]
    start = datetime(2026, 1, 1, tzinfo=SHANGHAI)
    now = start
    posted: list[str] = []

    counter = Counter()

    def deliver() -> None:
        planned = occurrences(plan, [], start, now)
        posted.extend(run.key for run in owed(planned, posted))

    async def wake() -> None:
        deliver()
        await counter()

    def due() -> datetime | None:
        return next_due(plan, [], now, timedelta(days=60))

    for month in (2, 3, 4):
        now = datetime(2026, month, 1, tzinfo=SHANGHAI)
        counter = Counter()
        if rings:
            async with running(wake, due):
                await counter.reaches(rings)
    deliver()
    assert posted == [f"dues-notice/B01/2026-{month:02d}" for month in (1, 2, 3)]
