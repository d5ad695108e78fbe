"""What is ahead: the plan with what was decided about it, for the announcer and for the secretary.

Only looks; what is done about it is the announcer's business.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.inbox import Served
from handlers.context import Coming
from scheduler import plan
from scheduler.announcements import announce, reworded, titled
from scheduler.calendar import QuietHours
from scheduler.plan import DUES_PUBLICATION, FOR_THE_SECRETARY, BranchPlan, MeetingDates
from scheduler.posts import Terms
from scheduler.steered import Steered, steered
from store import meetings, outbox, steering
from store.database import Database

AHEAD = timedelta(days=31)
"""How far the secretary's preview looks."""

HORIZON = timedelta(days=400)
"""How far ahead the alarm clock looks; every rule comes round within a year."""

ASK_AGAIN_AFTER = timedelta(days=2)
"""How long a release is waited for before the secretary is reminded, once."""


class Outlook:
    """Looks ahead over the plans of all branches."""

    def __init__(
        self,
        db: Database,
        served: Mapping[str, Served],
        plans: Sequence[BranchPlan],
        quiet: QuietHours,
        terms: Mapping[str, Terms],
        released_by_hand: Collection[str],
    ) -> None:
        self._db = db
        self._served = served
        self._quiet = quiet
        self._released_by_hand = frozenset(released_by_hand)
        self.plans = tuple(plans)
        self.terms = terms
        self._runs = plan.NextRuns(self.plans)
        self._next: tuple[tuple[int, ...], datetime, datetime | None] | None = None

    def steered(
        self, branch_plan: BranchPlan, now: datetime, ahead: timedelta = timedelta()
    ) -> list[Steered]:
        """All that is planned up to now (and ``ahead``) or was put off, and is not done with."""
        branch, until = branch_plan.branch, now + ahead
        settled = outbox.settled_until(self._db, branch) or _midnight(now)
        steps = steering.open_steps(self._db, branch)
        oldest = min((known[0].due_at for known in steps.values()), default=settled)
        dates = self._meetings([branch], min(oldest, settled))
        planned = [
            due
            for due in plan.occurrences([branch_plan], dates, settled, until)
            if not outbox.is_delivered(self._db, due.key)
        ]
        return steered(
            planned,
            steps,
            settled,
            lambda occurrence: plan.stands(occurrence, [branch_plan], dates),
        )

    def awaits_release(self, due: Steered) -> bool:
        """Whether the branch's secretary has yet to say that it may be posted."""
        needs = due.occurrence.branch in self._released_by_hand
        is_publication = due.occurrence.kind == DUES_PUBLICATION
        return needs and is_publication and not due.course.released

    def next_due(self, now: datetime) -> datetime | None:
        """When anything falls due next: by the plan, put off, or to be asked for again.

        Found once, and remembered while nothing changes and that moment has not come.
        """
        stamps = self.stamps()
        if self._next is not None:
            known, asked, due = self._next
            if known == stamps and asked <= now and (due is None or now < due):
                return due
        due = self._next_due(now)
        self._next = (stamps, now, due)
        return due

    def stamps(self) -> tuple[int, ...]:
        """Others once anything changed that the plan depends on."""
        return self._db.stamps("meetings", "interventions", "deliveries", "watermarks")

    def _next_due(self, now: datetime) -> datetime | None:
        branches = [branch_plan.branch for branch_plan in self.plans]
        dates = self._meetings(branches, now)
        moments = [plan.next_due(self.plans, dates, now, HORIZON, self._runs)]
        for branch_plan in self.plans:
            if steering.open_steps(self._db, branch_plan.branch):
                moments += map(self._moment, self.steered(branch_plan, now))
        return min((m for m in moments if m is not None), default=None)

    def _moment(self, due: Steered) -> datetime | None:
        if due.course.cancelled or not self.awaits_release(due) or due.course.asked_at is None:
            return due.due_at
        return None if due.course.reminded else due.course.asked_at + ASK_AGAIN_AFTER

    def coming(self, branch: str, now: datetime) -> list[Coming]:
        """What will be said in the next month, as it would be said by what the books hold now.

        Without what only nudges the secretary himself.
        """
        branch_plan = next(p for p in self.plans if p.branch == branch)
        ahead = self.steered(branch_plan, now, AHEAD)
        return [
            self._coming(due, now)
            for due in ahead
            if not due.occurrence.is_useless(self._quiet.next_allowed(due.due_at))
            and due.occurrence.kind not in FOR_THE_SECRETARY
        ]

    def _coming(self, due: Steered, now: datetime) -> Coming:
        occurrence, course = due.occurrence, due.course
        at = self._quiet.next_allowed(max(due.due_at, now))
        to_group, text = self._text(due, at)
        return Coming(
            key=occurrence.key,
            kind=occurrence.kind,
            planned_at=occurrence.due_at,
            due_at=at,
            title=titled(self._db, self.terms[occurrence.branch], occurrence),
            text=text,
            to_group=to_group,
            period=occurrence.period,
            meeting=occurrence.meeting,
            lead=occurrence.lead,
            useless_after=occurrence.useless_after,
            months=occurrence.months,
            postponed=course.postponed,
            held=course.held,
            cancelled=course.cancelled,
            edited=bool(course.text),
            released=course.released,
            awaits_release=self.awaits_release(due),
            waits_now=course.asked_at is not None,
        )

    def _text(self, due: Steered, at: datetime) -> tuple[bool, str]:
        """Whether it goes to the group, and its words (empty where there is nothing to say yet)."""
        occurrence = due.occurrence
        said = announce(self._db, self.terms[occurrence.branch], occurrence, at)
        if said is None:
            return occurrence.kind not in plan.IN_PRIVATE, ""
        if due.course.text:
            said = reworded(said, due.course.text)
        posts = [post for post in said.posts if post.to_group]
        texts = self._served[occurrence.branch].texts
        shown = [
            texts.render(post.text, post.values, private=not post.to_group)
            for post in posts or said.posts[:1]
        ]
        return bool(posts), "\n".join(shown)

    def _meetings(self, branches: Sequence[str], since: datetime) -> list[MeetingDates]:
        """The meetings that begin later than this: those of years past cost nothing."""
        found: list[MeetingDates] = []
        for branch in branches:
            dates = self._db.remembered("meetings", f"dates/{branch}", partial(self._dates, branch))
            found += dates[bisect_right(dates, since, key=lambda meeting: meeting.at) :]
        return found

    def _dates(self, branch: str) -> tuple[MeetingDates, ...]:
        return tuple(
            MeetingDates(m.id, m.branch, m.begins, m.arranged_at or m.at, m.revision)
            for m in meetings.arranged(self._db, branch)
        )


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
