"""What we sent is known when it comes back; a slow send holds up nobody for long."""

from __future__ import annotations

import asyncio

import pytest

from bot.gateway.base import ChannelState, Target
from bot.gateway.wechaty_link import Link
from bot.gateway.wechaty_own import OwnPosts, Sent
from tests.gateway.channels import ROOM, PuppetChannel, running

TO_ROOM = Target(room_id=ROOM)


async def test_the_echo_of_a_text_is_not_asked_for(
    puppet: PuppetChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = Link.message

    async def noted(link: Link, message_id: str) -> object:
        asked.append(message_id)
        return await ask(link, message_id)

    monkeypatch.setattr(Link, "message", noted)
    async with running(puppet.gateway) as ears:
        await ears.is_in(ChannelState.LOGGED_IN)
        sent = await puppet.gateway.send_text(TO_ROOM, "收到")
        await puppet.say("wx-li", "好", ROOM)
        await ears.hears("收到", "好")
        echo, theirs = ears.heard
        assert (echo.id, echo.from_bot) == (sent, True)
        assert asked == [theirs.id]


async def test_a_slow_send_is_waited_for_once() -> None:
    own = OwnPosts()
    with own.sending():
        assert await own.echo("theirs") is None
        assert await asyncio.wait_for(own.echo("theirs, too"), 0.01) is None
        own.sent("ours", Sent(TO_ROOM, "收到"))
    assert await own.echo("ours") == Sent(TO_ROOM, "收到")
    assert await own.echo("ours") is None  # said again by the channel: asked for


async def test_an_echo_before_the_answer_is_known() -> None:
    own = OwnPosts()

    async def send() -> None:
        with own.sending():
            await asyncio.sleep(0.01)
            own.sent("ours", Sent(TO_ROOM, "收到"))

    sending = asyncio.create_task(send())
    await asyncio.sleep(0)
    assert await own.echo("ours") == Sent(TO_ROOM, "收到")
    await sending
