"""Paste mode's reading: copied or exported group chat to messages.

For branches without a bot account. Knows the shapes of text that chat clients and
export programs produce; knows nothing of members, dues or the store, and books
nothing.
"""

from bot.paste.message import CALL, FORWARDED, SYSTEM, PastedChat, PastedMessage, PasteError
from bot.paste.overlap import fingerprint, overlap, unseen
from bot.paste.parse import parse

__all__ = [
    "CALL",
    "FORWARDED",
    "SYSTEM",
    "PasteError",
    "PastedChat",
    "PastedMessage",
    "fingerprint",
    "overlap",
    "parse",
    "unseen",
]
