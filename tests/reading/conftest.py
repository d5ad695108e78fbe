"""What the reader's tests share: the development corpus, its roster, one call to read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.reading import Reading, Roster, read
from handlers.reading.wire import roster_from_json

FIXTURES = Path(__file__).parent / "fixtures"
TODAY = date(2026, 10, 12)
Say = Callable[..., Reading]


def load_roster(name: str = "roster.json") -> Roster:
    """The invented branch of the corpus, or of another set."""
    return roster_from_json(json.loads((FIXTURES / name).read_text(encoding="utf-8")))


def load_rows(name: str = "dev.jsonl") -> list[dict[str, Any]]:
    """The development corpus, or another set."""
    lines = (FIXTURES / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def load_set(name: str) -> list[dict[str, Any]]:
    """A set that an independent writer wrote."""
    return load_rows(f"set_{name}.jsonl")


def is_held_back(row: dict[str, Any]) -> bool:
    """A third of the corpus, by a hash of the id: the rules were not tuned on it."""
    return hashlib.sha256(row["id"].encode()).digest()[0] % 3 == 0


@pytest.fixture(scope="session")
def roster() -> Roster:
    return load_roster()


@pytest.fixture(scope="session")
def rows() -> list[dict[str, Any]]:
    return load_rows()


@pytest.fixture(scope="session")
def say(roster: Roster) -> Say:
    """Read one message: ``say("党费已交", sender="M06", pending="dues")``."""

    def reading(text: str, **how: Any) -> Reading:
        how = {"sender": "M06", "today": TODAY, "pending": "dues", "roster": roster} | how
        return read(text, **how)

    return reading
