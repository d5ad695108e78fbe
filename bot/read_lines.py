"""``zhibu read``: messages in, readings out, one JSON object a line, in the same order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from bot.faults import CommandError
from handlers.reading import Roster
from handlers.reading.wire import answer, roster_from_json


def read_lines(lines: Iterable[str], out: TextIO, roster_file: Path) -> None:
    """Read every line. Raises CommandError naming the line that cannot be read."""
    roster = _roster(roster_file)
    for number, line in enumerate(lines, 1):
        if line.strip():
            out.write(json.dumps(_answer(number, line, roster), ensure_ascii=False) + "\n")
    out.flush()


def _answer(number: int, line: str, roster: Roster) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise CommandError(f"第{number}行不是 JSON：{error}") from error
    try:
        return answer(row, roster)
    except ValueError as error:
        raise CommandError(f"第{number}行：{error}") from error


def _roster(path: Path) -> Roster:
    try:
        return roster_from_json(json.loads(path.read_text("utf-8-sig")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(
            f'名册 {path} 读不了，要像 {{"members": [{{"id": …, "name": …}}]}}。（{error}）'
        ) from error
