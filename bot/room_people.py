"""Who is in the branches' rooms: looked up now and then, so that silent people are known too.

Keeps only those whom no member's WeChat is bound to; says nothing to anybody. Must not know
commands.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.gateway.base import Gateway, NotSentError
from bot.inbox import Served
from store import contacts
from store.database import Database

log = logging.getLogger(__name__)

EVERY = timedelta(hours=12)
"""How long a look into a room is good for."""


class RoomPeople:
    """Looks into the rooms of all branches."""

    def __init__(self, db: Database, gateway: Gateway, served: Mapping[str, Served]) -> None:
        self._db = db
        self._gateway = gateway
        self._served = served
        self._looked: datetime | None = None

    async def look(self, now: datetime) -> None:
        """Look again where the last look is too old; a room that cannot be seen is left out."""
        if self._gateway.bot_id is None or (self._looked and now - self._looked < EVERY):
            return
        self._looked = now
        for served in self._served.values():
            for room in served.branch.rooms:
                people = await self._in(room)
                if people:
                    with self._db.transaction():
                        contacts.seen_in_room(self._db, served.branch.id, room, people, now)

    def forget(self) -> None:
        """The account logged in again: look anew at the next occasion."""
        self._looked = None

    async def _in(self, room: str) -> dict[str, str]:
        """Names by id of those in a room, without ourselves and without the nameless."""
        try:
            found = await self._gateway.members(room)
        except NotSentError:
            log.info("room %s could not be looked into", room)
            return {}
        return {one.id: one.name for one in found if one.name and one.id != self._gateway.bot_id}
