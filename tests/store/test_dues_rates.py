"""The regulation's arithmetic: the examples as the rules give them, and what holds for all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.dues_rates import (
    CEILING,
    Payer,
    Rounding,
    needs_base,
    payer_of,
    pays_from,
    propose,
    quarter_average,
)
from store.money import Fen, parse_yuan, yuan_exact
from store.period import Period

SALARIES = [p for p in Payer if needs_base(p) and p is not Payer.RETIRED]
BASES = st.integers(0, 60_000_00).map(Fen)


def proposed(payer: Payer, base: str, rounding: Rounding = Rounding.FEN) -> str:
    fen = parse_yuan(base)
    assert fen is not None
    found = propose(payer, fen, rounding)
    assert found is not None
    assert found.least == found.most
    return yuan_exact(found.most)


@pytest.mark.parametrize("payer", SALARIES)
@pytest.mark.parametrize(
    ("base", "amount"),
    [
        *(("3000", "15.00"), ("3000.01", "30.00"), ("5000", "50.00"), ("5001", "75.02")),
        *(("10000", "150.00"), ("10001", "200.02"), ("0", "0.00")),
    ],
)
def test_pay_is_rated_as_a_whole(payer: Payer, base: str, amount: str) -> None:
    assert proposed(payer, base) == amount


@pytest.mark.parametrize(
    ("base", "amount"), [("5000", "25.00"), ("5000.01", "50.00"), ("3200", "16.00")]
)
def test_pensions_have_one_boundary(base: str, amount: str) -> None:
    assert proposed(Payer.RETIRED, base) == amount


def test_who_has_no_pay_pays_a_fixed_amount() -> None:
    for payer in (Payer.STUDENT, Payer.UNEMPLOYED, Payer.RELIEF):
        found = propose(payer, None)
        assert found is not None
        assert (found.least, found.most) == (20, 20)
    farmer = propose(Payer.FARMER, None)
    assert farmer is not None
    assert (farmer.least, farmer.most) == (20, 100)


def test_without_a_base_nothing_is_proposed() -> None:
    assert [propose(payer, None) for payer in Payer if needs_base(payer)] == [None] * 5


@pytest.mark.parametrize(
    ("rounding", "amount"), [(Rounding.FEN, "75.02"), (Rounding.JIAO, "75.00")]
)
def test_rounding_is_half_up_to_what_the_branch_set(rounding: Rounding, amount: str) -> None:
    assert proposed(Payer.SALARIED, "5001", rounding) == amount
    assert proposed(Payer.SALARIED, "2100", Rounding.YUAN) == "11.00"


def test_a_boundary_close_by_is_told_from_both_sides() -> None:
    for base in (4_990_00, 5_000_00, 5_001_00):
        found = propose(Payer.SALARIED, Fen(base))
        assert found is not None
        assert found.cliff is not None
        assert (found.cliff.boundary, found.cliff.at, found.cliff.above) == (500000, 5000, 7500)
    far = propose(Payer.SALARIED, Fen(4_200_00))
    assert far is not None
    assert far.cliff is None


@given(BASES, st.sampled_from([*SALARIES, Payer.RETIRED]), st.sampled_from(Rounding))
def test_who_earns_more_never_pays_less(base: Fen, payer: Payer, rounding: Rounding) -> None:
    here, more = propose(payer, base, rounding), propose(payer, Fen(base + 1), rounding)
    assert here is not None
    assert more is not None
    assert here.most <= more.most
    assert here.most % rounding.unit == 0
    assert here.over_ceiling is (here.most > CEILING)


def test_the_self_employed_pay_on_the_last_quarters_average() -> None:
    assert quarter_average([Fen(3_000_00), Fen(4_000_00), Fen(5_000_00)]) == 4_000_00
    assert quarter_average([Fen(1), Fen(1), Fen(0)]) == 1
    with pytest.raises(ValueError, match="three"):
        quarter_average([Fen(1)])


def test_a_probationary_member_pays_from_the_month_of_the_vote() -> None:
    assert pays_from(date(2026, 3, 31)) == Period(2026, 3)


@pytest.mark.parametrize(
    ("words", "payer"),
    [
        *(("村干部", Payer.VILLAGE_CADRE), ("离退休", Payer.RETIRED), ("在校学生", Payer.STUDENT)),
        *(("农民", Payer.FARMER), ("退休教师", Payer.RETIRED), ("个体户", Payer.SELF_EMPLOYED)),
        *(("务工", None), ("流动党员", None), ("", None)),
    ],
)
def test_the_rosters_word_tells_the_rule_or_nothing(words: str, payer: Payer | None) -> None:
    assert payer_of(words) is payer
