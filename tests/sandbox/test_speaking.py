"""Speaking in the room: group and private, mentions, quotes, recall, pictures, relay."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox import branch
from bot.sandbox.chat import GROUP, Bubble, Entry, Recall, seen_by
from bot.sandbox.room import LONGEST, Room, RoomError
from store import dues, roster
from store.models import ClaimState
from store.period import Period
from tests.sandbox.conftest import bubbles, cast, said_by_bot

MARCH = Period(2026, 3)


def claims(room: Room, name: str) -> list[ClaimState]:
    """How somebody's claims of March stand in the books."""
    member = roster.member_of(room.stage.app.db, cast(name).wechat_id)
    assert member is not None
    return [c.state for c in dues.CLAIMS.find(room.stage.app.db, member=member.id, period=MARCH)]


async def test_what_is_said_in_the_group_is_answered_there_and_in_the_books(room: Room) -> None:
    await room.say(cast("张伟"), "党费交了42", in_group=True)
    own, answer = bubbles(room)[-2:]
    assert (own.who, own.name, own.text, own.heard) == ("wxid_zhang", "张伟", "党费交了42", True)
    assert answer.who == branch.BOT
    assert "张伟 3月党费 42元，记下了" in answer.text
    assert claims(room, "张伟") == [ClaimState.CLAIMED]


async def test_a_private_chat_is_seen_by_nobody_else(room: Room) -> None:
    await room.say(cast("张伟"), "我的", in_group=False)
    own = [e for e in room.chat.entries if e.place == "wxid_zhang"]
    assert len(own) == 2
    assert all(seen_by("wxid_zhang", entry) for entry in own)
    assert not any(seen_by("wxid_liu", entry) for entry in own)


async def test_a_mention_ends_as_in_wechat_and_calls_the_bot(room: Room) -> None:
    await room.say(cast("王建国"), "@小助手 帮助", in_group=True)
    assert bubbles(room)[-2].text == "@小助手\u2005帮助"
    assert "会议" in said_by_bot(room)[-1]


async def test_the_longest_name_is_the_one_mentioned(room: Room) -> None:
    await room.say(cast("张伟"), "@王芳（二组） 在吗", in_group=True)
    message = room.stage._service.world.messages[bubbles(room)[-1].message]
    assert message.mention_ids == ("wxid_fang2",)


async def test_a_quoted_payment_is_not_paid_again(room: Room) -> None:
    await room.say(cast("张伟"), "党费交了42", in_group=True)
    quoted = bubbles(room)[-2]
    await room.say(cast("刘洋"), "我明天交", in_group=True, answers=quoted.number)
    own = bubbles(room)[-1]
    assert own.quote is not None
    assert (own.quote.name, own.quote.text, own.text) == ("张伟", "党费交了42", "我明天交")
    wire = room.stage._service.world.messages[own.message].text
    assert wire == f"「张伟：党费交了42」\n{'- ' * 14}-\n我明天交"
    assert claims(room, "刘洋") == []


async def test_who_recalls_his_message_takes_its_record_back(room: Room) -> None:
    await room.say(cast("张伟"), "党费交了42", in_group=True)
    own = bubbles(room)[-2]
    await room.take_back(cast("张伟"), own.number)
    assert room.chat.is_taken_back(own.number)
    assert [e.bubble for e in room.chat.entries if isinstance(e, Recall)] == [own.number]
    assert claims(room, "张伟") == [ClaimState.WITHDRAWN]
    with pytest.raises(RoomError, match="不在"):
        await room.take_back(cast("张伟"), own.number)


async def test_nobody_takes_back_what_another_said(room: Room) -> None:
    await room.say(cast("张伟"), "党费交了42", in_group=True)
    with pytest.raises(RoomError, match="自己"):
        await room.take_back(cast("刘洋"), bubbles(room)[-2].number)
    assert claims(room, "张伟") == [ClaimState.CLAIMED]


async def test_a_screenshot_of_a_payment_records_nothing(room: Room) -> None:
    await room.send_picture(cast("张伟"), in_group=True)
    picture = next(b for b in bubbles(room) if b.who == "wxid_zhang").picture
    assert picture is not None
    assert "¥42".encode() in picture.content
    assert claims(room, "张伟") == []


async def test_a_relay_is_posted_again_with_one_more_row(room: Room) -> None:
    first = room.relay_for(cast("张伟"))
    assert first == "#接龙\n3月党费\n\n1. 张伟 已交42"
    await room.say(cast("张伟"), first, in_group=True)
    second = room.relay_for(cast("刘洋"))
    assert second == "#接龙\n3月党费\n\n1. 张伟 已交42\n2. 刘洋 已交14"
    await room.say(cast("刘洋"), second, in_group=True)
    assert claims(room, "张伟") == claims(room, "刘洋") == [ClaimState.CLAIMED]


async def test_a_changed_card_is_shown_and_changes_nobody(room: Room) -> None:
    hostile = "<script>alert(1)</script>"
    await room.rename(cast("张伟"), hostile)
    await room.say(cast("张伟"), "党费交了42", in_group=True)
    assert bubbles(room)[-2].name == hostile
    assert claims(room, "张伟") == [ClaimState.CLAIMED]


async def test_what_cannot_be_sent_is_said(room: Room) -> None:
    for text in ("", "  \n", "长" * (LONGEST + 1)):
        with pytest.raises(RoomError):
            await room.say(cast("张伟"), text, in_group=True)
    assert not bubbles(room)


async def test_each_listener_hears_all_in_order(room: Room) -> None:
    heard: list[Entry] = []
    with room.chat.listen() as queue, room.chat.heard_by(heard.append):
        await asyncio.gather(
            room.say(cast("张伟"), "党费交了42", in_group=True),
            room.say(cast("刘洋"), "我的", in_group=False),
        )
        queued = [queue.get_nowait() for _ in range(queue.qsize())]
    assert queued == heard == list(room.chat.entries)
    assert [entry.number for entry in heard] == list(range(1, len(heard) + 1))
    await room.say(cast("张伟"), "撤销", in_group=True)
    assert queue.empty()


async def test_deeds_wait_their_turn(room: Room) -> None:
    names = ["张伟", "刘洋", "陈静", "黄磊"]
    await asyncio.gather(
        *(room.say(cast(n), f"党费交了{cast(n).due}", in_group=True) for n in names)
    )
    speakers = [e.who for e in room.chat.entries if isinstance(e, Bubble) and e.place == GROUP]
    asked = [cast(n).wechat_id for n in names]
    assert speakers == [who for one in asked for who in (one, branch.BOT)]
