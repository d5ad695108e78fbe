"""撤销 for meetings and for what is entered about talks, training and the yearly appraisal.

Most of it is one entry that is withdrawn; the one before it counts again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from handlers.changing import call_off, put_back
from handlers.context import Context, Place, Reply, Say
from handlers.meetings import about
from store import appraisal, attendance, meetings, minutes, quorum, roster, talks, training
from store.database import Database
from store.models import Cause, MeetingState, Role
from store.records import Table

Withdraw = Callable[[Database, Cause, Any], None]
Undone = tuple[str, Reply]
"""What was taken back, in a word ("" where nothing was), and what else is said."""
Undo = Callable[[Context, int], Undone]

PLANNED_WITHIN = timedelta(days=1)
"""So near a meeting the secretary counts on who said he comes; earlier he looks himself."""


def _entry(table: Table[Any], withdraw: Withdraw, word: str) -> Undo:
    def undo(ctx: Context, row_id: int) -> Undone:
        entry = table.get(ctx.db, row_id)
        if entry is None or entry.withdrawn:
            return "", []
        withdraw(ctx.db, ctx.cause, entry)
        return word, []

    return undo


def _meeting(ctx: Context, row_id: int) -> Undone:
    meeting = meetings.MEETINGS.get(ctx.db, row_id)
    if meeting is None or meeting.state is MeetingState.CANCELLED:
        return "", []
    return "会议安排", [
        say for say in call_off(ctx, meeting, undoable=False) if say.text != "meetings.cancelled"
    ]


def _meeting_change(ctx: Context, row_id: int) -> Undone:
    """Only the newest change: what came after it was built on it."""
    entry = meetings.CHANGES.get(ctx.db, row_id)
    meeting = meetings.MEETINGS.get(ctx.db, entry.meeting) if entry else None
    if entry is None or meeting is None or meeting.revision != entry.revision:
        return "", []
    word = "会议的取消" if "state" in entry.before else "会议的变动"
    return word, put_back(ctx, meeting, entry)


def answer_recalled(ctx: Context, row_id: int) -> Reply:
    """An answer goes with its message; the secretary hears of it where the meeting is near."""
    answer = meetings.ANSWERS.get(ctx.db, row_id)
    if answer is None or answer.withdrawn:
        return []
    meetings.withdraw_answer(ctx.db, ctx.cause, answer)
    meeting = meetings.MEETINGS.get(ctx.db, answer.meeting)
    who = roster.MEMBERS.get(ctx.db, answer.member)
    if meeting is None or who is None or meeting.state is MeetingState.CANCELLED:
        return []
    if not ctx.now < meeting.begins <= ctx.now + PLANNED_WITHIN:
        return []
    before = meetings.current_answer(ctx.db, meeting.id, who.id)
    values = {"name": who.called, "said": answer.answer, "counts": before is not None}
    return [
        Say("meetings.answer_recalled", {**values, **about(meeting)}, Place.PERSON, officer.id)
        for officer in roster.officers(ctx.db, ctx.branch.id, Role.SECRETARY)
        if officer.id != ctx.sender.id
    ]


UNDO_ENTRIES: dict[str, Undo] = {
    "meetings": _meeting,
    "meeting_changes": _meeting_change,
    "meeting_answers": _entry(meetings.ANSWERS, meetings.withdraw_answer, "会议的答复"),
    "attendance": _entry(attendance.ATTENDANCE, attendance.withdraw, "会议的签到"),
    "left_out": _entry(quorum.LEFT_OUT, quorum.count_in, "不计入应到会"),
    "meeting_notes": _entry(minutes.NOTES, minutes.withdraw, "会议记录的一条"),
    "vote_counts": _entry(quorum.VOTES, quorum.withdraw_votes, "表决登记"),
    "talks": _entry(talks.TALKS, talks.withdraw, "谈心谈话"),
    "training_hours": _entry(training.HOURS, training.withdraw, "学时"),
    "appraisal_steps": _entry(appraisal.STEPS, appraisal.withdraw_step, "民主评议的一步"),
    "grade_counts": _entry(appraisal.GRADES, appraisal.withdraw_grades, "评议结果"),
}
"""By the table of the entry."""
