"""帮助: only what this person may do here, each line an example to copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers.commands import Command, command
from handlers.context import Context, Reply, Say
from handlers.permissions import EVERY_MEMBER


def help_command(commands: Callable[[], Sequence[Command]]) -> Command:
    """The help over these commands (given late, since help is one of them)."""

    @command(
        "帮助",
        "帮帮我",
        "怎么用",
        "使用说明",
        "help",
        "?",
        permission=EVERY_MEMBER,
        example="帮助",
    )
    def show(ctx: Context) -> Reply:
        """看我能做什么"""
        usable = [c for c in commands() if c.permission.allows_here(ctx)]
        lines = [{"example": c.example, "help": c.help.splitlines()[0]} for c in usable]
        values = {"name": ctx.sender.called, "lines": lines, "private": ctx.message.in_private}
        return [Say("help.show", values)]

    return show
