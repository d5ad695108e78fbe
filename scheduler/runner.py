"""The alarm clock: APScheduler wakes the program; the data say what is owed.

Knows neither plan nor store: it is given what to do on waking and asks when the next thing is
due. It may ring never, once or five times for one occurrence; the result is the same.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scheduler.calendar import SHANGHAI

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler
    from apscheduler.triggers.interval import IntervalTrigger

_log = logging.getLogger(__name__)

# APScheduler's own defaults forget what is more than a second late.
_JOB_DEFAULTS: dict[str, Any] = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
_BEAT, _ALARM, _AT_ONCE = "beat", "alarm", "at-once"
_SOON = 0.5
"""Seconds until a poke is heeded: a burst of messages asks once, and no reply waits for it."""


class Runner:
    """Wakes at start, every ``every_seconds``, and at the next due moment; one wake at a time."""

    def __init__(
        self,
        wake: Callable[[], Awaitable[None]],
        next_due: Callable[[], datetime | None],
        every_seconds: float = 30,
    ) -> None:
        self._wake = wake
        self._next_due = next_due
        self._every_seconds = every_seconds
        self._scheduler: AsyncIOScheduler | None = None
        self._armed: datetime | None = None
        self._pulse: asyncio.TimerHandle | None = None
        self._poked: asyncio.TimerHandle | None = None
        self._one_at_a_time = asyncio.Lock()

    def start(self) -> None:
        """Begin, with a wake at once; needs a running event loop. RuntimeError if it runs."""
        if self._scheduler is not None:
            raise RuntimeError("the runner is started once")
        # Here, not above: it costs a tenth of a second that a demo's first line need not wait for.
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        self._scheduler = AsyncIOScheduler(timezone=SHANGHAI, job_defaults=_JOB_DEFAULTS)
        self._scheduler.add_job(self._ring, self._beat(), id=_BEAT)
        self._scheduler.add_job(self._ring, id=_AT_ONCE)
        self._scheduler.start()
        self._feel_pulse()

    async def stop(self) -> None:
        """Let a wake in progress finish, then stop; stopping twice is no error."""
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is None:
            return
        for timer in (self._pulse, self._poked):
            if timer is not None:
                timer.cancel()
        async with self._one_at_a_time:
            scheduler.shutdown(wait=False)

    def poke(self) -> None:
        """Ask again, soon, when the next thing is due: settings or meetings have changed."""
        if self._poked is None:
            self._poked = asyncio.get_running_loop().call_later(_SOON, self._heed)

    def _heed(self) -> None:
        self._poked = None
        with _told_in_the_log("arming the alarm"):
            self._arm()

    async def _ring(self) -> None:
        async with self._one_at_a_time:
            if self._scheduler is None:
                return
            with _told_in_the_log("a wake"):
                await self._wake()
                self._arm()
            self._feel_pulse()

    def _arm(self) -> None:
        """Set the alarm; a moment that has rung is left to the beat, or a failure would spin."""
        due = self._next_due() if self._scheduler is not None else None
        if self._scheduler is None or due is None or due == self._armed:
            return
        from apscheduler.triggers.date import DateTrigger

        self._armed = due
        trigger = DateTrigger(due, timezone=SHANGHAI)
        self._scheduler.add_job(self._ring, trigger, id=_ALARM, replace_existing=True)

    def _beat(self) -> IntervalTrigger:
        from apscheduler.triggers.interval import IntervalTrigger

        return IntervalTrigger(seconds=self._every_seconds, timezone=SHANGHAI)

    def _feel_pulse(self) -> None:
        """Look again after two beats, by the loop's clock, which nobody sets.

        APScheduler goes by the machine's: set back by a year, it would sleep for that year.
        """
        if self._scheduler is None:
            return
        if self._pulse is not None:
            self._pulse.cancel()
        loop = asyncio.get_running_loop()
        self._pulse = loop.call_later(2 * self._every_seconds, self._revive)

    def _revive(self) -> None:
        if self._scheduler is not None and not self._one_at_a_time.locked():
            _log.warning("no wake for two beats (was the clock set back?): starting a new beat")
            self._scheduler.reschedule_job(_BEAT, trigger=self._beat())
            self._scheduler.add_job(self._ring, id=_AT_ONCE, replace_existing=True)
        self._feel_pulse()


@contextmanager
def _told_in_the_log(what: str) -> Iterator[None]:
    """An error ends this attempt, not the clock: the next beat tries again.

    Only its type is logged; its text may quote a member's message.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it was, the clock must go on
        _log.error("%s failed: %s", what, type(error).__name__)
