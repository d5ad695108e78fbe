"""Every page that somebody can come to: the doors, what they link to, and those no link names.

Two addresses that differ in numbers only are one page; the first that is met stands for it.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from playwright.async_api import Page

from bot.web.site import DOORS
from tests.browser.hall import AXE, OFFICE, PHONE
from tests.web.paths import kind

PAGES = ("/hello", "/help", "/as", "/nowhere")
"""Pages that no door opens. A new one that nothing links to is added here."""

SHOTS = "ZHIBU_SCREENSHOTS"
"""An environment variable: the folder that a picture of every page is written to."""

TOO_WIDE = """() => {
  const most = window.innerWidth;
  const page = document.scrollingElement.scrollWidth;
  if (page <= most) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > most + 1)
    .map((one) => one.outerHTML.slice(0, 120)).slice(0, 3).concat(`${page} > ${most}`);
}"""

AXE_RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join("|")}`);
}"""


async def pages(window: Page, more: tuple[str, ...] = ()) -> AsyncIterator[str]:
    """Go to every page that can be come to from here; the window stands on each that is given."""
    waiting = [door.path for door in DOORS] + [*PAGES, *more]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        if kind(path) in seen:
            continue
        seen.add(kind(path))
        looked = await window.request.get(path)
        if not looked.headers.get("content-type", "").startswith("text/html"):
            continue
        await window.goto(path)
        yield path
        waiting += await _links(window)


async def _links(window: Page) -> list[str]:
    written: list[str] = await window.eval_on_selector_all(
        "a[href]:not([download])", "links => links.map(link => link.getAttribute('href'))"
    )
    full = [urlsplit(urljoin(window.url, link)) for link in written]
    here = urlsplit(window.url).netloc
    return [f"{p.path}?{p.query}" if p.query else p.path for p in full if p.netloc == here]


async def complaints(window: Page, path: str, who: str) -> list[str]:
    """What is wrong with the page that the window stands on, at both widths."""
    found: list[str] = []
    for width in (PHONE, OFFICE):
        await window.set_viewport_size({"width": width, "height": 740})
        await _shoot(window, path, who, width)
        await window.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found += [f"{path} ({who}, {width}): {one}" for one in await window.evaluate(TOO_WIDE)]
        found += [f"{path} ({who}, {width}): {one}" for one in await window.evaluate(AXE_RUN)]
        await window.evaluate("document.querySelectorAll('details').forEach(d => d.open = false)")
    return found


async def with_axe(window: Page) -> Page:
    """The accessibility rules stand ready on every page this window opens."""
    await window.add_init_script(path=AXE)
    return window


async def _shoot(window: Page, path: str, who: str, width: int) -> None:
    folder = os.environ.get(SHOTS)
    if folder:
        name = re.sub(r"\W+", "-", unquote(path)).strip("-") or "today"
        file = Path(folder) / f"{who}-{name}-{width}.png"
        await window.screenshot(path=file, full_page=True)
