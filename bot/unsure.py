"""Posts of which nobody knows whether they are in the group: the secretary is asked, once.

An unsure send waits a while for the bot's own echo. A reply is then let go (who
spoke will speak again); an announcement is put to the secretary with numbered
answers, and is never sent again without his word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.inbox import Served
from bot.speaking import Speaker
from handlers.conversation import EXPIRES_AFTER, PRIVATE
from store import burden, outbox, questions, roster
from store.database import Database
from store.models import OutboxRow, PostState, Question, Role
from store.period import Period

ECHO_WITHIN = timedelta(minutes=1)
"""How long an unsure send waits for its own echo."""

_OPTIONS = ("在群里", "没有，再发一次", "不管了")


class Unsure:
    """Settles posts whose end is unknown."""

    def __init__(self, db: Database, served: Mapping[str, Served]) -> None:
        self._db = db
        self._served = served

    def settle(self, now: datetime) -> None:
        """Ask about announcements that no echo settled in time; let go of replies."""
        for row in outbox.in_state(self._db, PostState.AMBIGUOUS):
            if row.sent_at is not None and row.sent_at + ECHO_WITHIN > now:
                continue
            with self._db.transaction():
                asked = not row.reply and self._ask(row, now)
                state = PostState.ASKED if asked else PostState.DROPPED
                outbox.change(self._db, replace(row, state=state))

    def next_moment(self) -> datetime | None:
        """When the next unsure post has waited long enough."""
        unsure = outbox.in_state(self._db, PostState.AMBIGUOUS)
        return min((row.sent_at + ECHO_WITHIN for row in unsure if row.sent_at), default=None)

    def _ask(self, row: OutboxRow, now: datetime) -> bool:
        """Ask the first secretary whose WeChat is known; False where there is none."""
        served = self._served.get(row.branch)
        if served is None:
            return False
        for secretary in roster.officers(self._db, row.branch, Role.SECRETARY):
            for wechat_id in roster.wechat_ids(self._db, secretary.id)[-1:]:
                why = f"unsure/{row.id}"
                question = Question(
                    kind="unsure-post",
                    wechat_id=wechat_id,
                    place=PRIVATE,
                    options=_OPTIONS,
                    matter={"post": row.id},
                    at=now,
                    expires_at=now + EXPIRES_AFTER,
                    why=why,
                )
                questions.ask(self._db, question)
                burden.questioned(self._db, row.branch, Period.of(now))
                speaker = Speaker(self._db, served.branch, served.texts)
                values = {"text": row.text, "options": list(_OPTIONS)}
                speaker.to_member(secretary.id, "announcement.unsure", values, now, why)
                return True
        return False
