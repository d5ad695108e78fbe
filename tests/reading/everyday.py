"""What a township's groups write on an ordinary day, and how many calls reading it takes.

Made of the rows that the independent writers wrote: all their chatter once, in between what is
answered and told, in the shares of an ordinary day. What people repeat (收到) is repeated.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date
from types import FrameType
from typing import Any

from handlers.reading import Roster
from tests.reading.conftest import FIXTURES, load_roster, load_rows

CHATTER = 0.6
_SHARES = {"ack": 10, "checkin": 7, "dues_paid": 10, "dues_promise": 2, "leave": 3, "question": 4,
           "meeting": 2, "amount": 2}  # fmt: skip
"""Of a hundred messages, those that are no chatter."""
Call = tuple[str, dict[str, Any]]


def as_call(row: dict[str, Any], roster: Roster) -> Call:
    """How a row of a set is read: its text, and all else."""
    today = date.fromisoformat(row["today"])
    return row["text"], {
        "sender": row["sender"], "pending": row["pending"], "today": today, "roster": roster,
    }  # fmt: skip


def ordinary_day(seed: int = 7) -> list[Call]:
    """About 1,200 messages of 18 branches, in a fixed order."""
    chance = random.Random(seed)
    kinds: dict[str, list[Call]] = {}
    for file in sorted(FIXTURES.glob("*.jsonl")):
        roster = load_roster("roster.json" if file.stem == "dev" else f"{file.stem}_roster.json")
        for row in load_rows(file.name):
            kinds.setdefault(row["cat"], []).append(as_call(row, roster))
    day = list(kinds["chatter"])
    others = round(len(day) * (1 - CHATTER) / CHATTER)
    answered = chance.choices(list(_SHARES), list(_SHARES.values()), k=others)
    day += [chance.choice(kinds[kind]) for kind in answered]
    chance.shuffle(day)
    return day


def forget(calls: list[Call]) -> None:
    """Nothing is remembered of any message."""
    for roster in {id(how["roster"]): how["roster"] for _, how in calls}.values():
        roster.read_before.clear()


def calls_of_python(work: Callable[[], object]) -> int:
    """How many functions written in Python ``work`` calls: a measure that no other load moves."""
    count = 0

    def counting(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
