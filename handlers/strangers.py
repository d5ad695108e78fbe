"""Those whom the bot does not know yet: one friendly question, once.

Nothing is recorded for them and nothing of the books is said to them. Only the
secretary decides who somebody is.
"""

from __future__ import annotations

from handlers.context import Branch, Message, Place, Reply, Say
from store import roster
from store.database import Database
from store.models import Role, Stranger


def meet(db: Database, branch: Branch, message: Message) -> Reply:
    """Somebody unbound spoke: ask him once, and tell the secretary once."""
    known = roster.stranger(db, message.sender)
    if known is not None:
        return []
    roster.meet_stranger(
        db, Stranger(message.sender, message.sender_name, branch.id, message.room, message.at)
    )
    holders = roster.named(db, branch.id, message.sender_name)
    like = holders[0].called if len(holders) == 1 else None
    number = len(roster.unbound(db, branch.id))
    values = {"card": message.sender_name, "like": like, "number": number}
    secretaries = roster.officers(db, branch.id, Role.SECRETARY)
    tell = [Say("roster.stranger_told", values, Place.PERSON, s.id) for s in secretaries]
    return [Say("roster.who_are_you", {"card": message.sender_name}, mention=True), *tell]
