"""The demo: the room in the browser or the terminal, the tour for a pipe."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

NO_SCREEN = "这台机器上没有能打开的浏览器，就在终端里试。"


def show(data: Path | None, *, in_terminal: bool, page_only: bool = False, port: int = 0) -> None:
    """Open the room, or play the tour where nobody can type. Ctrl-C leaves it.

    ``page_only``: serve the page wherever this runs, and open no browser.
    """
    logging.basicConfig(level=logging.ERROR)
    try:
        asyncio.run(_way(data, in_terminal, page_only, port))
    except KeyboardInterrupt:
        print("\n再见。")


def _way(
    data: Path | None, in_terminal: bool, page_only: bool, port: int
) -> Coroutine[Any, Any, None]:
    """The way in that fits this machine; what it needs is imported only now."""
    from bot.sandbox import terminal
    from bot.sandbox.screen import Screen

    plays = not in_terminal and not page_only and not terminal.has_terminal()
    if plays or in_terminal:
        return terminal.run(data, tour=plays, screen=Screen())
    from bot.web.room import opening

    if page_only or opening.has_screen():
        return opening.run(data, port or opening.PORT, opens_browser=not page_only)
    print(NO_SCREEN)
    return terminal.run(data, tour=False, screen=Screen())
