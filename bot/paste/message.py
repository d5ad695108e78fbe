"""What a pasted stretch of chat becomes: messages, and what was not certain.

Knows nothing of files, of members or of what a message means.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

SYSTEM = "system"
FORWARDED = "forwarded"
CALL = "call"
"""Kinds that a chat channel never hands over; all others are MessageKind's words."""


class PasteError(ValueError):
    """The paste cannot be read; the sentence, in Chinese, says what to do about it."""


@dataclass(frozen=True, slots=True)
class PastedMessage:
    """One message of a pasted stretch.

    ``name`` is the name shown in the paste ("" where the paste names nobody):
    group card, nickname or the owner's own remark, depending on where it was
    copied, so it never identifies. ``sent_at`` is aware, +08:00; None where no
    date is known. ``clocked`` says that hour and minute are known (otherwise
    only the day is, at 00:00), ``precise`` that the seconds are, too.
    ``line`` is the 1-based line of the header in the paste (the row, in a table).
    A quoted message stays in ``text`` in WeChat's own form: 「name：quoted」, a
    line of hyphens, the reply. ``recalled_by`` is the name in a recall line
    (「你」 for the owner of the device that it was copied from).
    """

    name: str
    text: str
    sent_at: datetime | None
    kind: str
    line: int
    precise: bool = False
    clocked: bool = False
    recalled_by: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PastedChat:
    """A stretch of chat in its order, the form it was recognised by, and notes in Chinese."""

    messages: tuple[PastedMessage, ...]
    form: str
    notes: tuple[str, ...] = ()
