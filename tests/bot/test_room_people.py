"""Silent people of a room are found, listed by 绑定, and bound without a word of theirs."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, build
from bot.clock import SHANGHAI, VirtualClock
from bot.gateway.base import Incoming, MessageKind, RoomMember
from bot.gateway.inprocess import InProcessGateway
from bot.pace import Tempo
from bot.sandbox import branch
from store import contacts, roster
from store.models import Cause, Member

NOON = datetime(2026, 3, 2, 12, tzinfo=SHANGHAI)


@pytest.fixture
def gateway() -> InProcessGateway:
    return InProcessGateway(clock=VirtualClock(NOON))


@pytest.fixture
def app(tmp_path: Path, gateway: InProcessGateway) -> Iterator[App]:
    built = build(
        branch.settings(tmp_path / "sandbox"),
        clock=VirtualClock(NOON),
        gateway=gateway,
        data=tmp_path / "books",
        chance=random.Random(1),
        tempo=Tempo(),
    )
    gateway.attach(built.on_message, built.on_state)
    with built.db.transaction():
        roster.add_member(built.db, Cause(NOON, None, "m0"), Member("B01", "赵六"))
    yield built
    built.db.close()


def says(app: App, sender: str, text: str, room: str | None = None, name: str = "") -> str:
    """What is answered to a message."""
    app.inbox.handle(
        Incoming(
            id=f"{sender}-{text}-{room}",
            kind=MessageKind.TEXT,
            room_id=room,
            sender_id=sender,
            sender_name=name,
            text=text,
            sent_at=app.clock.now(),
        )
    )
    row = app.db.last("outbox")
    return str(row["text"]) if row else ""


async def test_a_silent_person_of_the_room_is_listed_and_bound(
    app: App, gateway: InProcessGateway
) -> None:
    gateway.set_members(
        branch.ROOM,
        [RoomMember("wxid_z6", "赵六"), RoomMember("wxid_zhang", "张伟"), RoomMember("w9", "")],
    )
    await app.wake()
    listed = says(app, "wxid_wang", "绑定")
    assert "1. 赵六（名册里有赵六），还没说过话" in listed
    assert "张伟" not in listed.split("名册里还没对上")[0]
    says(app, "wxid_wang", "绑定 全部")
    bound = roster.member_of(app.db, "wxid_z6")
    assert bound is not None
    assert bound.name == "赵六"


async def test_who_is_only_in_the_room_is_asked_when_he_first_speaks(
    app: App, gateway: InProcessGateway
) -> None:
    gateway.set_members(branch.ROOM, [RoomMember("w1", "老周家的")])
    await app.wake()
    says(app, "w1", "大家好", branch.ROOM, "老周家的")
    stranger = roster.stranger(app.db, "w1")
    assert stranger is not None
    assert stranger.spoke


async def test_a_room_that_cannot_be_seen_changes_nothing(
    app: App, gateway: InProcessGateway
) -> None:
    gateway.set_members(branch.ROOM, [RoomMember("w1", "甲")])
    await gateway.set_connected(connected=False)
    await app.wake()
    assert roster.unbound(app.db, "B01") == []
    await gateway.set_connected(connected=True)
    await app.wake()
    assert [s.name for s in roster.unbound(app.db, "B01")] == ["甲"]


def test_one_person_on_two_phones_and_in_two_rooms_is_one_member(app: App) -> None:
    (wei,) = roster.named(app.db, "B01", "张伟")
    with app.db.transaction():
        roster.bind(app.db, Cause(NOON, None, "m1"), "wxid_zhang2", wei)
        contacts.heard(app.db, wei, "wxid_zhang", "张伟", "R01@chatroom", NOON)
        contacts.heard(app.db, wei, "wxid_zhang2", "张伟", "R02@chatroom", NOON + timedelta(days=2))
        contacts.heard(app.db, wei, "wxid_zhang", "张伟", "R02@chatroom", NOON)
    assert contacts.rooms_of(app.db, wei.id) == ["R01@chatroom", "R02@chatroom"]
    assert contacts.last_heard(app.db, "B01")[wei.id] == NOON + timedelta(days=2)
