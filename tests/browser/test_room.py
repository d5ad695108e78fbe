"""The room to try it, in a real browser: a month's tour, a word that reaches the books, time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from bot.sandbox.room import Room
from bot.web.room.opening import opened
from store import dues, outbox
from store.database import Database
from store.models import Claim
from tests.browser.hall import OFFICE, PHONE, Hall
from tests.browser.walk import complaints, with_axe

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ZHANG = "wxid_zhang"


@dataclass
class Visit:
    """The room, and windows before it."""

    hall: Hall
    room: Room

    @property
    def db(self) -> Database:
        return self.room.stage.app.db

    async def as_zhang(self, *, width: int = OFFICE) -> Page:
        page = await self.hall.window(width=width)
        await page.goto(f"/room?as={ZHANG}")
        return page

    def standing(self) -> list[Claim]:
        return [c for c in dues.CLAIMS.find(self.db) if c.state == "claimed"]


@pytest_asyncio.fixture(loop_scope="session")
async def visit(tmp_path: Path, browser: Browser) -> AsyncIterator[Visit]:
    async with opened(tmp_path) as (address, room):
        found = Hall(address.removesuffix("/room"), browser)
        try:
            yield Visit(found, room)
        finally:
            await found.close()


async def say(page: Page, words: str) -> None:
    await page.locator("#text-group").fill(words)
    await page.locator("button.send[value=group]").click()
    await expect(page.locator(".pane.group .log")).to_contain_text(words)


@pytest.mark.parametrize("width", [OFFICE, PHONE])
async def test_the_tour_leads_through_a_month(visit: Visit, width: int) -> None:
    page = await visit.as_zhang(width=width)
    key = page.locator("#tour button[value=tour]")
    for scene in range(1, visit.room.tour.scenes + 1):
        await key.click()
        await expect(page.locator("#tour .step")).to_have_text(f"{scene}/{visit.room.tour.scenes}")
        if await key.text_content() == "快一点":
            await key.click()
        await expect(key).not_to_have_text("快一点", timeout=30_000)
    await expect(page.locator(".pane.group .log")).to_contain_text("公示")
    assert await page.evaluate("document.scrollingElement.scrollWidth") <= width


async def test_what_is_said_in_the_browser_arrives_in_the_books_and_can_be_recalled(
    visit: Visit,
) -> None:
    page = await visit.as_zhang()
    await say(page, "己交3月的四十二")
    await expect(page.locator(".said.bot").last).to_contain_text("张伟")
    (claim,) = visit.standing()
    assert (claim.amount, str(claim.period)) == (4200, "2026-03")
    bubble = page.locator(".pane.group .said.own").last
    await bubble.locator("summary").click()
    await bubble.get_by_role("button", name="撤回").click()
    await expect(page.locator(".pane.group .log")).to_contain_text("撤回了一条消息")
    assert visit.standing() == []


async def test_a_message_that_comes_twice_is_one_payment(visit: Visit) -> None:
    page = await visit.as_zhang()
    await say(page, "党费交了42")
    await page.locator("summary", has_text="出点毛病").click()
    await page.get_by_role("button", name="换个编号再送", exact=True).click()
    await expect(page.locator(".between.note").last).to_be_visible()
    assert len(visit.standing()) == 1


async def test_time_goes_on_to_the_next_notice(visit: Visit) -> None:
    page = await visit.as_zhang()
    before = visit.room.stage.clock.now()
    await page.get_by_role("button", name="下月").first.click()
    await expect(page.locator("#clock")).to_contain_text("4月1日")
    await expect(page.locator(".pane.group .log")).to_contain_text("4月")
    assert visit.room.stage.clock.now() > before
    notices = [d for d in outbox.DELIVERIES.find(visit.db) if d.kind == "dues-notice"]
    assert str(notices[-1].due_at.date()) == "2026-04-01"


async def test_what_is_being_typed_stays_when_the_page_is_drawn_again(visit: Visit) -> None:
    page = await visit.as_zhang()
    typed = asyncio.Event()

    async def slowly(route: Route) -> None:
        await typed.wait()
        await route.continue_()

    await page.route("**/room?as=*", slowly)
    await page.evaluate("document.getElementById('main').dataset.old = '1'")
    await page.locator("summary", has_text="出点毛病").click()
    await page.locator("input[name=card]").fill("老张")
    await page.get_by_role("button", name="改", exact=True).click()
    await page.locator("#text-group").fill("大家好")
    typed.set()
    await page.wait_for_selector("#main:not([data-old])")
    await expect(page.locator("#text-group")).to_have_value("大家好")


async def test_a_nickname_of_html_is_a_name_and_the_room_is_open_to_everybody(
    visit: Visit,
) -> None:
    page = await visit.as_zhang(width=PHONE)
    await page.locator("summary", has_text="出点毛病").click()
    await page.locator("input[name=card]").fill("<img src=x onerror=window.hit=1>")
    await page.get_by_role("button", name="改", exact=True).click()
    await say(page, "大家好")
    await page.reload()
    await expect(page.locator(".pane.group .log")).to_contain_text("<img src=x")
    assert await page.evaluate("window.hit") is None
    await with_axe(page)
    await page.reload()
    assert await complaints(page, "/room", "张伟") == []
