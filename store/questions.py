"""Questions that wait for a numbered answer: one open at a time a person and place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from store.database import Database
from store.models import Question, QuestionState
from store.records import Table

QUESTIONS = Table("questions", Question)


def ask(db: Database, question: Question) -> Question:
    """Open a question; one that was open for the same person and place gives way to it."""
    before = open_for(db, question.wechat_id, question.place)
    if before is not None:
        close(db, before, QuestionState.EXPIRED)
    question = replace(question, slot=_slot(question.wechat_id, question.place))
    return replace(question, id=QUESTIONS.add(db, question))


def open_for(db: Database, wechat_id: str, place: str) -> Question | None:
    """What this person is being asked there."""
    return QUESTIONS.one(db, slot=_slot(wechat_id, place))


def close(db: Database, question: Question, state: QuestionState) -> None:
    """A question was answered or has expired."""
    QUESTIONS.put(db, replace(question, state=state, slot=None))


def expire(db: Database, now: datetime) -> None:
    """Close what nobody answered in time; nothing is recorded for it."""
    for question in QUESTIONS.find(db, state=QuestionState.OPEN):
        if question.expires_at <= now:
            close(db, question, QuestionState.EXPIRED)


def _slot(wechat_id: str, place: str) -> str:
    return f"{place}\n{wechat_id}"
