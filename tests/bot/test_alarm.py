"""The alarm: once for each trouble and once when it is over; nobody is disturbed."""

import asyncio
import json
import logging
import random
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.alarm import Alarm, AlarmRules
from bot.app import build
from bot.clock import SHANGHAI, VirtualClock
from bot.gateway.base import ChannelState
from bot.gateway.inprocess import InProcessGateway
from bot.pace import Tempo
from bot.sandbox import branch
from bot.settings import AlarmSettings
from scheduler.calendar import QuietHours
from store import outbox
from store.database import Database
from store.models import OutboxRow, PostState
from store.tables import TABLES

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=SHANGHAI)


class Webhook:
    """A server on loopback that keeps what it was sent; ``broken`` answers with an error."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.broken = False
        webhook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if not webhook.broken:
                    webhook.told.append(json.loads(body))
                self.send_response(500 if webhook.broken else 200)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Nothing on stderr."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/robot"

    @property
    def events(self) -> list[str]:
        return [told["event"] for told in self.told]

    @property
    def last(self) -> str:
        return str(self.told[-1]["text"]["content"])


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    webhook = Webhook()
    serving = threading.Thread(target=webhook.server.serve_forever, args=(0.01,))
    serving.start()
    yield webhook
    webhook.server.shutdown()
    serving.join()
    webhook.server.server_close()


class Watch:
    """An alarm over empty books, looked at every five minutes."""

    def __init__(self, folder: Path, url: str) -> None:
        self.db = Database(folder, TABLES)
        rules = AlarmRules(url, timedelta(minutes=30), timedelta(hours=48))
        self.alarm = Alarm(self.db, rules, QuietHours(), NOON, {"B01": "柳河村", "B02": "石桥村"})
        self.now = NOON

    async def wait(self, length: timedelta) -> None:
        until = self.now + length
        while self.now < until:
            self.now += timedelta(minutes=5)
            await self.alarm.check(self.now)

    def waits(self, text: str, **fields: Any) -> OutboxRow:
        row = OutboxRow(text, self.now, "test", **{"branch": "B01", "reply": False, **fields})
        with self.db.transaction():
            return outbox.put(self.db, row)


@pytest.fixture
def watch(tmp_path: Path, webhook: Webhook) -> Iterator[Watch]:
    watch = Watch(tmp_path, webhook.url)
    yield watch
    watch.db.close()


async def test_a_channel_that_stays_away_is_told_once_with_what_waits_to_be_pasted(
    watch: Watch, webhook: Webhook
) -> None:
    watch.alarm.changed(ChannelState.LOGGED_IN, watch.now)
    watch.alarm.changed(ChannelState.LOGGED_OUT, watch.now)
    watch.waits("【3月党费】各位同志", room="R01")
    watch.waits("没交的：张伟 42元", contact="wxid_wang")
    watch.waits("张伟记下了", room="R01", reply=True)
    await watch.wait(timedelta(minutes=25))
    assert webhook.told == []
    await watch.wait(timedelta(hours=20))
    assert webhook.events == ["away"]
    assert "【3月党费】各位同志" in webhook.last
    assert "1条私下的话" in webhook.last
    assert "张伟" not in webhook.last
    watch.alarm.changed(ChannelState.LOGGED_IN, watch.now)
    await watch.wait(timedelta(hours=1))
    assert webhook.events == ["away", "away-over"]


async def test_what_falls_due_while_the_channel_is_away_goes_the_same_way_once(
    watch: Watch, webhook: Webhook
) -> None:
    watch.alarm.changed(ChannelState.LOGGED_OUT, watch.now)
    watch.waits("【3月党费】各位同志", room="R01")
    await watch.wait(timedelta(hours=1))
    watch.waits("【党费收缴公示】3月", room="R01")
    watch.waits("【党费收缴公示】3月", room="R02", branch="B02")
    watch.waits("没交的：张伟 42元", contact="wxid_wang")
    await watch.wait(timedelta(hours=1))
    assert webhook.events == ["away", "more"]
    assert "柳河村、石桥村的群：\n【党费收缴公示】3月" in webhook.last
    assert webhook.last.count("【党费收缴公示】3月") == 1
    assert "【3月党费】" not in webhook.last
    assert "张伟" not in webhook.last
    watch.alarm.changed(ChannelState.LOGGED_IN, watch.now)
    await watch.wait(timedelta(hours=1))
    assert webhook.events == ["away", "more", "away-over"]


async def test_a_channel_lost_in_the_night_is_told_in_the_morning(
    watch: Watch, webhook: Webhook
) -> None:
    watch.alarm.changed(ChannelState.LOGGED_IN, watch.now)
    await watch.wait(timedelta(hours=10))
    watch.alarm.changed(ChannelState.LOGGED_OUT, watch.now)
    await watch.wait(timedelta(hours=9))
    assert webhook.told == []
    await watch.wait(timedelta(hours=2))
    assert webhook.events == ["away"]


async def test_a_short_break_is_nobodys_business(watch: Watch, webhook: Webhook) -> None:
    for _ in range(10):
        watch.alarm.changed(ChannelState.DISCONNECTED, watch.now)
        watch.alarm.changed(ChannelState.CONNECTED, watch.now)
        await watch.wait(timedelta(minutes=20))
        watch.alarm.changed(ChannelState.LOGGED_IN, watch.now)
    assert webhook.told == []


async def test_a_channel_that_never_logs_in_is_told(watch: Watch, webhook: Webhook) -> None:
    watch.alarm.changed(ChannelState.CONNECTED, watch.now)
    await watch.wait(timedelta(hours=1))
    assert webhook.events == ["away"]


async def test_silence_is_told_by_day_and_ends_with_the_next_message(
    watch: Watch, webhook: Webhook
) -> None:
    watch.now = NOON.replace(hour=23)
    watch.alarm.heard(watch.now)
    await watch.wait(timedelta(hours=48))
    assert webhook.told == []  # two days of silence, but it is eleven at night
    await watch.wait(timedelta(hours=30))
    assert webhook.events == ["silent"]
    watch.alarm.heard(watch.now)
    await watch.wait(timedelta(minutes=5))
    assert webhook.events == ["silent", "silent-over"]


async def test_a_computer_that_slept_does_not_call_it_silence(
    watch: Watch, webhook: Webhook
) -> None:
    watch.alarm.heard(watch.now)
    await watch.wait(timedelta(minutes=5))
    watch.now += timedelta(days=20)
    await watch.wait(timedelta(hours=10))
    assert webhook.told == []


async def test_a_trouble_that_was_told_is_over_only_when_there_is_a_sign_of_it(
    watch: Watch, webhook: Webhook
) -> None:
    watch.alarm.heard(watch.now)
    await watch.wait(timedelta(hours=49))
    watch.alarm.changed(ChannelState.LOGGED_OUT, watch.now)
    await watch.wait(timedelta(hours=1))
    assert webhook.events == ["silent", "away"]
    watch.now += timedelta(days=3)  # it slept, and is as it was
    await watch.wait(timedelta(hours=1))
    assert webhook.events == ["silent", "away"]
    watch.alarm.changed(ChannelState.LOGGED_IN, watch.now)
    await watch.wait(timedelta(minutes=5))
    assert webhook.events == ["silent", "away", "away-over", "silent-over"]


async def test_a_post_that_fails_for_two_days_is_told(watch: Watch, webhook: Webhook) -> None:
    row = watch.waits("【会议通知】", room="R01", attempts=40)
    for _ in range(50):
        watch.alarm.heard(watch.now)
        await watch.wait(timedelta(hours=1))
    assert webhook.events == ["unsent"]
    assert "【会议通知】" in webhook.last
    with watch.db.transaction():
        outbox.change(watch.db, replace(row, state=PostState.SENT, sent_at=watch.now))
    await watch.wait(timedelta(minutes=5))
    assert webhook.events == ["unsent", "unsent-over"]


async def test_a_webhook_that_fails_is_tried_again_and_told_in_order(
    watch: Watch, webhook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    webhook.broken = True
    with caplog.at_level(logging.WARNING):
        await watch.wait(timedelta(hours=1))
    assert "webhook failed: HTTPError" in caplog.text
    webhook.broken = False
    watch.alarm.changed(ChannelState.LOGGED_IN, watch.now)
    await watch.wait(timedelta(minutes=15))
    assert webhook.events == ["away", "away-over"]


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:9/nobody", "http://[broken"])
async def test_without_a_webhook_that_works_the_log_tells(
    tmp_path: Path, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch(tmp_path, url)
    with caplog.at_level(logging.WARNING):
        await watch.wait(timedelta(hours=1))
    watch.db.close()
    assert caplog.text.count("alarm: away has begun") == 1


async def test_the_program_hands_the_channel_over_to_the_alarm(
    tmp_path: Path, webhook: Webhook
) -> None:
    clock = VirtualClock(NOON)
    gateway = InProcessGateway(clock=clock)
    rung = AlarmSettings(webhook=webhook.url, after_minutes=5)
    app = build(
        branch.settings(tmp_path / "sandbox").model_copy(update={"alarm": rung}),
        clock=clock,
        gateway=gateway,
        data=tmp_path / "books",
        chance=random.Random(1),
        tempo=Tempo(),
    )
    serving = asyncio.create_task(app.serve())
    await asyncio.sleep(0.02)
    await gateway.set_connected(connected=False)
    for minutes in (2, 4, 6):
        clock.move_to(NOON + timedelta(minutes=minutes))
        await app.alarm.check(clock.now())
    assert webhook.events == ["away"]
    await gateway.set_connected(connected=True)
    await app.alarm.check(clock.now())
    assert webhook.events == ["away", "away-over"]
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    app.db.close()
