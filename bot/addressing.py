"""Whether a message is spoken to the bot, and what it says without the bot's name.

Knows the names people call it by; not who speaks, nor what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.gateway.base import Incoming
from handlers.context import Message

_MENTION = re.compile(r"^\s*@\S{1,24}?[\u2005\s]+")
_SPOKEN_TO = r"$|(?=[我俺你您请帮在]|党费|报到|确认|撤销|会议|参加|谢谢|[0-9]{1,2}月)"
"""After its name without a sign between: 小助手说… and 小助手的… are about it, not to it."""


class Addressing:
    """Reads who is spoken to."""

    def __init__(self, bot_names: Sequence[str]) -> None:
        names = "|".join(map(re.escape, sorted(bot_names, key=len, reverse=True)))
        self._called = re.compile(
            rf"@(?:{names})(?:[\u2005\s:：,，]+|$)|^\s*(?:{names})(?:[\s:：,，]+|{_SPOKEN_TO})"
        )

    def message(self, incoming: Incoming) -> Message:
        """The message as handlers see it."""
        text, called = self._called.subn(" ", incoming.text)
        if incoming.mentions_bot and not called:
            text = _MENTION.sub("", text)
        return Message(
            id=incoming.id,
            room=incoming.room_id,
            sender=incoming.sender_id,
            sender_name=incoming.sender_name,
            text=text.strip(),
            at=incoming.sent_at,
            addressed=incoming.room_id is None or incoming.mentions_bot or bool(called),
        )
