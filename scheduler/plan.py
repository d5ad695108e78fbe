"""What falls due, and when: occurrences of all rules, each with a key that is unique for ever.

Pure: what is owed is the plan minus what was delivered, so it may be asked any number of times.
Knows neither what an occurrence says (``scheduler/announcements.py``) nor whether it was sent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.calendar import QuietHours
from scheduler.recurrence import Cycle, Lead, Rule, Run
from store.period import Period

DUES_NOTICE = "dues-notice"
DUES_PUBLICATION = "dues-publication"
DUES_REMINDER = "dues-reminder"
COLLECTOR_REMINDER = "collector-reminder"
PRIVATE_REMINDER = "private-reminder"
CHECKIN_PROMPT = "checkin-prompt"
MEETING_REMINDER = "meeting-reminder"
SILENCE_NOTE = "silence-note"
HOMECOMING_NOTE = "homecoming-note"
MEETING_NUDGE = "meeting-nudge"
ARREARS_NOTICE = "arrears-notice"

FOR_THE_SECRETARY = frozenset({MEETING_NUDGE, SILENCE_NOTE, HOMECOMING_NOTE, ARREARS_NOTICE})
"""Kinds that only tell the secretary something; there is nothing of them to preview or steer."""

IN_PRIVATE = frozenset({COLLECTOR_REMINDER, PRIVATE_REMINDER})
"""Kinds that are said to single persons: previewed and steered, but there is no text to edit."""

WAITS_FOR_COLLECTOR = frozenset({DUES_REMINDER, PRIVATE_REMINDER})
"""Kinds that would remind people of what they paid while the collector is behind."""


class Covers(StrEnum):
    """The month that a regular post is about; the values are what config.yaml says."""

    THIS_MONTH = "本月"
    LAST_MONTH = "上月"


@dataclass(frozen=True, slots=True)
class RegularPost:
    """A kind of announcement that comes round by a rule.

    ``lapses``: of no use once the next one is due, as a prompt is after a long sleep, be it
    unsaid or said and not sent. A publication is owed however late, and so is what is told of
    each person once only: its next run would not tell it again. ``spans``: by a rule that comes
    once a quarter it is about all three months of that quarter.
    """

    kind: str
    rule: Rule
    covers: Covers = Covers.THIS_MONTH
    lapses: bool = False
    spans: bool = False


@dataclass(frozen=True, slots=True)
class BranchPlan:
    """All that is announced in one branch. Raises ValueError if a kind is planned twice."""

    branch: str
    posts: tuple[RegularPost, ...] = ()
    leads: tuple[Lead, ...] = ()

    def __post_init__(self) -> None:
        kinds = [post.kind for post in self.posts]
        if len(set(kinds)) < len(kinds) or MEETING_REMINDER in kinds:
            raise ValueError(f"each kind once a branch, and no regular {MEETING_REMINDER}: {kinds}")


@dataclass(frozen=True, slots=True)
class MeetingDates:
    """When a meeting begins, and when that was settled; cancelled meetings are left out.

    A meeting that is moved gets the next ``revision`` and the moment of the move as
    ``arranged_at``, so that its reminders are new ones.
    """

    id: int
    branch: str
    at: datetime
    arranged_at: datetime
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One due run of a rule; ``period`` is the month it is about, ``lead`` a ``Lead.key``.

    It may be about several ``months``, ``period`` being the first.
    """

    key: str
    due_at: datetime
    kind: str
    branch: str
    period: Period | None = None
    meeting: int | None = None
    lead: str | None = None
    useless_after: datetime | None = None
    months: int = 1

    @property
    def periods(self) -> list[Period]:
        """The months it is about."""
        return [self.period + n for n in range(self.months)] if self.period else []

    def is_useless(self, now: datetime) -> bool:
        """Whether it is too late to be of use: then it is missed and told, not posted."""
        return self.useless_after is not None and now >= self.useless_after

    def is_lost_at_night(self, quiet: QuietHours) -> bool:
        """Whether it is due in quiet hours that end too late for it: so it is not owed at all."""
        return self.is_useless(quiet.next_allowed(self.due_at))


def occurrences(
    plans: Sequence[BranchPlan],
    meetings: Iterable[MeetingDates],
    since: datetime,
    until: datetime,
) -> list[Occurrence]:
    """All that falls due with since < due_at <= until, by (due_at, key)."""
    found = [
        *_regular(plans, since, until),
        *(due for due in _reminders(plans, meetings, since) if due.due_at <= until),
    ]
    return sorted(found, key=lambda occurrence: (occurrence.due_at, occurrence.key))


def owed(planned: Iterable[Occurrence], delivered_keys: Collection[str]) -> list[Occurrence]:
    """The plan minus the deliveries, in the plan's order."""
    return [occurrence for occurrence in planned if occurrence.key not in delivered_keys]


