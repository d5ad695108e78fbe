"""What tests of announcements share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.checks import check
from tests.bot.running import START, Running


@pytest.fixture
async def running(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path)
    await running.wake(START)
    yield running
    assert check(running.app.db) == []
    running.app.db.close()
