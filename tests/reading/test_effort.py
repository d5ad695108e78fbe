"""What reading costs, counted in calls: new rules pay for themselves, or raise a number here.

The ceilings are what was measured, and five in a hundred. A call saved is a ceiling lowered.
"""

from __future__ import annotations

import pytest

from handlers.reading import read
from tests.bench.reading import worst_cases
from tests.reading.conftest import TODAY, load_roster, load_rows
from tests.reading.everyday import Call, as_call, calls_of_python, forget, ordinary_day


def average(calls: list[Call]) -> float:
    """Calls a message, when every pattern has been compiled and nothing is remembered."""

    def read_all() -> None:
        for text, how in calls:
            read(text, **how)

    read_all()
    forget(calls)
    return calls_of_python(read_all) / len(calls)


def test_a_new_text_costs_few_calls() -> None:
    roster = load_roster()
    assert average([as_call(row, roster) for row in load_rows()]) <= 193.5


def test_an_ordinary_day_costs_few_calls() -> None:
    assert average(ordinary_day()) <= 122.5


# By the character, of the long messages that cost most; each measured, and five in a hundred.
LONG = {
    "clauses": 55,
    "weak verbs": 38.5,
    "leave": 35.4,
    "questions": 33.3,
    "answered questions": 32,
    "strangers": 31.7,
    "mixed": 26.8,
    "refusals": 27.9,
    "check-ins": 17.6,
    "many sums": 16.1,
}


@pytest.mark.parametrize("name", worst_cases())
def test_a_long_message_costs_few_calls_a_character(name: str) -> None:
    roster, text = load_roster(), worst_cases()[name]
    how = {"sender": "M01", "roster": roster, "today": TODAY}
    for pending in (None, "dues", "meeting", "checkin"):
        taken = average([(text, how | {"pending": pending})])
        assert taken / len(text) <= LONG.get(name, 11.6), pending
