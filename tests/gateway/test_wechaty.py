"""The puppet client's own promises: what it survives, and what it never does."""

from __future__ import annotations

import asyncio
import logging
import random
import subprocess
import sys
from datetime import datetime

import pytest

from bot.clock import RELEASED, SHANGHAI
from bot.gateway.base import ChannelState, MessageKind, NotSentError, Target
from bot.gateway.wechaty import WechatyGateway, parse_endpoint
from bot.gateway.wechaty_link import (
    LARGEST_IMAGE,
    BusyError,
    Link,
    LinkLostError,
    Timings,
    open_channel,
)
from tests.gateway.channels import BRISK, ROOM, PuppetChannel, running, say_when_back, until

TO_ROOM = Target(room_id=ROOM)


class ImpatientClock:
    """Notes how long the client would wait, and lets it go on; stops it after enough."""

    earliest = RELEASED

    def __init__(self, enough: int) -> None:
        self.waited: list[float] = []
        self.gateway: WechatyGateway | None = None
        self._enough = enough

    def now(self) -> datetime:
        return datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI)

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        if len(self.waited) == self._enough and self.gateway is not None:
            await self.gateway.stop()
        await asyncio.sleep(0)


async def test_an_absent_gateway_is_tried_for_ever_with_growing_pauses(
    puppet: PuppetChannel, unused_port: int
) -> None:
    clock = ImpatientClock(enough=40)
    gateway = WechatyGateway(
        f"127.0.0.1:{unused_port}", "token", clock=clock, jitter=random.Random(1)
    )
    clock.gateway = gateway
    async with running(gateway) as ears:
        await until(lambda: len(clock.waited) >= 40)
    assert ears.states == [ChannelState.DISCONNECTED]  # told once, not at every try
    assert ears.details == ["no answer: ConnectionRefusedError"]
    assert 0.5 <= clock.waited[0] <= 1.0
    assert all(30 <= pause <= 60 for pause in clock.waited[8:])
    assert len(set(clock.waited[8:])) > 1  # two bots do not knock in step


async def test_error_and_unknown_events_change_nothing(puppet: PuppetChannel) -> None:
    async with running(puppet.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        puppet.service.emit_error()
        puppet.service.emit_unknown()
        await puppet.say("wx-li", "还在吗", ROOM)
        await ears.hears("还在吗")
        assert ears.states == [ChannelState.CONNECTED, ChannelState.LOGGED_IN]


async def test_logged_out_is_not_sent(puppet: PuppetChannel) -> None:
    async with running(puppet.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        puppet.service.log_out()
        await ears.is_in(ChannelState.LOGGED_OUT)
        with pytest.raises(NotSentError):
            await puppet.gateway.send_text(TO_ROOM, "在吗")
        puppet.service.log_in()
        await ears.is_in(ChannelState.LOGGED_IN)
        await puppet.gateway.send_text(TO_ROOM, "在")
        assert [each.text for each in puppet.posts] == ["在"]


async def test_what_the_gateway_refuses_was_not_sent(puppet: PuppetChannel) -> None:
    async with running(puppet.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        with pytest.raises(NotSentError, match="NOT_FOUND"):
            await puppet.gateway.send_text(Target(room_id="nowhere@chatroom"), "在吗")
        with pytest.raises(NotSentError, match="does not pass"):
            await puppet.gateway.send_image(TO_ROOM, bytes(LARGEST_IMAGE + 1), "太大.png")
        assert puppet.posts == []


async def test_a_changed_group_card_is_seen(puppet: PuppetChannel) -> None:
    async with running(puppet.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        await puppet.say("wx-li", "一", ROOM)
        await ears.hears("一")
        puppet.service.rename_card(ROOM, "wx-li", "李梅（深圳）")
        await puppet.say("wx-li", "二", ROOM)
        await ears.hears("一", "二")
        assert [each.sender_name for each in ears.heard] == ["李梅（广州）", "李梅（深圳）"]


async def test_the_bot_is_meant_by_nickname_and_by_group_card(puppet: PuppetChannel) -> None:
    puppet.service.world.rooms[ROOM].cards["bot"] = "小支"
    texts = ["@支部小助手\u2005帮助", "@小支\u2005帮助", "@小王\u2005帮助"]
    async with running(puppet.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        for text in texts:
            await puppet.say("wx-li", text, ROOM)
        await ears.hears(*texts)
        assert [each.mentions_bot for each in ears.heard] == [True, True, False]


async def test_a_second_client_is_put_off_before_it_takes_over(puppet: PuppetChannel) -> None:
    async with running(puppet.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        link = link_to(puppet)
        with pytest.raises(BusyError):
            await _listen(link)
        await link.take_over()
        link.close()
        await ears.is_in(ChannelState.DISCONNECTED)
        await say_when_back(puppet.gateway, TO_ROOM, "又是我")
        assert [each.text for each in puppet.posts] == ["又是我"]


async def test_a_client_left_out_takes_over_in_the_end(puppet: PuppetChannel) -> None:
    stale = link_to(puppet)
    listening = asyncio.create_task(_listen(stale))
    await puppet.service.connected()
    async with running(puppet.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        with pytest.raises(LinkLostError):
            await listening
    stale.close()


def link_to(puppet: PuppetChannel) -> Link:
    return Link(open_channel("127.0.0.1", puppet.service.port, "token", BRISK), BRISK)


async def _listen(link: Link) -> None:
    async for _ in link.events():
        pass


async def test_no_text_reaches_the_log(
    puppet: PuppetChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with running(puppet.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        await puppet.say("wx-li", "我的身份证号", ROOM)
        await puppet.say("wx-li", "", ROOM, kind=MessageKind.IMAGE)
        await ears.hears("我的身份证号", "")
        await puppet.gateway.send_text(TO_ROOM, "不要发在群里")
        puppet.service.emit_error()
        puppet.service.drop_connections()
        await ears.is_in(ChannelState.DISCONNECTED)
    said = "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith("bot.")
    )
    assert said
    assert "身份证" not in said
    assert "不要发" not in said


@pytest.mark.parametrize("endpoint", ["127.0.0.1:8788", "grpc://127.0.0.1:8788/"])
def test_an_endpoint_is_host_and_port(endpoint: str) -> None:
    assert parse_endpoint(endpoint) == ("127.0.0.1", 8788)


@pytest.mark.parametrize("endpoint", ["", "localhost", ":8788", "localhost:", "localhost:0", "a:b"])
def test_an_endpoint_that_is_none_is_refused(endpoint: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        parse_endpoint(endpoint)


@pytest.mark.parametrize("token", ["令牌", "two words", "line\n"])
def test_a_token_that_no_header_can_carry_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        WechatyGateway("127.0.0.1:8788", token)


def test_the_defaults_are_patient() -> None:
    timings = Timings()
    assert (timings.first_pause, timings.longest_pause) == (0.5, 60.0)


def test_the_interface_does_not_load_the_wire() -> None:
    """Rehearsals start without grpclib."""
    script = (
        "import sys, bot.gateway.base, bot.gateway.inprocess;"
        "sys.exit(any(name.split('.')[0] in {'grpclib', 'wechaty_grpc'} for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
