"""One Chromium for all these tests; a branch, its pages and its windows for each."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.hall import Office, chromium, office
from tests.web.conftest import desk, desk_by_hand
from tests.web.desk import Desk

__all__ = ["desk", "desk_by_hand"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def at(desk: Desk, browser: Browser) -> AsyncIterator[Office]:
    async with office(desk, browser) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def at_by_hand(desk_by_hand: Desk, browser: Browser) -> AsyncIterator[Office]:
    async with office(desk_by_hand, browser) as found:
        yield found
