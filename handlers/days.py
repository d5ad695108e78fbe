"""A day in what an officer types: 2026-03-05, 3月5号, 昨天. Knows the calendar, no subject."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.context import UserError

DAY = re.compile(
    r"(?:(\d{4})\s*[年./-]\s*)?(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?|(今天|昨天|前天)"
)
_BACK = ("今天", "昨天", "前天")


def day_said(said: re.Match[str], today: date, *, past: bool) -> date:
    """The day of a match of ``DAY``; without a year the nearest one, or the nearest gone by.

    Raises UserError for a day that the calendar does not have.
    """
    if said[4]:
        return today - timedelta(days=_BACK.index(said[4]))
    try:
        if said[1]:
            return date(int(said[1]), int(said[2]), int(said[3]))
        years = (today.year + step for step in (-1, 0, 1))
        days = [date(year, int(said[2]), int(said[3])) for year in years]
    except ValueError:
        raise UserError(f"没有“{said[0].strip()}”这一天，请核对。") from None
    gone_by = [day for day in days if day <= today]
    return gone_by[-1] if past else min(days, key=lambda day: abs(day - today))
