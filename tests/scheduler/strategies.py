"""Strategies: any rule and any moment, for the properties of this folder."""

from __future__ import annotations

from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st

from scheduler.calendar import SHANGHAI, Move
from scheduler.recurrence import Among, Cycle, Rule

unhurried = settings(deadline=None)
"""A busy machine is no counterexample."""

times = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))
moments = st.datetimes(
    min_value=datetime(2004, 2, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.just(SHANGHAI),
)


def _monthly(cycle: Cycle, among: Among) -> st.SearchStrategy[Rule]:
    numbers = st.integers(1, among.most).flatmap(lambda n: st.sampled_from([n, -n]))
    months = st.integers(1, cycle.months)
    return st.builds(
        Rule, st.just(cycle), st.just(among), numbers, months, times, st.sampled_from(Move)
    )


def _of_cycle(cycle: Cycle) -> st.SearchStrategy[Rule]:
    if cycle is Cycle.WEEK:
        weekdays = st.sampled_from([among for among in Among if among.weekday is not None])
        return st.builds(Rule, st.just(cycle), weekdays, at=times, move=st.sampled_from(Move))
    return st.sampled_from(Among).flatmap(lambda among: _monthly(cycle, among))


rules = st.sampled_from(Cycle).flatmap(_of_cycle)
monthly_rules = _of_cycle(Cycle.MONTH)
