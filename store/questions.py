"""What was asked: numbered questions, numbered lists, and the rounds a group is in.

One question at a time a person and place. Knows nothing of what they are about.
"""

from __future__ import annotations

from datetime import datetime

from store import inbox
from store.codec import replace
from store.database import Database
from store.models import Listing, Question, QuestionState, Round
from store.records import Table

QUESTIONS = Table("questions", Question)
LISTINGS = Table("listings", Listing)
ROUNDS = Table("rounds", Round)


def ask(db: Database, question: Question) -> Question:
    """Open a question; one that was open for the same person and place gives way to it."""
    before = open_for(db, question.wechat_id, question.place)
    if before is not None:
        close(db, before, QuestionState.EXPIRED)
    question = replace(question, slot=_slot(question.wechat_id, question.place))
    return QUESTIONS.added(db, question)


def open_for(db: Database, wechat_id: str, place: str) -> Question | None:
    """What this person is being asked there."""
    return QUESTIONS.one(db, slot=_slot(wechat_id, place))


def meant(db: Database, wechat_id: str, place: str, at: datetime) -> Question | None:
    """What somebody who spoke at this moment was being asked there.

    An answer given in time counts, though it arrives when the question is closed; and one
    sent before a newer question was asked belongs to the one before, not to what its sender
    had not seen yet. A question is answered once.
    """
    asked = [q for q in QUESTIONS.find(db, wechat_id=wechat_id) if q.place == place]
    if not asked:
        return None
    found = asked[-1]
    if at < found.at and inbox.seen(db, found.why):  # both moments are the channel's own
        found = next((q for q in reversed(asked) if q.at <= at), found)
    waits = found.state in (QuestionState.OPEN, QuestionState.EXPIRED)
    return found if waits and found.expires_at > at else None


def ran_out(db: Database, wechat_id: str, place: str) -> bool:
    """Whether what this person was asked last expired without an answer."""
    asked = [q for q in QUESTIONS.find(db, wechat_id=wechat_id) if q.place == place]
    return bool(asked) and asked[-1].state is QuestionState.EXPIRED


def caused_by(db: Database, why: str) -> list[Question]:
    """What was asked because of a message or a post, oldest first."""
    return QUESTIONS.find(db, why=why)


def close(db: Database, question: Question, state: QuestionState) -> None:
    """A question was answered or has expired."""
    QUESTIONS.put(db, replace(question, state=state, slot=None))


def still_open(db: Database) -> list[Question]:
    """What waits for an answer, oldest first. Asked at each message: read once a change."""

    def read() -> tuple[Question, ...]:
        return tuple(QUESTIONS.find(db, state=QuestionState.OPEN))

    return list(db.remembered(QUESTIONS.name, "open", read))


def expire(db: Database, now: datetime) -> None:
    """Close what nobody answered in time; nothing is recorded for it."""
    for question in still_open(db):
        if question.expires_at <= now:
            close(db, question, QuestionState.EXPIRED)


def _slot(wechat_id: str, place: str) -> str:
    return f"{place}\n{wechat_id}"


def show_list(db: Database, listing: Listing) -> None:
    """Keep what numbers a person was shown, in place of what he was shown before."""
    before = LISTINGS.one(db, wechat_id=listing.wechat_id, kind=listing.kind)
    LISTINGS.put(db, replace(listing, id=before.id if before else 0))


def listed(db: Database, wechat_id: str, kind: str) -> tuple[str, ...]:
    """The entries a person was shown last, number 1 first."""
    listing = LISTINGS.one(db, wechat_id=wechat_id, kind=kind)
    return listing.entries if listing else ()


def last_list(db: Database, wechat_id: str) -> Listing | None:
    """The list a person was shown last, of whatever kind."""
    return max(LISTINGS.find(db, wechat_id=wechat_id), key=lambda one: one.at, default=None)


def open_round(db: Database, round_: Round) -> None:
    """The group is now being asked about this."""
    before = ROUNDS.one(db, branch=round_.branch, kind=round_.kind)
    ROUNDS.put(db, replace(round_, id=before.id if before else 0))


def rounds(db: Database, branch: str) -> list[Round]:
    """What the group was asked about, the newest first."""
    return sorted(ROUNDS.find(db, branch=branch), key=lambda r: r.at, reverse=True)
