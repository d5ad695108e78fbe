"""What falls due without anybody asking: the plan minus the deliveries, into the outbox.

Each occurrence is one transaction with its delivery, so it happens once however
often this runs. What came too late to be of use is told to the secretary instead.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.holding import Holding, holding_why
from bot.inbox import Served
from bot.outlook import Outlook
from bot.posting import Posting
from bot.wrong_clock import WrongClock
from handlers.meetings import KIND_NAMES
from scheduler.announcements import announce, missed, reworded
from scheduler.plan import BranchPlan
from scheduler.posts import Announcement, Terms
from scheduler.publication import Shows
from scheduler.steered import Steered, carried
from store import arrears, dues, outbox, questions, steering
from store.database import Database
from store.models import Cause, Delivery, DeliveryState, OutboxRow
from store.period import Period


class Announcer:
    """Settles the plans of all branches up to a moment."""

    def __init__(
        self,
        db: Database,
        outlook: Outlook,
        posting: Posting,
        wrong_clock: WrongClock,
    ) -> None:
        self._db = db
        self.wrong_clock = wrong_clock
        self._outlook = outlook
        self._posting = posting
        self._quiet = posting.quiet
        self._holding = Holding(db, outlook)
        self._settled: tuple[tuple[int, ...], datetime, datetime | None] | None = None

    def settle(self, now: datetime) -> None:
        """Put everything that is owed up to now into the outbox, in order, each once.

        A branch's plan begins with the day on which it is first served.
        """
        if self._is_settled(now):
            return
        if self.wrong_clock.is_behind(now):
            for branch_plan in self._outlook.plans:
                self.wrong_clock.tell_behind(branch_plan.branch, now)
            return
        self.begin_months(now)
        for branch_plan in self._outlook.plans:
            self.wrong_clock.put_right(branch_plan.branch, now)
            self._begin(branch_plan.branch, now)
            self._settle(branch_plan, now)
        self._settled = (self._outlook.stamps(), now, self.next_due(now))

    def _is_settled(self, now: datetime) -> bool:
        """Whether nothing fell due and nothing was decided since this ran last."""
        if self._settled is None:
            return False
        stamps, then, until = self._settled
        return stamps == self._outlook.stamps() and then <= now and (not until or now < until)

    def begin_months(self, now: datetime) -> None:
        """The months up to now are owed; nothing is announced."""
        for branch_plan in self._outlook.plans:
            self._open_months(branch_plan.branch, now)

    def next_due(self, now: datetime) -> datetime | None:
        """When there is something to do next: an occurrence, the quiet's end, the month's turn."""
        following = Period.of(now) + 1
        turn = datetime(following.year, following.month, 1, tzinfo=now.tzinfo)
        if self._quiet.is_quiet(now):
            return min(turn, self._quiet.next_allowed(now))
        found = self._outlook.next_due(now)
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

    def _begin(self, branch: str, now: datetime) -> None:
        """A branch first served starts with today."""
        if outbox.settled_until(self._db, branch) is None:
            with self._db.transaction():
                midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
                outbox.settle(self._db, branch, midnight)

    def _settle(self, branch_plan: BranchPlan, now: datetime) -> None:
        """Nothing in the quiet hours: till they end the secretary may still steer it."""
        if self._quiet.is_quiet(now):
            return
        branch = branch_plan.branch
        ahead = self._outlook.steered(branch_plan, now)
        late: list[Steered] = []
        for due in ahead:
            if due.due_at > now:
                continue
            if due.course.cancelled:
                self._close(due, now, DeliveryState.CANCELLED)
            elif due.occurrence.is_lost_at_night(self._quiet):
                self._close(due, now, DeliveryState.NOTHING_TO_SAY)
            elif due.occurrence.is_useless(now):
                late.append(due)
            elif self._holding.waits(due, now):
                self._hold(due, now)
            else:
                self._post(due, now)
        if late:
            self._miss(branch, late, now)
        self._forget(branch, {due.occurrence.key for due in ahead}, now)

    def _post(self, due: Steered, now: datetime) -> None:
        branch = due.occurrence.branch
        with self._db.transaction():
            said = announce(self._db, self._outlook.terms[branch], due.occurrence, now)
            if said and due.course.text:
                said = reworded(said, due.course.text)
            posts, lapses = said.posts if said else (), due.occurrence.useless_after
            rows = [
                outbox.change(self._db, replace(row, useless_after=lapses))
                for row in self._posting.put_all(branch, posts, due.occurrence.key, now)
            ]
            if said and said.round:
                questions.open_round(self._db, said.round)
            for run, months in said.told if said and rows else ():
                arrears.tell(self._db, Cause(now, None, due.occurrence.key), run, months)
            state = DeliveryState.POSTED if rows else DeliveryState.NOTHING_TO_SAY
            self._deliver(due, now, state, rows, said)

    def _hold(self, due: Steered, now: datetime) -> None:
        with self._db.transaction():
            why = holding_why(due.occurrence.key)
            unheard = outbox.unsent(self._db, why)
            posts = self._holding.ask(due, now, heard=not unheard)
            if posts:
                outbox.drop(self._db, unheard)
            self._posting.put_all(due.occurrence.branch, posts, why, now)

    def _close(self, due: Steered, now: datetime, state: DeliveryState) -> None:
        with self._db.transaction():
            self._deliver(due, now, state, [])

    def _miss(self, branch: str, late: list[Steered], now: datetime) -> None:
        with self._db.transaction():
            note = missed(self._db, self._outlook.terms[branch], late)
            rows = self._posting.put(branch, note, f"missed/{late[0].occurrence.key}", now)
            for due in late:
                self._deliver(due, now, DeliveryState.MISSED, rows)

    def _deliver(
        self,
        due: Steered,
        now: datetime,
        state: DeliveryState,
        rows: list[OutboxRow],
        said: Announcement | None = None,
    ) -> None:
        """Keep what became of an occurrence, and that it is done with: nobody is asked about it."""
        occurrence = due.occurrence
        delivery = Delivery(
            key=occurrence.key,
            branch=occurrence.branch,
            kind=occurrence.kind,
            due_at=occurrence.due_at,
            period=occurrence.period,
            months=occurrence.months,
            at=now,
            state=state,
            posts=tuple(row.id for row in rows),
            made_of=said.made_of if said else (),
        )
        outbox.delivered(self._db, delivery)
        outbox.drop(self._db, outbox.unsent(self._db, holding_why(occurrence.key)))
        outbox.settle(self._db, occurrence.branch, occurrence.due_at)
        steering.close(self._db, occurrence.branch, occurrence.key)

    def _forget(self, branch: str, known: set[str], now: datetime) -> None:
        """Steps about what the plan no longer holds: its meeting moved, its rule was dropped."""
        steps = steering.open_steps(self._db, branch)
        over = [k for k, s in steps.items() if k not in known and carried(s[0]).due_at <= now]
        if over:
            with self._db.transaction():
                for key in over:
                    steering.close(self._db, branch, key)


def terms_of(served: Served, *, shows: Shows, clocks: tuple[int, ...]) -> Terms:
    """What announcements know of a branch."""
    branch = served.branch
    rules, silence = branch.meeting_rules, branch.silence_months
    return Terms(branch.id, branch.name, shows, KIND_NAMES, rules, clocks, silence)
