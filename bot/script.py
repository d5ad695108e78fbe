"""The script of a rehearsal: its lines as JSON objects, checked before anything is played.

Knows what a line may say, and words what is wrong with one in Chinese; plays nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.clock import SHANGHAI
from bot.gateway.base import MessageKind

START = datetime(2026, 3, 1, 8, 0, tzinfo=SHANGHAI)
"""When a script begins that does not say so."""

_KEYS = frozenset(
    {"at", "room", "to", "from", "name", "text", "mention_bot", "id", "kind", "recall"}
    | {"fault", "seconds"}
)


FAULTS = "disconnect、restart、unsure、lost、barred"


class ScriptError(ValueError):
    """A line of the script cannot be played; the message names it, in Chinese."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script, as its JSON object says it."""

    number: int
    said: dict[str, Any]


def read_script(path: Path) -> list[Line]:
    """The script's lines. Raises ScriptError."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise ScriptError(f"找不到脚本 {path}。") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptError(f"读不了脚本 {path}，请存成 UTF-8 文本。") from error
    return [
        Line(number, _object(number, line))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith(("#", "//"))
    ]


def rooms_of(script: list[Line]) -> list[str]:
    """The rooms a script speaks in, in the order they appear."""
    return list(dict.fromkeys(str(line.said["room"]) for line in script if "room" in line.said))


def _object(number: int, line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError as error:
        raise ScriptError(f"脚本第{number}行不是 JSON：{error}") from error
    if not isinstance(said, dict):
        raise ScriptError(
            f'脚本第{number}行要是一个 JSON 对象，如 {{"at": "2026-03-01T09:00+08:00"}}。'
        )
    unknown = sorted(set(said) - _KEYS)
    if unknown:
        raise ScriptError(
            f"脚本第{number}行有不认识的 {'、'.join(unknown)}；可用：{'、'.join(sorted(_KEYS))}。"
        )
    return said


def moment_of(line: Line) -> datetime:
    written = str(line.said["at"])
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise ScriptError(
            f"脚本第{line.number}行：时间“{written}”不对，要写成 2026-03-01T09:00+08:00。"
        ) from None
    return moment.astimezone(SHANGHAI) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def seconds_of(line: Line) -> float:
    seconds = line.said.get("seconds", 60)
    if not isinstance(seconds, int | float) or seconds < 0:
        raise ScriptError(f"脚本第{line.number}行：seconds 要是不小于 0 的数。")
    return float(seconds)


def kind_of(line: Line) -> MessageKind:
    written = str(line.said.get("kind", "text"))
    try:
        return MessageKind(written)
    except ValueError:
        return MessageKind.UNKNOWN


def start_of(script: list[Line]) -> datetime:
    """When a script begins: at its first line's moment, else on a fixed day."""
    return moment_of(script[0]) if script and "at" in script[0].said else START
