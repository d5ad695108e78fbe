"""``zhibu minutes`` and ``zhibu meetings-plan``: papers about meetings, out of the books.

Opens the books read-only, so that ``zhibu run`` may go on beside it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.documents import meetings_plan
from bot.documents import minutes as minutes_file
from bot.documents.minutes_template import default_template
from bot.faults import CommandError
from bot.keeping import opened
from bot.settings_file import load
from handlers.meetings import title
from store import meeting_plan, meetings, minutes, roster
from store.meeting_plan import RULES
from store.models import Meeting, MeetingState

_SHOWN = 20


def new_template(out: Path, screen: TextIO) -> None:
    """Write the default template, to be edited in Word. Never over an existing file."""
    if out.exists():
        raise CommandError(f"{out} 已经有了，换个名字再写，免得盖掉改过的模板。")
    _saved(out, default_template())
    screen.write(f"模板写好了：{out}。用 Word 改好后，加 --template {out} 来用。\n")


def list_meetings(data: Path, screen: TextIO) -> None:
    """The newest meetings with their numbers."""
    db = opened(data)
    try:
        found = [m for m in meetings.MEETINGS.find(db) if m.state is MeetingState.ARRANGED]
    finally:
        db.close()
    for meeting in sorted(found, key=lambda m: m.begins)[-_SHOWN:]:
        place = f" {meeting.place}" if meeting.place else ""
        screen.write(f"{meeting.id}\t{meeting.begins:%Y-%m-%d %H:%M} {title(meeting)}{place}\n")
    screen.write("要哪一次的记录：zhibu minutes 编号\n" if found else "账本里还没有会议。\n")


def write_minutes(
    number: int, data: Path, out: Path | None, template: Path | None, name: str, screen: TextIO
) -> None:
    """One meeting's record as a Word file. Raises CommandError."""
    db = opened(data)
    try:
        meeting = meetings.MEETINGS.get(db, number)
        if meeting is None or meeting.state is MeetingState.CANCELLED:
            raise CommandError(f"没有第 {number} 号会议，或者它取消了。不带编号运行，看有哪些会。")
        record = minutes.minutes(db, meeting)
    finally:
        db.close()
    out = out or Path(_file_name(meeting))
    try:
        minutes_file.write(record, name or meeting.branch, out, template)
    except minutes_file.MinutesTemplateError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"写不了 {out}：{error.strerror or error}") from error
    screen.write(f"会议记录写好了：{out}\n")


def write_plan(
    data: Path, out: Path | None, year: int, config: Path | None, now: datetime, screen: TextIO
) -> None:
    """The year's plan of all branches as an Excel file. Raises CommandError, SettingsError."""
    known = {b.id: b for b in load(config).branches} if config else {}
    db = opened(data)
    try:
        branches = list(dict.fromkeys(member.branch for member in roster.MEMBERS.find(db)))
        plans = {
            known[branch].name if branch in known else branch: meeting_plan.year_of(
                db, branch, known[branch].meetings.rules if branch in known else RULES, year, now
            )
            for branch in branches
        }
    finally:
        db.close()
    out = out or Path(f"会议计划-{year}.xlsx")
    try:
        meetings_plan.write(year, plans, out)
    except OSError as error:
        raise CommandError(f"写不了 {out}：{error.strerror or error}") from error
    screen.write(f"会议计划写好了：{out}\n")


def _file_name(meeting: Meeting) -> str:
    return f"会议记录-{meeting.begins:%Y%m%d}-{title(meeting)}.docx"


def _saved(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CommandError(f"写不了 {out}：{error.strerror or error}") from error
