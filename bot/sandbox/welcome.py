"""The first line of the demo: printed before anything heavy is imported."""

from __future__ import annotations

from typing import TextIO


def greet(out: TextIO) -> None:
    """Say what this is, at once."""
    out.write("支部小助手 · 试用间：一个编出来的支部，不用账号，不用联网。正在开门……\n")
    out.flush()
