"""Who an unknown WeChat is called like: a proposal for the secretary, never an identity.

Whoever takes an officer's name is told to be careful with; an id that fell silent while its
name speaks from another has perhaps changed in a new login.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.context import Place, Reply, Say
from handlers.reading.normal import plain
from store import contacts, roster
from store.database import Database
from store.models import Member, Role

SILENT = timedelta(days=3)
"""An id that said nothing for so long while its name speaks from another has perhaps changed."""

OFFICES = (Role.SECRETARY, Role.COLLECTOR)


@dataclass(frozen=True, slots=True)
class Likeness:
    """The one member who is called so. ``bound``: a WeChat is known to be his.

    ``silent``: all his WeChats have been so long that they may have changed.
    """

    member: Member
    bound: bool
    silent: bool

    @property
    def is_office(self) -> bool:
        """Whether money or decisions go by this name."""
        return any(role in self.member.roles for role in OFFICES)


def likeness(db: Database, branch: str, name: str, now: datetime) -> Likeness | None:
    """The one member of the branch who is called so; None for nobody and for several."""
    holders = _by_call(db, branch).get(plain(name), ())
    if len(holders) != 1:
        return None
    (member,) = holders
    since = contacts.silent_since(db, member.id)
    silent = since is not None and now - since >= SILENT
    return Likeness(member, bool(roster.wechat_ids(db, member.id)), silent)


def _by_call(db: Database, branch: str) -> Mapping[str, Sequence[Member]]:
    """Who is called so, by every name of the branch's members in its plain form."""

    def made() -> dict[str, list[Member]]:
        found: dict[str, list[Member]] = {}
        for member in roster.members(db, branch):
            calls = {plain(call) for call in (member.name, member.card, *member.aliases)}
            for call in calls - {""}:
                found.setdefault(call, []).append(member)
        return found

    return db.remembered(roster.MEMBERS.name, f"called/{branch}", made)


def renamed(db: Database, branch: str, sender: Member, name: str, now: datetime) -> Reply:
    """A warning where a member now shows the name of an officer that he is not."""
    like = likeness(db, branch, name, now)
    if like is None or not like.is_office or like.member.id == sender.id:
        return []
    values = {"who": sender.called, "name": like.member.called}
    return warn(db, branch, like.member, "binding.renamed", values)


def warn(
    db: Database, branch: str, officer: Member, text: str, values: Mapping[str, object]
) -> Reply:
    """Tell the secretaries and the officer whose name it is, in private."""
    told = [*roster.officers(db, branch, Role.SECRETARY), officer]
    people = dict.fromkeys(m.id for m in told if roster.wechat_ids(db, m.id))
    return [Say(text, values, Place.PERSON, person) for person in people]
