"""What each kind of announcement says: the books and an occurrence in, posts out.

A post names a text by its key and carries values; names with states are private
and go to the secretary. Nothing here sends, and nothing here decides when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.contact_notes import Note, homecoming_note, silence_note
from scheduler.dues_posts import (
    arrears,
    collector_reminder,
    dues_notice,
    dues_publication,
    dues_reminder,
    private_reminder,
)
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
from scheduler.posts import Announcement, Post, Terms
from scheduler.steered import Steered
from store import checkins, meetings, roster
from store.database import Database
from store.models import MeetingState, Role, Round
from store.period import Period, spoken


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
        return f"{month_words(occurrence.period, occurrence.months)}{title}"
    meeting = meetings.MEETINGS.get(db, occurrence.meeting or 0)
    return f"{title}：{terms.kind_names.get(meeting.kind, meeting.kind)}" if meeting else title


def month_words(first: Period, months: int) -> str:
    """3月, 7—9月: without the year, for titles."""
    last = first + (months - 1)
    return f"{first.month}月" if months == 1 else f"{first.month}—{last.month}月"


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


def _meeting_nudge(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    values = nudge(db, terms.id, terms.meeting_rules, terms.kind_names, now)
    if values is None or occurrence.period != Period.of(now):
        return None  # the month is over: nothing can be arranged in it any more
    return Announcement((Post("announcement.meeting_nudge", values, to=Role.SECRETARY),))


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
    DUES_NOTICE: dues_notice,
    DUES_PUBLICATION: dues_publication,
    DUES_REMINDER: dues_reminder,
    COLLECTOR_REMINDER: collector_reminder,
    PRIVATE_REMINDER: private_reminder,
    MEETING_REMINDER: _meeting_reminder,
    MEETING_NUDGE: _meeting_nudge,
    CHECKIN_PROMPT: _checkin_prompt,
    SILENCE_NOTE: _silence_note,
    HOMECOMING_NOTE: _homecoming_note,
    ARREARS_NOTICE: arrears,
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
