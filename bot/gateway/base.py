"""What the rest of the program knows of a chat channel: one small interface.

A gateway turns a channel's events into ``Incoming`` values and sends text or
pictures. It knows nothing of members, dues or commands, keeps no records, and
never decides whether to send again: that is ``bot/delivery.py``'s business.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class MessageKind(StrEnum):
    """What sort of message came in; all but text and recall carry no words for us."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "location"
    TRANSFER = "transfer"
    RED_ENVELOPE = "red_envelope"
    CONTACT = "contact"
    LINK = "link"
    EMOTICON = "emoticon"
    RECALLED = "recalled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as it came from the channel.

    ``sender_name`` is the group card in a room (the nickname where there is
    none); anyone may choose it, so it never identifies. ``from_bot`` marks the
    echo of our own posts. ``recalls`` is the id of the message taken back when
    ``kind`` is RECALLED. ``sent_at`` is aware, in Asia/Shanghai. ``on_page``: done on a page
    of ours, which shows the answers itself. ``carried``: whoever handed it over carries the
    answers on himself, and no channel does.
    """

    id: str
    kind: MessageKind
    room_id: str | None
    sender_id: str
    sender_name: str
    text: str
    sent_at: datetime
    room_topic: str = ""
    mentions_bot: bool = False
    from_bot: bool = False
    recalls: str | None = None
    on_page: bool = False
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Where a post goes: a room, or one person in private. Exactly one is set."""

    room_id: str | None = None
    contact_id: str | None = None

    def __post_init__(self) -> None:
        if (self.room_id is None) == (self.contact_id is None):
            raise ValueError("a target is a room or a contact")


class ChannelState(StrEnum):
    """How the channel stands."""

    CONNECTED = "connected"  # the gateway answers
    LOGGED_IN = "logged_in"  # the account is on line
    LOGGED_OUT = "logged_out"  # the gateway answers, the account is off line
    DISCONNECTED = "disconnected"


@dataclass(frozen=True, slots=True)
class RoomMember:
    """Somebody in a room: id, and the card or nickname shown there."""

    id: str
    name: str


class NotSentError(Exception):
    """The post surely did not reach the channel; it may be tried again."""


class AmbiguousSendError(Exception):
    """Nobody can say whether the post is in the group; it must not be sent again blindly."""


OnMessage = Callable[[Incoming], Awaitable[None]]
"""Called for each message, in the channel's order per room; returns once it is recorded."""

OnState = Callable[[ChannelState, str], Awaitable[None]]
"""Called when the channel's state changes, with one line of detail for the log."""


class Gateway(Protocol):
    """A chat channel."""

    @property
    def bot_id(self) -> str | None:
        """Our own account's id, once logged in."""
        ...

    async def run(self, on_message: OnMessage, on_state: OnState) -> None:
        """Serve until ``stop``: connect, reconnect for ever, hand over what comes in.

        Faults of the channel never end it; only ``stop`` or cancellation does.
        """
        ...

    async def send_text(self, target: Target, text: str, mentions: Sequence[str] = ()) -> str:
        """Post a text, mentioning those ids. Returns the channel's message id, or "" if none.

        Raises NotSentError or AmbiguousSendError, nothing else.
        """
        ...

    async def send_image(self, target: Target, png: bytes, name: str) -> str:
        """Post a picture. As send_text."""
        ...

    async def members(self, room_id: str) -> Sequence[RoomMember]:
        """Who is in a room now; empty where the channel cannot tell. Raises NotSentError."""
        ...

    async def stop(self) -> None:
        """End ``run`` and close. May be called more than once."""
        ...
