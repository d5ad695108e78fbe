"""Time travel shows what happens on the way; faults of the channel harm nothing, and say so."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from bot.documents import fonts
from bot.sandbox import branch
from bot.sandbox.chat import Bubble, Line, LineKind
from bot.sandbox.moments import given, jumped
from bot.sandbox.room import Room, RoomError, TurnTo
from bot.sandbox.suggestions import suggestions
from bot.sandbox.tour import MONTH
from store import dues
from store.checks import check
from tests.sandbox.conftest import bubbles, cast, last_line, opened, said_by_bot

EVENING = datetime(2026, 3, 31, 18, tzinfo=SHANGHAI)


async def test_on_the_way_each_post_bears_its_own_moment(room: Room) -> None:
    await room.travel(EVENING)
    posts = [e for e in room.chat.entries if isinstance(e, Bubble)]
    notice = next(p for p in posts if p.text.startswith("【3月党费】"))
    published = next(p for p in posts if p.text.startswith("【党费收缴公示】"))
    assert (notice.at.day, notice.at.hour, notice.at.minute) == (1, 8, 30)
    assert published.at.day == 31
    assert notice.at < published.at <= EVENING
    assert notice.stamped
    assert published.stamped
    assert last_line(room).startswith("时间走到 2026年3月31日（周二）18:00。路上小助手发了：群里")
    assert [p.at for p in posts] == sorted(p.at for p in posts)


async def test_the_next_thing_is_the_next_one_said(room: Room) -> None:
    await room.travel_to_next()
    assert said_by_bot(room)[-1].startswith("【3月党费】")
    before = room.chat.last
    await room.travel_to_next()
    assert any(isinstance(e, Bubble) for e in room.chat.since(before))


async def test_time_goes_forward_only_and_not_too_far(room: Room) -> None:
    now = room.stage.clock.now()
    with pytest.raises(RoomError, match="往前"):
        await room.travel(now - timedelta(minutes=1))
    with pytest.raises(RoomError, match="一年"):
        await room.travel(now + timedelta(days=400))
    assert room.stage.clock.now() == now


async def test_while_the_gateway_is_away_posts_wait_and_words_are_lost(room: Room) -> None:
    await room.go_away()
    await room.say(cast("张伟"), "党费交了42", in_group=True)
    assert not bubbles(room)[-1].heard
    await room.travel(datetime(2026, 3, 2, 9, tzinfo=SHANGHAI))
    assert not said_by_bot(room)
    await room.come_back()
    notices = [text for text in said_by_bot(room) if text.startswith("【3月党费】")]
    assert len(notices) == 1
    assert "网关恢复了" in last_line(room)
    assert "断开时说的1句它没听到" in last_line(room)
    await room.say(cast("张伟"), "党费交了42", in_group=True)
    assert "记下了" in said_by_bot(room)[-1]
    assert not check(room.stage.app.db)


async def test_away_and_back_twice_does_no_harm(room: Room) -> None:
    for _ in range(2):
        await room.go_away()
        await room.go_away()
        await room.come_back()
        await room.come_back()
    await room.say(cast("张伟"), "党费交了42", in_group=True)
    assert "记下了" in said_by_bot(room)[-1]


@pytest.mark.parametrize("new_id", [False, True])
async def test_a_message_delivered_twice_is_recorded_once(room: Room, new_id: bool) -> None:
    await room.say(cast("张伟"), "党费交了42", in_group=True)
    said = bubbles(room)[-2]
    before = room.chat.last
    await room.deliver_again(said.number, new_id=new_id)
    assert not said_by_bot(room, after=before)
    assert "账上没有再记，小助手也没有再回" in last_line(room)
    assert dues.CLAIMS.count(room.stage.app.db) == 1


async def test_short_words_under_a_new_id_count_as_said_twice_and_the_line_says_so(
    room: Room,
) -> None:
    await room.say(cast("张伟"), "党费交了42", in_group=True)
    await room.say(cast("张伟"), "党费", in_group=False)
    said = bubbles(room, "wxid_zhang")[0]
    await room.deliver_again(said.number, new_id=True)
    assert "账上没有再记，小助手又回了1条" in last_line(room)
    assert "又说了一次" in last_line(room)


async def test_the_bot_s_own_post_is_not_for_delivering_again(room: Room) -> None:
    await room.travel_to_next()
    with pytest.raises(RoomError):
        await room.deliver_again(bubbles(room)[-1].number, new_id=False)


async def test_the_tour_plays_scene_by_scene_and_can_be_left(room: Room) -> None:
    watched: list[str] = []
    room.tour.watched = lambda step: watched.append(step.who)
    await room.tour_next()
    await room.tour_next()
    captions = [
        e.text for e in room.chat.entries if isinstance(e, Line) and e.kind is LineKind.CAPTION
    ]
    assert captions == [f"一、{MONTH[0].title}", f"二、{MONTH[1].title}"]
    assert watched == [step.who for scene in MONTH[:2] for step in scene.steps]
    await room.leave_tour()
    at = room.chat.last
    await room.tour_next()
    assert room.chat.last == at


async def test_whoever_watches_the_tour_turns_to_who_speaks_and_where(room: Room) -> None:
    with room.watch() as queue:
        for _ in range(4):
            await room.tour_next()
        news = [queue.get_nowait() for _ in range(queue.qsize())]
    turns = [(one.who, one.in_group) for one in news if isinstance(one, TurnTo)]
    assert turns[:2] == [("", True), ("wxid_zhang", True)]
    assert turns[-5:] == [("", True), *[("wxid_li", False)] * 2, *[("wxid_wang", False)] * 2]


async def test_the_whole_tour_ends_with_the_publication(room: Room) -> None:
    for _ in MONTH:
        await room.tour_next()
    assert any(text.startswith("【党费收缴公示】") for text in said_by_bot(room))
    assert not room.tour.over
    await room.tour_next()
    assert room.tour.over
    assert not check(room.stage.app.db)


async def test_who_skips_the_tour_finds_the_first_notice(room: Room) -> None:
    await room.leave_tour()
    assert [text[:6] for text in said_by_bot(room)] == ["【3月党费】"]


@pytest.mark.skipif(not fonts.available(), reason="no Chinese font: bash .ci/fonts.sh")
async def test_the_publication_comes_as_a_picture_too(tmp_path: Path) -> None:
    async with opened(tmp_path, pictures=True) as room:
        await room.travel(EVENING)
        pictures = [b for b in bubbles(room) if b.picture is not None]
        assert [b.who for b in pictures] == [branch.BOT]
        assert pictures[0].picture is not None
        assert pictures[0].picture.content.startswith(b"\x89PNG")


async def test_the_same_books_go_on_where_they_were_left(tmp_path: Path) -> None:
    async with opened(tmp_path) as room:
        await room.say(cast("张伟"), "党费交了42", in_group=True)
        left = room.stage.clock.now()
    async with opened(tmp_path) as room:
        assert room.stage.clock.now() == left
        await room.say(cast("刘洋"), "党费交了14", in_group=True)
        assert "刘洋 3月党费 14元，记下了" in said_by_bot(room)[-1]


async def test_what_is_suggested_fits_the_moment(room: Room) -> None:
    db, zhang = room.stage.app.db, cast("张伟")

    def now() -> datetime:
        return room.stage.clock.now()

    assert suggestions(db, zhang, now(), in_group=True)[0] == "党费交了42"
    await room.say(zhang, "党费交了42", in_group=True)
    assert "党费交了42" not in suggestions(db, zhang, now(), in_group=True)
    assert suggestions(db, cast("李秀英"), now(), in_group=False)[:2] == ("确认", "确认 全部")
    await room.say(cast("欧阳雪"), "王芳的3月党费我替她交了5块", in_group=True)
    assert suggestions(db, cast("欧阳雪"), now(), in_group=False) == ("1", "2", "3")
    arranging = suggestions(db, cast("王建国"), now(), in_group=False)[2]
    await room.say(cast("王建国"), arranging, in_group=False)
    assert suggestions(db, zhang, now(), in_group=True)[0] == "参加"


async def test_every_suggestion_is_answered_or_passed_over_without_a_fault(room: Room) -> None:
    for person in branch.CAST:
        for in_group in (True, False):
            now = room.stage.clock.now()
            found = suggestions(room.stage.app.db, person, now, in_group=in_group)
            assert len(found) == 3
            for text in found:
                await room.say(person, text, in_group=in_group)
    assert not any("出错" in b.text or "编号" in b.text for b in bubbles(room))
    assert not check(room.stage.app.db)


def test_words_and_dates_that_time_goes_to() -> None:
    now = datetime(2026, 1, 31, 20, 15, 20, tzinfo=SHANGHAI)
    assert jumped(now, "明天") == datetime(2026, 2, 1, 9, tzinfo=SHANGHAI)
    assert jumped(now, "下月") == datetime(2026, 2, 1, 9, tzinfo=SHANGHAI)
    assert jumped(now, "昨天") is None
    assert given("2026-4-1 8:30") == datetime(2026, 4, 1, 8, 30, tzinfo=SHANGHAI)
    assert given("2026-04-01") == datetime(2026, 4, 1, 9, tzinfo=SHANGHAI)
    assert given("2026-02-30") is None
    assert given("后来") is None
