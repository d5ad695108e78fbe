"""What the program relies on, whichever channel it runs on."""

from __future__ import annotations

import pytest

from bot.gateway.base import (
    AmbiguousSendError,
    ChannelState,
    MessageKind,
    NotSentError,
    Target,
)
from tests.gateway.channels import (
    CARDS,
    NICKNAMES,
    OTHER_ROOM,
    ROOM,
    Channel,
    running,
    say_when_back,
    until,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


async def test_messages_arrive_once_and_in_order(channel: Channel) -> None:
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        for number in range(60):
            room = ROOM if number % 3 else OTHER_ROOM
            await channel.say("wx-wang", f"第{number}句", room)
        await until(lambda: len(ears.heard) >= 60)
        assert ears.texts == [f"第{number}句" for number in range(60)]
        assert len({each.id for each in ears.heard}) == 60


async def test_a_group_message_says_who_and_where(channel: Channel) -> None:
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        message_id = await channel.say("wx-li", "报到，人在广州", ROOM)
        await ears.hears("报到，人在广州")
        heard = ears.heard[0]
        assert (heard.id, heard.kind, heard.room_id) == (message_id, MessageKind.TEXT, ROOM)
        assert (heard.sender_id, heard.sender_name) == ("wx-li", CARDS["wx-li"])
        assert not heard.from_bot
        assert not heard.mentions_bot
        assert heard.sent_at.utcoffset() is not None


async def test_a_private_message_has_no_room_and_the_nickname(channel: Channel) -> None:
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        await channel.say("wx-wang", "我的")
        await ears.hears("我的")
        assert ears.heard[0].room_id is None
        assert ears.heard[0].sender_name == NICKNAMES["wx-wang"]


async def test_a_mention_of_the_bot_is_seen(channel: Channel) -> None:
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        await channel.say("wx-wang", "帮助", ROOM, mention_bot=True)
        await ears.hears("帮助")
        assert ears.heard[0].mentions_bot


async def test_what_is_no_text_brings_its_kind_and_no_words(channel: Channel) -> None:
    kinds = [MessageKind.IMAGE, MessageKind.VOICE, MessageKind.TRANSFER, MessageKind.UNKNOWN]
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        for kind in kinds:
            await channel.say("wx-wang", "", ROOM, kind=kind)
        await until(lambda: len(ears.heard) == len(kinds))
        assert [each.kind for each in ears.heard] == kinds
        assert ears.texts == [""] * len(kinds)


async def test_a_recall_names_the_message_taken_back(channel: Channel) -> None:
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        message_id = await channel.say("wx-li", "已交20元", ROOM)
        await channel.recall(message_id)
        await until(lambda: len(ears.heard) == 2)
        recall = ears.heard[1]
        assert (recall.kind, recall.recalls, recall.sender_id) == (
            MessageKind.RECALLED,
            message_id,
            "wx-li",
        )
        assert recall.id != message_id


async def test_a_repeat_is_handed_over_under_its_own_id(channel: Channel) -> None:
    """To know a repeat is the inbox's business; a gateway passes on what it is told."""
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        message_id = await channel.say("wx-li", "已交20元", ROOM)
        await channel.repeat(message_id)
        await ears.hears("已交20元", "已交20元")
        assert [each.id for each in ears.heard] == [message_id, message_id]


async def test_posts_reach_rooms_and_contacts_and_come_back_as_our_own(channel: Channel) -> None:
    in_room, in_private = Target(room_id=ROOM), Target(contact_id="wx-li")
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        ids = [
            await channel.gateway.send_text(in_room, "@王建国 收到", ["wx-wang"]),
            await channel.gateway.send_text(in_private, "您本月已交 20 元"),
        ]
        await ears.hears("@王建国 收到", "您本月已交 20 元")
        assert [(each.target, each.mentions) for each in channel.posts] == [
            (in_room, ("wx-wang",)),
            (in_private, ()),
        ]
        assert [each.id for each in ears.heard] == ids
        assert all(each.from_bot for each in ears.heard)
        assert [each.room_id for each in ears.heard] == [ROOM, None]
        assert ears.heard[0].sender_id == channel.gateway.bot_id


async def test_a_picture_arrives_whole(channel: Channel) -> None:
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        await channel.gateway.send_image(Target(room_id=ROOM), PNG, "党费公示.png")
        await until(lambda: len(ears.heard) == 1)
        assert (channel.posts[0].image_name, channel.posts[0].image) == ("党费公示.png", PNG)
        assert (ears.heard[0].kind, ears.heard[0].from_bot) == (MessageKind.IMAGE, True)


async def test_members_of_a_room_with_their_cards(channel: Channel) -> None:
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        members = {each.id: each.name for each in await channel.gateway.members(ROOM)}
        assert members == {"bot": "支部小助手", **CARDS}
        assert list(await channel.gateway.members("nowhere@chatroom")) == []


async def test_while_away_nothing_is_sent_and_what_is_said_is_lost(channel: Channel) -> None:
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        await channel.go_away()
        await ears.is_in(ChannelState.DISCONNECTED)
        with pytest.raises(NotSentError):
            await channel.gateway.send_text(Target(room_id=ROOM), "有人吗")
        with pytest.raises(NotSentError):
            await channel.gateway.members(ROOM)
        await channel.say("wx-wang", "没人听见", ROOM)
        await channel.come_back()
        await ears.is_in(ChannelState.LOGGED_IN)
        await channel.say("wx-wang", "又听见了", ROOM)
        await channel.gateway.send_text(Target(room_id=ROOM), "我在")
        await until(lambda: len(ears.heard) == 2)
        assert ears.texts == ["又听见了", "我在"]
        assert [each.text for each in channel.posts] == ["我在"]


async def test_a_lost_answer_is_ambiguous_and_the_channel_recovers(channel: Channel) -> None:
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        await channel.lose_next_answer()
        with pytest.raises(AmbiguousSendError):
            await channel.gateway.send_text(Target(room_id=ROOM), "本月党费通知")
        await until(lambda: len(channel.posts) == 1)
        await say_when_back(channel.gateway, Target(room_id=ROOM), "第二条")
        assert [each.text for each in channel.posts] == ["本月党费通知", "第二条"]


async def test_stop_may_come_twice(channel: Channel) -> None:
    async with running(channel.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        await channel.gateway.stop()
        await channel.gateway.stop()
        assert ears.heard == []
