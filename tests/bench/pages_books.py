"""Books of a township for the pages' benchmark: dues, contact and meetings of ten years."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SHANGHAI
from bot.settings import Settings
from store import attendance, checkins, dues, meetings, roster
from store.database import Database
from store.models import Attendance, Cause, CheckIn, Meeting, Member, Role
from store.period import Period
from store.tables import TABLES
from tests.bench.township import FIRST, fill
from tests.store.conftest import HastyDisk

OFFICES = (Role.SECRETARY, Role.COLLECTOR, Role.CLERK)


def settings(branches: int) -> Settings:
    """A township of so many branches."""
    each = [
        {"id": f"B{n:02d}", "name": f"第{n}支部", "rooms": [f"R{n}@chatroom"]}
        for n in range(branches)
    ]
    return Settings.model_validate({"branches": each})


def make(folder: Path, branches: list[str], heads: int, years: int) -> datetime:
    """Fill a folder; returns the moment at which its pages are looked at."""
    now = _moment(years)
    if folder.exists() and any(folder.iterdir()):
        return now
    db = Database(folder, TABLES, disk=HastyDisk())
    last = FIRST + (12 * years - 1)
    fill(db, branches, heads, last)
    for period in FIRST.up_to(last):
        with db.transaction():
            for branch in branches:
                _month(db, branch, period)
    with db.transaction():
        for branch in branches:
            _today(db, branch, now)
    db.close()
    return now


def _moment(years: int) -> datetime:
    return datetime(2017 + years, 1, 10, 9, 0, tzinfo=SHANGHAI)


def _month(db: Database, branch: str, period: Period) -> None:
    """Everybody is in contact but every ninth; one meeting, which two thirds attend."""
    at = datetime(period.year, period.month, 12, 19, 0, tzinfo=SHANGHAI)
    why = f"life/{branch}/{period}"
    held = Meeting(branch, "assembly", at, at - timedelta(days=5), None, why, "村部")
    meeting = meetings.MEETINGS.add(db, held)
    for member in roster.members(db, branch):
        if member.id % 9:
            checkins.CHECK_INS.add(db, CheckIn(member.id, branch, period, at, member.id, why))
        if member.id % 3:
            came = Attendance(meeting, member.id, branch, False, at, member.id, why, at)
            attendance.ATTENDANCE.add(db, came)


def _today(db: Database, branch: str, now: datetime) -> None:
    """This month is open, half of the branch says that it has paid, nobody has confirmed."""
    month = Period.of(now)
    dues.open_month(db, Cause(now, None, f"month/{branch}/{month}"), branch, month)
    people: list[Member] = roster.members(db, branch)
    for member in people[1::2]:
        cause = Cause(now, member.id, f"{branch}/{member.id}/now")
        dues.claim(db, cause, member, month, None, words="1月党费交了，麻烦查收一下")
    holder = people[0]
    roster.change_member(db, Cause(now, None, "office"), holder, roles=OFFICES)
