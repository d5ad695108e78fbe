"""The room to try it, as a browser meets it: speaking, eyes, faults, the door, the stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from httpx2 import AsyncClient

from bot.sandbox import branch
from bot.web.drawing import drawing
from bot.web.room.opening import opened
from bot.web.room.page import person_of
from bot.web.room.stream import told
from bot.web.room.views import SHOWN_AT_FIRST, View
from store import roster
from store.models import Member
from tests.web.room import Visit, bubbles, csrf_of, events, pane, visited


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visited(tmp_path) as found:
        yield found


async def test_what_is_said_on_the_page_is_in_the_group_and_the_books(visit: Visit) -> None:
    assert await visit.error("group", text="党费交了42") == ""
    said = bubbles(await visit.page(), "group")
    assert said[0] == "党费交了42"
    assert "张伟 3月党费 42元，记下了" in said[1]


async def test_own_words_are_on_the_right_and_only_there_one_may_recall(visit: Visit) -> None:
    await visit.press("group", text="党费交了42")
    own, others = await visit.page("wxid_zhang"), await visit.page("wxid_liu")
    assert 'class="said own"' in pane(own, "group")
    assert "撤回" in pane(own, "group")
    assert 'class="said own"' not in pane(others, "group")
    assert "撤回" not in pane(others, "group")


async def test_everybody_sees_his_own_private_chat_only(visit: Visit) -> None:
    await visit.press("private", text="我的")
    assert bubbles(await visit.page("wxid_zhang"), "private")[0] == "我的"
    assert bubbles(await visit.page("wxid_liu"), "private") == []
    assert "您的情况" not in await visit.page("wxid_liu")


async def test_a_hostile_nickname_and_hostile_words_are_text(visit: Visit) -> None:
    hostile = "<script>alert(1)</script>"
    await visit.press("rename", card=hostile)
    await visit.press("group", text="<img src=x onerror=alert(1)>")
    for who in ("wxid_zhang", "wxid_liu"):
        page = await visit.page(who)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    names = View(visit.room, person_of("wxid_liu")).mentionable()
    assert hostile in names


async def test_a_quote_goes_along_and_is_shown(visit: Visit) -> None:
    await visit.press("group", text="党费交了42")
    number = str(visit.room.chat.entries[-2].number)
    page = await visit.page("wxid_liu", quote=number)
    assert "张伟：党费交了42" in page
    await visit.press("group", "wxid_liu", text="我明天交", answers=number)
    assert '<div class="quoted">张伟：党费交了42</div>' in pane(await visit.page(), "group")


async def test_a_recalled_message_is_a_grey_line(visit: Visit) -> None:
    await visit.press("group", text="党费交了42")
    number = next(e.number for e in visit.room.chat.entries if e.place == "group")
    assert "自己" in await visit.error(f"recall {number}", "wxid_liu")
    assert await visit.error(f"recall {number}") == ""
    assert "党费交了42" not in bubbles(await visit.page("wxid_liu"), "group")
    assert "“张伟”撤回了一条消息" in await visit.page("wxid_liu")
    assert "您撤回了一条消息" in await visit.page("wxid_zhang")


async def test_time_faults_and_tour_are_buttons(visit: Visit) -> None:
    assert await visit.error("skip") == ""
    assert "【3月党费】" in bubbles(await visit.page(), "group")[0]
    assert await visit.error("away") == ""
    assert "网关断开了" in await visit.page()
    await visit.press("group", text="党费交了42")
    assert "小助手没听到" in await visit.page()
    assert await visit.error("back") == ""
    assert "网关恢复了" in await visit.page()
    assert await visit.error("jump 下月") == ""
    assert "2026年4月1日（周三）09:00" in await visit.page()
    assert await visit.error("travel", moment="2026-04-02T10:30") == ""
    assert "2026年4月2日（周四）10:30" in await visit.page()
    assert "往前" in await visit.error("travel", moment="2026-03-02T10:30")


async def test_the_last_words_are_delivered_twice_with_one_press(visit: Visit) -> None:
    assert "先说一句" in await visit.error("again last")
    await visit.press("group", text="党费交了42")
    await visit.press("private", "wxid_liu", text="我的")
    for deed in ("again last", "anew last"):
        assert await visit.error(deed) == ""
    page = pane(await visit.page(), "group")
    assert page.count("“党费交了42”又送来一次") == 2
    assert page.count("账上没有再记，小助手也没有再回") == 2


async def test_what_cannot_be_done_is_told_in_words(visit: Visit) -> None:
    impossible: list[tuple[str, dict[str, str]]] = [
        ("", {}),
        ("dance", {}),
        ("group", {"text": "  "}),
        ("recall 999", {}),
        ("again x", {}),
        ("jump 昨天", {}),
        ("travel", {"moment": "soon"}),
        ("group", {"text": "好", "answers": "999"}),
    ]
    for deed, fields in impossible:
        assert (await visit.error(deed, **fields)).endswith("。"), deed
    assert visit.room.chat.last == 0


async def test_without_the_token_nothing_is_done(visit: Visit) -> None:
    await visit.page()
    answer = await visit.client.post("/room/do", data={"deed": "next", "csrf": "no"})
    assert answer.status_code == 403
    csrf = csrf_of(await visit.page())
    headers = {"origin": "http://evil.example"}
    answer = await visit.client.post(
        "/room/do", data={"deed": "next", "csrf": csrf}, headers=headers
    )
    assert answer.status_code == 403
    assert visit.room.chat.last == 0


async def test_a_name_of_another_host_is_not_answered(visit: Visit) -> None:
    answer = await visit.client.get("/room", headers={"host": "evil.example"})
    assert answer.status_code == 421


async def test_without_script_every_button_leads_back_to_the_room(visit: Visit) -> None:
    csrf = csrf_of(await visit.page())
    form = {"csrf": csrf, "as": "wxid_liu", "deed": "private 我的"}
    answer = await visit.client.post("/room/do", data=form)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/room?as=wxid_liu&tab=private"
    assert (
        '<main id="main" class="private"'
        in (await visit.client.get(answer.headers["location"])).text
    )


async def test_pages_hold_no_inline_script_or_style_and_fetch_nothing_from_outside(
    visit: Visit,
) -> None:
    await visit.press("group", text="党费交了42")
    page = await visit.page()
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count('<script src="/static/')
    assert "http://" not in page
    assert "https://" not in page


async def test_one_click_leads_to_the_books_as_an_officer(visit: Visit) -> None:
    await visit.press("group", text="党费交了42")
    page = await visit.page()
    assert "书记 王建国" in page
    assert "组织委员 李秀英" in page
    collector = next(m for m in _members(visit) if m.name == "李秀英")
    answer = await visit.client.post(
        "/as", data={"csrf": csrf_of(page), "member": str(collector.id)}
    )
    assert answer.status_code == 303
    claims = await visit.client.get("/claims")
    assert "张伟" in claims.text
    assert "42" in claims.text
    assert "回试用间" in claims.text


async def test_one_click_leads_to_pasting_whoever_one_was_in_the_books(visit: Visit) -> None:
    page = await visit.page()
    member = next(m for m in _members(visit) if m.name == "张伟")
    await visit.client.post("/as", data={"csrf": csrf_of(page), "member": str(member.id)})
    answer = await visit.client.post("/room/paste", data={"csrf": csrf_of(page)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/paste")
    assert (await visit.client.get("/paste")).status_code == 200
    assert (await visit.client.post("/room/paste", data={"csrf": "no"})).status_code == 403


async def test_what_is_done_in_the_books_pages_is_heard_in_the_group(visit: Visit) -> None:
    await visit.page()
    page = (await visit.client.get("/")).text
    words = "会议 支部党员大会 3月25日晚上7点半 村委会二楼 议题：学习"
    form = {"csrf": csrf_of(page), "say": words, "once": "one", "back": "/"}
    assert (await visit.client.post("/say", data=form)).status_code == 303
    await asyncio.wait_for(_until(lambda: visit.room.chat.last > 0), 10)
    assert "【会议通知】支部党员大会" in bubbles(await visit.page(), "group")[0]


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.01)


async def test_who_comes_back_from_the_books_sees_with_the_eyes_he_left(visit: Visit) -> None:
    await visit.page("wxid_liu")
    assert 'data-as="wxid_liu"' in (await visit.client.get("/room")).text


async def test_a_long_chat_shows_its_end_and_leads_to_its_beginning(visit: Visit) -> None:
    for number in range(SHOWN_AT_FIRST + 5):
        visit.room.chat.say(
            "group", "wxid_liu", "刘洋", f"第{number}句", visit.room.stage.clock.now(), "m"
        )
    page = await visit.page()
    assert len(bubbles(page, "group")) == SHOWN_AT_FIRST
    assert "看更早的 5 条" in page
    assert len(bubbles(await visit.page(all="1"), "group")) == SHOWN_AT_FIRST + 5
    assert len(page.encode()) < 150_000


async def test_the_stream_tells_one_pair_of_eyes_what_happens(visit: Visit) -> None:
    view = View(visit.room, person_of("wxid_zhang"))
    stream = told(visit.room, view, drawing(()).environment, 0)
    heard = [await anext(stream), await anext(stream)]

    async def hear_on(until: int) -> None:
        while len(heard) < until:
            heard.append(await asyncio.wait_for(anext(stream), 10))

    await visit.room.say(branch.find("张伟"), "党费交了42", in_group=True)  # type: ignore[arg-type]
    await visit.room.say(branch.find("刘洋"), "我的", in_group=False)  # type: ignore[arg-type]
    await visit.room.take_back(branch.find("张伟"), 1)  # type: ignore[arg-type]
    while not any("event: gone" in text for text in heard):
        await hear_on(len(heard) + 1)
    found = events("".join(heard))
    shown = [str(data["html"]) for name, data in found if name == "entry"]
    assert sum("3月党费 42元，记下了" in html for html in shown) == 1
    assert [data["place"] for name, data in found if name == "dot"] == ["wxid_liu"]
    assert not any("您的情况" in json_text for json_text in map(str, found))
    assert [data["bubble"] for name, data in found if name == "gone"] == [1]
    assert "撤回了一条消息" in str(next(data["html"] for name, data in found if name == "gone"))
    await stream.aclose()


async def test_a_stream_that_was_cut_goes_on_where_it_stopped(visit: Visit) -> None:
    await visit.press("group", text="党费交了42")
    url, headers = "/room/events?as=wxid_zhang&after=0", {"last-event-id": "1"}
    text = ""
    async with visit.client.stream("GET", url, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for chunk in answer.aiter_text():
            text += chunk
            if "event: parts" in text:
                break
    entries = [data for name, data in events(text) if name == "entry"]
    assert [data["number"] for data in entries] == [2]


async def test_no_stream_and_no_picture_without_a_session(visit: Visit) -> None:
    assert (await visit.client.get("/room/events")).status_code == 404
    assert (await visit.client.get("/room/picture/1")).status_code == 404


async def test_a_screenshot_is_shown_as_a_picture(visit: Visit) -> None:
    await visit.press("picture group")
    assert '<img src="/room/picture/1" alt="一张付款截图"' in await visit.page()
    answer = await visit.client.get("/room/picture/1")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "转账成功" in answer.text
    assert (await visit.client.get("/room/picture/99")).status_code == 404


async def test_a_relay_is_prepared_for_who_speaks(visit: Visit) -> None:
    await visit.page()
    answer = await visit.client.get("/room/relay", params={"as": "wxid_liu"})
    assert answer.json()["text"] == "#接龙\n3月党费\n\n1. 刘洋 已交14"
    assert "1. 刘洋 已交14" in pane(await visit.page("wxid_liu", relay="1"), "group")


async def test_who_is_not_signed_in_comes_to_the_room_first(visit: Visit) -> None:
    answer = await visit.client.get("/claims")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/room"


def _members(visit: Visit) -> list[Member]:
    return roster.members(visit.room.stage.app.db, branch.BRANCH)


async def test_an_open_page_hears_the_end_and_does_not_hold_it_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with AsyncClient(timeout=30) as client, AsyncExitStack() as streams:
        async with opened(tmp_path) as (address, _):
            await client.get(address)
            answer = await streams.enter_async_context(client.stream("GET", f"{address}/events"))
        heard = "".join([part async for part in answer.aiter_text()])
    assert heard.startswith("retry:")
    assert not [record for record in caplog.records if record.name.startswith("uvicorn")]
