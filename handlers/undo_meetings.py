"""撤销 for what the secretary enters about talks, training and the yearly appraisal.

Each is one entry that is withdrawn; the one before it counts again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handlers.context import Context, Reply
from store import appraisal, talks, training
from store.database import Database
from store.models import Cause
from store.records import Table

Withdraw = Callable[[Database, Cause, Any], None]
Undo = Callable[[Context, int], tuple[str, Reply]]


def _entry(table: Table[Any], withdraw: Withdraw, word: str) -> Undo:
    def undo(ctx: Context, row_id: int) -> tuple[str, Reply]:
        entry = table.get(ctx.db, row_id)
        if entry is None or entry.withdrawn:
            return "", []
        withdraw(ctx.db, ctx.cause, entry)
        return word, []

    return undo


UNDO_ENTRIES: dict[str, Undo] = {
    "talks": _entry(talks.TALKS, talks.withdraw, "谈心谈话"),
    "training_hours": _entry(training.HOURS, training.withdraw, "学时"),
    "appraisal_steps": _entry(appraisal.STEPS, appraisal.withdraw_step, "民主评议的一步"),
    "grade_counts": _entry(appraisal.GRADES, appraisal.withdraw_grades, "评议结果"),
}
"""By the table of the entry."""
