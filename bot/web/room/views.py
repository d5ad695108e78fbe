"""What the room's page shows, as values: who speaks, what he sees, what waits.

Of what is said a person sees the group, and his own private chat.
It must not know HTTP.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment

from bot.rendering import when
from bot.sandbox import branch
from bot.sandbox.branch import CAST, Cast
from bot.sandbox.chat import GROUP, Bubble, Entry, Recall
from bot.sandbox.room import Room
from bot.sandbox.suggestions import suggestions

SHOWN_AT_FIRST = 80
"""The newest entries of a chat; the older ones on demand, so that a page stays light."""

PARTS = ("clock", "gateway", "tour", "chips", "own_chips")
"""The macros of ``parts.html``, each drawn into the element of that id."""

_COLOURS = 8


@dataclass(frozen=True, slots=True)
class Face:
    """One of the cast as the list shows him: ``last`` is the bot's newest word to him alone."""

    id: str
    name: str
    note: str
    initial: str
    colour: int
    last: int


@dataclass(frozen=True, slots=True)
class Pane:
    """One chat on the page: its entries, and what may be said there just now."""

    place: str
    title: str
    entries: Sequence[Entry]
    older: int


@dataclass(frozen=True, slots=True)
class View:
    """The room with the eyes of one person."""

    room: Room
    me: Cast

    @property
    def clock(self) -> str:
        """``2026年3月1日（周日）08:30``"""
        now = self.room.stage.clock.now()
        return f"{now.year}年{when(now)}"

    @property
    def now(self) -> datetime:
        return self.room.stage.clock.now()

    @property
    def bot(self) -> str:
        """The bot's own id."""
        return branch.BOT

    def name(self, person: Cast) -> str:
        """What the group shows him as."""
        return self.room.stage.shown(person)

    def faces(self) -> list[Face]:
        """The cast in its order."""
        return [self._face(n, person) for n, person in enumerate(CAST)]

    def panes(self, *, all_of_it: bool) -> tuple[Pane, Pane]:
        """The group, and the private chat with the bot."""
        group = f"{branch.TOPIC}（{len(CAST) + 1}）"
        private = f"和{branch.BOT_NAME}的私聊"
        return (
            self._pane(GROUP, group, all_of_it=all_of_it),
            self._pane(self.me.wechat_id, private, all_of_it=all_of_it),
        )

    def chips(self, place: str) -> tuple[str, ...]:
        """What this person might say there just now."""
        db = self.room.stage.app.db
        return suggestions(db, self.me, self.now, in_group=place == GROUP)

    def mentionable(self) -> list[str]:
        """Whom an @ in the group may mean."""
        return [branch.BOT_NAME, *(self.name(p) for p in CAST if p != self.me)]

    def drawn(self, environment: Environment, entry: Entry) -> str:
        """An entry as the page shows it; "" for one that only changes another."""
        if isinstance(entry, Recall):
            return ""
        template = environment.get_template("room/entry.html")
        return template.render(entry=entry, view=self).strip()

    def parts(self, environment: Environment) -> dict[str, str]:
        """The parts of the page that change with the moment, by their ids."""
        module = environment.get_template("room/parts.html").module
        return {part: str(getattr(module, part)(self)).strip() for part in PARTS}

    def initial(self, name: str) -> str:
        """The letter on somebody's face."""
        return "助" if name == branch.BOT_NAME else initial(name)

    def is_taken_back(self, entry: Entry) -> bool:
        """Whether a bubble was taken back."""
        return self.room.chat.is_taken_back(entry.number)

    def colour(self, who: str) -> int:
        """The colour of somebody's face; 0 is the bot's."""
        ids = [person.wechat_id for person in CAST]
        return ids.index(who) % _COLOURS + 1 if who in ids else 0

    def _face(self, number: int, person: Cast) -> Face:
        said = (e for e in reversed(self.room.chat.entries) if isinstance(e, Bubble))
        own = (b.number for b in said if b.place == person.wechat_id and b.who == branch.BOT)
        name = self.name(person)
        colour = number % _COLOURS + 1
        return Face(person.wechat_id, name, person.note, initial(name), colour, next(own, 0))

    def _pane(self, place: str, title: str, *, all_of_it: bool) -> Pane:
        entries = [e for e in self.room.chat.entries if e.place in (None, place)]
        entries = [e for e in entries if not isinstance(e, Recall)]
        older = 0 if all_of_it else max(len(entries) - SHOWN_AT_FIRST, 0)
        return Pane(place, title, entries[older:], older)


def initial(name: str) -> str:
    """The letter on somebody's face: of a Chinese name the last, of anything else the first."""
    plain = name.split("（")[0].strip() or name
    return plain[-1] if len(plain) <= 3 else plain[0]
