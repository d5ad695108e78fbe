"""``zhibu rehearse``: settings and members put together, the script played, posts printed."""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
from pathlib import Path
from typing import Any, TextIO

from bot import settings_file
from bot.rehearsal import Rehearsal
from bot.sandbox import branch
from bot.script import read_script, rooms_of, start_of
from bot.settings import Settings


def rehearse(
    script: Path, config: Path | None, members: Path | None, data: Path | None, out: TextIO
) -> None:
    """Play a script and print what the bot said, one JSON object a line. Raises ScriptError."""
    logging.basicConfig(level=logging.ERROR)
    lines = read_script(script)

    def said(post: dict[str, Any]) -> None:
        out.write(json.dumps(post, ensure_ascii=False) + "\n")

    with tempfile.TemporaryDirectory(prefix="zhibu-") as scratch:
        settings = _settings(config, members, tuple(rooms_of(lines)), Path(scratch))
        rehearsal = Rehearsal(settings, data or Path(scratch) / "books", said, start_of(lines))
        asyncio.run(rehearsal.play(lines))
    out.flush()


def _settings(
    config: Path | None, members: Path | None, rooms: tuple[str, ...], scratch: Path
) -> Settings:
    """The settings to play with; where none of the rooms is bound, all are the first branch's."""
    if config is None:
        if members is None:
            return branch.settings(scratch / "sandbox", rooms)
        return branch.plain_settings(members, rooms)
    settings = settings_file.load(config)
    first, *others = settings.branches
    update: dict[str, Any] = {}
    if not {room for b in settings.branches for room in b.rooms} & set(rooms):
        update["rooms"] = (*first.rooms, *rooms)
    if members is not None:
        update["members"] = members
    return settings.model_copy(update={"branches": (first.model_copy(update=update), *others)})
