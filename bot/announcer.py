"""What falls due without anybody asking: the plan minus the deliveries, into the outbox.

Each occurrence is one transaction with its delivery, so it happens once however
often this runs. What came too late to be of use is told to the secretary instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.inbox import Served
from bot.speaking import Speaker
from handlers.meetings import KIND_NAMES
from scheduler import plan
from scheduler.announcements import Announcement, Post, Terms, announce, missed
from scheduler.calendar import QuietHours
from scheduler.plan import BranchPlan, MeetingDates, Occurrence
from store import dues, meetings, outbox, questions
from store.database import Database
from store.models import Cause, Delivery, DeliveryState, OutboxRow
from store.period import Period

HORIZON = timedelta(days=400)
"""How far ahead the alarm clock looks; every rule comes round within a year."""


class Announcer:
    """Settles the plans of all branches up to a moment."""

    def __init__(
        self,
        db: Database,
        served: Mapping[str, Served],
        plans: Sequence[BranchPlan],
        quiet: QuietHours,
        terms: Mapping[str, Terms],
    ) -> None:
        self._db = db
        self._served = served
        self._plans = plans
        self._quiet = quiet
        self._terms = terms

    def settle(self, now: datetime) -> None:
        """Put everything that is owed up to now into the outbox, in order, each once.

        A branch's plan begins with the day on which it is first served.
        """
        self.begin_months(now)
        for branch_plan in self._plans:
            self._settle(branch_plan, now)

    def begin_months(self, now: datetime) -> None:
        """The months up to now are owed; nothing is announced."""
        for branch_plan in self._plans:
            self._open_months(branch_plan.branch, now)

    def next_due(self, now: datetime) -> datetime | None:
        """When something falls due next: an occurrence, or the month's turn."""
        following = Period.of(now) + 1
        turn = datetime(following.year, following.month, 1, tzinfo=now.tzinfo)
        found = plan.next_due(self._plans, self._meetings(), now, HORIZON)
        return min(turn, found) if found else turn

    def _open_months(self, branch: str, now: datetime) -> None:
        this = Period.of(now)
        opened = dues.opened_months(self._db, branch)
        if opened and opened[-1] >= this:
            return
        first = opened[-1] + 1 if opened else this
        with self._db.transaction():
            for period in first.up_to(this):
                dues.open_month(
                    self._db, Cause(now, None, f"month/{branch}/{period}"), branch, period
                )

    def _settle(self, branch_plan: BranchPlan, now: datetime) -> None:
        branch = branch_plan.branch
        since = outbox.settled_until(self._db, branch)
        if since is None:
            since = now.replace(hour=0, minute=0, second=0, microsecond=0)
            with self._db.transaction():
                outbox.settle(self._db, branch, since)
        due = plan.occurrences([branch_plan], self._meetings(branch), since, now)
        owed = [o for o in due if not outbox.is_delivered(self._db, o.key)]
        late = [o for o in owed if o.is_useless(now)]
        for occurrence in owed:
            if occurrence not in late:
                self._post(occurrence, now)
        if late:
            self._miss(branch, late, now)

    def _post(self, occurrence: Occurrence, now: datetime) -> None:
        branch = occurrence.branch
        with self._db.transaction():
            said = announce(self._db, self._terms[branch], occurrence, now)
            rows = self._rows(branch, said, occurrence.key, now) if said else []
            if said and said.round:
                questions.open_round(self._db, said.round)
            state = DeliveryState.POSTED if rows else DeliveryState.NOTHING_TO_SAY
            self._deliver(occurrence, now, state, rows, said.made_of if said else ())
            outbox.settle(self._db, branch, occurrence.due_at)

    def _rows(self, branch: str, said: Announcement, why: str, now: datetime) -> list[OutboxRow]:
        held = self._quiet.next_allowed(now)
        not_before = held if held > now else None
        return [row for post in said.posts for row in self._put(branch, post, why, now, not_before)]

    def _put(
        self, branch: str, post: Post, why: str, now: datetime, not_before: datetime | None
    ) -> list[OutboxRow]:
        served = self._served[branch]
        speaker = Speaker(self._db, served.branch, served.texts)
        if post.to is None:
            return speaker.to_rooms(post.text, post.values, now, why, not_before)
        return speaker.to_office(post.to, post.text, post.values, now, why, not_before)

    def _miss(self, branch: str, late: list[Occurrence], now: datetime) -> None:
        with self._db.transaction():
            note = missed(late, now, self._terms[branch])
            rows = self._put(branch, note, f"missed/{late[0].key}", now, None)
            for occurrence in late:
                self._deliver(occurrence, now, DeliveryState.MISSED, rows, ())
            outbox.settle(self._db, branch, late[-1].due_at)

    def _deliver(
        self,
        occurrence: Occurrence,
        now: datetime,
        state: DeliveryState,
        rows: list[OutboxRow],
        made_of: tuple[str, ...],
    ) -> None:
        outbox.delivered(
            self._db,
            Delivery(
                key=occurrence.key,
                branch=occurrence.branch,
                kind=occurrence.kind,
                due_at=occurrence.due_at,
                at=now,
                state=state,
                posts=tuple(row.id for row in rows),
                made_of=made_of,
            ),
        )

    def _meetings(self, branch: str | None = None) -> list[MeetingDates]:
        branches = [branch] if branch else [p.branch for p in self._plans]
        return [
            MeetingDates(m.id, m.branch, m.begins, m.arranged_at or m.at, m.revision)
            for name in branches
            for m in meetings.arranged(self._db, name)
        ]


def terms_of(served: Served, *, shows_names: bool) -> Terms:
    """What announcements know of a branch."""
    return Terms(served.branch.id, served.branch.name, shows_names, KIND_NAMES)
