"""A python-wechaty bot with the plugin, as its owner would write it; run by test_plugin.

Usage: python plugin_bot.py ENDPOINT TOKEN WEB_PORT PICTURE. Prints one JSON line for each
state and each message heard, answers texts, and ends when its input does.
"""

from __future__ import annotations

# ruff: noqa: I001 - the plugin comes before wechaty, which does not import without it
import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bot.gateway.base import ChannelState, Gateway, Incoming, Target
from bot.gateway.plugin import ZhibuPlugin
from wechaty import Wechaty, WechatyOptions


def tell(**event: Any) -> None:
    print(json.dumps(event), flush=True)


async def serve(gateway: Gateway, picture: bytes) -> None:
    async def on_message(incoming: Incoming) -> None:
        tell(
            id=incoming.id,
            kind=incoming.kind,
            room=incoming.room_id,
            sender=incoming.sender_id,
            name=incoming.sender_name,
            text=incoming.text,
            topic=incoming.room_topic,
            meant=incoming.mentions_bot,
            from_bot=incoming.from_bot,
            recalls=incoming.recalls,
        )
        if incoming.from_bot:
            return
        if incoming.room_id is None:
            target = Target(contact_id=incoming.sender_id)
        else:
            target = Target(room_id=incoming.room_id)
        if incoming.text == "公示":
            await gateway.send_image(target, picture, "公示.png")
        elif incoming.text == "成员":
            members = await gateway.members(incoming.room_id or "")
            await gateway.send_text(target, "、".join(sorted(each.name for each in members)))
        elif incoming.text:
            await gateway.send_text(target, f"收到：{incoming.text}", [incoming.sender_id])

    async def on_state(state: ChannelState, detail: str) -> None:
        tell(state=state)

    await gateway.run(on_message, on_state)


async def main(endpoint: str, token: str, web_port: str, picture: str) -> None:
    content = Path(picture).read_bytes()
    bot = Wechaty(WechatyOptions(endpoint=endpoint, token=token, port=int(web_port)))
    plugin = ZhibuPlugin(lambda gateway: serve(gateway, content))
    bot.use(plugin)
    running = asyncio.create_task(bot.start())
    await asyncio.to_thread(sys.stdin.read)
    await plugin.close()
    running.cancel()  # bot.stop() would have it wait a minute and connect again


asyncio.run(main(*sys.argv[1:]))
