"""The whole path: message in, durable record, reply out; through a real gateway on loopback.

``uv run python -m tests.bench path [--samples 400] [--burst 2000]``. The program, an empty echo
bot on the same client and an empty python-wechaty bot take turns in one run, each a process of
its own at a puppet service of its own. Printed are figures and ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles

from bot.gateway.inprocess import Post
from bot.sandbox.service import SandboxService
from store import inbox
from store.database import Database
from store.tables import TABLES
from tests.bench import path_parts
from tests.bench.path_books import fill, names, write_config
from tests.bench.path_bots import ROOM

PROJECT = Path(__file__).parents[2]
WECHATY = PROJECT / ".cache" / "wechaty" / "bin" / "python"
MEMBERS = 200
TURN = 25


class Bot:
    """A bot's process, and the puppet service it is at."""

    def __init__(self, label: str, kind: str, python: Path, folder: Path, records: int = 0) -> None:
        self.label, self.kind, self.folder = label, kind, folder
        self._python, self._records = python, records
        self.service = SandboxService()
        self.service.on_post = self._posted
        self.times: list[float] = []
        self.idle_mb = 0.0
        self.said: list[str] = []
        self._answers = 0
        self._wanted = 0
        self._answered = asyncio.Event()
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start the service, then the bot, and wait until it listens."""
        self.folder.mkdir()
        world = self.service.world
        for number, name in enumerate(names(MEMBERS), 1):
            world.add_contact(f"wx{number}", name)
        world.add_room(ROOM, "测试支部", {f"wx{n}": "" for n in range(1, MEMBERS + 1)})
        endpoint = await self.service.start()
        write_config(self.folder, endpoint, self.service.token, MEMBERS)
        if self._records:
            fill(self.folder / "books", self._records, MEMBERS)
        last = {"zhibu": [str(self.folder)], "wechaty": [str(_free_port())]}.get(self.kind, [])
        script = str(Path(__file__).with_name("path_bots.py"))
        own = {} if self.kind == "wechaty" else {"PYTHONPATH": str(PROJECT)}
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [str(self._python), "-P", script, self.kind, endpoint, self.service.token, *last],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **own},
            )
        try:
            async with asyncio.timeout(30):
                await self.service.connected()
        except TimeoutError:
            raise RuntimeError(f"{self.label} does not listen; {self._log()}") from None
        await asyncio.sleep(3)
        self.idle_mb = _memory(self._process.pid)

    async def turn(self, first: int, count: int) -> None:
        """So many messages, one after the other, each with its answer."""
        for number in range(first, first + count):
            self._expect(1)
            started = time.perf_counter()
            await self._say(number)
            await self._all_answered(10)
            self.times.append(time.perf_counter() - started)

    async def burst(self, first: int, count: int) -> float:
        """So many messages at once; seconds until the last is answered."""
        self._expect(count)
        started = time.perf_counter()
        for number in range(first, first + count):
            await self._say(number)
        await self._all_answered(120)
        return time.perf_counter() - started

    async def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
            self._process.kill()
        await self.service.stop()

    def in_order(self) -> bool:
        """Whether the room's messages were handled in the order they were said."""
        if self.kind == "zhibu":
            db = Database(self.folder / "books", TABLES, read_only=True)
            handled = [row.message for row in inbox.INBOX.find(db, room=ROOM)]
            db.close()
            return [m for m in handled if not m.startswith("old-")] == self.said
        texts = [self.service.world.messages[each].text for each in self.said]
        return [post.text for post in self.service.posts] == texts

    async def _say(self, number: int) -> None:
        member, turn = number % MEMBERS + 1, number // MEMBERS
        text = f"{'去年' if turn >= 12 else ''}{turn % 12 + 1}月党费交了20元"
        self.said.append(await self.service.say(f"wx{member}", text, ROOM))

    def _expect(self, count: int) -> None:
        self._answers, self._wanted = 0, count
        self._answered.clear()

    def _posted(self, post: Post) -> None:
        self._answers += post.text.count("记下了") if self.kind == "zhibu" else 1
        if self._answers >= self._wanted:
            self._answered.set()

    async def _all_answered(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._answered.wait()
        except TimeoutError:
            raise RuntimeError(
                f"{self.label}: {self._answers} of {self._wanted} answers; {self._log()}"
            ) from None

    def _log(self) -> str:
        return "it said: " + (self.folder / "log").read_text("utf-8", "replace")[-600:]


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench path")
    parser.add_argument("--samples", type=int, default=400)
    parser.add_argument("--burst", type=int, default=2000)
    parser.add_argument("--records", type=int, default=300_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), options))
        _starts(Path(folder))


