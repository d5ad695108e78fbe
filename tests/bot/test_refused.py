"""A group that refuses posts (the bot was taken out of it) holds up nobody else's."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.gateway.base import NotSentError, Target
from bot.sandbox import branch
from tests.bot.running import Running, at


class Door:
    """The group's door: shut, it refuses; every try is counted."""

    def __init__(self, running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shut = True
        self.tries: list[str] = []
        self._send = running.gateway.send_text
        monkeypatch.setattr(running.gateway, "send_text", self)

    async def __call__(self, target: Target, text: str, mentions: Sequence[str] = ()) -> str:
        if target.room_id:
            self.tries.append(text.splitlines()[0])
            if self.shut:
                raise NotSentError("not in the room")
        return await self._send(target, text, mentions)


async def minutes_later(running: Running, minutes: float) -> None:
    running.clock.move_to(running.clock.now() + timedelta(minutes=minutes))
    await running.app.wake()


async def test_what_is_for_one_person_goes_out_though_the_group_refuses(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = Door(running, monkeypatch)
    said = await running.wake(at(4, 4))  # March's publication, April's notice, and private notes
    assert len(door.tries) == 1
    assert [line for line in said if "只发给您" in line] == said
    assert said


async def test_several_posts_refused_by_a_group_are_tried_as_one_and_keep_their_order(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = Door(running, monkeypatch)
    await running.wake(at(4, 1))
    for _ in range(3):
        await minutes_later(running, 20)
    assert len(door.tries) == 4
    assert set(door.tries) == {f"【党费收缴公示】{branch.NAME} 2026年3月"}
    door.shut = False
    await minutes_later(running, 20)
    assert [line[:6] for line in door.tries[4:]] == ["【党费收缴公", "【4月党费】"]
