"""The client at the gateway that the wechaty project publishes, over real TCP."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.gateway.base import AmbiguousSendError, ChannelState, MessageKind, Target
from bot.gateway.wechaty import WechatyGateway
from bot.gateway.wechaty_link import Timings
from tests.gateway.channels import running, say_when_back, until
from tests.gateway.published import Cast, PublishedGateway, require_published_gateway

pytestmark = [pytest.mark.interop, pytest.mark.asyncio(loop_scope="module")]

ROOM = "branch@chatroom"
CAST = Cast(
    contacts={"wx-wang": "老王的春天", "wx-li": "李子"},
    rooms={ROOM: ("驻穗流动党员支部", {"wx-wang": "王建国", "wx-li": ""})},
)
TIMINGS = Timings(call=5, start=10, send=10, probe=1, first_pause=0.05, longest_pause=0.3)
TO_ROOM = Target(room_id=ROOM)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def process() -> AsyncIterator[PublishedGateway]:
    """One gateway for all these tests: Node takes longer to start than they to run."""
    require_published_gateway()
    gateway = PublishedGateway(CAST)
    await gateway.start()
    try:
        yield gateway
    finally:
        await gateway.stop()


@pytest.fixture
def published(process: PublishedGateway) -> PublishedGateway:
    """The gateway, with nothing posted yet."""
    process.posts.clear()
    return process


def client(published: PublishedGateway) -> WechatyGateway:
    return WechatyGateway(published.endpoint, published.token, timings=TIMINGS)


async def test_the_group_and_the_bot_hear_each_other(published: PublishedGateway) -> None:
    gateway = client(published)
    async with running(gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        assert gateway.bot_id == CAST.bot_id
        first = await published.speak("wx-wang", "已交党费20元", ROOM)
        await published.speak("wx-li", "我的")
        await published.speak("wx-li", "@支部小助手\u2005帮助", ROOM)
        await published.speak("wx-li", "党费", ROOM, mention=(CAST.bot_id,))
        await published.recall(first)
        await until(lambda: len(ears.heard) == 5)
        paid, private, meant, meant_by_list, recall = ears.heard
        assert (paid.id, paid.room_id, paid.room_topic) == (first, ROOM, "驻穗流动党员支部")
        assert (paid.sender_id, paid.sender_name, paid.text) == (
            "wx-wang",
            "王建国",
            "已交党费20元",
        )
        assert (private.room_id, private.sender_name, private.text) == (None, "李子", "我的")
        assert [each.mentions_bot for each in ears.heard] == [False, False, True, True, False]
        assert (meant.sender_name, meant_by_list.text) == ("李子", "党费")
        assert (recall.kind, recall.recalls) == (MessageKind.RECALLED, first)

        await gateway.send_text(TO_ROOM, "@王建国 收到", ["wx-wang"])
        await gateway.send_text(Target(contact_id="wx-li"), "您本月应交 20 元")
        posts = await published.posted(2)
        assert [(each.room_id, each.contact_id, each.text) for each in posts] == [
            (ROOM, None, "@王建国 收到"),
            (None, "wx-li", "您本月应交 20 元"),
        ]
        await ears.hears("@王建国 收到", "您本月应交 20 元")
        assert all(each.from_bot for each in ears.heard[-2:])
        assert {each.id: each.name for each in await gateway.members(ROOM)} == {
            CAST.bot_id: "支部小助手",
            "wx-wang": "王建国",
            "wx-li": "李子",
        }

        await published.change_card(ROOM, "wx-wang", "王建国（深圳）")
        await published.speak("wx-wang", "到深圳了", ROOM)
        await ears.hears("到深圳了")
        assert ears.heard[-1].sender_name == "王建国（深圳）"
        await published.change_card(ROOM, "wx-wang", "王建国")


async def test_pictures_of_every_size_arrive_whole(published: PublishedGateway) -> None:
    pictures = [
        b"\x89PNG\r\n\x1a\n" + random.Random(size).randbytes(size)
        for size in (1_000, 200_000, 2_900_000)
    ]
    gateway = client(published)
    async with running(gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        for number, picture in enumerate(pictures):
            await gateway.send_image(TO_ROOM, picture, f"党费公示{number}.png")
        posts = await published.posted(3)
        assert [each.file for each in posts] == pictures
        assert [each.file_name for each in posts] == [
            f"党费公示{number}.png" for number in range(3)
        ]
        await published.show_picture("wx-li", pictures[0], ROOM)
        await until(lambda: len(ears.heard) == 4)
        assert [each.kind for each in ears.heard] == [MessageKind.IMAGE] * 4
        assert [each.from_bot for each in ears.heard] == [True, True, True, False]


async def test_killed_and_started_again_nothing_is_lost_or_said_twice(
    published: PublishedGateway,
) -> None:
    gateway = client(published)
    async with running(gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        spoken = [await published.speak("wx-wang", f"一{number}", ROOM) for number in range(20)]
        await published.emit_error()
        spoken += [await published.speak("wx-li", f"二{number}", ROOM) for number in range(20)]
        await until(lambda: len(ears.heard) == 40)
        await gateway.send_text(TO_ROOM, "记下了")
        await ears.hears("记下了")

        await published.kill()
        await ears.is_in(ChannelState.DISCONNECTED)
        await published.start()
        await ears.is_in(ChannelState.LOGGED_IN)
        spoken += [await published.speak("wx-wang", f"三{number}", ROOM) for number in range(20)]
        await say_when_back(gateway, TO_ROOM, "我回来了")
        await ears.hears("我回来了")

    assert [each.id for each in ears.heard if not each.from_bot] == spoken
    assert [each.text for each in published.posts] == ["记下了", "我回来了"]
    assert ears.states.count(ChannelState.LOGGED_IN) == 2


async def test_frozen_it_is_noticed_and_what_was_asked_is_done_after_the_thaw(
    published: PublishedGateway,
) -> None:
    hasty = Timings(call=0.8, start=2, send=0.8, probe=0.3, first_pause=0.05, longest_pause=0.3)
    gateway = WechatyGateway(published.endpoint, published.token, timings=hasty)
    async with running(gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        published.freeze()
        with pytest.raises(AmbiguousSendError):
            await gateway.send_text(TO_ROOM, "本月党费通知")
        await ears.is_in(ChannelState.DISCONNECTED)
        assert published.posts == []
        published.thaw()
        await published.posted(1)  # nobody could know: this is why it is not sent blindly again
        await say_when_back(gateway, TO_ROOM, "我在")
        assert [each.text for each in await published.posted(2)] == ["本月党费通知", "我在"]
        await published.speak("wx-wang", "醒了吗", ROOM)
        await ears.hears("醒了吗")


async def test_the_account_may_go_off_line_and_come_back(published: PublishedGateway) -> None:
    async with running(client(published)) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        await published.log_out_and_in()
        await until(lambda: ears.states.count(ChannelState.LOGGED_IN) == 2)
        assert ears.states[-2:] == [ChannelState.LOGGED_OUT, ChannelState.LOGGED_IN]
        await published.speak("wx-wang", "回来了吗", ROOM)
        await ears.hears("回来了吗")


async def test_a_wrong_token_opens_nothing(published: PublishedGateway) -> None:
    gateway = WechatyGateway(published.endpoint, "wrong-token", timings=TIMINGS)
    async with running(gateway) as ears:
        await ears.is_in(ChannelState.DISCONNECTED)
        await published.speak("wx-wang", "听得到吗", ROOM)
    assert ears.heard == []
    assert ears.details == ["UNAUTHENTICATED"]
