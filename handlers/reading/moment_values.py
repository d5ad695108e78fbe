"""What reading a time gives: a moment, or one question. Values only, no rules.

It must not know how a text is read, nor what the moment is for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

WorkingDay = Callable[[date], bool]
Span = tuple[int, int]
"""(start, end) in the text as it was written."""

Reason = Literal[
    "nothing said",
    "no day",
    "no hour",
    "which half of the day",
    "no such day",
    "no such hour",
    "past",
    "weekday disagrees",
    "several days",
    "several hours",
    "series",
    "vague",
    "called off",
    "no calendar",
]


@dataclass(frozen=True, slots=True)
class Moment:
    """When a meeting begins: aware, +08:00. ``span`` covers the day's and the hour's words."""

    at: datetime
    span: Span
    day_span: Span
    time_span: Span


@dataclass(frozen=True, slots=True)
class Unclear:
    """One short question in Chinese, why it is asked, and the moments it may mean, if countable.

    The reason ``nothing said`` tells a text without any time from one that cannot be read.
    """

    question: str
    reason: Reason
    choices: tuple[datetime, ...] = ()
