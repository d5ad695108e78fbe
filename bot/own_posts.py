"""What we posted, so that its echo is known when it comes back, and texts as one post.

Pure; knows no rows' states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.gateway.base import Incoming, Target


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A post as it was handed to the channel; the id is "" where the channel gave none."""

    target: Target
    text: str
    channel_id: str = ""

    def is_echo(self, incoming: Incoming) -> bool:
        """Whether this message is it, come back."""
        if self.channel_id:
            return self.channel_id == incoming.id
        return same_post(self.target.room_id, self.text, incoming)


def same_post(room: str | None, text: str, incoming: Incoming) -> bool:
    """Whether a message holds just these words, in this room or in private."""
    return room == incoming.room_id and _same_words(text, incoming.text)


def _same_words(ours: str, theirs: str) -> bool:
    """A channel may change blanks and put mentions in front; merged posts hold ours."""
    return "".join(ours.split()) in "".join(theirs.split())


def merged(texts: Sequence[str]) -> str:
    """Several replies as one post; a line that several end with is said once, at the end."""
    if len(texts) == 1:
        return texts[0]
    lines = [line for text in texts for line in text.split("\n")]
    return "\n".join(line for n, line in enumerate(lines) if line not in lines[n + 1 :])
