"""The development corpus, in two parts: the one the rules were tuned on, the one held back.

Floors, not targets: they may only be raised.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from handlers.reading import Roster
from handlers.reading.wire import FIELDS, answer
from tests.reading.conftest import is_held_back, load_roster, load_set


@dataclass(frozen=True)
class Floor:
    """What may not be fallen below: shares of messages, payments and chatter."""

    exact: float
    precision: float = 0.995
    recall: float = 0.99
    silence: float = 1.0
    false: int = 0
    """So many messages at most may yield a payment that nobody stated."""


# Sets by independent writers, learnt from after a first run.
WRITTEN = {
    "g": Floor(0.99),
    "h": Floor(0.99),
    "k": Floor(0.99),
    "l": Floor(0.99),
    "m": Floor(0.99),
    "n": Floor(0.99),
    "o": Floor(0.99, precision=0.993, recall=0.986),
    "q": Floor(0.99),
    "r": Floor(0.985, precision=0.993, recall=0.987),
    "s": Floor(0.975, precision=0.987, recall=0.969),
    "t": Floor(0.965, precision=0.993, recall=0.959),
    "u": Floor(0.98, precision=0.993, recall=0.965, false=1),
    "v": Floor(0.98),
    "w": Floor(0.975, precision=0.993, recall=0.948),
    "x": Floor(0.985, precision=0.994, recall=0.98),
    "y": Floor(0.985, recall=0.98),
    "z": Floor(0.95, precision=0.0, recall=0.0, silence=0.87),
    "aa": Floor(0.985, precision=0.994, recall=0.994, silence=0.96),
    "ab": Floor(0.99),
    "ac": Floor(0.99),
    "ad": Floor(0.99),
    "ae": Floor(0.975),
    "af": Floor(0.985),
    "ag": Floor(0.96, precision=0.989, recall=0.967, silence=0.97, false=1),  # not learnt from
}


@dataclass
class Score:
    """Counts over a part of the corpus."""

    messages: int = 0
    exact: int = 0
    right_payments: int = 0
    read_payments: int = 0
    stated_payments: int = 0
    chatter: int = 0
    silent: int = 0
    false_payment: tuple[str, ...] = ()


def canonical(intents: list[dict[str, Any]]) -> list[str]:
    """Intents with their scored fields only, in an order of their own."""
    kept = [{name: one[name] for name in ("kind", *FIELDS[one["kind"]])} for one in intents]
    return sorted(json.dumps(one, sort_keys=True, ensure_ascii=False) for one in kept)


def score(rows: list[dict[str, Any]], roster: Roster) -> Score:
    """How the reader does on these rows."""
    total = Score()
    for row in rows:
        got, want = canonical(answer(row, roster)["intents"]), canonical(row["intents"])
        paid = [one for one in got if '"dues_paid"' in one]
        stated = [one for one in want if '"dues_paid"' in one]
        total.messages += 1
        total.exact += got == want
        total.right_payments += sum(one in stated for one in paid)
        total.read_payments += len(paid)
        total.stated_payments += len(stated)
        total.chatter += row["cat"] == "chatter"
        total.silent += row["cat"] == "chatter" and not got
        if paid and not stated:
            total.false_payment += (row["text"],)
    return total


@pytest.mark.parametrize(
    ("held", "exact", "precision", "recall"),
    [(False, 0.995, 0.998, 0.995), (True, 0.995, 0.998, 0.995)],
)
def test_the_corpus_is_read(
    rows: list[dict[str, Any]],
    roster: Roster,
    held: bool,
    exact: float,
    precision: float,
    recall: float,
) -> None:
    found = score([row for row in rows if is_held_back(row) == held], roster)
    assert found.false_payment == ()
    assert found.exact / found.messages >= exact
    assert found.right_payments / found.read_payments >= precision
    assert found.right_payments / found.stated_payments >= recall
    assert found.silent / found.chatter >= 0.99


@pytest.mark.parametrize("name", WRITTEN)
def test_what_others_wrote_is_read(name: str) -> None:
    """Sets by independent writers, other branches, other days; learnt from after a first run."""
    found, floor = score(load_set(name), load_roster(f"set_{name}_roster.json")), WRITTEN[name]
    assert len(found.false_payment) <= floor.false, found.false_payment
    assert found.exact >= floor.exact * found.messages
    assert found.right_payments >= floor.precision * found.read_payments
    assert found.right_payments >= floor.recall * found.stated_payments
    assert found.silent >= floor.silence * found.chatter


def test_every_span_points_at_the_words(rows: list[dict[str, Any]], roster: Roster) -> None:
    for row in rows:
        for intent in answer(row, roster)["intents"]:
            start, end = intent["span"]
            assert 0 <= start < end <= len(row["text"]), row["text"]
            assert intent["rule"], row["text"]
