"""What is seen in the invented WeChat, as values: bubbles, recalls, and lines of the room's own.

An append-only list that anybody may listen to: the terminal, the page and the tests read the
same one. It must not know the wire, the program or its books.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GROUP = "group"
"""The place of what is said in the group; any other place is the id of who has the private chat."""

STAMP_AFTER = timedelta(minutes=5)
"""After so long a silence a bubble shows the time, as WeChat does."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes and their media type."""

    content: bytes
    media_type: str = "image/png"


@dataclass(frozen=True, slots=True)
class Quote:
    """The words that a bubble answers to, and who said them."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """Something said. ``name`` is what the group showed then; ``message`` is the wire's id.

    ``stamped`` where the time stands above it; ``heard`` is False for what was said while the
    program was not there to hear it.
    """

    number: int
    place: str
    who: str
    name: str
    text: str
    at: datetime
    message: str
    picture: Picture | None = None
    quote: Quote | None = None
    stamped: bool = False
    heard: bool = True


@dataclass(frozen=True, slots=True)
class Recall:
    """A bubble was taken back by who said it; ``bubble`` is its number."""

    number: int
    place: str
    who: str
    name: str
    bubble: int
    at: datetime


class LineKind(StrEnum):
    """What a line between the bubbles is."""

    MOMENT = "moment"  # the time has come to …
    CAPTION = "caption"  # a chapter of the tour
    NOTE = "note"  # what to look for after a fault


@dataclass(frozen=True, slots=True)
class Line:
    """A line between the bubbles; without a place it is seen in every chat."""

    number: int
    place: str | None
    kind: LineKind
    text: str
    at: datetime


Entry = Bubble | Recall | Line


class Chat:
    """The list of all that was seen, with those who listen to it."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._listeners: list[Callable[[Entry], None]] = []
        self._spoken: dict[str, datetime] = {}
        self._taken_back: set[int] = set()

    @property
    def entries(self) -> Sequence[Entry]:
        """All of it, oldest first; an entry's number is its place in this list, from 1."""
        return self._entries

    @property
    def last(self) -> int:
        """The newest entry's number; 0 where nothing was seen yet."""
        return len(self._entries)

    def since(self, number: int) -> Sequence[Entry]:
        """What came after the entry of that number."""
        return self._entries[max(number, 0) :]

    def say(
        self,
        place: str,
        who: str,
        name: str,
        text: str,
        at: datetime,
        message: str,
        *,
        picture: Picture | None = None,
        quote: Quote | None = None,
        heard: bool = True,
    ) -> Bubble:
        """Somebody said something."""
        before = self._spoken.get(place)
        stamped = before is None or at - before >= STAMP_AFTER
        self._spoken[place] = at
        number = self.last + 1
        bubble = Bubble(number, place, who, name, text, at, message, picture, quote, stamped, heard)
        self._add(bubble)
        return bubble

    def take_back(self, bubble: Bubble, at: datetime) -> Recall:
        """A bubble is taken back."""
        recall = Recall(self.last + 1, bubble.place, bubble.who, bubble.name, bubble.number, at)
        self._taken_back.add(bubble.number)
        self._add(recall)
        return recall

    def line(self, kind: LineKind, text: str, at: datetime, place: str | None = None) -> Line:
        """A line of the room's own."""
        line = Line(self.last + 1, place, kind, text, at)
        self._add(line)
        return line

    def bubble(self, number: int) -> Bubble | None:
        """The bubble of that number; None where there is none, or it was taken back."""
        found = self._entries[number - 1] if 0 < number <= self.last else None
        return found if isinstance(found, Bubble) and not self.is_taken_back(number) else None

    def is_taken_back(self, number: int) -> bool:
        """Whether the bubble of that number was taken back."""
        return number in self._taken_back

    @contextmanager
    def heard_by(self, listener: Callable[[Entry], None]) -> Iterator[None]:
        """While this lasts, ``listener`` is called with each entry as it comes."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Entry]]:
        """While this lasts, each entry comes into a queue of the listener's own."""
        queue: asyncio.Queue[Entry] = asyncio.Queue()
        with self.heard_by(queue.put_nowait):
            yield queue

    def _add(self, entry: Entry) -> None:
        self._entries.append(entry)
        for listener in tuple(self._listeners):
            listener(entry)


def seen_by(who: str, entry: Entry) -> bool:
    """Whether an entry is before the eyes of this person: the group, and his own private chat."""
    return entry.place in (None, GROUP, who)
