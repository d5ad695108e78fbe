"""帮助: only what this person may do here, each line an example to copy.

Who may do much (a secretary) first sees the subjects; 帮助 会议 shows one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers.commands import Command, command
from handlers.context import Context, Reply, Say, UserError
from handlers.permissions import EVERY_MEMBER

AT_ONCE = 10
"""So many lines fit one screen of a phone; more are shown by subject."""


def help_command(commands: Callable[[], Sequence[tuple[str, Sequence[Command]]]]) -> Command:
    """The help over these subjects and their commands (given late: help is one of them)."""

    @command(
        "帮助",
        "帮帮我",
        "怎么用",
        "使用说明",
        "help",
        "?",
        permission=EVERY_MEMBER,
        tail=r"\S{0,4}",
        example="帮助",
    )
    def show(ctx: Context, tail: str) -> Reply:
        """看我能做什么"""
        usable = [(subject, _usable(ctx, listed)) for subject, listed in commands()]
        usable = [(subject, listed) for subject, listed in usable if listed]
        if tail:
            return [_one_subject(ctx, usable, tail)]
        if sum(len(listed) for _, listed in usable) <= AT_ONCE:
            return [_lines(ctx, [c for _, listed in usable for c in listed], subject=None)]
        subjects = [
            {"name": subject, "names": list(dict.fromkeys(c.names[0] for c in listed))}
            for subject, listed in usable
        ]
        values = {"name": ctx.sender.called, "subjects": subjects}
        return [Say("help.subjects", {**values, "private": ctx.message.in_private})]

    return show


def _usable(ctx: Context, listed: Sequence[Command]) -> list[Command]:
    return [c for c in listed if c.permission.allows_here(ctx)]


def _one_subject(ctx: Context, usable: list[tuple[str, list[Command]]], wanted: str) -> Say:
    for subject, listed in usable:
        if wanted == subject or any(wanted in c.names for c in listed):
            return _lines(ctx, listed, subject=subject)
    subjects = "、".join(subject for subject, _ in usable)
    raise UserError(f"没有“{wanted}”这一类。可以看：{subjects}，如：帮助 {usable[0][0]}")


def _lines(ctx: Context, listed: Sequence[Command], subject: str | None) -> Say:
    lines = [{"example": c.example, "help": c.help.splitlines()[0]} for c in listed]
    values = {"name": ctx.sender.called, "lines": lines, "subject": subject}
    return Say("help.show", {**values, "private": ctx.message.in_private})
