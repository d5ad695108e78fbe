"""The room with the real program beneath, opened for each test."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import branch
from bot.sandbox.branch import Cast
from bot.sandbox.chat import GROUP, Bubble, Line
from bot.sandbox.playing import Tour
from bot.sandbox.room import Room
from bot.sandbox.stage import Stage


def cast(name: str) -> Cast:
    """One of the people."""
    found = branch.find(name)
    assert found is not None, name
    return found


@contextlib.asynccontextmanager
async def opened(data: Path, *, pictures: bool = False) -> AsyncIterator[Room]:
    """A room over the books in a folder."""
    stage = Stage(data, pictures=pictures)
    try:
        await stage.open()
        yield Room(stage, Tour(stage, seconds=0))
    finally:
        await stage.close()


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path) as made:
        yield made


def bubbles(room: Room, place: str = GROUP, after: int = 0) -> list[Bubble]:
    """What was said in a place."""
    return [e for e in room.chat.since(after) if isinstance(e, Bubble) and e.place == place]


def said_by_bot(room: Room, place: str = GROUP, after: int = 0) -> list[str]:
    """What the bot said in a place."""
    return [b.text for b in bubbles(room, place, after) if b.who == branch.BOT]


def last_line(room: Room) -> str:
    """The newest line between the bubbles."""
    return next(e.text for e in reversed(room.chat.entries) if isinstance(e, Line))
