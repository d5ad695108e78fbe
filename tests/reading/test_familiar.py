"""What was read before reads the same again, from anybody, and never from another's mouth."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers.reading import Roster, read
from tests.reading.conftest import TODAY, load_roster, load_rows
from tests.reading.test_wordings import rows as wordings

ROUNDS = (None, "dues", "meeting", "checkin")


def texts() -> list[str]:
    written = [row["text"] for row in load_rows()]
    return [*written, *(text for _, text, _ in wordings())]


@pytest.mark.parametrize("sender", ["M06", "M14", "M15", "nobody"])
def test_remembering_changes_no_reading(sender: str) -> None:
    roster = load_roster()
    for at, text in enumerate(texts()):
        how = {"roster": roster, "today": TODAY, "pending": ROUNDS[at % 4]}
        read(text, sender="M01", **how)
        again = read(text, sender=sender, **how)
        roster.read_before.clear()
        assert again == read(text, sender=sender, **how), text
        assert again == read(text, sender=sender, **how), text


def test_another_day_another_round_another_branch() -> None:
    roster, others = load_roster(), Roster([])
    first = read("上个月党费交了", sender="M06", roster=roster, today=TODAY, pending=None)
    later = TODAY + timedelta(days=31)
    second = read("上个月党费交了", sender="M06", roster=roster, today=later, pending=None)
    assert [one.months for one in (*first.intents, *second.intents)] == [("2026-09",), ("2026-10",)]
    assert not read("+1", sender="M06", roster=roster, today=TODAY, pending=None).intents
    assert read("+1", sender="M06", roster=roster, today=TODAY, pending="meeting").intents
    stranger = read("上个月党费交了", sender="M06", roster=others, today=TODAY, pending=None)
    assert stranger.intents[0].unresolved == ("我",)


def test_thousands_of_messages_are_not_all_kept() -> None:
    roster = load_roster()
    start = date(2020, 1, 1)
    for step in range(3000):
        today = start + timedelta(days=step)
        read("党费交了", sender="M06", roster=roster, today=today, pending="dues")
    assert len(roster.read_before) <= 1024
    before = len(roster.read_before)
    read("党费交了，" * 100, sender="M06", roster=roster, today=TODAY, pending="dues")
    assert len(roster.read_before) == before
