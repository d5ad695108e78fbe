"""The room in the terminal: speak as anybody, travel in time; or watch the tour."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.sandbox.branch import CAST, Cast, find, shown
from bot.sandbox.moments import given, jumped
from bot.sandbox.playing import play_month
from bot.sandbox.room import Room, RoomError
from bot.sandbox.screen import Screen
from bot.sandbox.stage import Stage

HELP = """怎么玩：
  党费交了42　　　　　　以现在这个人的身份在群里说话
  :我是 李秀英　　　　　换一个人（:谁 看有哪些人）
  :私 确认　　　　　　　私下对小助手说
  @小助手 帮助　　　　　在群里叫它
  :明天　:下月　:快进 2026-04-01 08:30　　时间往前走，看到时会发什么
  :下一件　　　　　　　　走到小助手下一次自己说话的时候
  :断网　:恢复　　　　　网关断开、恢复，看它怎么办
  :演示　　　　　　　　　看一个月的演示　　:退出　离开"""

_LEAVE = (":退出", ":q", ":quit", "：退出")


async def run(data: Path | None, *, tour: bool, screen: Screen) -> None:
    """Open the room; ``tour`` plays a month and ends. Without ``data`` nothing is left behind."""
    with tempfile.TemporaryDirectory(prefix="zhibu-") as folder:
        stage = Stage(data or Path(folder))
        try:
            with stage.chat.heard_by(screen.hear):
                await stage.open()
                if tour:
                    await _play(stage, screen)
                else:
                    await _talk(Room(stage), screen)
        finally:
            await stage.close()


async def _play(stage: Stage, screen: Screen) -> None:
    """Play the tour's month."""
    screen.shows_people = True
    await play_month(stage)
    screen.line()
    screen.line("── 演示完了：想自己试，运行 uv run zhibu demo ──")


async def _talk(room: Room, screen: Screen) -> None:
    me = CAST[2]
    screen.line(HELP)
    while True:
        screen.moment(room.stage.clock.now())
        line = await asyncio.to_thread(_read, f"{room.stage.shown(me)}> ")
        if line is None or line in _LEAVE:
            return
        screen.shows_people = False
        try:
            me = await _obey(room, screen, me, line.strip())
        except RoomError as error:
            screen.line(str(error))


async def _obey(room: Room, screen: Screen, me: Cast, line: str) -> Cast:
    """Do one line of input; returns who speaks next."""
    if not line:
        return me
    if not line.startswith((":", "：")):
        await room.say(me, line, in_group=True)
        return me
    word, _, rest = line[1:].strip().partition(" ")
    rest = rest.strip()
    if word in ("我是", "换"):
        return _become(screen, me, rest)
    if word == "谁":
        for person in CAST:
            screen.line(f"  {room.stage.shown(person)}　{person.note}")
    elif word == "私":
        await room.say(me, rest, in_group=False)
    elif word == "演示":
        await _play(room.stage, screen)
    elif not await _moved(room, word, rest):
        screen.line(HELP)
    return me


async def _moved(room: Room, word: str, rest: str) -> bool:
    """Move the clock or the gateway; False where the word means neither."""
    moment = given(rest) if word in ("快进", "到") else jumped(room.stage.clock.now(), word)
    if moment is not None:
        await room.travel(moment)
    elif word == "下一件":
        await room.travel_to_next()
    elif word == "断网":
        await room.go_away()
    elif word == "恢复":
        await room.come_back()
    else:
        return False
    return True


def _become(screen: Screen, me: Cast, name: str) -> Cast:
    person = find(name)
    if person is None:
        screen.line(f"没有“{name}”。:谁 看有哪些人。")
        return me
    screen.line(f"现在您是{shown(person)}（{person.note}）。")
    return person


def _read(prompt: str) -> str | None:
    try:
        return input(prompt)
    except EOFError:
        return None


def has_terminal() -> bool:
    """Whether somebody can type here."""
    return sys.stdin.isatty() and sys.stdout.isatty()
