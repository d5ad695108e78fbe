"""Charts as places on a sheet: a hollow and a solid bar for each month or meeting.

Pure: numbers in, places out; the template draws them. Hollow against solid reads in black and
white, too. Knows no dues and no meetings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 42, 4, 14, 26
"""Around the bars, in the units of the drawing: about as many as a phone has pixels."""

WIDEST = 36
MOST_LINES = 4
FLOOR = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a bar stands."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Group:
    """One month or meeting: its label and where it stands; ``says`` it in words."""

    label: str
    middle: float
    hollow: Bar
    solid: Bar
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line across, and what it stands for."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is to be drawn."""

    title: str
    description: str
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = FLOOR


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn: labels, and for each the whole (hollow) and the part of it (solid)."""

    labels: Sequence[str]
    wholes: Sequence[int]
    parts: Sequence[int]


def drawn(title: str, description: str, series: Series, written: Callable[[int], str]) -> Chart:
    """``written`` says a number as it is to be read."""
    most = max((*series.wholes, *series.parts, 0))
    step = step_of(most)
    top = max(step * -(-most // step), step)
    lines = tuple(Line(_y(at, top), written(at)) for at in range(0, top + step, step) if at <= top)
    room = (WIDTH - LEFT - RIGHT) / max(len(series.labels), 1)
    numbered = enumerate(zip(series.labels, series.wholes, series.parts, strict=True))
    groups = tuple(
        Group(
            label,
            round(LEFT + room * (number + 0.5), 1),
            _bar(LEFT + room * (number + 0.5), min(room * 0.72, WIDEST), whole, top),
            _bar(LEFT + room * (number + 0.5), min(room * 0.48, WIDEST * 0.66), part, top),
            f"{label}：{written(part)} / {written(whole)}",
        )
        for number, (label, whole, part) in numbered
    )
    return Chart(title, description, groups, lines)


def step_of(most: int) -> int:
    """Between two lines: 1, 2 or 5 with noughts, so that there are at most four steps."""
    size = 1
    while True:
        for digit in (1, 2, 5):
            if most <= digit * size * MOST_LINES:
                return digit * size
        size *= 10


def _bar(middle: float, width: float, value: int, top: int) -> Bar:
    y = _y(value, top)
    return Bar(round(middle - width / 2, 1), y, round(width, 1), round(FLOOR - y, 1))


def _y(value: int, top: int) -> float:
    return round(FLOOR - (FLOOR - TOP) * max(value, 0) / top, 1)
