"""Days: months' ends, the official working days, moves around rest, quiet hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar import (
    LONGEST_REST,
    SHANGHAI,
    Move,
    QuietHours,
    calendar_known_until,
    days_of,
    is_working_day,
    last_day,
    moved,
    nth,
)
from store.period import Period
from tests.scheduler.strategies import moments, times, unhurried

ONE_DAY = timedelta(days=1)
hours = st.builds(QuietHours, times, times)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 2, 17), False),  # Spring Festival, a Tuesday
        (date(2026, 2, 14), True),  # a Saturday worked for it
        (date(2026, 2, 21), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2026, 11, 23), True),
        (date(1999, 10, 1), True),  # a Friday before the data begin: weekends only
        (date(2099, 10, 1), True),  # a Thursday after they end
        (date(2099, 10, 3), False),
    ],
)
def test_working_days_are_the_official_ones(day: date, working: bool) -> None:
    assert is_working_day(day) is working


def test_the_calendar_says_where_it_ends() -> None:
    end = calendar_known_until()
    assert (end.month, end.day) == (12, 31)
    new_year = date(end.year, 1, 1)
    assert not is_working_day(new_year)


def test_no_rest_is_longer_than_the_planner_looks_around() -> None:
    day, run = date(2004, 1, 1), 0
    while day <= calendar_known_until():
        run = 0 if is_working_day(day) else run + 1
        assert run < LONGEST_REST.days
        day += ONE_DAY


def test_months_end_on_their_last_calendar_day() -> None:
    assert last_day(Period(2026, 2)) == date(2026, 2, 28)
    assert last_day(Period(2028, 2)) == date(2028, 2, 29)
    assert last_day(Period(2026, 12)) == date(2026, 12, 31)
    assert nth(days_of(Period(2026, 4)), 31) == date(2026, 4, 30)
    assert nth(days_of(Period(2026, 4)), -31) == date(2026, 4, 1)
    with pytest.raises(ValueError, match="counted from 1"):
        nth(days_of(Period(2026, 4)), 0)


@unhurried
@given(st.dates(date(2004, 2, 1), date(2060, 1, 1)))
def test_a_move_ends_on_the_nearest_working_day_of_its_side(day: date) -> None:
    earlier, later = moved(day, Move.EARLIER), moved(day, Move.LATER)
    assert moved(day, Move.STAY) == day
    assert is_working_day(earlier)
    assert is_working_day(later)
    assert earlier <= day <= later
    between = [earlier + ONE_DAY * step for step in range(1, (later - earlier).days)]
    assert not any(is_working_day(rest) for rest in between)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 08:00"),
        ("2026-11-24 00:00", "2026-11-24 08:00"),
        ("2026-11-24 07:59", "2026-11-24 08:00"),
        ("2026-11-24 08:00", "2026-11-24 08:00"),
    ],
)
def test_quiet_from_nine_in_the_evening_to_eight(moment: str, allowed: str) -> None:
    given_moment = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    assert f"{QuietHours().next_allowed(given_moment):%Y-%m-%d %H:%M}" == allowed


@unhurried
@given(hours, moments)
def test_the_next_allowed_moment_is_the_first_one(quiet: QuietHours, moment: datetime) -> None:
    allowed = quiet.next_allowed(moment)
    assert not quiet.is_quiet(allowed)
    assert moment <= allowed < moment + ONE_DAY
    if allowed > moment:
        assert quiet.is_quiet(moment)
        assert quiet.is_quiet(allowed - timedelta(microseconds=1))


@unhurried
@given(times, moments)
def test_equal_ends_leave_no_hour_quiet(clock: time, moment: datetime) -> None:
    assert QuietHours(clock, clock).next_allowed(moment) == moment
