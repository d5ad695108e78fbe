"""The plan as it was steered: occurrences with what was decided about each.

Pure. An occurrence that somebody decided about is held by the steps themselves, so that it is
not forgotten once the plan has passed its time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.plan import Occurrence
from store.models import Course, Intervention
from store.steering import AS_PLANNED, course


@dataclass(frozen=True, slots=True)
class Steered:
    """An occurrence and its course."""

    occurrence: Occurrence
    course: Course = AS_PLANNED

    @property
    def due_at(self) -> datetime:
        """When it is due: as planned, or when it was put off to."""
        return self.course.until or self.occurrence.due_at


def steered(
    planned: Iterable[Occurrence],
    steps: Mapping[str, Sequence[Intervention]],
    settled: datetime,
    stands: Callable[[Occurrence], bool],
) -> list[Steered]:
    """The planned ones and those from before ``settled`` that were put off, by (due_at, key)."""
    all_of_them = {occurrence.key: occurrence for occurrence in planned}
    for key, known in steps.items():
        occurrence = carried(known[0])
        if key not in all_of_them and occurrence.due_at <= settled and stands(occurrence):
            all_of_them[key] = occurrence
    found = [Steered(due, course(steps.get(key, ()))) for key, due in all_of_them.items()]
    return sorted(found, key=lambda due: (due.due_at, due.occurrence.key))


def carried(step: Intervention) -> Occurrence:
    """The occurrence that a step is about."""
    return Occurrence(
        key=step.key,
        due_at=step.due_at,
        kind=step.kind,
        branch=step.branch,
        period=step.period,
        meeting=step.meeting,
        lead=step.lead,
        useless_after=step.useless_after,
        months=step.months,
    )
