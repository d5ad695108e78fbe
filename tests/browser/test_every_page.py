"""Every page, as everybody who may open it: no serious fault of access, nothing wider than a phone.

That no page breaks the content policy, has a script fail or asks another host is watched by
the hall, here as everywhere.
"""

from datetime import timedelta

import pytest
from playwright.async_api import Route

from tests.browser.hall import Office
from tests.browser.walk import complaints, pages, with_axe
from tests.web.desk import Desk
from tests.web.paths import kind

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def lived_in(desk: Desk) -> None:
    """Some days of a branch's life, so that pages have something to show."""
    for name, words in (
        ("张伟", "己交3月的四十二"),
        ("刘洋", "3月党费交了14，麻烦秀英姐查收一下，上个月的我下礼拜发了工资再补"),
        ("陈静", "党费交了100"),
        ("赵强", "我和孙丽的党费都交了，33块"),
        ("黄磊", "报到，在乌鲁木齐，一切都好"),
    ):
        await desk.heard(name, words)
    await desk.heard("李秀英", "确认", private=True)
    await desk.heard("李秀英", "确认 1", private=True)
    await desk.heard("王建国", "开会 3月15日19:00 党员大会 村部二楼", private=True)
    await desk.heard("欧阳雪", "王芳的3月党费我替她交了5块", private=True)
    desk.clock.move_to(desk.clock.now() + timedelta(days=3))
    await desk.app.wake()


@pytest.mark.parametrize("name", ["王建国", "李秀英", "张伟"])
async def test_every_page_can_be_read_by_everybody_and_on_a_phone(at: Office, name: str) -> None:
    await lived_in(at.desk)
    window = await with_axe(await at.signed_in(name, owner=name == "王建国"))
    found = [one async for path in pages(window) for one in await complaints(window, path, name)]
    assert found == []


async def test_every_page_of_a_branch_without_a_bot_account(at_by_hand: Office) -> None:
    await lived_in(at_by_hand.desk)
    window = await with_axe(await at_by_hand.signed_in("王建国", owner=True))
    found = [
        one async for path in pages(window) for one in await complaints(window, path, "by-hand")
    ]
    assert found == []


async def test_the_door_itself(at: Office) -> None:
    window = await with_axe(await at.hall.window())
    for path in (at.link(None), at.link("张伟"), "/in/spent", "/hello"):
        await window.goto(path)
        assert await complaints(window, kind(path), "nobody") == []


async def test_the_checks_can_fail(at: Office) -> None:
    """A page with a fault of each kind is found out."""
    window = await with_axe(await at.signed_in("王建国"))
    wrong = (
        "<html lang='zh'><title>坏页</title><h1>坏页</h1><input size=200>"
        "<script>window.ran=1</script><img alt='' src='http://elsewhere.example/x.png'>"
    )
    policy = (await window.request.get("/hello")).headers["content-security-policy"]

    async def bad(route: Route) -> None:
        headers = {"content-security-policy": policy.replace("img-src", "img-src *")}
        await route.fulfill(body=wrong, content_type="text/html", headers=headers)

    await window.route("**/bad", bad)
    await window.goto("/bad")
    found = " ".join(await complaints(window, "/bad", "nobody"))
    assert "label" in found
    assert "> 360" in found
    watched = " ".join(at.hall.faults)
    assert "asks elsewhere: http://elsewhere.example/x.png" in watched
    assert "script-src" in watched
    at.hall.faults.clear()
