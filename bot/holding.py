"""Announcements that wait for somebody's word before they go to the group.

A publication may need the secretary's release; a reminder of dues waits until the collector
has confirmed what members claimed, so that nobody is reminded of what he paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.outlook import ASK_AGAIN_AFTER, Outlook
from scheduler.dues_posts import claims_waiting, confirmers
from scheduler.plan import WAITS_FOR_COLLECTOR
from scheduler.posts import Post
from scheduler.steered import Steered
from store import questions, roster, steering
from store.database import Database
from store.models import Cause, Intervention, Listing, Role, Step

COLLECTOR_FIRST = timedelta(days=2)
"""How long the collector has before a reminder is looked at again."""


def holding_why(key: str) -> str:
    """The cause of what is asked about an occurrence that waits."""
    return f"holding/{key}"


LIST = "coming"
"""The kind of numbered list that 预告 shows and 放行 refers to."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Decides whether something due must wait, and says in private whom for."""

    db: Database
    outlook: Outlook

    def waits(self, due: Steered, now: datetime) -> bool:
        """Whether it must not be posted now."""
        if self.outlook.awaits_release(due):
            return True
        return due.occurrence.kind in WAITS_FOR_COLLECTOR and bool(
            claims_waiting(self.db, due.occurrence.branch)
        )

    def ask(self, due: Steered, now: datetime, *, heard: bool) -> list[Post]:
        """The private posts that it waits with, and the steps kept; a transaction is open.

        ``heard``: nothing that was asked before still waits to be sent. What nobody was asked
        yet is asked anew, as things now stand.
        """
        if self.outlook.awaits_release(due):
            return self._ask_release(due, now, heard=heard)
        return self._collector_first(due, now, heard=heard)

    def _ask_release(self, due: Steered, now: datetime, *, heard: bool) -> list[Post]:
        asked = due.course.asked_at
        if asked is not None and (due.course.reminded or now < asked + ASK_AGAIN_AFTER):
            return []
        again = asked is not None and heard
        self._keep(due, now, Step.REMINDED if again else Step.ASKED)
        branch = due.occurrence.branch
        waiting = [c for c in self.outlook.coming(branch, now) if c.awaits_release and c.waits_now]
        keys = tuple(c.key for c in waiting)
        for secretary in roster.officers(self.db, branch, Role.SECRETARY):
            for wechat_id in roster.wechat_ids(self.db, secretary.id):
                questions.show_list(self.db, Listing(wechat_id, LIST, keys, now))
        number = keys.index(due.occurrence.key) + 1
        this = waiting[number - 1]
        values = {"title": this.title, "text": this.text, "number": number, "again": again}
        return [Post("announcement.release", values, to=Role.SECRETARY)]

    def _collector_first(self, due: Steered, now: datetime, *, heard: bool) -> list[Post]:
        self._keep(due, now, Step.HELD, now + COLLECTOR_FIRST)
        if due.course.held and heard:
            return []
        branch = due.occurrence.branch
        values = {"count": len(claims_waiting(self.db, branch))}
        return [Post("announcement.collector_first", values, to=confirmers(self.db, branch))]

    def _keep(self, due: Steered, now: datetime, step: Step, until: datetime | None = None) -> None:
        occurrence = due.occurrence
        cause = Cause(now, None, occurrence.key)
        kept = Intervention(
            key=occurrence.key,
            branch=occurrence.branch,
            kind=occurrence.kind,
            due_at=occurrence.due_at,
            step=step,
            at=now,
            by=None,
            why=cause.why,
            period=occurrence.period,
            meeting=occurrence.meeting,
            lead=occurrence.lead,
            useless_after=occurrence.useless_after,
            months=occurrence.months,
            until=until,
        )
        steering.take(self.db, cause, kept)
