"""From what is to be said to rows of the outbox: whom it goes to, rendered, held back if quiet.

The one place that decides whether a text is private: only a text to one person is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.rendering import Texts
from handlers.context import Branch, Message, Place, Say
from store import burden, outbox, roster
from store.codec import replace
from store.database import Database
from store.models import OutboxRow, PostState, Role
from store.period import Period

log = logging.getLogger(__name__)

CARRIED = "carried"
"""The channel of what a person carries on, though there is a gateway."""


def held(row: OutboxRow) -> bool:
    """Nothing begins at once."""
    return False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Puts what one branch says into the outbox; a transaction must be open.

    ``shown_to``: whoever sits at a page of ours, where what is for him counts as said.
    ``carried``: a person carries all of it on, so that no channel sends it.
    ``begins``: whether a reply is written as being sent already, where it is the first.
    """

    db: Database
    branch: Branch
    texts: Texts
    shown_to: str | None = None
    carried: bool = False
    begins: Callable[[OutboxRow], bool] = held

    def reply(self, message: Message, says: Iterable[Say]) -> list[OutboxRow]:
        """What a handler returned."""
        rows: list[OutboxRow] = []
        for say in says:
            if say.to is Place.ROOMS:
                rows += self.to_rooms(say.text, say.values, message.at, message.id)
            elif say.to is Place.PERSON:
                rows += self.to_member(say.person, say.text, say.values, message.at, message.id)
            else:
                rows.append(self._answer(message, say, begins=not rows and self.begins))
        return rows

    def _answer(
        self, message: Message, say: Say, begins: Callable[[OutboxRow], bool] | Literal[False]
    ) -> OutboxRow:
        private = say.to is Place.SENDER or message.in_private
        said = self.texts.render(say.text, say.values, private=private)
        if say.mention and not private:
            said = f"@{message.sender_name}\u2005{said}"
        row = self._row(
            said,
            message.at,
            message.id,
            room=None if private else message.room,
            contact=message.sender if private else None,
            mentions=(message.sender,) if say.mention and not private else (),
        )
        if begins and row.state is PostState.NEW and begins(row):
            row = replace(row, state=PostState.SENDING)
        return outbox.put(self.db, row)

    def to_rooms(
        self,
        text: str,
        values: Mapping[str, Any],
        at: datetime,
        why: str,
        not_before: datetime | None = None,
    ) -> list[OutboxRow]:
        """A post to each of the branch's rooms; one prompt on the burden meter."""
        if self.branch.rooms:
            burden.prompted(self.db, self.branch.id, Period.of(at))
        said = self.texts.render(text, values, private=False)
        return [
            self._put(said, at, why, room=room, reply=False, not_before=not_before)
            for room in self.branch.rooms
        ]

    def to_office(
        self,
        role: Role,
        text: str,
        values: Mapping[str, Any],
        at: datetime,
        why: str,
        not_before: datetime | None = None,
    ) -> list[OutboxRow]:
        """A private post to the holders of an office."""
        holders = roster.officers(self.db, self.branch.id, role)
        return [
            row
            for holder in holders
            for row in self.to_member(holder.id, text, values, at, why, not_before)
        ]

    def to_member(
        self,
        member: int,
        text: str,
        values: Mapping[str, Any],
        at: datetime,
        why: str,
        not_before: datetime | None = None,
    ) -> list[OutboxRow]:
        """A private post to a member's newest WeChat; kept as dropped where none is bound."""
        said = self.texts.render(text, values, private=True)
        ids = roster.wechat_ids(self.db, member)
        if not ids:
            log.warning("member %s has no WeChat bound: a private post was dropped", member)
            return [self._put(said, at, why, contact="", state=PostState.DROPPED)]
        return [self._put(said, at, why, contact=ids[-1], reply=False, not_before=not_before)]

    def _put(self, said: str, at: datetime, why: str, **fields: Any) -> OutboxRow:
        return outbox.put(self.db, self._row(said, at, why, **fields))

    def _row(self, said: str, at: datetime, why: str, **fields: Any) -> OutboxRow:
        if self.shown_to is not None and fields.get("contact") == self.shown_to:
            fields |= {"state": PostState.SENT, "sent_at": at, "channel_id": "page"}
        elif self.carried and fields.get("state") is not PostState.DROPPED:
            fields |= {"state": PostState.SENT, "sent_at": at, "channel_id": CARRIED}
        return OutboxRow(text=said, at=at, why=why, branch=self.branch.id, **fields)
