"""``zhibu run``: connect to a wechaty gateway and serve until told to stop.

Ctrl-C and SIGTERM stop it cleanly; faults of the channel never do.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import webbrowser
from contextlib import suppress
from pathlib import Path

from bot import memory, settings_file
from bot.app import build
from bot.clock import SystemClock
from bot.documents.pictures import Pictures
from bot.faults import CommandError
from bot.gateway.base import ChannelState, Gateway
from bot.gateway.paste import PasteGateway
from bot.gateway.wechaty import WechatyGateway
from bot.settings import Settings
from bot.stopping import stop_bell
from bot.web.service import pages_of

_STATES = {
    ChannelState.CONNECTED: "已连上网关，等微信登录",
    ChannelState.LOGGED_IN: "微信已登录，开始服务",
    ChannelState.LOGGED_OUT: "微信掉线了，请到网关那边重新登录",
    ChannelState.DISCONNECTED: "网关断开了，会一直重试",
}


def serve(config: Path) -> None:
    """Run until stopped. Raises the mendable errors of settings, store and members' lists."""
    settings = settings_file.load(config)
    if not settings.gateway.endpoint or not settings.gateway.token:
        raise CommandError(
            f"{config} 里没写网关：gateway 下要有 endpoint（如 127.0.0.1:18788）和 token。\n"
            "还没有网关也能先试：uv run zhibu demo"
        )
    if not any(branch.rooms for branch in settings.branches):
        print("提醒：还没有支部绑定微信群。收到群消息时会在这里显示群标识，抄进配置的 rooms 即可。")
    _log_to_terminal()
    asyncio.run(_serve(settings, _gateway(settings), by_hand=False))


def at_the_desk(config: Path, *, opens_browser: bool) -> None:
    """Serve the pages alone, without a channel: people carry posts by hand. Errors as serve()."""
    settings = settings_file.load(config)
    if not settings.web.port:
        raise CommandError(f"{config} 里 web 的 port 写的是 0，网页关着。请改成 8390 再试。")
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(_serve(settings, PasteGateway(), by_hand=True, opens_browser=opens_browser))


async def _serve(
    settings: Settings, gateway: Gateway, *, by_hand: bool, opens_browser: bool = False
) -> None:
    told_to_stop = stop_bell()
    app = build(
        settings,
        clock=SystemClock(),
        gateway=gateway,
        data=settings.data,
        chance=random.Random(os.urandom(8)),
        pictures=Pictures.where_drawn(settings.data),
        by_hand=by_hand,
    )
    for sentence in app.db.report:
        print(sentence, flush=True)
    if not by_hand:
        app.told_state = _tell
    branches = len(settings.branches)
    memory.settle()
    print(f"支部小助手开始工作：{branches}个支部，账本在 {settings.data}。", flush=True)
    serving = asyncio.create_task(app.serve())
    stopping = asyncio.create_task(told_to_stop.wait())
    try:
        async with pages_of(settings, app, by_hand=by_hand) as link:
            if link:
                print(f"网页：{link}（只能用一次）", flush=True)
            if link and opens_browser:
                await asyncio.to_thread(webbrowser.open, link)
            await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
    finally:
        app.db.close()
    print("已停下，账都记好了。", flush=True)


def _gateway(settings: Settings) -> WechatyGateway:
    try:
        return WechatyGateway(settings.gateway.endpoint, settings.gateway.token)
    except ValueError as error:
        raise CommandError(
            "网关写得不对：endpoint 要像 127.0.0.1:18788，token 只能用英文、数字和符号。"
        ) from error


def _tell(state: ChannelState, detail: str) -> None:
    why = f"（{detail}）" if state is ChannelState.DISCONNECTED and detail else ""
    print(_STATES[state] + why, flush=True)


def _log_to_terminal() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in ("apscheduler", "hpack", "grpclib"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
