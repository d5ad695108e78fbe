"""What each kind of announcement says: the books and an occurrence in, posts out.

A post names a text by its key and carries values; names with states are private
and go to the secretary. Nothing here sends, and nothing here decides when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from scheduler.arrears_notice import reached
from scheduler.contact_notes import Note, homecoming_note, silence_note
from scheduler.meeting_nudge import nudge
from scheduler.plan import (
    ARREARS_NOTICE,
    CHECKIN_PROMPT,
    COLLECTOR_REMINDER,
    DUES_NOTICE,
    DUES_PUBLICATION,
    DUES_REMINDER,
    HOMECOMING_NOTE,
    MEETING_NUDGE,
    MEETING_REMINDER,
    PRIVATE_REMINDER,
    SILENCE_NOTE,
    Occurrence,
)
from scheduler.private_reminder import still_open, within_reach
from scheduler.publication import Shows, paid, publication, spoken_names
from scheduler.steered import Steered
from store import checkins, dues, meetings, roster, totals
from store.arrears import CLOCKS, Run
from store.database import Database
from store.meeting_plan import RULES, MeetingRule
from store.models import Balance, MeetingState, Role, Round
from store.money import yuan
from store.period import Period, spoken
from store.privacy import Private
from store.tabular import Table


@dataclass(frozen=True, slots=True)
class Terms:
    """What an announcement needs to know of its branch.

    ``shows``: what the publication in the group lists of those who have paid (never of those
    who have not). ``picture``: it goes as a picture, too.
    ``kind_names``: the meetings' kinds in Chinese. ``meeting_rules``: how often they are owed.
    ``clocks``: after how many months without dues the secretary is told;
    ``silence_months``: after how many without contact. ``prompt_names``: the prompt in the
    group names who was not in contact yet.
    """

    id: str
    name: str
    shows: Shows = Shows.SUMS
    picture: bool = field(default=False, kw_only=True)
    kind_names: Mapping[str, str] = field(default_factory=dict)
    meeting_rules: tuple[MeetingRule, ...] = RULES
    clocks: tuple[int, ...] = CLOCKS
    silence_months: tuple[int, ...] = (1, 3, 5, 6)
    prompt_names: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Post:
    """One post: to the branch's rooms, or in private to the holders of an office or one member.

    ``table``: what goes after the text as a picture, where the channel can carry one.
    """

    text: str
    values: Mapping[str, Any]
    to: Role | None = None
    table: Table | None = None
    person: int | None = None

    @property
    def to_group(self) -> bool:
        """Whether everybody sees it."""
        return self.to is None and self.person is None


@dataclass(frozen=True, slots=True)
class Announcement:
    """All that one occurrence says, the round it opens, and the records it was made of.

    ``told``: the runs of arrears it tells of, and the mark each has reached.
    """

    posts: tuple[Post, ...]
    made_of: tuple[str, ...] = ()
    round: Round | None = None
    told: tuple[tuple[Run, int], ...] = ()


def announce(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    """What is to be said for an occurrence; None where there is nothing to say."""
    return _KINDS[occurrence.kind](db, terms, occurrence, now)


def reworded(said: Announcement, text: str) -> Announcement:
    """The same with the secretary's own words for the group; private posts stay."""
    own = Post("announcement.own_words", {"text": text})
    private = tuple(post for post in said.posts if not post.to_group)
    return replace(said, posts=(own, *private))


def missed(db: Database, terms: Terms, late: Sequence[Steered]) -> Post:
    """One private note for all that came too late to be of use."""
    lines = [_missed_line(db, terms, due) for due in late]
    return Post("announcement.missed", {"lines": lines}, to=Role.SECRETARY)


def _missed_line(db: Database, terms: Terms, late: Steered) -> str:
    due = late.occurrence.due_at
    why = "（一直有没确认的党费，没好提醒）" if late.course.held else ""
    return f"{due.month}月{due.day}日 {due:%H:%M} {titled(db, terms, late.occurrence)}{why}"


