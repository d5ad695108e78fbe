"""A day of chat pasted in a real browser: mended with a click, booked, copied back."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from store import dues, roster
from tests.browser.hall import OFFICE, PHONE, Office
from tests.browser.walk import complaints, with_axe
from tests.web.test_paste import chat

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

DAY = chat(
    ("王建国", "3月党费请大家按月交"),
    ("张伟", "3月党费已交42"),
    ("张伟", "3月党费交了50"),
    ("快乐生活", "报到，北京"),
    ("黄磊", "12.5弄好了哈"),
    ("刘洋", "[图片]"),
)


async def pasted(page: Page, text: str = DAY) -> None:
    await page.get_by_role("navigation").get_by_role("link", name="粘贴").click()
    await page.get_by_label("聊天文字").fill(text)
    await page.get_by_role("button", name="看看").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [OFFICE, PHONE])
async def test_a_pasted_day_is_booked_with_a_correction(
    at_by_hand: Office, *, scripts: bool, width: int
) -> None:
    page = await at_by_hand.signed_in("王建国", scripts=scripts, width=width)
    await pasted(page)
    await page.get_by_label("“快乐生活” 是").select_option("欧阳雪")
    await page.get_by_label("改成50元").check()
    await page.get_by_role("button", name="照我选的再看一遍").click()
    await page.locator("summary", has_text="其余").click()
    await page.get_by_role("button", name=re.compile("这条要记.*黄磊")).click()
    mend = page.get_by_role("group", name="这句话算作")
    await mend.get_by_label("算作", exact=True).select_option("党费已交")
    await mend.get_by_label("党费：哪个月").select_option("2026年3月")
    await mend.get_by_label("党费：几元").fill("12.5")
    await mend.get_by_role("button", name="改成这样").click()
    await expect(page.locator("#result")).to_contain_text("党费 2 笔，共 62.50 元；报到 1 条")
    assert dues.CLAIMS.find(at_by_hand.desk.app.db) == []
    await page.get_by_role("button", name="记入账本").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("记好了")
    db = at_by_hand.desk.app.db
    standing = [c for c in dues.CLAIMS.find(db) if c.state == "claimed"]
    assert [(c.member, c.amount) for c in standing] == [
        (at_by_hand.desk.member("张伟"), 5000),
        (at_by_hand.desk.member("黄磊"), 1250),
    ]
    named = roster.member_of(db, "paste:R01@chatroom:快乐生活")
    assert named is not None
    assert named.called == "欧阳雪"


async def test_what_is_to_be_carried_is_copied_and_ticked_off(at_by_hand: Office) -> None:
    page = await at_by_hand.signed_in("王建国")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await pasted(page)
    await page.get_by_role("button", name="记入账本").click()
    block = page.locator(".carry").filter(has_text="张伟 3月党费 42元")
    await block.get_by_role("button", name="复制").click()
    await expect(block.get_by_role("button", name="复制好了")).to_be_visible()
    copied: str = await page.evaluate("navigator.clipboard.readText()")
    assert copied == await block.locator("pre").inner_text()
    await block.get_by_role("button", name="贴好了", exact=True).click()
    await expect(block).to_have_count(0)


async def test_a_file_is_dropped_on_the_box(at: Office) -> None:
    page = await at.signed_in("王建国")
    await page.goto("/paste")
    await page.evaluate(
        """text => {
          const carried = new DataTransfer();
          carried.items.add(new File([text], "聊天.txt", { type: "text/plain" }));
          const dropped = { dataTransfer: carried, bubbles: true, cancelable: true };
          document.getElementById("text").dispatchEvent(new DragEvent("drop", dropped));
        }""",
        DAY,
    )
    await page.get_by_role("button", name="看看").click()
    await expect(page.locator("#result")).to_contain_text("记 1 条")


async def test_the_pages_of_a_stretch_can_be_read_by_everybody(at_by_hand: Office) -> None:
    page = await with_axe(await at_by_hand.signed_in("王建国"))
    await pasted(page)
    found = await complaints(page, "/paste/stretch", "by-hand")
    await page.get_by_role("button", name=re.compile("改成…")).first.click()
    found += await complaints(page, "/paste/mending", "by-hand")
    await page.get_by_role("button", name="记入账本").click()
    found += await complaints(page, "/paste/done", "by-hand")
    assert found == []
