"""Those whom the bot does not know yet: one friendly question, once.

Nothing is recorded for them and nothing of the books is said to them. Only the
secretary decides who somebody is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers.bindings import numbered
from handlers.context import Branch, Message, Place, Reply, Say
from handlers.likeness import likeness, warn
from store import burden, roster
from store.database import Database
from store.models import UNLISTED, Member, Role, Stranger
from store.period import Period


def meet(db: Database, branch: Branch, message: Message) -> Reply:
    """Somebody unbound spoke: ask him once; what he answers goes to the secretary once."""
    known = roster.stranger(db, message.sender)
    if known is None or not known.spoke:
        return _first_time(db, branch, message, known)
    named = _names_himself(db, branch, message)
    if named is not None and known.says in (None, UNLISTED):
        roster.named_himself(db, known, named)
        values = {"card": known.name, "name": named.called}
        told = _tell(db, branch, message, "roster.says_he_is", values)
    elif named is None and known.says is None and _NAME_GIVEN.match(message.text.strip()):
        roster.named_himself(db, known, None)
        values = {"card": known.name, "words": message.text.strip()}
        told = _tell(db, branch, message, "roster.says_a_name", values)
    else:
        return []
    return [Say("roster.wait_for_secretary"), *told]


_NAME_GIVEN = re.compile(
    r"^(?:[你您]好)?[，,。\s]*(?:我(?:就)?(?:是|叫)|我?的?名字是?叫?|姓名)[:：\s]*"
    r"[\u3400-\u9fff·]{2,8}[。.!！]?$"
)
"""我是杨大山: an answer to who he is, though the roster has no such name."""


def _first_time(db: Database, branch: Branch, message: Message, known: Stranger | None) -> Reply:
    if known is None:
        met = Stranger(message.sender, message.sender_name, branch.id, message.room, message.at)
        roster.meet_stranger(db, met)
    else:
        roster.stranger_spoke(db, known, message.sender_name, message.at)
    burden.questioned(db, branch.id, Period.of(message.at))
    asked = Say("roster.who_are_you", {"card": message.sender_name}, mention=True)
    return [asked, *_told(db, branch, message)]


def _told(db: Database, branch: Branch, message: Message) -> Reply:
    """What the secretary hears of him: a warning where he shows an officer's name."""
    like = likeness(db, branch.id, message.sender_name, message.at)
    values = {"card": message.sender_name, "like": like.member.called if like else None}
    if like is not None and like.bound and like.is_office:
        return warn(db, branch.id, like.member, "binding.impostor", values)
    text = "binding.changed_id" if like and like.bound and like.silent else "roster.stranger_told"
    return _tell(db, branch, message, text, values)


def _names_himself(db: Database, branch: Branch, message: Message) -> Member | None:
    """The one roster name in a short answer (我是周敏); a longer talk names others too."""
    if len(message.text) > 16:
        return None
    members = roster.members(db, branch.id)
    named = [m for m in members if m.name in message.text or (m.card and m.card in message.text)]
    return named[0] if len(named) == 1 else None


def _tell(
    db: Database, branch: Branch, message: Message, text: str, values: Mapping[str, object]
) -> Reply:
    """Tell the secretaries, each with the stranger's number in his own list."""
    reply: Reply = []
    for secretary in roster.officers(db, branch.id, Role.SECRETARY):
        for wechat_id in roster.wechat_ids(db, secretary.id)[-1:]:
            number = numbered(db, wechat_id, message.sender, message.at)
            reply.append(Say(text, {**values, "number": number}, Place.PERSON, secretary.id))
    return reply
