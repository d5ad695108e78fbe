"""A machine whose clock is wrong, behind or ahead, says nothing twice and undoes nothing right."""

import logging
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import RELEASED, SHANGHAI, VirtualClock
from bot.gateway.base import ChannelState
from store import dues, outbox
from store.checks import check
from store.models import DeliveryState
from tests.bot.running import START, Away, Running, at

FLAT_BATTERY = datetime(2009, 1, 1, 0, 0, tzinfo=SHANGHAI)


class MachineClock(VirtualClock):
    """As the machine's: there is a time before which it is wrong."""

    earliest = RELEASED


class OldComputer(Away):
    clock_kind = MachineClock


def behind(said: list[str]) -> list[str]:
    return [line for line in said if line.startswith("这台电脑的时间是2009年1月1日")]


async def test_what_was_said_is_not_said_again_after_a_flat_battery(tmp_path: Path) -> None:
    old = OldComputer(tmp_path)
    await old.wake(at(3, 2))
    assert "【4月党费】" in "".join(await old.wake(at(4, 6)))
    done = [(d.key, d.state) for d in outbox.DELIVERIES.find(old.app.db)]
    said = await old.wake(FLAT_BATTERY)
    assert len(said) == len(behind(said)) == 1
    assert "请校准" in said[0]
    assert await old.wake(FLAT_BATTERY.replace(hour=9)) == []
    assert await old.wake(at(4, 7)) == []
    assert [(d.key, d.state) for d in outbox.DELIVERIES.find(old.app.db)] == done
    assert dues.opened_months(old.app.db, "B01")[-1].month == 4
    assert check(old.app.db) == []
    old.app.db.close()


async def test_a_first_start_in_2009_owes_nobody_seventeen_years(tmp_path: Path) -> None:
    old = OldComputer(tmp_path)
    said = await old.wake(FLAT_BATTERY)
    assert len(said) == len(behind(said)) == 1
    assert await old.wake(at(4, 7)) == []
    assert [str(period) for period in dues.opened_months(old.app.db, "B01")] == ["2026-04"]
    old.app.db.close()


async def test_the_time_of_the_messages_tells_that_the_clock_is_behind(tmp_path: Path) -> None:
    running = Away(tmp_path)
    await running.wake(at(4, 6))
    running.said_by("wxid_zhang", "大家早上好", in_group=True)
    said = await running.wake(at(3, 20))
    assert len(said) == 1
    assert said[0].startswith("这台电脑的时间是2026年3月20日")
    assert await running.wake(at(4, 7)) == []
    running.app.db.close()


async def test_a_clock_that_ran_ahead_is_put_right_once_a_message_says_so(tmp_path: Path) -> None:
    running = Away(tmp_path)
    await running.wake(at(3, 2))
    await running.wake(at(6, 15))
    running.said_by("wxid_wang", "预告")  # on a page, dated by the wrong clock
    assert "请校准" in "".join(await running.wake(at(3, 20)))
    running.said_by("wxid_zhang", "大家早上好", in_group=True)
    assert "时钟之前走到了" in "".join(await running.wake(at(3, 20, 13)))
    assert "【党费收缴公示】青石镇柳河村党支部 2026年3月" in await running.wake(at(3, 31, 18))
    running.app.db.close()


async def test_nobody_is_told_of_an_absence_since_2009(tmp_path: Path) -> None:
    old = OldComputer(tmp_path)
    await old.wake(at(4, 6))
    for moment in (FLAT_BATTERY, at(4, 7)):
        await old.wake(moment)
        await old.app.on_state(ChannelState.LOGGED_IN, "")
        await old.app.wake()
    assert not [
        post for post in old.gateway.posts if "2009年1月1日" in post.text and "掉线" in post.text
    ]
    old.app.db.close()


async def test_a_clock_that_ran_ahead_and_came_back_does_not_silence_the_branch(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    await running.wake(at(6, 15))
    with caplog.at_level(logging.WARNING):
        said = await running.wake(at(3, 20))
    assert said == [
        "这台电脑的时钟之前走到了2026年6月3日，现在又回来了。"
        "那时我可能提前发过通知，请到群里看一眼；往后该发的，我照常到时间发。"
    ]
    assert "the clock was ahead" in caplog.text
    assert await running.wake(at(3, 21)) == []
    assert "【党费收缴公示】青石镇柳河村党支部 2026年3月" in await running.wake(at(3, 31, 18))
    assert any(line.startswith("【4月党费】") for line in await running.wake(at(4, 1)))
    assert await running.wake(at(4, 3)) == ["党费欠交提醒，只发给您："]
    standing = [d for d in running.deliveries("dues-notice") if d.state is DeliveryState.POSTED]
    assert [d.key for d in standing] == ["dues-notice/B01/2026-04"]


async def test_what_the_secretary_decided_holds_though_the_clock_ran_ahead(tmp_path: Path) -> None:
    running = Running(tmp_path, publication_release=True, notice="每月10日 09:00")
    await running.wake(START)
    await running.says("预告")
    assert "不发了" in await running.says("不发 1")
    await running.wake(at(6, 15))
    await running.wake(at(3, 3))
    assert await running.wake(at(3, 10)) == []
    *_, asked = await running.wake(at(3, 31, 18))
    assert asked == "3月党费公示到时间了，请您过目，放行了我才发到群里："
    running.app.db.close()


async def test_a_clock_a_few_hours_off_is_no_matter(running: Running) -> None:
    await running.wake(at(3, 31, 18))
    assert await running.wake(at(3, 31, 7)) == []
    assert await running.wake(at(3, 31, 19)) == []
