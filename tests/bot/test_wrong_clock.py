"""A machine that wakes up in 2009 says nothing by itself, and undoes nothing that was right."""

from datetime import datetime
from pathlib import Path

from bot.clock import RELEASED, SHANGHAI, VirtualClock
from bot.gateway.base import ChannelState
from store import dues, outbox
from store.checks import check
from tests.bot.test_announcer import at
from tests.bot.test_unsaid import Away

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
