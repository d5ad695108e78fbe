"""The pages of a township: how fast they answer and how much they weigh, against the goals.

``uv run python -m tests.bench pages [--years 10] [--branches 30] [--members 30] [--books FOLDER]``.
Thirty branches, 900 members, ten years of books; every page that somebody with all offices
can come to, by its doors and links. Books take minutes to fill: ``--books`` keeps them for
the next run. ``after news``: the books were changed just before, so nothing is remembered.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import random
import re
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote, urljoin, urlsplit

from starlette.types import ASGIApp, Message

from bot.app import App, build
from bot.clock import VirtualClock
from bot.delivery import Tempo
from bot.gateway.inprocess import InProcessGateway
from bot.web.house import COOKIE, House
from bot.web.serving import listen, serving
from bot.web.sessions import Sessions
from bot.web.site import DOORS, site
from store import dues, roster
from store.models import Cause
from store.period import Period
from tests.bench.pages_books import make, settings
from tests.bench.pages_cost import cost_of_pages
from tests.web.paths import kind

FAST, LIGHT = 0.100, 150_000
"""Seconds and bytes that a page may take."""

_LINK = re.compile(r'<a (?![^>]*\bdownload\b)[^>]*?href="([^"]+)"')


@dataclass
class Page:
    """One page's times: in process (and of these on the processor, which other programs do not
    lengthen), after news, over loopback (first byte, whole); its weight."""

    path: str
    status: int
    weight: int
    in_process: list[float]
    cpu: list[float]
    after_news: list[float]
    first: list[float]
    whole: list[float]

    @property
    def verdict(self) -> str:
        slow = max(median(self.whole), median(self.after_news)) > FAST
        found = ["SLOW"] * slow + ["HEAVY"] * (self.weight > LIGHT)
        return " ".join(found) or "met"


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench pages")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--branches", type=int, default=30)
    parser.add_argument("--members", type=int, default=30, help="a branch")
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--books", type=Path, help="a folder that keeps the books")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        books = options.books or Path(folder) / "books"
        branches = [f"B{n:02d}" for n in range(options.branches)]
        now = make(books, branches, options.members, options.years)
        started = time.perf_counter()
        app = _opened(books, now, options.branches)
        print(f"{'opening the books':52}{(time.perf_counter() - started) * 1e3:>8.0f} ms")
        asyncio.run(_measure(app, options.samples, settings_branches=options.branches))
        app.db.close()
        cost_of_pages(Path(folder))


def _opened(books: Path, now: datetime, branches: int) -> App:
    clock = VirtualClock(now)
    gateway = InProcessGateway(clock=clock)
    chance = random.Random(1)
    return build(
        settings(branches), clock=clock, gateway=gateway, data=books, chance=chance, tempo=Tempo()
    )


async def _measure(app: App, samples: int, settings_branches: int) -> None:
    sessions = Sessions(lambda: secrets.token_urlsafe(32))
    house = House(app, settings(settings_branches), sessions)
    pages = site(house, app.clock)
    holder = roster.members(app.db, "B00")[0]
    session = sessions.begin(app.clock.now(), holder.id)
    listener = listen("127.0.0.1", 0)
    async with serving(pages, listener):
        found = [
            await _page(pages, path, session.id, listener.getsockname()[1], samples, app)
            for path in await _paths(pages, session.id)
        ]
    _print(found)


async def _paths(pages: ASGIApp, cookie: str) -> list[str]:
    """Every page by its doors and links; two that differ in numbers only are one."""
    waiting = [door.path for door in DOORS]
    seen: dict[str, str] = {}
    while waiting:
        path = waiting.pop(0)
        if kind(path) in seen:
            continue
        answer = await _ask(pages, path, cookie)
        seen[kind(path)] = path if answer.is_page else ""
        if answer.is_page:
            links = [urljoin(path, unescape(link)) for link in _LINK.findall(answer.text)]
            waiting += [link for link in links if link.startswith("/")]
    return [path for path in seen.values() if path]


@dataclass
class _Answer:
    status: int
    kind: str
    text: str
    took: float
    cpu: float

    @property
    def is_page(self) -> bool:
        return self.kind.startswith("text/html")


async def _ask(pages: ASGIApp, path: str, cookie: str) -> _Answer:
    """One request, straight to the pages."""
    parts = urlsplit(path)
    sent: list[Message] = []
    headers = [(b"host", b"127.0.0.1"), (b"cookie", f"{COOKIE}={cookie}".encode())]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": parts.path, "raw_path": parts.path.encode(), "root_path": "",
        "query_string": quote(parts.query, safe="=&%").encode(), "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    started, busy = time.perf_counter(), time.thread_time()
    await pages(scope, receive, send)
    took, cpu = time.perf_counter() - started, time.thread_time() - busy
    kinds = dict(sent[0]["headers"])
    body = b"".join(each.get("body", b"") for each in sent[1:])
    shown = kinds.get(b"content-type", b"").decode()
    return _Answer(sent[0]["status"], shown, body.decode("utf-8", "replace"), took, cpu)


async def _page(pages: ASGIApp, path: str, cookie: str, port: int, samples: int, app: App) -> Page:
    answer = await _ask(pages, path, cookie)
    again = [await _ask(pages, path, cookie) for _ in range(samples)]
    after = []
    for _ in range(max(samples // 4, 3)):
        _news(app)
        after.append((await _ask(pages, path, cookie)).took)
    first, whole = await asyncio.to_thread(_over_http, path, cookie, port, samples)
    weight = len(answer.text.encode())
    return Page(
        path,
        answer.status,
        weight,
        [a.took for a in again],
        [a.cpu for a in again],
        after,
        first,
        whole,
    )


def _news(app: App) -> None:
    """Somebody of the branch says that he has paid, so that nothing remembered still holds."""
    member = roster.members(app.db, "B00")[2]
    cause = Cause(app.clock.now(), member.id, f"news/{secrets.token_hex(4)}")
    with app.db.transaction():
        entry = dues.claim(app.db, cause, member, Period.of(app.clock.now()), None)
        dues.withdraw(app.db, cause, entry)


def _over_http(path: str, cookie: str, port: int, samples: int) -> tuple[list[float], list[float]]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    first, whole = [], []
    for _ in range(samples):
        started = time.perf_counter()
        line.request(
            "GET", quote(path, safe="/?=&%"), headers={"cookie": f"{COOKIE}-{port}={cookie}"}
        )
        answer = line.getresponse()
        first.append(time.perf_counter() - started)
        answer.read()
        whole.append(time.perf_counter() - started)
    line.close()
    return first, whole


def _print(pages: Iterable[Page]) -> None:
    each = sorted(pages, key=lambda page: -median(page.after_news))
    print(f"\n{'':30}{'in process':^27}{'after':>9}{'first byte':>11}{'whole':^18}{'weight':>9}")
    print(f"{'page':30}{'p50':>9}{'p99':>9}{'cpu':>9}{'news':>9}{'p50':>11}{'p50':>9}{'p99':>9}")
    for page in each:
        print(
            f"{page.path[:29]:30}{_ms(median, page.in_process)}{_ms(_p99, page.in_process)}"
            f"{_ms(median, page.cpu)}"
            f"{_ms(median, page.after_news)}{_ms(median, page.first):>11}"
            f"{_ms(median, page.whole)}{_ms(_p99, page.whole)}{page.weight / 1e3:>6.0f} KB"
            f"  {page.verdict}" + (f" ({page.status})" if page.status != 200 else "")
        )
    missed = [page for page in each if page.verdict != "met"]
    goal = "met" if not missed else f"MISSED by {len(missed)} of {len(each)}"
    print(f"\neach page at most {FAST * 1e3:.0f} ms and {LIGHT / 1e3:.0f} KB: {goal}")


def _ms(of: Callable[[list[float]], float], times: list[float]) -> str:
    return f"{of(times) * 1e3:>9.1f}"


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100, method="inclusive")[98]
