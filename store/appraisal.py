"""民主评议党员: its five steps in their order, and the counts of the four grades.

Once a year. 优秀 within a third; a probationary member takes part without a grade (guides).
Only counts are kept, never who got which grade: the assembly decides.
"""

from __future__ import annotations

from store import audit, roster
from store.codec import replace
from store.database import Database
from store.models import AppraisalStep, Cause, GradeCount, Standing
from store.records import Table

STEPS = Table("appraisal_steps", AppraisalStep)
GRADES = Table("grade_counts", GradeCount)
FIVE_STEPS = ("自评", "互评", "支部讲评", "上级点评", "民主测评")


def most_excellent(graded: int) -> int:
    """How many may be 优秀: a third at most, rounded down."""
    return graded // 3


def graded(db: Database, branch: str) -> int:
    """How many members get a grade: the full ones."""
    return sum(m.standing is Standing.FULL for m in roster.members(db, branch))


def step_done(db: Database, cause: Cause, branch: str, year: int, step: str) -> AppraisalStep:
    """Keep that a step was taken."""
    entry = AppraisalStep(branch, year, step, cause.at, cause.by, cause.why)
    entry = STEPS.added(db, entry)
    audit.record(db, cause, "民主评议", (f"{STEPS.name}/{entry.id}",))
    audit.remember(db, cause, f"{STEPS.name}/{entry.id}")
    return entry


def withdraw_step(db: Database, cause: Cause, entry: AppraisalStep) -> None:
    """The step was not taken after all."""
    STEPS.put(db, replace(entry, withdrawn=True))
    audit.record(db, cause, "收回民主评议", (f"{STEPS.name}/{entry.id}",))


def steps(db: Database, branch: str, year: int) -> dict[str, AppraisalStep]:
    """The steps taken in a year."""
    found = STEPS.find(db, branch=branch, year=year)
    return {entry.step: entry for entry in found if not entry.withdrawn}


def enter_grades(db: Database, cause: Cause, count: GradeCount) -> GradeCount:
    """Keep the counts of a year; the last ones stand."""
    count = GRADES.added(db, count)
    audit.record(db, cause, "评议结果", (f"{GRADES.name}/{count.id}",))
    audit.remember(db, cause, f"{GRADES.name}/{count.id}")
    return count


def withdraw_grades(db: Database, cause: Cause, count: GradeCount) -> None:
    """Take the counts back; the ones before count again."""
    GRADES.put(db, replace(count, withdrawn=True))
    audit.record(db, cause, "收回评议结果", (f"{GRADES.name}/{count.id}",))


def grades(db: Database, branch: str, year: int) -> GradeCount | None:
    """A year's counts, where they were entered."""
    found = [c for c in GRADES.find(db, branch=branch, year=year) if not c.withdrawn]
    return found[-1] if found else None
