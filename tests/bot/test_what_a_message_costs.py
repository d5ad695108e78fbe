"""What stands between a message and its answer: one flush of the disk, and so many calls.

No clock is looked at: flushes and calls are counted, which no other load moves.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from bot.app import App, build
from bot.gateway.base import Incoming, MessageKind, Target
from bot.gateway.inprocess import InProcessGateway
from bot.sandbox.branch import CAST, ROOM
from store.disk import Disk
from store.models import PostState
from store.outbox import OUTBOX
from tests.bot.running import Running
from tests.reading.everyday import calls_of_python

MOST_CALLS = 1_075
"""Functions written in Python from the message to its answer; 986 when this was written."""


class Noting(Disk):
    """A disk that says when it is flushed."""

    def __init__(self, happened: list[str]) -> None:
        self._happened = happened

    def sync(self, descriptor: int) -> None:
        super().sync(descriptor)
        self._happened.append("flush")


class Quick(Running):
    """Goes on from message to message, without a wake in between."""

    def _build(self) -> App:
        self.happened: list[str] = []
        app = build(
            self.settings,
            clock=self.clock,
            gateway=self.gateway,
            data=self.folder / "books",
            chance=random.Random(1),
            disk=Noting(self.happened),
        )

        async def send(target: Target, text: str, mentions: Sequence[str] = ()) -> str:
            states = {row.state for row in OUTBOX.find(app.db)[-1:]}
            self.happened.append(f"send while {'、'.join(states)}")
            return await InProcessGateway.send_text(self.gateway, target, text, mentions)

        self.gateway.send_text = send  # type: ignore[method-assign]
        return app

    def message(self, person: int, month: int) -> Incoming:
        """One of the members paid one of the months."""
        member = CAST[person]
        self.clock.move_to(self.clock.now() + timedelta(minutes=7))
        return Incoming(
            id=f"m{person}-{month}",
            kind=MessageKind.TEXT,
            room_id=ROOM,
            sender_id=member.wechat_id,
            sender_name=member.card or member.name,
            text=f"去年{month}月党费交了{member.due}元",
            sent_at=self.clock.now(),
        )

    async def answer(self, incoming: Incoming) -> None:
        await self.app.on_message(incoming)
        await self.app.delivery.pump()


async def _warm(folder: Path) -> Quick:
    """Everybody was heard once, so that nothing is done for the first time."""
    quick = Quick(folder)
    await quick.restart()
    for person in range(2, 10):
        await quick.answer(quick.message(person, 1))
    quick.happened.clear()
    return quick


async def test_one_flush_stands_before_an_answer_and_none_behind_it(tmp_path: Path) -> None:
    quick = await _warm(tmp_path)
    await quick.answer(quick.message(2, 2))
    assert quick.happened == ["flush", f"send while {PostState.SENDING}"]


async def test_a_message_takes_only_so_many_calls(tmp_path: Path) -> None:
    quick = await _warm(tmp_path)
    messages = [quick.message(person, month) for month in range(2, 6) for person in range(2, 10)]

    def answered() -> None:
        for incoming in messages:
            answering = quick.answer(incoming)
            try:
                answering.send(None)
            except StopIteration:
                continue
            raise AssertionError("an answer waits for nothing here")

    calls = calls_of_python(answered)
    assert len(quick.gateway.posts) == 8 + len(messages)
    assert calls / len(messages) < MOST_CALLS
