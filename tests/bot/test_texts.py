"""Every text the program can say, read as members read it."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rendering import PrivacyError, day, when
from store.privacy import Private
from tests.bot.representative import SATURDAY, SOURCES, SUNDAY, TEXTS, choices, usual


def shape(value: Any) -> Any:
    """Each text as a person sees it, and nothing that a machine would write."""
    assert value == value.strip()
    assert "\n\n" not in value
    assert all(line == line.strip() for line in value.split("\n"))
    assert not re.search(
        r"None|True|False|\[\]|[{}\[\]]|datetime|，，|。。|，。|：$|（）|  ", value
    )
    return value


@pytest.mark.parametrize("key", sorted(SOURCES))
@pytest.mark.parametrize("private", [True, False])
@settings(max_examples=12)
@given(chance=st.data())
def test_every_text_reads_well_with_every_form_of_its_values(
    key: str, private: bool, chance: st.DataObject
) -> None:
    values = {name: chance.draw(st.sampled_from(forms)) for name, forms in choices(key).items()}
    said = shape(TEXTS.render(key, values, private=private))
    assert re.search("[\u4e00-\u9fff]", said)


def test_sums_are_said_in_a_group_only_where_that_is_meant() -> None:
    """What a member says he paid, and a branch's totals; all else with sums goes to one person."""
    private = {
        *("dues.differs", "dues.unfitting", "receipts.list", "reports.mine", "reports.unpaid"),
        *("ask.which_payment", "ask.which_months", "ask.record"),
        *("ask.lines", "bases.verified", "bases.to_do", "receipts.lacking"),
        *(
            "announcement.private_reminder",
            "receipts.over",
            "dues.not_arrived",
            "receipts.withdrawn",
            "ask.more_received",
        ),
        *("announcement.arrears", "handing.so_far", "handing.done"),
        *("balances.member", "balances.sums", "balances.owing", "balances.trace"),
    }
    with_sums = {
        key for key in SOURCES if re.search(r"\d元", TEXTS.render(key, usual(key), private=True))
    }
    examples = {"dues.correct_what", "dues.large_told"}
    meant = {"dues.claimed", "announcement.dues_publication", "reports.month"}
    assert with_sums <= private | meant | examples


@pytest.mark.parametrize("key", ["dues.claimed", "checkin.noted", "meetings.answered"])
def test_an_acknowledgement_carries_its_undo_words(key: str) -> None:
    said = TEXTS.render(key, usual(key), private=False)
    assert said.split("\n")[-1] == "记错了回“撤销”就行。"


def test_moments_are_said_as_people_say_them() -> None:
    assert (when(SATURDAY), day(SATURDAY)) == ("3月28日（周六）19:30", "3月28日")
    assert when(SUNDAY) == "3月29日（周日）09:00"


# Private values


def _nest(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.lists(inner, min_size=1, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from("ab"), inner, min_size=1),
        inner.map(Private),
        inner.map(lambda value: {"plain": "甲", "hidden": value}),
    )


HIDDEN = st.recursive(st.just(Private("102")), _nest, max_leaves=6)


@given(hidden=HIDDEN)
def test_a_private_value_never_gets_into_a_group_however_deep_it_lies(hidden: Any) -> None:
    values = usual("dues.already")
    for name in values:
        with pytest.raises(PrivacyError):
            TEXTS.render("dues.already", {**values, name: hidden}, private=False)
    with pytest.raises(PrivacyError):
        TEXTS.render("dues.already", {**values, "not shown": hidden}, private=False)
    assert "102" in TEXTS.render("dues.already", {**values, "name": hidden}, private=True)


def test_what_could_hide_a_private_value_does_not_get_into_a_group() -> None:
    class Opaque:
        sum = Private("102")

    values = usual("dues.already")
    secret = Private("102")
    for hiding in (Opaque(), {secret}, frozenset([secret]), {secret: 1}, iter([secret])):
        with pytest.raises(PrivacyError):
            TEXTS.render("dues.already", {**values, "name": hiding}, private=False)


# Values are data


HOSTILE = [
    "{{ config }}",
    "{% raise %}",
    "<script>alert(1)</script>",
    "{# x #}",
    "${x}",
    "%s",
    "\\1",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_somebody_calls_himself_is_shown_as_it_is(hostile: str) -> None:
    said = TEXTS.render("roster.bound", {**usual("roster.bound"), "card": hostile}, private=False)
    assert f"“{hostile}”就是张伟" in said


def test_a_missing_value_is_an_error_not_a_blank() -> None:
    with pytest.raises(Exception, match="name"):
        TEXTS.render("dues.already", {"months": "3月"}, private=False)
