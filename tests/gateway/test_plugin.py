"""The plugin in a real python-wechaty bot, at the gateway that the wechaty project publishes.

python-wechaty lives in an environment of its own (.ci/gateway/install-wechaty.sh): its
pins are old, and it changes logging for whoever imports it.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.channels import until
from tests.gateway.published import Cast, PublishedGateway, free_port, require_published_gateway

pytestmark = pytest.mark.interop

PROJECT = Path(__file__).parents[2]
PYTHON = PROJECT / ".cache" / "wechaty" / "bin" / "python"
ROOM = "branch@chatroom"
CAST = Cast(
    contacts={"wx-wang": "老王的春天", "wx-li": "李子"},
    rooms={ROOM: ("驻穗流动党员支部", {"wx-wang": "王建国", "wx-li": ""})},
)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400


def require_wechaty() -> None:
    if PYTHON.exists():
        return
    reason = "python-wechaty is not installed: bash .ci/gateway/install-wechaty.sh"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


class PluginBot:
    """The bot's process: what it heard, and what it complained of."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.states: list[str] = []
        self.complaints = b""

    async def listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            event = json.loads(line)
            if "state" in event:
                self.states.append(event["state"])
            else:
                self.heard.append(event)


@asynccontextmanager
async def plugin_bot(published: PublishedGateway, folder: Path) -> AsyncIterator[PluginBot]:
    picture = folder / "picture.png"
    picture.write_bytes(PICTURE)
    bot = PluginBot()
    with (folder / "complaints").open("w+b") as complaints:
        process = await asyncio.create_subprocess_exec(
            str(PYTHON),
            str(Path(__file__).with_name("plugin_bot.py")),
            published.endpoint,
            published.token,
            str(free_port()),
            str(picture),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=complaints,
            cwd=folder,  # python-wechaty writes .wechaty into wherever it starts
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
        )
        listening = asyncio.create_task(bot.listen(process))
        try:
            await until(lambda: bot.states == ["logged_in"], seconds=20)
            yield bot
            assert process.stdin is not None
            process.stdin.close()
            async with asyncio.timeout(10):
                await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
            await listening
            complaints.seek(0)
            bot.complaints = complaints.read()


async def test_the_group_is_served_through_a_bot_that_runs_already(tmp_path: Path) -> None:
    require_published_gateway()
    require_wechaty()
    published = PublishedGateway(CAST)
    await published.start()
    try:
        async with plugin_bot(published, tmp_path) as bot:
            burst = [f"第{number}句" for number in range(40)]
            for text in burst:
                await published.speak("wx-wang", text, ROOM)
            await published.posted(40)
            assert [each.text for each in published.posts] == [f"收到：{text}" for text in burst]

            await published.speak("wx-li", "我的")
            await published.speak("wx-li", "公示", ROOM, mention=(CAST.bot_id,))
            asked = await published.speak("wx-li", "成员", ROOM)
            await published.recall(asked)
            private, picture, members = (await published.posted(43))[40:]
            await until(lambda: len(bot.heard) == 87)

            await published.log_out_and_in()
            await until(lambda: bot.states == ["logged_in", "logged_out", "logged_in"])
            await published.speak("wx-wang", "回来了吗", ROOM)
            assert (await published.posted(44))[-1].text == "收到：回来了吗"
            await until(lambda: len(bot.heard) == 89)
    finally:
        await published.stop()

    assert (private.contact_id, private.text) == ("wx-li", "收到：我的")
    assert (picture.room_id, picture.file_name, picture.file) == (ROOM, "公示.png", PICTURE)
    assert members.text == "支部小助手、李子、王建国"
    spoken = [each for each in bot.heard if not each["from_bot"]]
    assert [each["text"] for each in spoken] == [*burst, "我的", "公示", "成员", "", "回来了吗"]
    assert (spoken[0]["name"], spoken[0]["topic"]) == ("王建国", "驻穗流动党员支部")
    assert [each["meant"] for each in spoken[40:44]] == [False, True, False, False]
    assert (spoken[43]["kind"], spoken[43]["recalls"]) == ("recalled", asked)
    assert "第1句" not in bot.complaints.decode()  # python-wechaty itself logs texts
