"""A message payload of the wire as an ``Incoming``: who, where, when, and whether we are meant.

Knows payloads and names. It must not know connections beyond handing one on to the
directory, nor what a text says to the branch.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.clock import Clock
from bot.gateway import wechaty_wire as wire
from bot.gateway.base import Incoming, MessageKind
from bot.gateway.wechaty_codec import PayloadAnswer
from bot.gateway.wechaty_directory import Directory
from bot.gateway.wechaty_link import Link
from bot.gateway.wechaty_own import Sent


class MessageReader:
    """Builds messages; a name that cannot be had is empty, the message comes all the same."""

    def __init__(self, directory: Directory, clock: Clock) -> None:
        self._names = directory
        self._clock = clock

    async def incoming(
        self,
        link: Link,
        bot_id: str | None,
        message_id: str,
        payload: PayloadAnswer,
    ) -> Incoming:
        """The message ``message_id``, of which ``payload`` is what the gateway holds."""
        room_id, sender_id = payload.room_id or None, payload.from_id
        kind = wire.message_kind(payload.type)
        text = payload.text if kind is MessageKind.TEXT else ""
        return Incoming(
            id=message_id,
            kind=kind,
            room_id=room_id,
            sender_id=sender_id,
            sender_name=await self._sender_name(link, room_id, sender_id),
            text=text,
            sent_at=wire.sent_at(payload.timestamp, self._clock.now()),
            room_topic=await self._names.topic(link, room_id) if room_id else "",
            mentions_bot=await self._meant(link, bot_id, room_id, text, payload.mention_ids),
            from_bot=bot_id is not None and sender_id == bot_id,
            recalls=wire.recalled_id(payload.text) if kind is MessageKind.RECALLED else None,
        )

    def echo(self, bot_id: str | None, message_id: str, own: Sent) -> Incoming:
        """A text of our own that came back."""
        return Incoming(
            id=message_id,
            kind=MessageKind.TEXT,
            room_id=own.target.room_id,
            sender_id=bot_id or "",
            sender_name="",
            text=own.text,
            sent_at=self._clock.now(),
            from_bot=True,
        )

    async def _sender_name(self, link: Link, room_id: str | None, sender_id: str) -> str:
        if room_id is None:
            return await self._names.contact_name(link, sender_id)
        return await self._names.card(link, room_id, sender_id)

    async def _meant(
        self,
        link: Link,
        bot_id: str | None,
        room_id: str | None,
        text: str,
        mention_ids: Sequence[str],
    ) -> bool:
        """By the payload's list of ids; by the text too, as not every puppet fills the list."""
        if room_id is None or bot_id is None:
            return False
        if bot_id in mention_ids:
            return True
        if "@" not in text and "＠" not in text:
            return False
        nickname = await self._names.contact_name(link, bot_id)
        card = await self._names.card(link, room_id, bot_id)
        return wire.mentions(text, (nickname, card))
