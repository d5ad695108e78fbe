"""The pages on a real port and a real Chromium before them; whatever a page complains of is kept.

A window that scripts, styles or requests get wrong in (a script's error, a breach of the
content policy, a request to another host, a file of ours that is missing) is a fault of the
test that opened it, whatever the test was about.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    async_playwright,
)
from starlette.types import ASGIApp

from bot.web.serving import address, listen, serving
from bot.web.site import site
from tests.web.desk import Desk

PROJECT = Path(__file__).parents[2]
AXE = PROJECT / ".ci" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
PHONE, OFFICE = 360, 1280
"""Widths of a small phone and of an office PC, in CSS pixels."""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def browser_program() -> str:
    """Where Chromium is. Skips where there is none, and fails in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is not None and AXE.exists():
        return found
    lacking = "没有 Chromium 或 axe-core：bash .ci/browser.sh 会装好"
    if os.environ.get("CI"):
        pytest.fail(lacking)
    pytest.skip(lacking)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A Chromium of its own, with a fresh profile."""
    program = browser_program()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Hall:
    """Pages that are served, and the windows opened on them."""

    address: str
    browser: Browser
    faults: list[str] = field(default_factory=list)
    windows: list[BrowserContext] = field(default_factory=list)

    async def window(self, *, width: int = OFFICE, scripts: bool = True) -> Page:
        """A new window that nobody is signed in at."""
        context = await self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 740 if width == PHONE else 800},
            java_script_enabled=scripts,
            locale="zh-CN",
        )
        context.set_default_timeout(10_000)
        context.on("console", self._console)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        self.windows.append(context)
        return await context.new_page()

    async def close(self) -> None:
        """All windows are closed; nothing may have gone wrong in them."""
        for context in self.windows:
            await context.close()
        assert self.faults == []

    def _console(self, message: ConsoleMessage) -> None:
        # A page that is refused (403, 404) says so here, too: that is the answer, no fault.
        if message.type in ("error", "warning") and "Failed to load" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address + "/", "data:", "blob:" + self.address)):
            self.faults.append(f"asks elsewhere: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.faults.append(f"{response.status} {response.url}")


@asynccontextmanager
async def hall(pages: ASGIApp, browser: Browser) -> AsyncIterator[Hall]:
    """Serve pages while inside."""
    listener = listen("127.0.0.1", 0)
    async with serving(pages, listener):
        found = Hall(address(listener), browser)
        try:
            yield found
        finally:
            await found.close()


@dataclass
class Office:
    """The branch's desk, its pages served, and its people at their browsers."""

    desk: Desk
    hall: Hall

    def link(self, name: str | None) -> str:
        """A link for a member, or for the owner of the machine."""
        member = self.desk.member(name) if name is not None else None
        return f"/in/{self.desk.house.sessions.link(self.desk.clock.now(), member)}"

    async def signed_in(
        self, name: str, *, width: int = OFFICE, scripts: bool = True, owner: bool = False
    ) -> Page:
        """Somebody opens his link and presses the button with his name."""
        page = await self.hall.window(width=width, scripts=scripts)
        await page.goto(self.link(None if owner else name))
        await page.get_by_role("button", name=re.compile(re.escape(name))).click()
        await page.wait_for_url("/")
        return page


@asynccontextmanager
async def office(desk: Desk, browser: Browser) -> AsyncIterator[Office]:
    """A desk's pages, served."""
    async with hall(site(desk.house, desk.clock), browser) as found:
        yield Office(desk, found)