def titled(db: Database, terms: Terms, occurrence: Occurrence) -> str:
    """What an occurrence is called: 3月党费公示, 会议提醒：支部党员大会."""
    title = TITLES[occurrence.kind]
    if occurrence.kind == COLLECTOR_REMINDER:
        return title
    if occurrence.period is not None:
        return f"{occurrence.period.month}月{title}"
    meeting = meetings.MEETINGS.get(db, occurrence.meeting or 0)
    return f"{title}：{terms.kind_names.get(meeting.kind, meeting.kind)}" if meeting else title


def confirmers(db: Database, branch: str) -> Role:
    """Whose word makes claims receipts: the collector's; the secretary's where there is none."""
    return Role.COLLECTOR if roster.officers(db, branch, Role.COLLECTOR) else Role.SECRETARY


def claims_waiting(db: Database, branch: str) -> int:
    """Open claims that somebody else can confirm: nobody confirms his own dues."""
    able = {member.id for member in roster.officers(db, branch, confirmers(db, branch))}
    return sum(bool(able - {claim.member}) for claim in dues.open_claims(db, branch))


def _dues_notice(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    assert occurrence.period is not None
    values = {"month": spoken([occurrence.period], today=now.date())}
    opened = Round(terms.id, "dues", now, str(occurrence.period))
    return Announcement((Post("announcement.dues_notice", values),), round=opened)


def _dues_publication(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    assert occurrence.period is not None
    period = occurrence.period
    sums = totals.branch_month(db, terms.id, period)
    if not sums.heads_due:
        return None
    states = _states(db, terms.id, period)
    month = spoken([period], today=now.date())
    public = {
        "branch": terms.name,
        "year": period.year,
        "month": f"{period.month}月",
        "due": yuan(sums.due),
        "received": yuan(sums.received),
        "heads_due": sums.heads_due,
        "heads_received": sums.heads_received,
        "names": spoken_names(paid(db, terms.id, period), terms.shows),
        "date": f"{now.year}年{now.month}月{now.day}日",
    }
    names = {"month": month, **{state: Private(people) for state, people in states.items()}}
    made_of = tuple(f"balances/{b.id}" for b in totals.balances(db, terms.id, period))
    return Announcement(
        (
            Post("announcement.dues_publication", public, table=_drawn(db, terms, period, now)),
            Post("announcement.publication_names", names, to=Role.SECRETARY),
        ),
        made_of=made_of,
    )


def _drawn(db: Database, terms: Terms, period: Period, now: datetime) -> Table | None:
    if not terms.picture:
        return None
    return publication(db, terms.id, terms.name, period, terms.shows, now.date())


def _states(db: Database, branch: str, period: Period) -> dict[str, list[str]]:
    """Who has paid, whose claim waits, who has not: names by state."""
    names = {m.id: m.called for m in roster.members(db, branch)}
    states: dict[str, list[str]] = {"received": [], "waiting": [], "unpaid": []}
    for balance in totals.balances(db, branch, period):
        if balance.member in names and balance.opened and balance.due:
            states[_state(balance)].append(names[balance.member])
    return states


def _state(balance: Balance) -> str:
    if not balance.lacking:
        return "received"
    return "waiting" if balance.claims else "unpaid"


def _meeting_reminder(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    meeting = meetings.MEETINGS.get(db, occurrence.meeting or 0)
    if meeting is None or meeting.state is MeetingState.CANCELLED:
        return None
    values = {
        "kind": terms.kind_names.get(meeting.kind, meeting.kind),
        "begins": meeting.begins,
        "place": meeting.place,
        "link": meeting.link,
        "soon": (meeting.begins - now).total_seconds() <= 2 * 3600,
    }
    opened = Round(terms.id, "meeting", now, str(meeting.id))
    post = Post("announcement.meeting_reminder", values)
    return Announcement((post,), made_of=(f"meetings/{meeting.id}",), round=opened)


def _dues_reminder(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    """How many are still open, as a number: nobody is named in the group."""
    assert occurrence.period is not None
    period = occurrence.period
    unpaid = len(_states(db, terms.id, period)["unpaid"])
    if not unpaid:
        return None
    values = {"month": spoken([period], today=now.date()), "count": unpaid}
    opened = Round(terms.id, "dues", now, str(period))
    return Announcement((Post("announcement.dues_reminder", values),), round=opened)


def _private_reminder(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    """To each who still owes, of his own alone; the secretary learns whom it went to."""
    assert occurrence.period is not None
    owing = still_open(db, terms.id, occurrence.period)
    if not owing:
        return None
    told = within_reach(db, owing)
    values = {
        "month": spoken([occurrence.period], today=now.date()),
        "names": Private([one.member.called for one in told]),
        "unreached": Private([one.member.called for one in owing if one not in told]),
    }
    summary = Post("announcement.private_reminder_told", values, to=Role.SECRETARY)
    posts = (
        Post("announcement.private_reminder", one.values(now.date()), person=one.member.id)
        for one in told
    )
    return Announcement((summary, *posts))


def _collector_reminder(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    count = claims_waiting(db, terms.id)
    if not count:
        return None
    post = Post("announcement.collector", {"count": count}, to=confirmers(db, terms.id))
    return Announcement((post,))


def _meeting_nudge(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    values = nudge(db, terms.id, terms.meeting_rules, terms.kind_names, now)
    if values is None or occurrence.period != Period.of(now):
        return None  # the month is over: nothing can be arranged in it any more
    return Announcement((Post("announcement.meeting_nudge", values, to=Role.SECRETARY),))


def _arrears(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    assert occurrence.period is not None
    found = reached(db, terms.id, terms.clocks, occurrence.period, now.date())
    if not found:
        return None
    gravest = max(one.run.months for one in found)
    values = {"lines": Private([one.line for one in found]), "gravest": gravest}
    post = Post("announcement.arrears", values, to=Role.SECRETARY)
    return Announcement((post,), told=tuple((one.run, one.months) for one in found))


def _checkin_prompt(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    """One soft prompt a month, where the branch wants one; names only where it wants those too."""
    assert occurrence.period is not None
    names = _not_in_contact(db, terms.id, occurrence.period) if terms.prompt_names else []
    values = {"month": spoken([occurrence.period], today=now.date()), "names": names}
    opened = Round(terms.id, "checkin", now, str(occurrence.period))
    return Announcement((Post("announcement.checkin_prompt", values),), round=opened)


def _not_in_contact(db: Database, branch: str, period: Period) -> list[str]:
    known = checkins.checked_in_members(db, branch, period)
    return [m.called for m in roster.members(db, branch) if m.mobile and m.id not in known]


def _silence_note(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    return _noted("announcement.silence", silence_note(db, terms.id, terms.silence_months, now))


def _homecoming_note(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    return _noted("announcement.homecoming", homecoming_note(db, terms.id, now))


def _noted(text: str, note: Note | None) -> Announcement | None:
    if note is None:
        return None
    return Announcement((Post(text, note.values, to=Role.SECRETARY),), made_of=note.made_of)


Kind = Callable[[Database, Terms, Occurrence, datetime], Announcement | None]

_KINDS: dict[str, Kind] = {
    DUES_NOTICE: _dues_notice,
    DUES_PUBLICATION: _dues_publication,
    DUES_REMINDER: _dues_reminder,
    COLLECTOR_REMINDER: _collector_reminder,
    PRIVATE_REMINDER: _private_reminder,
    MEETING_REMINDER: _meeting_reminder,
    MEETING_NUDGE: _meeting_nudge,
    CHECKIN_PROMPT: _checkin_prompt,
    SILENCE_NOTE: _silence_note,
    HOMECOMING_NOTE: _homecoming_note,
    ARREARS_NOTICE: _arrears,
}

TITLES = {
    DUES_NOTICE: "党费通知",
    DUES_PUBLICATION: "党费公示",
    DUES_REMINDER: "党费提醒",
    PRIVATE_REMINDER: "党费私下提醒",
    COLLECTOR_REMINDER: "请收款人确认党费",
    MEETING_REMINDER: "会议提醒",
    MEETING_NUDGE: "会议安排提示",
    CHECKIN_PROMPT: "报到提示",
    SILENCE_NOTE: "久未联系提醒",
    HOMECOMING_NOTE: "返乡提醒",
    ARREARS_NOTICE: "党费欠交提醒",
}
