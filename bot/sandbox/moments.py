"""The moments a visitor may jump to: tomorrow, next month, a date and hour.

Pure. Where time may go is the room's business.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot.clock import SHANGHAI

JUMPS = {"明天": 1, "后天": 2, "下周": 7}

_GIVEN = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[ T]+(\d{1,2}[:：]\d{2}))?")


def jumped(now: datetime, word: str) -> datetime | None:
    """The moment of a word: nine in the morning of 明天, 后天, 下周 or the 1st of 下月."""
    if word in JUMPS:
        return (now + timedelta(days=JUMPS[word])).replace(hour=9, minute=0, second=0)
    if word == "下月":
        first = (now.replace(day=1) + timedelta(days=32)).replace(day=1)
        return first.replace(hour=9, minute=0, second=0)
    return None


def given(text: str) -> datetime | None:
    """The moment of ``2026-04-01 08:30`` (nine where no hour is given); None where it is none."""
    match = _GIVEN.fullmatch(text.strip())
    if match is None:
        return None
    try:
        year, month, day = map(int, match[1].split("-"))
        hour, minute = map(int, (match[2] or "9:00").replace("：", ":").split(":"))
        return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)
    except ValueError:
        return None
