"""The room in the terminal: speak as anybody, travel in time; or watch the tour."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SHANGHAI
from bot.sandbox.branch import CAST, Cast, shown
from bot.sandbox.screen import Screen
from bot.sandbox.stage import Stage
from bot.sandbox.tour import MONTH, Step

HELP = """怎么玩：
  党费交了42　　　　　　以现在这个人的身份在群里说话
  :我是 李秀英　　　　　换一个人（:谁 看有哪些人）
  :私 确认　　　　　　　私下对小助手说
  @小助手 帮助　　　　　在群里叫它
  :明天　:下月　:快进 2026-04-01 08:30　　时间往前走，看到时会发什么
  :演示　　　　　　　　　看一个月的演示　　:退出　离开"""

_JUMPS = {"明天": 1, "后天": 2, "下周": 7}


async def run(data: Path | None, *, tour: bool, screen: Screen) -> None:
    """Open the room; ``tour`` plays a month and ends. Without ``data`` nothing is left behind."""
    with tempfile.TemporaryDirectory(prefix="zhibu-") as folder:
        stage = Stage(data or Path(folder), screen.bot)
        try:
            await stage.open()
            if tour:
                await play(stage, screen)
            else:
                await _talk(stage, screen)
        finally:
            await stage.close()


async def play(stage: Stage, screen: Screen) -> None:
    """Play the tour's month."""
    for step in MONTH:
        await _step(stage, screen, step)
    screen.caption("演示完了：想自己试，在终端里运行 uv run zhibu demo")


async def _step(stage: Stage, screen: Screen, step: Step) -> None:
    if step.caption:
        screen.caption(step.caption)
    if step.until is not None:
        await stage.travel(step.until)
        screen.moment(stage.clock.now())
    if step.who:
        person = _find(step.who)
        assert person is not None
        screen.person(person, step.words, in_group=not step.in_private)
        await stage.say(person, step.words, in_group=not step.in_private)


async def _talk(stage: Stage, screen: Screen) -> None:
    me = CAST[2]
    screen.line(HELP)
    while True:
        screen.moment(stage.clock.now())
        line = await asyncio.to_thread(_read, f"{shown(me)}> ")
        if line is None or line in (":退出", ":q", ":quit", "：退出"):
            return
        me = await _obey(stage, screen, me, line.strip())


async def _obey(stage: Stage, screen: Screen, me: Cast, line: str) -> Cast:
    """Do one line of input; returns who speaks next."""
    if not line:
        return me
    if not line.startswith((":", "：")):
        await stage.say(me, line)
        return me
    word, _, rest = line[1:].strip().partition(" ")
    rest = rest.strip()
    if word in ("我是", "换"):
        return _become(screen, me, rest)
    if word == "谁":
        for person in CAST:
            screen.line(f"  {shown(person)}　{person.note}")
    elif word == "私":
        await stage.say(me, rest, in_group=False)
    elif word == "演示":
        await play(stage, screen)
    elif (moment := _moment(stage.clock.now(), word, rest)) is not None:
        await _travel(stage, screen, moment)
    else:
        screen.line(HELP)
    return me


async def _travel(stage: Stage, screen: Screen, moment: datetime) -> None:
    if moment < stage.clock.now():
        screen.line("时间只能往前走。")
        return
    await stage.travel(moment)


def _become(screen: Screen, me: Cast, name: str) -> Cast:
    person = _find(name)
    if person is None:
        screen.line(f"没有“{name}”。:谁 看有哪些人。")
        return me
    screen.line(f"现在您是{shown(person)}（{person.note}）。")
    return person


def _find(name: str) -> Cast | None:
    return next((p for p in CAST if name and name in (p.name, shown(p), p.wechat_id)), None)


def _moment(now: datetime, word: str, rest: str) -> datetime | None:
    """The moment a time command means; None where it means none."""
    if word in _JUMPS:
        return (now + timedelta(days=_JUMPS[word])).replace(hour=9, minute=0)
    if word == "下月":
        first = (now.replace(day=1) + timedelta(days=32)).replace(day=1)
        return first.replace(hour=9, minute=0)
    match = re.fullmatch(r"(\d{4}-\d{1,2}-\d{1,2})(?:[ T]+(\d{1,2}[:：]\d{2}))?", rest)
    if word not in ("快进", "到") or match is None:
        return None
    try:
        year, month, day = map(int, match[1].split("-"))
        hour, minute = map(int, (match[2] or "9:00").replace("：", ":").split(":"))
        return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)
    except ValueError:
        return None


def _read(prompt: str) -> str | None:
    try:
        return input(prompt)
    except EOFError:
        return None


def has_terminal() -> bool:
    """Whether somebody can type here."""
    return sys.stdin.isatty() and sys.stdout.isatty()
