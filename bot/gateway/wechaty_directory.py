"""Names of contacts, rooms and members: looked up once, forgotten when told they changed.

A name here is what the channel shows now; anyone may choose it. This module must
not know messages or members of a branch. A name that cannot be had is empty: a
message without a name is worth more than no message.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.gateway.base import NotSentError, RoomMember
from bot.gateway.wechaty_link import Link, LinkLostError, RefusedError
from bot.gateway.wechaty_wire import (
    DIRTY_CONTACT,
    DIRTY_ROOM,
    DIRTY_ROOM_MEMBER,
    EVENT_DIRTY,
    EVENT_LOGIN,
    EVENT_ROOM_JOIN,
    EVENT_ROOM_LEAVE,
    EVENT_ROOM_TOPIC,
    Event,
)

LIFETIME = timedelta(minutes=10)
"""How long a name is believed: not every puppet tells that a group card was changed."""


class Directory:
    """Cached names. A name that could not be looked up is empty, and asked again next time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = clock.now()
        self._contacts: dict[str, str] = {}
        self._topics: dict[str, str] = {}
        self._cards: dict[tuple[str, str], str] = {}

    async def contact_name(self, link: Link, contact_id: str) -> str:
        """The nickname a contact chose."""
        self._forget_old()
        if contact_id not in self._contacts:
            try:
                self._contacts[contact_id] = (await link.contact(contact_id)).name
            except (LinkLostError, RefusedError):
                return ""
        return self._contacts[contact_id]

    async def topic(self, link: Link, room_id: str) -> str:
        """A room's name."""
        self._forget_old()
        if room_id not in self._topics:
            try:
                self._topics[room_id] = (await link.room(room_id)).topic
            except (LinkLostError, RefusedError):
                return ""
        return self._topics[room_id]

    async def card(self, link: Link, room_id: str, member_id: str) -> str:
        """The name a member shows in a room: the group card, or the nickname."""
        self._forget_old()
        key = (room_id, member_id)
        if key not in self._cards:
            try:
                member = await link.room_member(room_id, member_id)
            except (LinkLostError, RefusedError):
                return await self.contact_name(link, member_id)
            shown = member.room_alias or member.name
            if not shown:
                return await self.contact_name(link, member_id)
            self._cards[key] = shown
        return self._cards[key]

    async def members(self, link: Link, room_id: str) -> Sequence[RoomMember]:
        """Who is in a room; empty where the gateway refuses to say. Raises NotSentError."""
        try:
            ids = await link.room_member_ids(room_id)
        except LinkLostError as error:
            raise NotSentError(str(error)) from error
        except RefusedError:
            return ()
        return [RoomMember(each, await self.card(link, room_id, each)) for each in ids]

    def heard(self, event: Event) -> None:
        """Forget what an event says has changed; after a login, everything."""
        if event.number == EVENT_LOGIN:
            self._forget_all()
        elif event.number in (EVENT_ROOM_JOIN, EVENT_ROOM_LEAVE, EVENT_ROOM_TOPIC):
            self._forget_room(event.text("roomId"))
        elif event.number == EVENT_DIRTY:
            self._forget_payload(event.fields.get("payloadType"), event.text("payloadId"))

    def _forget_old(self) -> None:
        if self._clock.now() - self._since >= LIFETIME:
            self._forget_all()

    def _forget_all(self) -> None:
        self._since = self._clock.now()
        self._contacts.clear()
        self._topics.clear()
        self._cards.clear()

    def _forget_payload(self, kind: object, payload_id: str) -> None:
        if kind == DIRTY_CONTACT:
            self._contacts.pop(payload_id, None)
            self._forget_cards(member_id=payload_id)
        elif kind == DIRTY_ROOM:
            self._forget_room(payload_id)
        elif kind == DIRTY_ROOM_MEMBER:
            # Puppets name here the room, or room and member joined; so all cards go.
            self._cards.clear()

    def _forget_room(self, room_id: str) -> None:
        self._topics.pop(room_id, None)
        for key in [key for key in self._cards if key[0] == room_id]:
            del self._cards[key]

    def _forget_cards(self, member_id: str) -> None:
        for key in [key for key in self._cards if key[1] == member_id]:
            del self._cards[key]
