"""What wechaty's wire says, in our words: pure functions over payloads.

Knows the numbers, units and habits of the puppets behind a gateway. It must not
know connections, and reads no clock: what a payload lacks, the caller supplies.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import SHANGHAI
from bot.gateway.base import MessageKind

EVENT_HEARTBEAT = 1
EVENT_MESSAGE = 2
EVENT_ERROR = 16
EVENT_ROOM_JOIN = 19
EVENT_ROOM_LEAVE = 20
EVENT_ROOM_TOPIC = 21
EVENT_LOGIN = 25
EVENT_LOGOUT = 26
EVENT_DIRTY = 27

DIRTY_CONTACT, DIRTY_ROOM, DIRTY_ROOM_MEMBER = 2, 3, 4

TEXT_NUMBER = 7
IMAGE_NUMBER = 6
RECALLED_NUMBER = 13

_KINDS = {
    1: MessageKind.FILE,
    2: MessageKind.VOICE,
    3: MessageKind.CONTACT,
    5: MessageKind.EMOTICON,
    IMAGE_NUMBER: MessageKind.IMAGE,
    TEXT_NUMBER: MessageKind.TEXT,
    8: MessageKind.LOCATION,
    9: MessageKind.LINK,  # mini program
    10: MessageKind.TEXT,  # group note: a 接龙, whose lines are the message's text
    11: MessageKind.TRANSFER,
    12: MessageKind.RED_ENVELOPE,
    RECALLED_NUMBER: MessageKind.RECALLED,
    14: MessageKind.LINK,
    15: MessageKind.VIDEO,
}
_NUMBERS = {kind: number for number, kind in _KINDS.items() if number not in (9, 10)}

_MILLISECONDS_FROM = 100_000_000_000  # as seconds, this would be the year 5138
_RECALLED_IN_XML = (
    re.compile(r"<newmsgid>\s*([^<\s]+)\s*</newmsgid>"),
    re.compile(r"<msgid>\s*([^<\s]+)\s*</msgid>"),
)
_BARE_ID = re.compile(r"[\w@:.\-]+", re.ASCII)
_AFTER_MENTION = r"(?=[\u2005\u2004\u00a0\s]|$)"


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the stream: its number, and its JSON payload's fields."""

    number: int
    fields: dict[str, Any]

    def text(self, key: str) -> str:
        """A string field; empty where the payload lacks it."""
        value = self.fields.get(key)
        return value if isinstance(value, str) else ""


def event(number: int, payload: str) -> Event:
    """Read an event. A payload that is no JSON object has no fields: some error events."""
    try:
        fields = json.loads(payload) if payload else {}
    except json.JSONDecodeError:
        fields = {}
    return Event(int(number), fields if isinstance(fields, dict) else {})


def message_kind(number: int) -> MessageKind:
    """The kind behind a message type's number, which is the TypeScript enum's."""
    return _KINDS.get(int(number), MessageKind.UNKNOWN)


def message_number(kind: MessageKind) -> int:
    """The number that the wire uses for a kind; 0 for unknown."""
    return _NUMBERS.get(kind, 0)


def sent_at(timestamp: int, otherwise: datetime) -> datetime:
    """A payload's moment, given in seconds or milliseconds; ``otherwise`` where it is none."""
    if timestamp <= 0:
        return otherwise
    seconds = timestamp / 1000 if timestamp >= _MILLISECONDS_FROM else timestamp
    try:
        return datetime.fromtimestamp(seconds, SHANGHAI)
    except (ValueError, OverflowError, OSError):  # a moment no calendar has
        return otherwise


def recalled_id(text: str) -> str | None:
    """The id of the message taken back, from a recall's text.

    Puppets put there the bare id, or WeChat's own XML, plain or escaped, in which
    ``newmsgid`` is the wire's id and ``msgid`` stands for it where it is missing.
    None where the text names no message.
    """
    plain = html.unescape(text).strip()
    for pattern in _RECALLED_IN_XML:
        found = pattern.search(plain)
        if found:
            return found.group(1)
    return plain if _BARE_ID.fullmatch(plain) else None


def mentions(text: str, names: Iterable[str]) -> bool:
    """Whether a text says @ to one of these names, as WeChat writes it (a thin space follows)."""
    return any(
        re.search("[@＠]" + re.escape(name) + _AFTER_MENTION, text) for name in names if name
    )
