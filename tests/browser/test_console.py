"""The console in a real browser: signing in, confirming, hearing of news, being turned away."""

import asyncio
import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Route, expect

from store import dues, roster
from store.models import Cause
from tests.browser.hall import OFFICE, PHONE, Office

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def _hold(until: asyncio.Event) -> Callable[[Route], Awaitable[None]]:
    """A line to the program that comes about only later."""

    async def held(route: Route) -> None:
        await until.wait()
        await route.continue_()

    return held


async def test_the_owners_link_lets_him_choose_and_is_spent(at: Office) -> None:
    link = at.link(None)
    page = await at.hall.window()
    await page.goto(link)
    await page.get_by_role("button", name="李秀英").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("今天")
    await page.get_by_role("link", name="李秀英").click()
    await page.get_by_role("button", name="王建国").click()
    await expect(page.get_by_role("banner")).to_contain_text("王建国")
    other = await at.hall.window()
    await other.goto(link)
    await expect(other.get_by_text("用过了")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [OFFICE, PHONE])
async def test_a_ticked_claim_is_a_receipt_in_the_books(
    at: Office, *, scripts: bool, width: int
) -> None:
    await at.desk.heard("张伟", "己交3月的四十二")
    await at.desk.heard("刘洋", "党费交了14")
    page = await at.signed_in("李秀英", scripts=scripts, width=width)
    await page.get_by_role("navigation").get_by_role("link", name="确认").click()
    await page.get_by_role("checkbox", name=re.compile("张伟")).check()
    await page.get_by_role("button", name="确认打勾的").click()
    await expect(page.get_by_role("status")).to_contain_text("张伟")
    await expect(page.get_by_role("checkbox")).to_have_count(1)
    (receipt,) = dues.RECEIPTS.find(at.desk.app.db)
    assert (receipt.member, receipt.by) == (at.desk.member("张伟"), at.desk.member("李秀英"))
    assert receipt.amount == 4200


async def test_what_is_said_in_the_group_comes_onto_the_open_page(at: Office) -> None:
    page = await at.signed_in("李秀英")
    await page.goto("/claims")
    await expect(page.get_by_text("没有等确认的")).to_be_visible()
    await at.desk.heard("张伟", "3月党费42元已转")
    await expect(page.get_by_role("checkbox", name=re.compile("张伟"))).to_be_visible()
    await expect(page.get_by_text("3月党费42元已转")).to_be_visible()


async def test_what_came_before_the_page_began_to_listen_is_not_missed(at: Office) -> None:
    page = await at.signed_in("李秀英")
    await page.route("**/live*", _hold(said := asyncio.Event()))
    await page.goto("/claims")
    await at.desk.heard("张伟", "3月党费42元已转")
    said.set()
    await expect(page.get_by_role("checkbox", name=re.compile("张伟"))).to_be_visible()


async def test_a_tick_that_is_set_is_not_taken_away_by_news(at: Office) -> None:
    await at.desk.heard("张伟", "3月党费42元已转")
    page = await at.signed_in("李秀英")
    await page.goto("/claims")
    await page.get_by_role("checkbox", name=re.compile("张伟")).check()
    other = await at.signed_in("李秀英")
    await other.goto("/claims")
    await at.desk.heard("刘洋", "党费交了14")
    await expect(other.get_by_role("checkbox", name=re.compile("刘洋"))).to_be_visible()
    await at.desk.heard("陈静", "党费交了102")  # the first page has heard of Liu Yang by now
    await expect(other.get_by_role("checkbox", name=re.compile("陈静"))).to_be_visible()
    await expect(page.get_by_role("checkbox", name=re.compile("张伟"))).to_be_checked()
    await page.get_by_role("button", name="确认打勾的").click()
    await expect(page.get_by_role("checkbox", name=re.compile("刘洋"))).to_be_visible()
    (receipt,) = dues.RECEIPTS.find(at.desk.app.db)
    assert receipt.member == at.desk.member("张伟")


async def test_a_nickname_that_is_a_script_is_text(at: Office) -> None:
    db = at.desk.app.db
    hostile = "<script>window.ran=1</script><img src=x onerror='window.ran=2'>"
    member = roster.MEMBERS.get(db, at.desk.member("张伟"))
    assert member is not None
    with db.transaction():
        cause = Cause(at.desk.clock.now(), None, "test")
        roster.change_member(db, cause, member, card=hostile, name=hostile)
    await at.desk.heard("张伟", f"党费交了42 {hostile}")
    page = await at.signed_in("李秀英")
    for path in ("/claims", "/", "/help"):
        await page.goto(path)
        assert await page.evaluate("window.ran") is None
    await page.goto("/claims")
    await expect(page.get_by_text(hostile).first).to_be_visible()


async def test_who_may_not_is_turned_away_and_learns_nothing(at: Office) -> None:
    await at.desk.heard("陈静", "党费交了102")
    page = await at.signed_in("张伟")
    await expect(page.get_by_role("navigation").get_by_role("link")).to_have_text(["今天"])
    for path in ("/claims", "/carry"):
        answer = await page.goto(path)
        assert answer is not None
        assert answer.status == 403
        assert "陈静" not in await page.content()


async def test_the_keyboard_alone_confirms(at: Office) -> None:
    await at.desk.heard("张伟", "3月党费42元已转")
    page = await at.signed_in("李秀英")
    await page.goto("/claims")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="直接看内容")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("checkbox", name=re.compile("张伟"))).to_be_focused()
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="确认打勾的")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("张伟")
    assert len(dues.RECEIPTS.find(at.desk.app.db)) == 1
