"""One message, one transaction: all of it is on disk, or none."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import inbox as inbox_module
from bot.app import App, build
from bot.books import document
from bot.clock import SHANGHAI, VirtualClock
from bot.gateway.base import Incoming, MessageKind
from bot.gateway.inprocess import InProcessGateway
from bot.pace import Tempo
from bot.sandbox import branch
from handlers.context import Context, Reply
from store import dues, outbox
from store.models import PostState
from store.period import Period

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=SHANGHAI)


class Group:
    """The invented branch over an in-process gateway."""

    def __init__(self, folder: Path) -> None:
        import random

        self.clock = VirtualClock(NOON)
        self.gateway = InProcessGateway(clock=self.clock)
        self.app: App = build(
            branch.settings(folder / "sandbox"),
            clock=self.clock,
            gateway=self.gateway,
            data=folder / "books",
            chance=random.Random(1),
            tempo=Tempo(),
        )
        self._count = 0

    def says(self, who: str, text: str, **changes: object) -> bool:
        self._count += 1
        incoming = Incoming(
            id=f"m{self._count}",
            kind=MessageKind.TEXT,
            room_id=branch.ROOM,
            sender_id=who,
            sender_name=who,
            text=text,
            sent_at=self.clock.now(),
        )
        return self.app.inbox.handle(replace(incoming, **changes))  # type: ignore[arg-type]

    def posts(self) -> list[tuple[str | None, str]]:
        rows = outbox.OUTBOX.find(self.app.db)
        return [(row.room, row.text) for row in rows]


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Group]:
    group = Group(tmp_path)
    yield group
    group.app.db.close()


def test_a_bug_records_nothing_and_is_told_with_a_number(
    group: Group, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(ctx: Context) -> Reply:
        dues.claim(ctx.db, ctx.cause, ctx.sender, Period(2026, 3), None)
        raise RuntimeError(f"broken by {ctx.message.text}")

    monkeypatch.setattr(inbox_module, "route", breaks)
    with caplog.at_level(logging.DEBUG):
        assert group.says("wxid_zhang", "党费交了42，别外传")
    assert document(group.app.db)["claims"] == []
    (room, to_sender), (secretary_room, to_secretary) = group.posts()
    assert room == branch.ROOM
    assert "编号 1" in to_sender
    assert secretary_room is None
    assert "张伟" in to_secretary
    assert "RuntimeError" in caplog.text
    assert "别外传" not in caplog.text


def test_a_message_is_handled_once(group: Group) -> None:
    assert group.says("wxid_zhang", "3月党费交了42", id="same")
    assert not group.says("wxid_zhang", "3月党费交了42", id="same")
    assert len(document(group.app.db)["claims"]) == 1


def test_a_channel_that_repeats_under_a_new_id_books_once(group: Group) -> None:
    group.says("wxid_liu", "3月党费交了10，还差4块", id="a")
    group.says("wxid_liu", "3月党费交了10，还差4块", id="b")
    assert len(document(group.app.db)["claims"]) <= 1
    assert len(group.posts()) <= 2


def test_a_room_bound_to_no_branch_is_answered_with_nothing(group: Group) -> None:
    assert not group.says("wxid_zhang", "@小助手 帮助", room_id="elsewhere")
    assert group.posts() == []


def test_our_own_echo_is_no_message(group: Group) -> None:
    assert not group.says("wxid_zhang", "党费交了42", from_bot=True)
    assert document(group.app.db)["claims"] == []


@pytest.mark.parametrize("kind", [k for k in MessageKind if k is not MessageKind.TEXT])
def test_what_carries_no_words_books_nothing(group: Group, kind: MessageKind) -> None:
    group.says("wxid_zhang", "党费交了42", kind=kind, recalls="nothing")
    assert document(group.app.db)["claims"] == []
    assert group.posts() == []


def test_words_of_chatter_are_not_kept(group: Group, tmp_path: Path) -> None:
    group.says("wxid_chen", "今天食堂的红烧肉真不错")
    for file in (tmp_path / "books").iterdir():
        assert "红烧肉".encode() not in file.read_bytes()


async def test_posts_held_up_by_a_dead_channel_go_out_once_when_it_is_back(group: Group) -> None:
    group.says("wxid_zhang", "3月党费交了42")
    await group.gateway.set_connected(connected=False)
    await group.app.delivery.pump()
    assert group.gateway.posts == []
    await group.gateway.set_connected(connected=True)
    group.clock.move_to(group.clock.now() + timedelta(minutes=1))
    await group.app.delivery.pump()
    await group.app.delivery.pump()
    assert len(group.gateway.posts) == 1


async def test_a_burst_of_replies_is_one_post(group: Group) -> None:
    for who, sum_said in (("wxid_zhang", "42"), ("wxid_liu", "14"), ("wxid_zhao", "32")):
        group.says(who, f"3月党费交了{sum_said}")
    await group.app.delivery.pump()
    (post,) = group.gateway.posts
    assert [name for name in ("张伟", "刘洋", "赵强") if name in post.text] == [
        "张伟",
        "刘洋",
        "赵强",
    ]
    assert post.text.count("记错了") == 1


async def test_an_unsure_announcement_is_asked_about_and_never_sent_again_blindly(
    group: Group,
) -> None:
    group.clock.move_to(datetime(2026, 3, 6, 9, 0, tzinfo=SHANGHAI))
    await group.app.wake()
    group.gateway.ambiguous_next = True
    group.clock.move_to(datetime(2026, 4, 1, 8, 30, tzinfo=SHANGHAI))
    await group.app.wake()
    before = len(group.gateway.posts)
    for _ in range(5):
        group.clock.move_to(group.clock.now() + timedelta(minutes=2))
        await group.app.wake()
    (question,) = group.gateway.posts[before:]
    assert question.target.contact_id == "wxid_wang"
    assert "1 在群里" in question.text
    group.says("wxid_wang", "2", room_id=None)
    await group.app.wake()
    again = group.gateway.posts[before + 1 :]
    assert [p.target.room_id for p in again if p.target.room_id] == [branch.ROOM]
    assert not outbox.in_state(group.app.db, PostState.ASKED)


def test_an_answer_given_in_time_counts_though_it_arrives_when_the_question_is_closed(
    group: Group,
) -> None:
    group.says("wxid_zhang", "3月党费交了25元")
    group.says("wxid_zhang", "3月党费交了20元")
    answered_at = NOON + timedelta(hours=3)
    group.clock.move_to(NOON + timedelta(hours=25))
    group.app.unsure.settle(group.clock.now())  # the question is closed by now
    group.says("wxid_zhang", "1", room_id=None, sent_at=answered_at)
    assert "20元" in group.posts()[-1][1]
    group.says("wxid_zhang", "1", room_id=None, sent_at=answered_at)
    assert "20元" not in group.posts()[-1][1]
    held = dues.standing_claims(group.app.db, 3, Period(2026, 3))
    assert [claim.amount for claim in held] == [2000]


def test_an_answer_given_too_late_is_none(group: Group) -> None:
    group.says("wxid_zhang", "3月党费交了25元")
    group.says("wxid_zhang", "3月党费交了20元")
    group.says("wxid_zhang", "1", room_id=None, sent_at=NOON + timedelta(hours=25))
    held = dues.standing_claims(group.app.db, 3, Period(2026, 3))
    assert [claim.amount for claim in held] == [2500]


def test_an_answer_sent_before_a_newer_question_belongs_to_the_one_before(group: Group) -> None:
    group.says("wxid_zhang", "3月党费交了25元")
    group.says("wxid_zhang", "3月党费交了20元", sent_at=NOON + timedelta(minutes=1))
    group.says("wxid_zhang", "3月党费交了30元", sent_at=NOON + timedelta(minutes=5))
    before_that = NOON + timedelta(minutes=4)
    group.says("wxid_zhang", "1", room_id=None, sent_at=before_that)
    held = dues.standing_claims(group.app.db, 3, Period(2026, 3))
    assert [claim.amount for claim in held] == [2000]
    group.says("wxid_zhang", "1", room_id=None, sent_at=before_that)  # answered once
    group.says("wxid_zhang", "2", room_id=None, sent_at=NOON + timedelta(minutes=6))
    held = dues.standing_claims(group.app.db, 3, Period(2026, 3))
    assert [claim.amount for claim in held] == [2000, 3000]
