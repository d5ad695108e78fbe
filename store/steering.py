"""Steps about announcements that are still to come, and what they come to.

A step is added, never edited; undoing one marks it withdrawn, and those before it count
again. Knows neither the plan nor what an announcement says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from store import audit
from store.codec import replace
from store.database import Database
from store.models import Cause, Course, Intervention, Step
from store.records import Table

INTERVENTIONS = Table("interventions", Intervention)

AS_PLANNED = Course()

WORDS = {
    Step.POSTPONED: "推迟",
    Step.CANCELLED: "不发",
    Step.EDITED: "改稿",
    Step.RELEASED: "放行",
    Step.ASKED: "请求放行",
    Step.REMINDED: "再请放行",
    Step.HELD: "等收款人确认",
}
"""The steps as people call them, in the audit log and in undoing."""


def take(db: Database, cause: Cause, step: Intervention) -> Intervention:
    """Add a step; a person's own can be undone."""
    step = INTERVENTIONS.added(db, step)
    name = f"interventions/{step.id}"
    audit.record(db, cause, f"通知：{WORDS[step.step]}", (name,), {"通知": step.key})
    audit.remember(db, cause, name)
    return step


def withdraw(db: Database, cause: Cause, step: Intervention) -> None:
    """Take a step back; the announcement itself is not forgotten."""
    INTERVENTIONS.put(db, replace(step, withdrawn=True))
    audit.record(db, cause, f"收回{WORDS[step.step]}", (f"interventions/{step.id}",))


def open_steps(db: Database, branch: str) -> dict[str, list[Intervention]]:
    """The steps about each occurrence that is not done with, by its key, in order."""
    found: dict[str, list[Intervention]] = {}
    for step in INTERVENTIONS.find(db, branch=branch, open=True):
        found.setdefault(step.key, []).append(step)
    return found


def close(db: Database, branch: str, key: str) -> None:
    """The occurrence is done with, one way or another."""
    for step in INTERVENTIONS.find(db, branch=branch, open=True):
        if step.key == key:
            INTERVENTIONS.put(db, replace(step, open=False))


def turn_back(db: Database, branch: str, now: datetime, keys: Collection[str]) -> None:
    """The clock had run ahead of ``now``: what people decided about these ``keys`` counts again.

    What the program itself asked and put off in that time is taken back.
    """
    for step in INTERVENTIONS.find(db, branch=branch):
        if step.by is None and step.at > now:
            INTERVENTIONS.put(db, replace(step, withdrawn=True, open=False))
        elif step.key in keys:
            INTERVENTIONS.put(db, replace(step, open=True))


def course(steps: Iterable[Intervention]) -> Course:
    """What the steps come to: the last word counts, so what is reworded or put off is said."""
    now = AS_PLANNED
    for step in steps:
        now = now if step.withdrawn else _after(now, step)
    return now


def _after(before: Course, step: Intervention) -> Course:
    match step.step:
        case Step.POSTPONED:
            return Course(until=step.until, text=before.text, postponed=True)
        case Step.HELD:
            return replace(before, until=step.until, held=True)
        case Step.CANCELLED:
            return replace(before, cancelled=True)
        case Step.EDITED:
            return replace(before, text=step.text, cancelled=False)
        case Step.RELEASED:
            return replace(before, released=True, cancelled=False)
        case Step.ASKED:
            return replace(before, asked_at=step.at)
        case Step.REMINDED:
            return replace(before, reminded=True)


def is_open(db: Database, step_id: int) -> bool:
    """Whether a step can still be taken back: its occurrence is not done with."""
    step = INTERVENTIONS.get(db, step_id)
    return step is not None and step.open and not step.withdrawn
