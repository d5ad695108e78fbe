"""What must hold whatever is written: rendered records, prefixes, spellings, rosters, quotes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.reading import Intent, Person, Roster, read
from tests.reading.conftest import TODAY, load_roster
from tests.reading.rendering import Payment, payments

ROSTER = load_roster()
RENDERED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TRADITIONAL = str.maketrans(
    "党费缴经个过块钱张刘孙丽邓华龚建国", "黨費繳經個過塊錢張劉孫麗鄧華龔建國"
)
WIDE = {code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)} | {ord("."): "．"}


def intents(text: str, sender: str = "M06", roster: Roster = ROSTER) -> tuple[Intent, ...]:
    return read(text, sender=sender, roster=roster, today=TODAY, pending="dues").intents


def said(found: tuple[Intent, ...]) -> list[tuple[object, ...]]:
    """Everything an intent says, without where it stands."""
    return [
        (one.kind, one.people, one.unresolved, one.months, one.amount_fen, one.place, one.reason)
        for one in found
    ]


def paid(found: tuple[Intent, ...]) -> list[Intent]:
    return [one for one in found if one.kind == "dues_paid"]


@RENDERED
@given(payments())
def test_a_rendered_payment_is_read_back(payment: Payment) -> None:
    found = intents(payment.text)
    assert len(found) == 1, payment.text
    assert found[0].kind == "dues_paid"
    assert found[0].people == (payment.owner or "M06",)
    assert found[0].months == payment.months
    assert found[0].amount_fen == payment.fen


@RENDERED
@given(payments(), st.sampled_from(["听说", "好像", "要是", "明天", "没", "可能", "如果", "据说"]))
def test_a_prefix_that_takes_the_fact_away(payment: Payment, prefix: str) -> None:
    assert paid(intents(prefix + payment.text)) == []


@RENDERED
@given(payments(), st.sampled_from(["吗", "？", "吗？", "对吧？", "没有？", "吧"]))
def test_a_suffix_that_asks(payment: Payment, suffix: str) -> None:
    assert paid(intents(payment.text + suffix)) == []


@RENDERED
@given(payments())
def test_spelling_changes_nothing(payment: Payment) -> None:
    plain = said(intents(payment.text))
    assert said(intents(payment.text.translate(TRADITIONAL))) == plain
    assert said(intents(payment.text.translate(WIDE))) == plain
    assert said(intents("🎉" + payment.text + "👍[强]")) == plain
    assert said(intents("@李秀英\u2005" + payment.text)) == plain
    assert said(intents("  " + payment.text + "  ")) == plain
    assert said(intents(payment.text.replace("党费", "党\u200b费"))) == plain


@RENDERED
@given(payments())
def test_a_roster_with_other_ids_changes_ids_only(payment: Payment) -> None:
    people = [Person(f"X{p.id}", p.name, p.aliases, p.card) for p in ROSTER.people.values()]
    other = Roster(reversed(people))
    renamed = intents(payment.text, "XM06", other)
    assert [one.people for one in renamed] == [
        tuple(f"X{who}" for who in one.people) for one in intents(payment.text)
    ]


@RENDERED
@given(payments())
def test_a_quoted_message_says_nothing(payment: Payment) -> None:
    quote = f"「刘洋：{payment.text}」\n- - - - - - - - - - - - - - -\n"
    assert intents(quote + "👍") == ()
    assert said(intents(quote + "我也交了")) == [("dues_paid", ("M06",), (), (), None, None, None)]


@RENDERED
@given(payments(), st.sampled_from(["电费", "团费", "学费", "物业费", "社保", "房租", "会费"]))
def test_another_fee_is_no_payment_of_dues(payment: Payment, fee: str) -> None:
    assert intents(payment.text.replace("党费", fee)) == ()


@RENDERED
@given(
    payments(),
    st.sampled_from(["今天下雨了", "大家辛苦了", "厂里食堂涨价了", "早上好", "晚上喝两杯"]),
)
def test_chatter_beside_it_changes_nothing(payment: Payment, chatter: str) -> None:
    plain = said(intents(payment.text))
    assert said(intents(f"{chatter}。{payment.text}")) == plain
    assert said(intents(f"{payment.text}。{chatter}")) == plain


@pytest.mark.parametrize("sender", ["M14", "M15", "M99"])
def test_whose_record_it_is_when_the_name_is_shared(sender: str) -> None:
    found = read(
        "王芳的党费交了", sender=sender, roster=ROSTER, today=date(2026, 3, 1), pending=None
    )
    expected = ((), ("王芳",)) if sender == "M99" else ((sender,), ())
    assert (found.intents[0].people, found.intents[0].unresolved) == expected
    assert found.decision == ("ask" if sender == "M99" else "record")
