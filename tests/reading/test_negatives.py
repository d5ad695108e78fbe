"""Nobody said that he paid: the reader must not say it either (at most 1 in 10,000)."""

from __future__ import annotations

import pytest

from handlers.reading import Roster, read
from tests.reading.conftest import TODAY
from tests.reading.negatives import beside, negatives


def recorded(messages: list[str], roster: Roster) -> list[str]:
    """The messages that the reader takes for a payment."""
    found = []
    for text in messages:
        reading = read(text, sender="M06", roster=roster, today=TODAY, pending="dues")
        if any(intent.kind == "dues_paid" for intent in reading.intents):
            found.append(text)
    return found


def test_two_thousand_negatives(roster: Roster) -> None:
    assert recorded(sorted(set(negatives(2_000, seed=1))), roster) == []


def test_what_stands_beside_a_payment(roster: Roster) -> None:
    assert recorded(sorted(set(beside(6_000, seed=3))), roster) == []


@pytest.mark.long
def test_twelve_thousand_negatives(roster: Roster) -> None:
    assert len(recorded(list(negatives(12_000, seed=2)), roster)) <= 1
