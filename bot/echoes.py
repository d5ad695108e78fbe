"""The bot's own posts that come back settle what was unsure: they stand in the group.

Knows nothing of sending; what is asked about a post, and why, is found by its cause.
"""

from __future__ import annotations

from dataclasses import replace

from bot.gateway.base import Incoming
from bot.own_posts import same_post
from store import outbox, questions
from store.database import Database
from store.models import OutboxRow, PostState, QuestionState


def unsure_why(row: OutboxRow) -> str:
    """The cause of what is asked about a post that is unsure."""
    return f"unsure/{row.id}"


def settled_by_echo(db: Database, incoming: Incoming) -> None:
    """The first unsure send of just these words was sent; nobody is asked about it any more."""
    unsure = outbox.in_state(db, PostState.AMBIGUOUS)
    for row in unsure + outbox.in_state(db, PostState.ASKED):
        if same_post(row.room, row.text, incoming):
            with db.transaction():
                sent = replace(row, state=PostState.SENT, channel_id=incoming.id)
                outbox.change(db, replace(sent, sent_at=incoming.sent_at))
                _ask_no_longer(db, row)
            return


def _ask_no_longer(db: Database, row: OutboxRow) -> None:
    """What was to be asked about a post that is settled need not be asked."""
    why = unsure_why(row)
    for question in questions.caused_by(db, why):
        if question.state is QuestionState.OPEN:
            questions.close(db, question, QuestionState.EXPIRED)
    outbox.drop(db, outbox.unsent(db, why))
