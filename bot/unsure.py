"""Posts of which nobody knows whether they were sent: the secretary is asked about the group's.

An unsure send waits a while for the bot's own echo. A reply is then let go (who spoke will
speak again). What was for one person is sent again and says so. An announcement is put to
the secretary with numbered answers, one at a time, and is never sent again without his word.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.echoes import unsure_why
from bot.inbox import Served
from bot.speaking import Speaker
from handlers.conversation import EXPIRES_AFTER, PRIVATE
from scheduler.calendar import QuietHours
from store import burden, outbox, questions, roster
from store.codec import replace
from store.database import Database
from store.models import OutboxRow, PostState, Question, QuestionState, Role
from store.period import Period

log = logging.getLogger(__name__)

ECHO_WITHIN = timedelta(minutes=1)
"""How long an unsure send waits for its own echo."""

_KIND = "unsure-post"
_OPTIONS = ("在群里", "没有，再发一次", "不管了")


MOST_TIMES = 3
"""How often a private post is sent, and the secretary asked, before it is let be."""


class Unsure:
    """Settles posts whose end is unknown."""

    def __init__(self, db: Database, served: Mapping[str, Served], quiet: QuietHours) -> None:
        self._db = db
        self._served = served
        self._quiet = quiet

    def settle(self, now: datetime) -> None:
        """Decide about what no echo settled in time, and close questions nobody answered.

        In the quiet hours nobody is asked: an echo may still come.
        """
        self._expire(now)
        if self._quiet.is_quiet(now):
            return
        for row in outbox.in_state(self._db, PostState.ASKED):
            if not self._is_being_asked(row):
                self._change(row, PostState.AMBIGUOUS)
        for row in outbox.in_state(self._db, PostState.AMBIGUOUS):
            if row.sent_at is not None and row.sent_at + ECHO_WITHIN > now:
                continue
            with self._db.transaction():
                outbox.change(self._db, replace(row, state=self._decided(row, now)))

    def next_moment(self, now: datetime) -> datetime | None:
        """When the next unsure post has waited long enough."""
        unsure = outbox.in_state(self._db, PostState.AMBIGUOUS)
        moments = [row.sent_at + ECHO_WITHIN for row in unsure if row.sent_at]
        asked = questions.still_open(self._db)
        moments += [q.expires_at for q in asked if q.kind == _KIND]
        return min((moment for moment in moments if moment > now), default=None)

    def _expire(self, now: datetime) -> None:
        if any(q.expires_at <= now for q in questions.still_open(self._db)):
            with self._db.transaction():
                questions.expire(self._db, now)

    def _is_being_asked(self, row: OutboxRow) -> bool:
        asked = questions.caused_by(self._db, unsure_why(row))
        return any(question.state is QuestionState.OPEN for question in asked)

    def _decided(self, row: OutboxRow, now: datetime) -> PostState:
        if row.reply:
            return PostState.DROPPED
        if row.room is None:
            self._say_again(row, now)
            return PostState.DROPPED
        return self._ask(row, now)

    def _say_again(self, row: OutboxRow, now: datetime) -> None:
        """Once more to one person, in words that say so: a double is no harm, a loss may be."""
        family = outbox.caused_by(self._db, row.why)
        before = [r for r in family if r.contact == row.contact and row.text.endswith(r.text)]
        served = self._served.get(row.branch)
        if served is None or len(before) >= MOST_TIMES:
            log.warning("post %s to one person stays unsure", row.id)
            return
        values = {"text": before[0].text, "times": len(before)}
        text = served.texts.render("announcement.again", values, private=True)
        again = replace(row, id=0, text=text, at=now, state=PostState.NEW, sent_at=None)
        outbox.put(self._db, replace(again, not_before=None, attempts=0))

    def _ask(self, row: OutboxRow, now: datetime) -> PostState:
        """Ask the first secretary whose WeChat is known, once he is asked nothing else."""
        asked = questions.caused_by(self._db, unsure_why(row))
        unanswered = [q for q in asked if q.state is QuestionState.EXPIRED]
        served = self._served.get(row.branch)
        for secretary in roster.officers(self._db, row.branch, Role.SECRETARY):
            for wechat_id in roster.wechat_ids(self._db, secretary.id)[-1:]:
                if served is None or len(unanswered) >= MOST_TIMES:
                    break
                if questions.open_for(self._db, wechat_id, PRIVATE) is not None:
                    return PostState.AMBIGUOUS
                questions.ask(self._db, _question(row, wechat_id, now))
                burden.questioned(self._db, row.branch, Period.of(now))
                speaker = Speaker(self._db, served.branch, served.texts)
                times = len(unanswered) + 1
                values = {
                    "text": row.text,
                    "options": list(_OPTIONS),
                    "times": times,
                    "last": times == MOST_TIMES,
                }
                why = unsure_why(row)
                speaker.to_member(secretary.id, "announcement.unsure", values, now, why)
                return PostState.ASKED
        log.warning("post %s stays unsure: nobody answered", row.id)
        return PostState.DROPPED

    def _change(self, row: OutboxRow, state: PostState) -> None:
        with self._db.transaction():
            outbox.change(self._db, replace(row, state=state))


def _question(row: OutboxRow, wechat_id: str, now: datetime) -> Question:
    return Question(
        kind=_KIND,
        wechat_id=wechat_id,
        place=PRIVATE,
        options=_OPTIONS,
        matter={"post": row.id},
        at=now,
        expires_at=now + EXPIRES_AFTER,
        why=unsure_why(row),
    )
