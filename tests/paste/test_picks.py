"""A pick is read as what was picked, whatever month, sum, place or person goes with it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pasting.picks import Matter, Pick
from handlers.reading import Intent, Person, Roster, read
from store.money import Fen
from store.period import Period

TODAY = date(2026, 3, 20)
ROSTER = Roster(
    [Person("1", "张伟"), Person("2", "赵强"), Person("3", "王芳", card="王芳（二组）")]
)
KINDS = {
    Matter.PAID: "dues_paid",
    Matter.NOT_PAID: "dues_denied",
    Matter.CHECK_IN: "checkin",
    Matter.LEAVE: "leave",
    Matter.COMES: "meeting_yes",
    Matter.COMES_NOT: "meeting_no",
}


def taken(pick: Pick, sender: str = "1") -> Intent:
    reading = read(pick.wording, sender=sender, roster=ROSTER, today=TODAY, pending=None)
    assert reading.decision == "record", pick.wording
    assert len(reading.intents) == 1, pick.wording
    return reading.intents[0]


@pytest.mark.parametrize("about", ["", "赵强", "王芳（二组）"])
@pytest.mark.parametrize("matter", Matter)
def test_each_matter_is_read_as_itself(matter: Matter, about: str) -> None:
    intent = taken(Pick(matter, about=about))
    assert intent.kind == KINDS[matter]
    assert intent.people == ({"": "1", "赵强": "2", "王芳（二组）": "3"}[about],)


@given(
    month=st.builds(Period, st.sampled_from([2025, 2026]), st.integers(1, 12)),
    amount=st.one_of(st.none(), st.integers(1, 99_999_99).map(Fen)),
    about=st.sampled_from(["", "赵强"]),
)
def test_month_and_sum_arrive(month: Period, amount: Fen | None, about: str) -> None:
    intent = taken(Pick(Matter.PAID, (month,), amount, about=about))
    assert intent.kind == "dues_paid"
    assert intent.months == (str(month),)
    assert intent.amount_fen == amount
    assert intent.people == ("2" if about else "1",)


def test_several_months_and_a_place_arrive() -> None:
    months = (Period(2025, 12), Period(2026, 1))
    assert taken(Pick(Matter.PAID, months, Fen(8400))).months == ("2025-12", "2026-01")
    assert taken(Pick(Matter.CHECK_IN, place="东莞")).place == "东莞"
    denied = taken(Pick(Matter.NOT_PAID, (Period(2026, 3),)))
    assert (denied.kind, denied.months) == ("dues_denied", ("2026-03",))