def stands(
    occurrence: Occurrence, plans: Sequence[BranchPlan], meetings: Iterable[MeetingDates]
) -> bool:
    """Whether the plan still holds it: not after its rule was dropped or its meeting moved."""
    own = [plan for plan in plans if plan.branch == occurrence.branch]
    if occurrence.meeting is None:
        return any(post.kind == occurrence.kind for plan in own for post in plan.posts)
    before = occurrence.due_at - timedelta(microseconds=1)
    return any(due.key == occurrence.key for due in _reminders(own, meetings, before))


class NextRuns:
    """The next run of each rule, found once and remembered until it has passed."""

    def __init__(self, plans: Iterable[BranchPlan]) -> None:
        self._rules = frozenset(post.rule for plan in plans for post in plan.posts)
        self._known: dict[Rule, tuple[datetime, datetime]] = {}

    def after(self, moment: datetime) -> Iterator[datetime]:
        """The first run of each rule later than this moment."""
        for rule in self._rules:
            asked, first = self._known.get(rule, (moment, moment))
            if not asked <= moment < first:
                first = rule.first_after(moment)
                self._known[rule] = (moment, first)
            yield first


def next_due(
    plans: Sequence[BranchPlan],
    meetings: Iterable[MeetingDates],
    after: datetime,
    horizon: timedelta,
    runs: NextRuns | None = None,
) -> datetime | None:
    """The first moment later than ``after`` at which anything falls due.

    None if that lies beyond the horizon. Looks at the next run of each rule only, so that the
    horizon may be as long as one likes; ``runs`` remembers them for who asks again.
    """
    moments = [*(runs or NextRuns(plans)).after(after)]
    moments += [reminder.due_at for reminder in _reminders(plans, meetings, after)]
    first = min(moments, default=None)
    return first if first is not None and first <= after + horizon else None


def _regular(plans: Sequence[BranchPlan], since: datetime, until: datetime) -> Iterator[Occurrence]:
    runs: dict[Rule, list[Run]] = {}  # branches share rules
    for plan in plans:
        for post in plan.posts:
            if post.rule not in runs:
                runs[post.rule] = post.rule.between(since, until)
            for run in runs[post.rule]:
                yield _regular_run(plan.branch, post, run)


def _regular_run(branch: str, post: RegularPost, run: Run) -> Occurrence:
    """The month counts from the nominal day, also where rest days move it out of its month."""
    period = Period.of(run.nominal)
    if post.covers is Covers.LAST_MONTH:
        period += -1
    occasion = run.nominal if post.rule.cycle is Cycle.WEEK else period
    months = post.rule.cycle.months if post.spans and post.rule.cycle.months else 1
    return Occurrence(
        key=f"{post.kind}/{branch}/{occasion}",
        due_at=run.due_at,
        kind=post.kind,
        branch=branch,
        period=period + -((period.month - 1) % months),
        useless_after=run.next_due_at if post.lapses else None,
        months=months,
    )


def _reminders(
    plans: Sequence[BranchPlan], meetings: Iterable[MeetingDates], since: datetime
) -> Iterator[Occurrence]:
    """Reminders due after ``since``; none from before the meeting was arranged, none after it."""
    leads = {plan.branch: tuple(dict.fromkeys(plan.leads)) for plan in plans}
    for meeting in meetings:
        if meeting.at > since:
            found = _reminders_of(meeting, leads.get(meeting.branch, ()))
            yield from (reminder for reminder in found if since < reminder.due_at)


def _reminders_of(meeting: MeetingDates, leads: Sequence[Lead]) -> Iterator[Occurrence]:
    """One meeting's reminders; the next one, or the meeting itself, makes one useless."""
    dated = [(_lead_due(meeting, lead), lead) for lead in leads]
    dated = [(due_at, lead) for due_at, lead in dated if meeting.arranged_at <= due_at < meeting.at]
    for due_at, lead in dated:
        yield Occurrence(
            key=f"{MEETING_REMINDER}/{meeting.branch}/M{meeting.id}/r{meeting.revision}/{lead.key}",
            due_at=due_at,
            kind=MEETING_REMINDER,
            branch=meeting.branch,
            meeting=meeting.id,
            lead=lead.key,
            useless_after=min((due for due, _ in dated if due > due_at), default=meeting.at),
        )


def reminded(
    leads: Sequence[Lead], quiet: QuietHours, arranged_at: datetime, begins: datetime
) -> list[Lead]:
    """The leads at which a meeting is reminded of: none before it was arranged, none at night."""
    meeting = MeetingDates(0, "", begins, arranged_at)
    found = [r for r in _reminders_of(meeting, leads) if not r.is_lost_at_night(quiet)]
    return [lead for lead in leads if lead.key in {reminder.lead for reminder in found}]


def _lead_due(meeting: MeetingDates, lead: Lead) -> datetime:
    return meeting.arranged_at if lead.before is None else meeting.at - lead.before
