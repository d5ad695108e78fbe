from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.money import Fen, parse_yuan, yuan, yuan_exact
from store.period import Period, spoken


@given(st.integers(min_value=0, max_value=10**9))
def test_what_is_written_is_read_back(fen: int) -> None:
    assert parse_yuan(yuan(Fen(fen))) == fen
    assert parse_yuan(yuan_exact(Fen(fen)) + "元") == fen


@pytest.mark.parametrize("text", ["", "二十", "20.005", "1e3", "20 30", "元"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert parse_yuan(text) is None


@given(st.integers(min_value=-600, max_value=600))
def test_months_count_across_years(months: int) -> None:
    start = Period(2026, 11)
    assert (start + months) - start == months


def test_months_are_said_as_people_say_them() -> None:
    today = date(2026, 10, 12)
    months = [Period(2026, 7), Period(2026, 8), Period(2026, 9), Period(2025, 12), Period(2026, 1)]
    assert spoken(months, today=today) == "2025年12月、1月、7—9月"
