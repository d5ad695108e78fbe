"""Home-coming seasons by the official calendar."""

from datetime import date, timedelta

from scheduler.calendar import holiday_begins

MONTH = timedelta(days=31)


def test_a_season_is_seen_once_by_monthly_looks() -> None:
    assert holiday_begins("春节", date(2026, 2, 1), MONTH) == date(2026, 2, 15)
    assert holiday_begins("清明", date(2026, 3, 10), MONTH) == date(2026, 4, 4)
    assert holiday_begins("清明", date(2026, 4, 10), MONTH) is None


def test_where_the_calendar_ends_no_season_is_made_up() -> None:
    assert holiday_begins("春节", date(2090, 1, 20), MONTH) is None
