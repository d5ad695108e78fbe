"""A terminal to say lines on and to ask at; or the lack of one.

Knows nothing of what is said.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Screen:
    """``present``: somebody sits there and can answer."""

    keys: TextIO
    out: TextIO
    present: bool

    @classmethod
    def of_this_process(cls) -> Screen:
        """Standard input and output; somebody is there where both are a terminal."""
        return cls(sys.stdin, sys.stdout, sys.stdin.isatty() and sys.stdout.isatty())

    def say(self, text: str = "") -> None:
        """Show a text."""
        self.out.write(f"{text}\n")

    def ask(self, prompt: str) -> str:
        """What is typed to a prompt; "" for a bare Enter and at the end of input."""
        self.out.write(prompt)
        self.out.flush()
        return self.keys.readline().strip()
