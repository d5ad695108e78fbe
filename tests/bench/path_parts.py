"""What a message's way is made of, measured inside the program while it serves.

The asking for a message, the handlers with the commit, the flush in it, the send: medians, kept
by the bot's process in its folder when it is told to stop.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, ParamSpec, TypeVar

from bot.gateway.wechaty_link import Link
from bot.inbox import Inbox
from store.disk import Disk

P = ParamSpec("P")
R = TypeVar("R")
PARTS = {
    "ask": "the gateway asked for the message",
    "handle": "read, handled and committed",
    "flush": "of which the flush of the disk",
    "send": "sent, until the gateway answered",
}
_FILE = "parts.json"


class Parts:
    """Milliseconds of each part, message by message."""

    def __init__(self) -> None:
        self._took: dict[str, list[float]] = {part: [] for part in PARTS}

    def listen(self) -> None:
        """Measure from now on, for the rest of the process."""
        Link.message = self._awaited("ask", Link.message)  # type: ignore[method-assign]
        Link.send_text = self._awaited("send", Link.send_text)  # type: ignore[method-assign]
        Inbox.handle = self._called("handle", Inbox.handle)  # type: ignore[method-assign]
        Disk.sync = self._called("flush", Disk.sync)  # type: ignore[method-assign]

    def keep(self, folder: Path) -> None:
        """The medians, for whoever started the process."""
        medians = {part: median(took) for part, took in self._took.items() if took}
        (folder / _FILE).write_text(json.dumps(medians), "utf-8")

    def _called(self, part: str, function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def timed(*args: P.args, **kwargs: P.kwargs) -> R:
            started = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self._took[part].append((time.perf_counter() - started) * 1e3)

        return timed

    def _awaited(self, part: str, function: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        @functools.wraps(function)
        async def timed(*args: P.args, **kwargs: P.kwargs) -> R:
            started = time.perf_counter()
            try:
                return await function(*args, **kwargs)
            finally:
                self._took[part].append((time.perf_counter() - started) * 1e3)

        return timed


def show(folders: Sequence[tuple[str, Path]]) -> None:
    """Print what the bots kept, side by side."""
    kept: list[dict[str, Any]] = [
        json.loads((folder / _FILE).read_text("utf-8")) for _, folder in folders
    ]
    print(f"\n{'the way of a message, medians':46}" + "".join(f"{n:>24}" for n, _ in folders))
    for part, said in PARTS.items():
        print(f"{said:46}" + "".join(f"{parts[part]:>21.2f} ms" for parts in kept))
