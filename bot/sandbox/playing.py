"""The tour played on a stage, scene by scene, with a pause before each step for the eye.

What is said and seen goes into the stage's chat, as everything does. It must not know who
watches.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.rendering import when
from bot.sandbox.branch import find
from bot.sandbox.chat import GROUP, LineKind
from bot.sandbox.stage import Stage
from bot.sandbox.tour import MONTH, Scene, Step

Before = Callable[[Step], Awaitable[None]]
"""Called before each step: whoever watches may turn to who speaks next, and take his time."""

_NUMBERS = "一二三四五六七八九十"


async def play_scene(stage: Stage, number: int, before: Before | None = None) -> Scene:
    """Play one scene, counted from 0."""
    scene = MONTH[number]
    title = f"{_NUMBERS[number]}、{scene.title}"
    stage.chat.line(LineKind.CAPTION, title, stage.clock.now(), GROUP)
    for step in scene.steps:
        if before is not None:
            await before(step)
        await _play(stage, step)
    return scene


async def play_month(stage: Stage) -> None:
    """Play all scenes, one after the other."""
    for number in range(len(MONTH)):
        await play_scene(stage, number)


async def _play(stage: Stage, step: Step) -> None:
    if step.until is not None:
        await stage.travel(step.until)
        now = stage.clock.now()
        stage.chat.line(LineKind.MOMENT, f"{now.year}年{when(now)}", now, GROUP)
    if step.who:
        person = find(step.who)
        assert person is not None, step.who
        await stage.say(person, step.words, in_group=not step.in_private)


class Tour:
    """How far the tour has come in a room. ``seconds`` is the pause before each step."""

    def __init__(self, stage: Stage, seconds: float = 1.1) -> None:
        self._stage = stage
        self._seconds = seconds
        self._hurried = asyncio.Event()
        self.watched: Callable[[Step], None] | None = None
        self.scene = 0
        self.playing = False
        self.over = False

    @property
    def scenes(self) -> int:
        """How many scenes there are."""
        return len(MONTH)

    @property
    def current(self) -> Scene:
        """The scene that was played last, or is being played; the first before any was."""
        return MONTH[max(self.scene - 1, 0)]

    def hurry(self) -> None:
        """Do not pause for the rest of this scene."""
        self._hurried.set()

    async def next(self) -> None:
        """Play the next scene; after the last the tour is over."""
        if self.over or self.playing:
            return
        if self.scene >= self.scenes:
            self.over = True
            return
        self.playing = True
        self._hurried.clear()
        self.scene += 1
        try:
            await play_scene(self._stage, self.scene - 1, self._pause)
        finally:
            self.playing = False

    def skip(self) -> None:
        """Leave the tour; the rest of a scene under way is played at once."""
        self.over = True
        self.hurry()

    async def _pause(self, step: Step) -> None:
        if self.watched is not None:
            self.watched(step)
        try:
            await asyncio.wait_for(self._hurried.wait(), self._seconds)
        except TimeoutError:
            return
