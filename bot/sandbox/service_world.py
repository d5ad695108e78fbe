"""The invented WeChat behind the embedded service: who exists, and what was said.

Plain records, no wire and no faults. It must not know branches, dues or members of a
Party: the cast is whoever the caller adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.gateway.base import MessageKind


@dataclass(slots=True)
class Room:
    """A group: topic, and its members' group cards by contact id ("" where none is set)."""

    id: str
    topic: str
    cards: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """Something said, by a member of the cast or by the bot."""

    id: str
    kind: MessageKind
    text: str
    sender_id: str
    room_id: str | None
    listener_id: str | None
    mention_ids: tuple[str, ...]
    sent_at: datetime


class World:
    """Contacts, rooms and messages, in memory.

    Message ids are a counter behind ``era``: who opens the same books again sets another era, or
    its messages would bear the ids of those before.
    """

    def __init__(self, bot_id: str, bot_name: str) -> None:
        self.bot_id = bot_id
        self.era = "message"
        self.contacts: dict[str, str] = {bot_id: bot_name}
        self.rooms: dict[str, Room] = {}
        self.messages: dict[str, Message] = {}

    def add_contact(self, contact_id: str, name: str) -> None:
        """Somebody with a nickname; adding again renames."""
        self.contacts[contact_id] = name

    def add_room(self, room_id: str, topic: str, cards: Mapping[str, str]) -> None:
        """A group with these members (id to group card); the bot is always in it.

        Raises KeyError if a member is no contact.
        """
        for contact_id in cards:
            self.contacts[contact_id]
        self.rooms[room_id] = Room(room_id, topic, {self.bot_id: "", **cards})

    def add_message(
        self,
        kind: MessageKind,
        text: str,
        sender_id: str,
        sent_at: datetime,
        *,
        room_id: str | None = None,
        listener_id: str | None = None,
        mention_ids: tuple[str, ...] = (),
    ) -> Message:
        """Something said; ids are a counter. Raises KeyError if the speaker or room is unknown."""
        self.contacts[sender_id]
        if room_id is not None:
            self.rooms[room_id]
        message = Message(
            self._next_id(),
            kind,
            text,
            sender_id,
            room_id,
            listener_id,
            mention_ids,
            sent_at,
        )
        self.messages[message.id] = message
        return message

    def add_copy(self, message: Message) -> Message:
        """The same message under the next id."""
        copy = replace(message, id=self._next_id())
        self.messages[copy.id] = copy
        return copy

    def _next_id(self) -> str:
        return f"{self.era}-{len(self.messages) + 1}"
