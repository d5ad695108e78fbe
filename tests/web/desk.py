"""A branch's program with its pages, on a clock moved by hand: what a browser would see."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from itertools import count
from pathlib import Path

from httpx2 import Response
from starlette.testclient import TestClient

from bot.app import App, build
from bot.clock import SHANGHAI, VirtualClock
from bot.gateway.base import Incoming, MessageKind
from bot.gateway.inprocess import InProcessGateway
from bot.pace import Tempo
from bot.sandbox import branch
from bot.web.house import House
from bot.web.sessions import Sessions
from bot.web.site import site
from store import roster

OPENS_AT = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


@dataclass
class Desk:
    """The program, its pages, and the people who open them."""

    app: App
    house: House
    clock: VirtualClock
    gateway: InProcessGateway

    def browser(self) -> TestClient:
        """A browser that nobody is signed in at."""
        machine = self.clock
        pages = site(self.house, machine)
        return TestClient(pages, base_url="http://127.0.0.1:8390", follow_redirects=True)

    def signed_in(self, name: str) -> TestClient:
        """A browser at which this member is signed in, by his own link."""
        browser = self.browser()
        link = self.house.sessions.link(self.clock.now(), self.member(name))
        assert browser.post(f"/in/{link}").status_code == 200
        return browser

    def member(self, name: str) -> int:
        (found,) = roster.named(self.app.db, branch.BRANCH, name)
        return found.id

    def hear(self, name: str, text: str, *, private: bool = False) -> list[str]:
        """Somebody speaks in WeChat; returns what the bot posted upon it."""
        return asyncio.run(self.heard(name, text, private=private))

    async def heard(self, name: str, text: str, *, private: bool = False) -> list[str]:
        """The same, where a loop runs already."""
        person = next(p for p in branch.CAST if name in (p.name, p.card))
        before = len(self.gateway.posts)
        incoming = Incoming(
            id=f"m{next(_numbers)}",
            kind=MessageKind.TEXT,
            room_id=None if private else branch.ROOM,
            sender_id=person.wechat_id,
            sender_name=person.card or person.name,
            text=text,
            sent_at=self.clock.now(),
        )
        await self.gateway.hand_over(incoming)
        await self.app.wake()
        return [post.text for post in self.gateway.posts[before:]]

    def wait(self, **span: float) -> None:
        """Time goes by, and what falls due happens."""
        self.clock.move_to(self.clock.now() + timedelta(**span))
        asyncio.run(self.app.wake())


_numbers = count(1)


@contextmanager
def opened(folder: Path, *, by_hand: bool = False) -> Iterator[Desk]:
    """The sandbox's branch at nine in the morning of the second of March."""
    clock = VirtualClock(OPENS_AT)
    gateway = InProcessGateway(clock=clock)
    settings = branch.settings(folder / "sandbox")
    app = build(
        settings,
        clock=clock,
        gateway=gateway,
        data=folder / "books",
        chance=random.Random(1),
        tempo=Tempo(),
        by_hand=by_hand,
    )
    gateway.attach(app.on_message, app.on_state)
    words = count(1)
    sessions = Sessions(lambda: f"word-{next(words)}")
    house = House(app, settings, sessions, by_hand=by_hand)
    app.inbox.page_link = lambda member: f"http://here/in/{sessions.link(clock.now(), member)}"
    app.boot()
    asyncio.run(app.wake())
    try:
        yield Desk(app, house, clock, gateway)
    finally:
        app.db.close()


def type_in(browser: TestClient, page: Response, words: str, **more: str) -> Response:
    """Type into the line at the foot of a page."""
    (form,) = re.findall(r'<footer class="say-line">.*?</footer>', page.text, flags=re.DOTALL)
    return _post(browser, form, {"say": words, **more})


def press(browser: TestClient, page: Response, words: str, **more: str | list[str]) -> Response:
    """Press the button that says these words on a page, with what was filled in besides."""
    for form in re.findall(r"<form.*?</form>", page.text, flags=re.DOTALL):
        if f'value="{words}"' in unescape(form):
            return _post(browser, form, {"say": words, **more})
    raise AssertionError(f"no button says {words!r}")


def submit(
    browser: TestClient, page: Response, label: str, *, about: str = "", **fields: str
) -> Response:
    """Fill in the form whose button is labelled so (and which speaks of this), and press it."""
    for form in re.findall(r"<form.*?</form>", page.text, flags=re.DOTALL):
        button = re.search(
            rf'<button name="(say|words)" value="([^"]*)"[^>]*>{label}</button>', form
        )
        if button is not None and about in form:
            return _post(browser, form, {button[1]: unescape(button[2]), **fields})
    raise AssertionError(f"no button is labelled {label!r}")


def _post(browser: TestClient, form: str, more: dict[str, str | list[str]]) -> Response:
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    action = re.search(r'action="([^"]*)"', form)
    assert action is not None
    fields = {name: unescape(value) for name, value in hidden}
    return browser.post(action[1], data={**fields, **more})


def read(page: Response) -> str:
    """A page's words, as a person would read them."""
    text = re.sub(r"<(script|style).*?</\1>", "", page.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))