async def _measure(folder: Path, options: argparse.Namespace) -> None:
    python = Path(sys.executable)
    few, many = 1000, options.records
    bots = [
        Bot("empty bot, same client", "echo", python, folder / "echo"),
        Bot(f"zhibu, {few:,} records", "zhibu", python, folder / "few", few),
        Bot(f"zhibu, {many:,} records", "zhibu", python, folder / "many", many),
    ]
    if WECHATY.exists():
        bots.append(Bot("empty wechaty.Wechaty bot", "wechaty", WECHATY, folder / "wechaty"))
    else:
        print("Without wechaty.Wechaty: bash .ci/gateway/install-wechaty.sh installs it.")
    try:
        for bot in bots:
            await bot.start()
            print(f"{bot.label} listens", file=sys.stderr)
        for bot in bots:
            await bot.turn(0, MEMBERS // 2)  # to warm up
            bot.times.clear()
        for first in range(MEMBERS // 2, MEMBERS // 2 + options.samples, TURN):
            for bot in bots:
                await bot.turn(first, TURN)
        start = -(-(MEMBERS // 2 + options.samples) // MEMBERS) * MEMBERS
        bursts = [await bot.burst(start, options.burst) for bot in bots]
        _print(bots, bursts, options.burst)
    finally:
        for bot in bots:
            await bot.stop()
    path_parts.show([(bot.label, bot.folder) for bot in bots if bot.kind == "zhibu"])


def _print(bots: list[Bot], bursts: list[float], count: int) -> None:
    base = median(bots[0].times)
    print(
        f"\n{'':28}{'p50':>10}{'p99':>10}{'ratio':>8}{f'burst {count}':>13}{'order':>7}{'idle':>9}"
    )
    for bot, burst in zip(bots, bursts, strict=True):
        p50, p99 = median(bot.times), quantiles(bot.times, n=100)[98]
        order = "kept" if bot.in_order() else "LOST"
        print(
            f"{bot.label:28}{p50 * 1e3:>7.2f} ms{p99 * 1e3:>7.1f} ms{p50 / base:>7.2f}×"
            f"{burst:>11.2f} s{order:>7}{bot.idle_mb:>6.0f} MB"
        )
    few, many = (median(bot.times) for bot in bots[1:3])
    print(f"\n{'goals':46}{'measured':>9}")
    _goal("p50 against the empty bot, same client", few / base, 1.25)
    _goal("p50 with all records against 1,000", many / few, 1.25)
    if len(bots) > 3:
        _goal("p50 against the empty wechaty bot", few / median(bots[3].times), 1.0)
        _goal("idle memory against the empty wechaty bot", bots[1].idle_mb / bots[3].idle_mb, 1.0)


def _goal(what: str, ratio: float, most: float) -> None:
    verdict = "met" if ratio <= most else "MISSED"
    print(f"{what:46}{ratio:>8.2f}×  (at most {most:g}×)  {verdict}")


def _starts(folder: Path) -> None:
    """From the command to its first line."""
    run = folder / "run"
    run.mkdir()
    write_config(run, "127.0.0.1:1", "token", MEMBERS)
    print(f"\n{'cold start to the first line':46}")
    for name, command in {
        "zhibu demo --terminal": ["demo", "--terminal"],
        "zhibu run": ["run", "--config", str(run / "config.yaml")],
    }.items():
        times = [_first_line([sys.executable, "-m", "bot.cli", *command]) for _ in range(7)]
        print(f"{name:46}{median(times) * 1e3:>6.0f} ms")


def _first_line(command: list[str]) -> float:
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = time.perf_counter() - started
        process.kill()
    if not line.strip():
        raise RuntimeError(f"{command} said nothing")
    return took


def _memory(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1000


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
