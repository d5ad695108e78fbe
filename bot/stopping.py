"""Told to stop, by Ctrl-C or the system: a bell, so that whoever serves can put things away."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress


def stop_bell() -> asyncio.Event:
    """Rings on Ctrl-C and SIGTERM; set up before anything else, so that no signal is too early."""
    bell = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM"):
        with suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt instead
            loop.add_signal_handler(getattr(signal, name), bell.set)
    return bell
