"""A desk for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.desk import Desk, opened


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as found:
        yield found


@pytest.fixture
def desk_by_hand(tmp_path: Path) -> Iterator[Desk]:
    """A branch without a bot account."""
    with opened(tmp_path, by_hand=True) as found:
        yield found
