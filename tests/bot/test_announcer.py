"""What is owed is done once, in order, whatever the clock and the computer do."""

import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.gateway.base import NotSentError, Target
from store import burden, outbox
from store.checks import check
from store.models import Delivery
from store.period import Period
from tests.bot.running import START, Running, at


async def test_a_long_sleep_is_made_up_for_once_and_in_order(running: Running) -> None:
    said = await running.wake(at(5, 6))
    assert said == [
        "【党费收缴公示】青石镇柳河村党支部 2026年3月",
        "3月党费公示的名单，只发给您：",
        "党费欠交提醒，只发给您：",
        "【党费收缴公示】青石镇柳河村党支部 2026年4月",
        "4月党费公示的名单，只发给您：",
        "【5月党费】各位同志，5月党费可以交了，请交给收款人，交完在群里说一声，比如：5月党费已交。",
        "有几条通知错过了时间，没有再发：",
    ]
    assert "4月1日 08:30 4月党费通知" in running.gateway.posts[-1].text
    for _ in range(3):
        assert await running.wake(at(5, 6, 13)) == []
    due = [d.due_at for d in outbox.DELIVERIES.find(running.app.db) if d.state != "missed"]
    assert due == sorted(due)


async def test_how_often_it_wakes_makes_no_difference_to_what_is_done(tmp_path: Path) -> None:
    told: list[set[tuple[str, str]]] = []
    for number, hours in enumerate((1, 7, 24 * 3)):
        running = Running(tmp_path / str(number))
        moment = START
        await running.app.wake()
        while moment < at(4, 20):
            moment += timedelta(hours=hours)
            running.clock.move_to(moment)
            await running.app.wake()
        done = outbox.DELIVERIES.find(running.app.db)
        told.append({(d.key, d.state.value) for d in done})
        assert len({d.key for d in done}) == len(done)
        running.app.db.close()
    assert told[0] == told[1] == told[2]


async def test_what_was_put_off_is_not_forgotten_when_the_plan_has_passed_it(
    running: Running,
) -> None:
    assert (await running.says("预告")).startswith("往后一个月")
    assert "推到4月5日（周日）10:00" in await running.says("推迟 2 4月5日上午10点")
    said = await running.wake(at(4, 2))
    assert [line[:7] for line in said] == ["【4月党费】各"]
    assert await running.wake(at(4, 3, 8)) == []
    told, published, *_ = await running.wake(at(4, 5))
    assert told == "党费欠交提醒，只发给您："
    assert published.startswith("【党费收缴公示】")
    assert await running.wake(at(4, 6)) == []


async def test_a_step_that_is_undone_leaves_it_as_planned(running: Running) -> None:
    await running.says("预告")
    await running.says("推迟 2 4月5日上午10点")
    await running.wake(at(4, 2))
    assert "推迟" in await running.says("撤销")
    assert any(p.text.startswith("【党费收缴公示】") for p in running.gateway.posts)


async def test_a_reminder_put_off_for_a_meeting_that_moves_is_forgotten_with_it(
    running: Running,
) -> None:
    await running.says("会议 支部党员大会 3月12日晚上7点半 村委会二楼")
    await running.says("预告")
    assert "3月10日" in await running.says("推迟 1 一天")
    await running.wake(at(3, 9, 20))
    await running.says("改会 4月20日晚上7点半")
    said = await running.wake(at(3, 15))
    assert [line for line in said if "会议" in line] == []


async def test_what_waits_for_release_is_never_posted_by_itself(tmp_path: Path) -> None:
    running = Running(tmp_path, publication_release=True)
    await running.wake(START)
    said: list[str] = []
    for day in range(20):
        said += await running.wake(at(3, 31, 17) + timedelta(days=day))
    assert not [line for line in said if line.startswith("【党费收缴公示】")]
    assert [line for line in said if line.startswith("3月党费公示")] == [
        "3月党费公示到时间了，请您过目，放行了我才发到群里：",
        "3月党费公示还等您放行，您不说我不发：",
    ]
    await running.says("预告")
    assert "这就发到群里" in await running.says("放行 1")
    assert running.gateway.posts[-2].text.startswith("【党费收缴公示】")
    assert check(running.app.db) == []
    running.app.db.close()


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 40))]
)
async def test_whatever_the_secretary_steers_each_goes_out_at_most_once_and_not_too_early(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    running = Running(tmp_path, publication_release=seed % 2 == 0, reminder="每月20日 09:00")
    await running.wake(START)
    moment = START
    for _ in range(40):
        moment += timedelta(hours=chance.choice((1, 5, 30, 100)))
        if chance.random() < 0.5:
            await running.wake(moment)
        running.clock.move_to(moment)
        await running.says("预告")
        number = chance.randint(1, 4)
        await running.says(
            chance.choice(
                (
                    f"推迟 {number} {chance.randint(1, 9)}天",
                    f"不发 {number}",
                    f"改稿 {number} 改过的第{len(running.gateway.posts)}稿",
                    f"放行 {number}",
                    "撤销",
                )
            )
        )
    done = outbox.DELIVERIES.find(running.app.db)
    assert len({d.key for d in done}) == len(done)
    assert all(d.at >= d.due_at for d in done)
    to_group = [row for row in outbox.OUTBOX.find(running.app.db) if row.room]
    assert len(to_group) == len({d.key for d in done if d.state == "posted" and _public(d)})
    months = [Period(2026, month) for month in range(3, 13)]
    assert sum(burden.of(running.app.db, "B01", m).prompts for m in months) == len(to_group)
    assert check(running.app.db) == []
    running.app.db.close()


def _public(delivery: Delivery) -> bool:
    return delivery.kind not in ("collector-reminder", "meeting-nudge", "arrears-notice")


async def test_what_falls_due_at_night_is_said_in_the_morning_unless_called_off_till_then(
    tmp_path: Path,
) -> None:
    running = Running(tmp_path, notice="每月10日 22:00", publication="每月11日 23:00")
    await running.wake(START)
    assert await running.wake(at(3, 10, 23)) == []
    await running.says("预告")
    assert "3月11日（周三）08:00" in await running.says("预告 1")
    (notice,) = [line[:7] for line in await running.wake(at(3, 11, 8))]
    assert notice == "【3月党费】各"
    assert await running.wake(at(3, 12, 2)) == []
    await running.says("预告")
    assert "不发了" in await running.says("不发 1")
    assert await running.wake(at(3, 12, 9)) == []
    running.app.db.close()


async def test_a_group_that_cannot_be_reached_is_told_to_the_secretary_after_two_days_once(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = running.gateway.send_text

    async def refuses_the_room(target: Target, text: str, mentions: Sequence[str] = ()) -> str:
        if target.room_id:
            raise NotSentError("not in the room")
        return await send(target, text, mentions)

    monkeypatch.setattr(running.gateway, "send_text", refuses_the_room)
    for hours in range(0, 90, 5):
        await running.wake(at(4, 1, 9) + timedelta(hours=hours))
        for _ in range(4):
            running.clock.move_to(running.clock.now() + timedelta(minutes=1))
            await running.app.wake()
    said = [post.text for post in running.gateway.posts]
    told = [line for line in said if line.startswith("下面这条两天都没发到群里")]
    assert len(told) == 2  # March's publication and April's notice
    monkeypatch.undo()
    made_up = await running.wake(at(4, 6))
    assert [line[:7] for line in made_up] == ["【党费收缴公示", "【4月党费】各"]
