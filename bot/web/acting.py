"""What somebody does on a page, as a private message of his to the same handlers as in chat.

So rights, records, undo words and questions are the same, and an act here and one in chat
are one and the same in the books. Each form carries a word of its own: sent twice (a
second click, the browser's "send again"), it acts once.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.gateway.base import Incoming, MessageKind
from bot.pasting.speakers import at_desk
from bot.web.house import House, Visitor
from handlers.conversation import PRIVATE
from store import outbox, questions
from store.inbox import ON_PAGE
from store.models import Question

LONGEST = 2000
"""Characters of one message."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said back, for the next page to show once."""

    texts: tuple[str, ...]
    said: str = ""


async def act(house: House, visitor: Visitor, said: str, once: str) -> Answer:
    """Say something to the handlers as the visitor; ``once`` names the form it came from.

    While the clock is surely behind, nothing is said to them: the answer tells why.
    """
    ctx = visitor.ctx
    refused = house.refuses()
    if refused:
        return Answer((refused,), said.strip()[:LONGEST])
    with house.app.db.transaction():
        at_desk(house.app.db, visitor.member, house.now)
    incoming = Incoming(
        id=f"{ON_PAGE}{visitor.member.id}/{once}",
        kind=MessageKind.TEXT,
        room_id=None,
        sender_id=ctx.message.sender,
        sender_name=visitor.member.called,
        text=said.strip()[:LONGEST],
        sent_at=house.now,
        on_page=True,
    )
    await house.app.on_message(incoming)
    rows = outbox.caused_by(house.app.db, incoming.id)
    own = tuple(row.text for row in rows if row.contact == incoming.sender_id)
    return Answer(own, incoming.text)


def open_question(house: House, visitor: Visitor) -> Question | None:
    """What he was asked, here or on his phone, and has not answered yet."""
    question = questions.open_for(house.app.db, visitor.ctx.message.sender, PRIVATE)
    return question if question is not None and question.expires_at > house.now else None
