"""A command is one decorated function: grammar, right, example; its docstring is its help.

Matching tolerates what people type: full-width forms, missing spaces, traditional
characters. A text is a command only where its whole tail fits the grammar, so that
“党费已交” stays what it is: a member's statement.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from handlers.arguments import ARGUMENTS, Tail
from handlers.context import Context, Reply
from handlers.permissions import Permission
from handlers.reading.normal import normal_form, plain

Handler = Callable[..., Reply]

NOTHING = Tail("", "")


@dataclass(frozen=True, slots=True, eq=False)
class Command:
    """A command as registered: ``names`` (the first is shown), the shape of its tail, its right.

    ``otherwise``: what who has not that right gets instead of a refusal.
    """

    names: tuple[str, ...]
    tail: re.Pattern[str]
    permission: Permission
    example: str
    handler: Handler
    help: str
    without_mention: bool = False
    otherwise: Command | None = None

    def run(self, ctx: Context, tail: Tail = NOTHING) -> Reply:
        """Call the handler with the arguments that its signature names."""
        wanted = [name for name in inspect.signature(self.handler).parameters if name != "ctx"]
        return self.handler(ctx, **{name: ARGUMENTS[name](ctx, tail) for name in wanted})


@dataclass(frozen=True, slots=True)
class Call:
    """A command somebody typed, with what followed its name."""

    command: Command
    tail: Tail


def command(
    *names: str,
    permission: Permission,
    example: str,
    tail: str = "",
    without_mention: bool = False,
    otherwise: Command | None = None,
) -> Callable[[Handler], Command]:
    """Declare a command. ``tail`` is a regular expression for all that may follow the name."""

    def declare(handler: Handler) -> Command:
        shape = re.compile(rf"\s*[:：,，]?\s*({tail})[。.!！~～]*\s*", re.DOTALL)
        text = inspect.getdoc(handler) or ""
        return Command(names, shape, permission, example, handler, text, without_mention, otherwise)

    return declare


def find(commands: tuple[Command, ...], text: str) -> Call | None:
    """Which command a text is; the longest name first."""
    text = text.strip()
    normal = normal_form(text)
    for name, candidate in _by_first_sign(commands).get(normal.text[:1], ()):
        if not normal.text.startswith(name):
            continue
        match = candidate.tail.fullmatch(normal.text, len(name))
        if match is not None:
            start, end = normal.span(*match.span(1))
            return Call(candidate, Tail(match[1].strip(), text[start:end].strip()))
    return None


@cache
def _by_first_sign(commands: tuple[Command, ...]) -> dict[str, list[tuple[str, Command]]]:
    """Names and their commands by the first sign of the name, the longest name first."""
    named = sorted(((name, c) for c in commands for name in c.names), key=lambda p: -len(p[0]))
    found: dict[str, list[tuple[str, Command]]] = {}
    for name, candidate in named:
        found.setdefault(name[0], []).append((name, candidate))
    return found


def nearest(commands: Sequence[Command], ctx: Context, text: str) -> Command | None:
    """The command that was perhaps meant, among those this person may use here."""
    usable = {name: c for c in commands if c.permission.allows_here(ctx) for name in c.names}
    head = re.split(r"[\s\d,，:：]", plain(text))[0]
    close: list[str] = get_close_matches(head, usable, n=3, cutoff=0.4)
    # 晚上 is not 上缴: what was mistyped has a sign in its place.
    like = (n for n in close if any(a == b for a, b in zip(n, head, strict=False)))
    return usable[name] if (name := next(like, None)) else None
