"""The announcements as a group would count them: none early, none twice, none missed untold."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from datetime import datetime, timedelta

from bot.app import App
from store import outbox
from store.period import Period
from tests.simulation.cast import Branch
from tests.simulation.channel import Posted
from tests.simulation.invariants import hold, in_quiet_hours
from tests.simulation.life import UNSURE, Life
from tests.simulation.model import Model

_NOTICE = re.compile(r"^【(\d+)月党费】")
_PUBLICATION = re.compile(r"^【党费收缴公示】\S+ (\d+)年(\d+)月")
_REMINDER = re.compile(r"^【会议提醒】\S+?，(\d+)月(\d+)日（周.）(\d+):(\d+)")
_LEADS = (timedelta(days=1), timedelta(hours=1))
_SLACK = timedelta(minutes=3)


def notice_due(month: Period, like: datetime) -> datetime:
    """每月5日 09:00"""
    return like.replace(
        year=month.year, month=month.month, day=5, hour=9, minute=0, second=0, microsecond=0
    )


def publication_due(month: Period, like: datetime) -> datetime:
    """每月最后一天 17:00"""
    last = calendar.monthrange(month.year, month.month)[1]
    return like.replace(
        year=month.year, month=month.month, day=last, hour=17, minute=0, second=0, microsecond=0
    )


class Announced:
    """Reads the posts of the groups."""

    def __init__(self, cast: list[Branch], start: datetime, life: Life) -> None:
        self._rooms = {b.room: b for b in cast}
        self._start = start.replace(hour=0, minute=0)
        self._life = life
        self._regular: Counter[tuple[str, str, Period]] = Counter()
        self._texts: dict[tuple[str, str, Period], str] = {}

    def moments(self, start: datetime, end: datetime) -> list[datetime]:
        """When something regular is due."""
        months = Period.of(start).up_to(Period.of(end))
        due = [f(month, start) for month in months for f in (notice_due, publication_due)]
        return [moment for moment in due if start < moment < end]

    def read(self, posted: Posted) -> None:
        """A post in a group: not before its time, not in quiet hours, not twice."""
        if posted.room is None:
            return
        at = posted.machine_at
        if (match := _NOTICE.match(posted.text)) is not None:
            month = Period(at.year, int(match[1]))
            self._regularly("notice", month, notice_due(month, at), posted)
        elif (match := _PUBLICATION.match(posted.text)) is not None:
            month = Period(int(match[1]), int(match[2]))
            self._regularly("publication", month, publication_due(month, at), posted)
        elif (match := _REMINDER.match(posted.text)) is not None:
            month_, day, hour, minute = map(int, match.groups())
            begins = at.replace(month=month_, day=day, hour=hour, minute=minute, second=0)
            hold(at >= begins - _LEADS[0], f"reminded too early: {posted.text}")
            hold(at < begins + _SLACK, f"reminded of a meeting that has begun: {posted.text}")
            hold(not _by_night(at), f"in quiet hours: {posted.text}")

    def _regularly(self, kind: str, month: Period, due: datetime, posted: Posted) -> None:
        assert posted.room is not None
        hold(posted.machine_at >= due, f"before its time: {posted.text}")
        hold(not _by_night(posted.machine_at), f"in quiet hours: {posted.text}")
        key = (posted.room, kind, month)
        self._regular[key] += 1
        self._texts[key] = posted.text
        allowed = 1 + self._life.resent[posted.room, posted.text]
        hold(self._regular[key] <= allowed, f"twice in the group: {posted.text}")

    def judge(self, app: App, model: Model, posts: list[Posted], end: datetime) -> None:
        """At the end: whatever was due was posted, or asked about, or told as missed."""
        told = "\n".join(p.text for p in posts if p.to is not None)
        for room, branch in self._rooms.items():
            for month in Period.of(self._start).up_to(Period.of(end)):
                for kind, due in (
                    ("notice", notice_due(month, end)),
                    ("publication", publication_due(month, end)),
                ):
                    if self._start < due < end - timedelta(days=1):
                        self._was_made(branch, room, kind, month, due, told)
        self._none_twice(app, posts)
        self._reminded(model, posts, end, told)

    def _was_made(
        self, branch: Branch, room: str, kind: str, month: Period, due: datetime, told: str
    ) -> None:
        if self._regular[room, kind, month]:
            return
        start = f"【{month.month}月党费】" if kind == "notice" else "【党费收缴公示】"
        asked = UNSURE in told and start in told
        missed = f"{due.month}月{due.day}日 {due:%H:%M}" in told
        hold(asked or missed, f"{branch.id}: the {kind} of {month} was never made nor told")

    def _none_twice(self, app: App, posts: list[Posted]) -> None:
        """No text more often than it was to be said."""
        rows = (row for _, row in app.db.each(outbox.OUTBOX.name) if not row["reply"])
        wanted = Counter((row["room"] or row["contact"], row["text"]) for row in rows)
        made = Counter((p.room or p.to, p.text) for p in posts)
        for (place, text), times in wanted.items():
            allowed = times + self._life.resent[place or "", text]
            hold(made[place, text] <= allowed, f"{made[place, text]} times in {place}: {text}")

    def _reminded(self, model: Model, posts: list[Posted], end: datetime, told: str) -> None:
        """A meeting that was held and arranged in time was reminded of, or that was told."""
        reminders = [p for p in posts if p.text.startswith("【会议提醒】")]
        for meeting in model.meetings:
            due = meeting.begins - _LEADS[0]
            if meeting.cancelled or due < meeting.arranged_at or meeting.begins > end:
                continue
            room = next(room for room, b in self._rooms.items() if b.id == meeting.branch)
            when = f"{meeting.begins.month}月{meeting.begins.day}日"
            reminded = any(p.room == room and when in p.text for p in reminders)
            missed = f"{due.month}月{due.day}日 {due:%H:%M} 会议提醒" in told
            asked = UNSURE in told and "【会议提醒】" in told
            hold(reminded or missed or asked, f"{meeting.branch}: {when} was not reminded of")


def _by_night(at: datetime) -> bool:
    """What began before nine may end a little later, at the pace of posts."""
    return in_quiet_hours(at) and in_quiet_hours(at - _SLACK)
