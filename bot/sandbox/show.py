"""The demo: the room for who sits at a terminal, the tour for a pipe."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from bot.sandbox.screen import Screen
from bot.sandbox.terminal import has_terminal, run


def show(data: Path | None, *, in_terminal: bool) -> None:
    """Open the room, or play the tour where nobody can type. Ctrl-C leaves it."""
    logging.basicConfig(level=logging.ERROR)
    tour = not in_terminal and not has_terminal()
    try:
        asyncio.run(run(data, tour=tour, screen=Screen()))
    except KeyboardInterrupt:
        print("\n再见。")
