"""What each kind of announcement says: the books and an occurrence in, posts out.

A post names a text by its key and carries values; names with states are private
and go to the secretary. Nothing here sends, and nothing here decides when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scheduler.plan import DUES_NOTICE, DUES_PUBLICATION, MEETING_REMINDER, Occurrence
from store import meetings, roster, totals
from store.database import Database
from store.models import Balance, MeetingState, Role, Round
from store.money import yuan
from store.period import Period, spoken
from store.privacy import Private


@dataclass(frozen=True, slots=True)
class Terms:
    """What an announcement needs to know of its branch.

    ``shows_names``: the publication in the group lists who has paid (never who has not).
    ``kind_names``: the meetings' kinds in Chinese.
    """

    id: str
    name: str
    shows_names: bool = False
    kind_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Post:
    """One post: to the branch's rooms, or in private to the holders of an office."""

    text: str
    values: Mapping[str, Any]
    to: Role | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """All that one occurrence says, the round it opens, and the records it was made of."""

    posts: tuple[Post, ...]
    made_of: tuple[str, ...] = ()
    round: Round | None = None


def announce(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    """What is to be said for an occurrence; None where there is nothing to say."""
    return _KINDS[occurrence.kind](db, terms, occurrence, now)


def missed(occurrences: list[Occurrence], now: datetime, terms: Terms) -> Post:
    """One private note for all that came too late to be of use."""
    lines = [_missed_line(o, terms) for o in occurrences]
    return Post("announcement.missed", {"lines": lines}, to=Role.SECRETARY)


def _missed_line(occurrence: Occurrence, terms: Terms) -> str:
    due = occurrence.due_at
    what = {DUES_NOTICE: "党费通知", DUES_PUBLICATION: "党费公示", MEETING_REMINDER: "会议提醒"}
    return f"{due.month}月{due.day}日 {due:%H:%M} {what.get(occurrence.kind, occurrence.kind)}"


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
        "names": states["received"] if terms.shows_names else [],
        "date": f"{now.year}年{now.month}月{now.day}日",
    }
    names = {"month": month, **{state: Private(people) for state, people in states.items()}}
    made_of = tuple(f"balances/{b.id}" for b in totals.balances(db, terms.id, period))
    return Announcement(
        (
            Post("announcement.dues_publication", public),
            Post("announcement.publication_names", names, to=Role.SECRETARY),
        ),
        made_of=made_of,
    )


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
    return "waiting" if balance.claimed else "unpaid"


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


Kind = Callable[[Database, Terms, Occurrence, datetime], Announcement | None]

_KINDS: dict[str, Kind] = {
    DUES_NOTICE: _dues_notice,
    DUES_PUBLICATION: _dues_publication,
    MEETING_REMINDER: _meeting_reminder,
}
