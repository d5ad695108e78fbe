"""One Chromium for all these tests; a branch, its pages and its windows for each."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.hall import Office, chromium, office
from tests.web.desk import Desk, opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as found:
        yield found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as found:
        yield found


@pytest.fixture
def desk_by_hand(tmp_path: Path) -> Iterator[Desk]:
    """A branch without a bot account."""
    with opened(tmp_path, by_hand=True) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def at(desk: Desk, browser: Browser) -> AsyncIterator[Office]:
    async with office(desk, browser) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def at_by_hand(desk_by_hand: Desk, browser: Browser) -> AsyncIterator[Office]:
    async with office(desk_by_hand, browser) as found:
        yield found
