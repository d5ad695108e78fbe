"""A pasted stretch laid against what a room's books have: what is new, what was taken back.

Knows keys and moments, nothing of members and meanings. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.clock import SHANGHAI
from bot.gateway.base import MessageKind
from bot.paste import PastedChat, PastedMessage, fingerprint, parse, unseen
from bot.pasting.speakers import wechat_id
from store import inbox, outbox, pastes
from store.database import Database

_WHOEVER_COPIED = ("", "你", "我", "You")
_EVER = datetime.min.replace(tzinfo=SHANGHAI)
_NEVER = datetime.max.replace(tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Line:
    """A message of a stretch, as the books see it.

    ``key`` is what the room keeps of it, ``id`` what the inbox marks. ``said`` are its
    words without ours: who pastes our answers back does so under his own name.
    ``fresh``: no earlier paste had it. ``open``: it was not handled yet. ``recalls`` is
    the id of the message that this one took back, where that can be told.
    """

    message: PastedMessage
    key: str
    id: str
    said: str
    fresh: bool = True
    open: bool = True
    recalls: str | None = None


def message_id(room: str, key: str) -> str:
    """The id under which the inbox marks a pasted message."""
    return f"paste:{room}/{key}"


def read_stretch(
    content: bytes | str, filename: str, names: Collection[str], day: date | None
) -> tuple[PastedChat, list[PastedMessage]]:
    """A paste, and the same messages as their keys are made of: without a day that was only given.

    The same stretch may be pasted again with another day, and is still the same.
    Raises PasteError.
    """
    chat = parse(content, filename=filename, roster_names=names, day=day)
    if day is None:
        return chat, list(chat.messages)
    other = parse(content, filename=filename, roster_names=names, day=day + timedelta(days=1))
    written = {message.line: message.sent_at for message in other.messages}
    keyed = [
        m if m.sent_at == written.get(m.line) else replace(m, sent_at=None, clocked=False)
        for m in chat.messages
    ]
    return chat, keyed


def laid_against(
    db: Database,
    room: str,
    messages: Sequence[PastedMessage],
    keyed: Sequence[PastedMessage],
    bot_names: Collection[str],
) -> list[Line]:
    """Each message with its key, and whether the books have it.

    What an earlier stretch had but nobody handled (the speaker was not known yet, the
    machine went off) is still to be done.
    """
    known = pastes.keys(db, room)
    keys = fingerprint(keyed, known)
    fresh = {key for key, _ in unseen(known, keyed)}
    held = set(known)
    ours = {_bare(line) for text in outbox.said_in(db, room) for line in text.split("\n")}
    gaps = _Gaps(db, room, known, keys, messages)
    lines: list[Line] = []
    for place, (key, message) in enumerate(zip(keys, messages, strict=True)):
        own_id = message_id(room, key)
        to_do = (key in fresh or key in held) and not inbox.seen(db, own_id)
        recalled = message.kind == MessageKind.RECALLED.value
        lines.append(
            Line(
                message,
                key,
                own_id,
                said="" if message.name in bot_names else _without(ours, message.text),
                fresh=key in fresh,
                open=to_do,
                recalls=gaps.taken_back(place) if recalled else None,
            )
        )
    return lines


def _without(ours: Collection[str], text: str) -> str:
    """A text without the lines that are ours; as it is where none is."""
    lines = text.split("\n")
    own = [line for line in lines if not line.strip() or _bare(line) not in ours]
    return text if len(own) == len(lines) else "\n".join(own).strip()


def _bare(line: str) -> str:
    return "".join(line.split())


class _Gaps:
    """Where an earlier stretch had messages that this one lacks.

    WeChat takes a recalled message off the screen. So only one that an earlier paste
    had and this one lacks, between the neighbours of the recall line, can be meant.
    """

    def __init__(
        self,
        db: Database,
        room: str,
        known: Sequence[str],
        keys: Sequence[str],
        messages: Sequence[PastedMessage],
    ) -> None:
        self._db = db
        self._room = room
        self._known = known
        self._place = {key: place for place, key in enumerate(known)}
        self._keys = keys
        self._messages = messages

    def taken_back(self, place: int) -> str | None:
        """The id of the message that the recall line there took back; None where it is unsure."""
        rows = [inbox.mark_of(self._db, message_id(self._room, k)) for k in self._missing(place)]
        if any(row is None for row in rows):
            return None  # a picture, or words of somebody unknown, may be what was taken back
        after, before = self._about(place)
        by = self._messages[place].recalled_by
        own_id = None if by in _WHOEVER_COPIED else wechat_id(self._room, by)
        meant = [
            row.message
            for row in rows
            if row is not None and after <= row.at <= before and own_id in (None, row.sender)
        ]
        return meant[0] if len(meant) == 1 else None

    def _about(self, place: int) -> tuple[datetime, datetime]:
        """Between which moments the missing message was sent."""
        moments = [(n, m.sent_at) for n, m in enumerate(self._messages) if m.sent_at is not None]
        earlier = [at for n, at in moments if n < place]
        later = [at for n, at in moments if n >= place]
        return max(earlier, default=_EVER), min(later, default=_NEVER)

    def _missing(self, place: int) -> list[str]:
        """The keys of the earlier stretch between the nearest known neighbours."""
        before = next((n for n in range(place - 1, -1, -1) if self._keys[n] in self._place), None)
        after = next(
            (n for n in range(place + 1, len(self._keys)) if self._keys[n] in self._place), None
        )
        if before is None:
            return []
        start = self._place[self._keys[before]] + 1
        end = self._place[self._keys[after]] if after is not None else len(self._known)
        here = set(self._keys)
        return [k for k in self._known[start:end] if k not in here and not k.startswith("~")]
