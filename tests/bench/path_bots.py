"""The bots that the path benchmark compares, each a process: ``path_bots.py KIND ENDPOINT TOKEN``.

zhibu: the whole program (FOLDER with its list of members as a further argument). echo: an empty
bot on the same client. wechaty: an empty python-wechaty bot; it runs in that package's own
environment and must import nothing of ours.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

ROOM = "bench@chatroom"


async def zhibu(endpoint: str, token: str, folder: str) -> None:
    import random
    import signal
    from contextlib import suppress
    from pathlib import Path

    from bot import memory
    from bot.app import build
    from bot.clock import SystemClock
    from bot.gateway.wechaty import WechatyGateway
    from bot.pace import Tempo
    from bot.settings_file import load
    from tests.bench.path_parts import Parts

    app = build(
        load(Path(folder) / "config.yaml"),
        clock=SystemClock(),
        gateway=WechatyGateway(endpoint, token),
        data=Path(folder) / "books",
        chance=random.Random(1),
        tempo=Tempo(per_minute=10**9),
    )
    parts = Parts()
    parts.listen()
    memory.settle()
    serving = asyncio.ensure_future(app.serve())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    with suppress(asyncio.CancelledError):
        await serving
    parts.keep(Path(folder))


async def echo(endpoint: str, token: str) -> None:
    from bot.gateway.base import ChannelState, Incoming, Target
    from bot.gateway.wechaty import WechatyGateway

    gateway = WechatyGateway(endpoint, token)

    async def on_message(incoming: Incoming) -> None:
        if not incoming.from_bot:
            await gateway.send_text(Target(room_id=incoming.room_id), incoming.text)

    async def on_state(state: ChannelState, detail: str) -> None:
        return

    await gateway.run(on_message, on_state)


async def wechaty(endpoint: str, token: str, web_port: str) -> None:
    from wechaty_puppet.schemas.puppet import PuppetOptions

    PuppetOptions.__hash__ = object.__hash__  # else the next line fails from Python 3.11 on
    from wechaty import Wechaty, WechatyOptions

    class Bot(Wechaty):  # type: ignore[misc]
        async def on_message(self, message: Any) -> None:
            if not message.is_self():
                await message.room().say(message.text())

    await Bot(WechatyOptions(endpoint=endpoint, token=token, port=int(web_port))).start()


if __name__ == "__main__":
    kind, *rest = sys.argv[1:]
    asyncio.run({"zhibu": zhibu, "echo": echo, "wechaty": wechaty}[kind](*rest))
