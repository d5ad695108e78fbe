"""``zhibu read``: messages in, readings out, one JSON object a line; or one message explained.

Responsible for the command's lines and faults. It must not decide what a message says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from bot.clock import SystemClock
from bot.faults import CommandError
from handlers.reading import Roster
from handlers.reading.wire import answer, explain, roster_from_json, round_named


def read_lines(lines: Iterable[str], out: TextIO, roster_file: Path) -> None:
    """Read every line. Raises CommandError naming the line that cannot be read."""
    roster = _roster(roster_file)
    for number, line in enumerate(lines, 1):
        if line.strip():
            out.write(json.dumps(_answer(number, line, roster), ensure_ascii=False) + "\n")
    out.flush()


def explain_one(
    text: str,
    roster_file: Path,
    out: TextIO,
    *,
    sender: str | None = None,
    pending: str | None = None,
    today: str | None = None,
) -> None:
    """Write how one message is read: words, clauses, rules, intents, decision, in Chinese.

    ``sender`` is a member id or a name (by default the roster's first member), ``pending``
    the open round (by default none), ``today`` a day as 2026-11-02 (by default today's).
    Raises CommandError naming what cannot be used.
    """
    roster = _roster(roster_file)
    try:
        page = explain(
            text,
            sender=_sender(sender, roster),
            roster=roster,
            today=_day(today),
            pending=round_named(pending),
        )
    except ValueError as error:
        raise CommandError(str(error)) from error
    out.write(page + "\n")
    out.flush()


def _sender(written: str | None, roster: Roster) -> str:
    """The id of a member given by id or name; somebody outside the roster if it is empty."""
    if written is None:
        return next(iter(roster.people), "")
    if written in roster.people:
        return written
    ids = roster.forms.get(written, ())
    if len(ids) != 1:
        why = "不止一位，请写编号" if ids else "不在名册里"
        raise CommandError(f"发言人“{written}”{why}")
    return ids[0]


def _day(written: str | None) -> date:
    if written is None:
        return SystemClock().now().date()
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise CommandError(f"日期要写成 2026-11-02 这样：{written}") from error


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
        document = json.loads(path.read_text("utf-8-sig"))
        return roster_from_json({"members": document} if isinstance(document, list) else document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(
            f'名册 {path} 读不了，要像 {{"members": [{{"id": …, "name": …}}]}}。（{error}）'
        ) from error
