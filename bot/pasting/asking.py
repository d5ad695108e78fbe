"""Questions about a pasted message, put to whoever pastes instead of to its sender.

They are the handlers' own, in private; an answer goes back to the handlers as the sender's.
What was asked here is carried to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.app import App
from bot.gateway.base import Incoming, MessageKind
from bot.pasting.heard import Asked
from bot.pasting.lines import Line
from bot.speaking import CARRIED
from handlers.conversation import PRIVATE
from store import audit, outbox, questions
from store.models import PostState, Question

ANSWER = "/answer"
"""Follows the id of the message that caused a question; so does the answer's own question."""

SHOWN_HERE = "paste"
"""The channel of what was said to whoever pastes, there and then."""

Choose = Callable[[Line, Asked], int | None]
"""Which option answers a question about a line, from 0; None leaves it unanswered."""


def whys(message: str, answers: int) -> list[str]:
    """The causes of what a message did, and of what the answers about it did."""
    return [message + ANSWER * n for n in range(answers + 1)]


@dataclass(slots=True)
class Asking:
    """What is asked about the messages of one paste. ``said_here``: texts shown here already."""

    app: App
    said_here: set[str] = field(default_factory=set)

    def put(self, line: Line, incoming: Incoming, choose: Choose) -> list[Asked]:
        """Put what was asked about a message, until nothing more is asked."""
        asked = self._put(line, incoming, choose)
        self._keep_here(incoming.id, len(asked))
        return asked

    def _put(self, line: Line, incoming: Incoming, choose: Choose) -> list[Asked]:
        asked: list[Asked] = []
        why = incoming.id
        while (question := self._question(why, incoming.sender_id)) is not None:
            text = self._words(question)
            self.said_here.add(text)
            choice = choose(line, Asked(text, question.options))
            asked.append(Asked(text, question.options, choice))
            if choice is None:
                break
            why = f"{why}{ANSWER}"
            self.app.inbox.handle(
                replace(
                    incoming,
                    id=why,
                    kind=MessageKind.TEXT,
                    room_id=None,
                    text=str(choice + 1),
                    recalls=None,
                )
            )
            if not audit.AUDIT.find(self.app.db, why=why):  # he need not be told what was not done
                self.said_here |= {row.text for row in outbox.caused_by(self.app.db, why)}
        return asked

    def _question(self, why: str, sender: str) -> Question | None:
        question = questions.open_for(self.app.db, sender, PRIVATE)
        return question if question is not None and question.why == why else None

    def _words(self, question: Question) -> str:
        """The question as it was put: of what was said to him, the text that has its options."""
        said = outbox.caused_by(self.app.db, question.why)
        texts = [row.text for row in said if row.contact == question.wechat_id]
        shown = (t for t in reversed(texts) if all(option in t for option in question.options))
        return next(shown, texts[-1])

    def _keep_here(self, why: str, answers: int) -> None:
        """What was asked and answered here is not carried to anybody."""
        with self.app.db.transaction():
            for row in (r for w in whys(why, answers) for r in outbox.caused_by(self.app.db, w)):
                to_carry = row.state is PostState.NEW or row.channel_id == CARRIED
                if to_carry and row.text in self.said_here:
                    here = replace(row, state=PostState.SENT, channel_id=SHOWN_HERE)
                    outbox.change(self.app.db, replace(here, sent_at=self.app.clock.now()))
