"""Messages through breaks, freezes and a slow program: none twice, none out of order."""

from __future__ import annotations

import asyncio
import random

import pytest

from bot.gateway.base import ChannelState
from bot.sandbox.service import SandboxService
from bot.sandbox.service_world import Message
from tests.gateway.channels import BRISK, ROOM, PuppetChannel, running, until


async def rough_weather(puppet: PuppetChannel, seed: int, steps: int) -> None:
    """Members speak while everything that can break breaks, in an order drawn from the seed."""
    draw = random.Random(seed)
    service = puppet.service
    faults = [service.drop_connections, service.emit_error, service.emit_unknown]
    spoken: list[str] = []
    async with running(puppet.gateway) as ears, asyncio.timeout(60):
        for step in range(steps):
            spoken.append(await puppet.say("wx-li", f"第{step}句", ROOM))
            if draw.random() < 0.1:
                draw.choice(faults)()
            if draw.random() < 0.02:
                await service.stop()
                await service.start()
            await asyncio.sleep(draw.choice([0, 0, 0, 0.002, 0.03]))
        while not ears.heard or ears.heard[-1].id != spoken[-1]:
            spoken.append(await puppet.say("wx-li", "天晴了吗", ROOM))
            await asyncio.sleep(0.1)
        ids = [each.id for each in ears.heard]
    assert len(set(ids)) == len(ids)  # nothing twice
    assert ids == [each for each in spoken if each in set(ids)]  # nothing out of order
    assert len(ids) > steps // 4


@pytest.mark.parametrize("seed", range(2))
async def test_rough_weather(puppet: PuppetChannel, seed: int) -> None:
    await rough_weather(puppet, seed, steps=150)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 22))
async def test_more_rough_weather(puppet: PuppetChannel, seed: int) -> None:
    await rough_weather(puppet, seed, steps=300)


async def test_broken_connections_are_made_again(puppet: PuppetChannel) -> None:
    async with running(puppet.gateway) as ears:
        for round_ in range(5):
            await ears.is_in(ChannelState.LOGGED_IN)
            await puppet.say("wx-li", f"第{round_}次", ROOM)
            await ears.hears(f"第{round_}次")
            puppet.service.drop_connections()
            await ears.is_in(ChannelState.DISCONNECTED)
        assert len(ears.heard) == 5


async def test_a_frozen_gateway_is_noticed_and_heard_again_after_the_thaw(
    puppet: PuppetChannel,
) -> None:
    async with running(puppet.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        thawing = asyncio.create_task(puppet.service.freeze(3 * BRISK.call))
        await ears.is_in(ChannelState.DISCONNECTED)
        assert not thawing.done()
        await thawing
        await ears.is_in(ChannelState.LOGGED_IN)
        await puppet.say("wx-li", "醒了吗", ROOM)
        await ears.hears("醒了吗")


class BreakingOnce(dict[str, Message]):
    """Messages of a gateway whose connections break just as the first payload is asked for."""

    def __init__(self, service: SandboxService) -> None:
        super().__init__()
        self._service = service
        self._broken = False

    def __contains__(self, key: object) -> bool:
        if not self._broken:
            self._broken = True
            self._service.drop_connections()
        return super().__contains__(key)


async def test_a_message_announced_just_before_the_break_is_read_after_it(
    puppet: PuppetChannel,
) -> None:
    puppet.service.world.messages = BreakingOnce(puppet.service)
    async with running(puppet.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        burst = [f"第{number}句" for number in range(20)]
        for text in burst:
            await puppet.say("wx-li", text, ROOM)
        await until(lambda: ears.states.count(ChannelState.LOGGED_IN) == 2)
        await puppet.say("wx-li", "后来的", ROOM)
        await ears.hears("后来的")
        assert ears.texts[:1] == burst[:1]
        assert ears.texts == [text for text in burst if text in ears.texts] + ["后来的"]


class Forgetful(dict[str, Message]):
    """Messages of a gateway that announces what it no longer holds."""

    def __contains__(self, key: object) -> bool:
        return False


async def test_a_message_without_a_payload_does_not_hold_up_the_next(
    puppet: PuppetChannel, caplog: pytest.LogCaptureFixture
) -> None:
    holding = puppet.service.world.messages
    puppet.service.world.messages = Forgetful()
    async with running(puppet.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        lost = await puppet.say("wx-li", "没有了", ROOM)
        await until(lambda: any(lost in each.getMessage() for each in caplog.records))
        puppet.service.world.messages = holding
        await puppet.say("wx-li", "下一句", ROOM)
        await ears.hears("下一句")
        assert len(ears.heard) == 1


async def test_a_slow_program_gets_everything_in_order(puppet: PuppetChannel) -> None:
    heard: list[str] = []

    async def slowly(incoming: object) -> None:
        await asyncio.sleep(0.002)
        heard.append(getattr(incoming, "text", ""))

    async def ignore(state: ChannelState, detail: str) -> None:
        if state is ChannelState.LOGGED_IN:
            for number in range(300):
                await puppet.say("wx-li", str(number), ROOM)

    serving = asyncio.create_task(puppet.gateway.run(slowly, ignore))
    await until(lambda: len(heard) > 100)
    await puppet.gateway.stop()
    await serving  # hands over what was read, and no more
    assert heard == [str(number) for number in range(len(heard))]


async def test_what_the_program_raises_ends_the_service(puppet: PuppetChannel) -> None:
    async def full_disk(incoming: object) -> None:
        raise OSError("no space left")

    async def ignore(state: ChannelState, detail: str) -> None:
        if state is ChannelState.LOGGED_IN:
            await puppet.say("wx-li", "报到", ROOM)

    with pytest.raises(OSError, match="no space left"):
        await puppet.gateway.run(full_disk, ignore)
