"""The whole program at the gateway that the wechaty project publishes.

Members speak in its room; the bot records and answers. The gateway dies, comes back
and reports an error; nothing is lost and nothing is said twice.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from bot.app import App, build
from bot.books import document
from bot.clock import SystemClock
from bot.gateway.wechaty import WechatyGateway
from bot.gateway.wechaty_link import Timings
from bot.pace import Tempo
from bot.sandbox import branch
from tests.gateway.channels import until
from tests.gateway.published import Cast, PublishedGateway, require_published_gateway

pytestmark = pytest.mark.interop

CAST = Cast(
    contacts={person.wechat_id: person.name for person in branch.CAST},
    rooms={branch.ROOM: (branch.TOPIC, {p.wechat_id: p.card for p in branch.CAST})},
    bot_id=branch.BOT,
    bot_name=branch.BOT_NAME,
)
TIMINGS = Timings(call=5, start=10, send=10, probe=1, first_pause=0.05, longest_pause=0.3)


def program(published: PublishedGateway, data: Path) -> App:
    return build(
        branch.settings(data / "sandbox"),
        clock=SystemClock(),
        gateway=WechatyGateway(published.endpoint, published.token, timings=TIMINGS),
        data=data / "books",
        chance=random.Random(1),
        tempo=Tempo(),
    )


def claimed(app: App) -> list[tuple[str, int]]:
    return [(row["name"], row["amount_fen"]) for row in document(app.db)["claims"]]


async def test_records_and_answers_survive_the_death_of_the_gateway(tmp_path: Path) -> None:
    require_published_gateway()
    published = PublishedGateway(CAST)
    await published.start()
    app = program(published, tmp_path)
    serving = asyncio.create_task(app.serve())
    try:
        await until(lambda: app.gateway.bot_id is not None)
        await published.speak("wxid_zhang", "党费交了42", branch.ROOM)
        await published.posted(1)
        await published.speak("wxid_li", "确认")
        await published.posted(2)

        await published.emit_error()
        await published.speak("wxid_liu", "党费交了14", branch.ROOM)
        await published.posted(3)

        await published.kill()
        await published.start()
        await until(lambda: app.gateway.bot_id is not None)
        before = len(published.posts)
        while len(published.posts) == before:  # what is said before the client is back is lost
            await published.speak("wxid_wu", "@小助手 我的", branch.ROOM)
            await asyncio.sleep(0.3)
        await published.speak("wxid_zhao", "党费交了32", branch.ROOM)
        await until(lambda: len(claimed(app)) == 3)
        await until(lambda: any("赵强" in post.text for post in published.posts))
        await asyncio.sleep(0.3)
        assert claimed(app) == [("张伟", 4200), ("刘洋", 1400), ("赵强", 3200)]
        for name in ("张伟", "刘洋", "赵强"):
            said = [p for p in published.posts if p.room_id and p.text.startswith(f"{name} ")]
            assert len(said) == 1, name
        (listed,) = [p for p in published.posts if p.contact_id == "wxid_li"]
        assert "1. 张伟" in listed.text
        assert listed.room_id is None
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        app.db.close()
        await published.stop()
