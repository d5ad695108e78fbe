"""Those whom the bot does not know yet: one friendly question, once.

Nothing is recorded for them and nothing of the books is said to them. Only the
secretary decides who somebody is.
"""

from __future__ import annotations

from collections.abc import Mapping

from handlers.context import Branch, Message, Place, Reply, Say
from store import burden, roster
from store.database import Database
from store.models import Member, Role, Stranger
from store.period import Period


def meet(db: Database, branch: Branch, message: Message) -> Reply:
    """Somebody unbound spoke: ask him once; what he answers goes to the secretary once."""
    known = roster.stranger(db, message.sender)
    if known is None:
        return _first_time(db, branch, message)
    named = _names_himself(db, branch, message)
    if known.says is not None or named is None:
        return []
    roster.named_himself(db, known, named)
    values = {"card": known.name, "name": named.called, "number": _number(db, branch, message)}
    return [Say("roster.wait_for_secretary"), *_tell(db, branch, "roster.says_he_is", values)]


def _first_time(db: Database, branch: Branch, message: Message) -> Reply:
    met = Stranger(message.sender, message.sender_name, branch.id, message.room, message.at)
    roster.meet_stranger(db, met)
    burden.questioned(db, branch.id, Period.of(message.at))
    holders = roster.named(db, branch.id, message.sender_name)
    like = holders[0].called if len(holders) == 1 else None
    values = {
        "card": message.sender_name,
        "like": like,
        "number": _number(db, branch, message),
    }
    asked = Say("roster.who_are_you", {"card": message.sender_name}, mention=True)
    return [asked, *_tell(db, branch, "roster.stranger_told", values)]


def _names_himself(db: Database, branch: Branch, message: Message) -> Member | None:
    """The one roster name in a short answer (我是周敏); a longer talk names others too."""
    if len(message.text) > 16:
        return None
    members = roster.members(db, branch.id)
    named = [m for m in members if m.name in message.text or (m.card and m.card in message.text)]
    return named[0] if len(named) == 1 else None


def _number(db: Database, branch: Branch, message: Message) -> int:
    """The stranger's number in the list that 绑定 shows."""
    order = [s.wechat_id for s in roster.unbound(db, branch.id)]
    return order.index(message.sender) + 1


def _tell(db: Database, branch: Branch, text: str, values: Mapping[str, object]) -> Reply:
    secretaries = roster.officers(db, branch.id, Role.SECRETARY)
    return [Say(text, values, Place.PERSON, s.id) for s in secretaries]
