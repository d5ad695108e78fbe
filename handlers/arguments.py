"""What follows a command's name, as values. A handler names what it wants in its signature.

Every error is a ``UserError`` that says what to type instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from handlers.context import Context, UserError
from store import roster
from store.models import Member
from store.period import Period

MONTH = (
    r"(?:(?:(?:\d{4}|去|今|明)年)?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?"
    r"|\d{4}-\d{1,2}|本月|这个月|上个?月|下个?月)?"
)
"""A month as the tail of a command; nothing at all means this month."""

_SIMPLIFIED = str.maketrans(
    "幫黨費確認會議撤銷綁單報簽請開參員員組銷動號點個",
    "帮党费确认会议撤销绑单报签请开参员员组销动号点个",
)
_NUMBERED = re.compile(r"^(?:(\d{4}|去|今|明)年)?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})月份?$")
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_CHINESE |= {"七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12}


def plain(text: str) -> str:
    """Half-width, simplified, without blanks at the ends: what is compared with names."""
    return unicodedata.normalize("NFKC", text).translate(_SIMPLIFIED).strip()


def _tail(ctx: Context, tail: str) -> str:
    return tail


def _period(ctx: Context, tail: str) -> Period:
    """The month named, this month where none is; without a year the one nearest to now."""
    this = Period.of(ctx.today)
    tail = tail.strip()
    if tail in ("", "本月", "这个月"):
        return this
    if tail in ("上月", "上个月"):
        return this + -1
    if tail in ("下月", "下个月"):
        return this + 1
    if re.fullmatch(r"\d{4}-\d{1,2}", tail):
        written = tail.split("-")
        return _month(int(written[0]), int(written[1]))
    match = _NUMBERED.match(tail)
    if match is None:
        raise UserError(f"没看懂月份“{tail}”，可以写：3月、2026年3月、上月。")
    month = int(match[2]) if match[2].isdigit() else _CHINESE.get(match[2], 0)
    if match[1]:
        shift = {"去": -1, "今": 0, "明": 1}
        year = ctx.today.year + shift[match[1]] if match[1] in shift else int(match[1])
        return _month(year, month)
    return min(
        (_month(this.year + step, month) for step in (-1, 0, 1)), key=lambda p: abs(p - this)
    )


def _month(year: int, month: int) -> Period:
    if not 1 <= month <= 12:
        raise UserError("月份是1到12，可以写：3月、2026年3月、上月。")
    return Period(year, month)


def named_members(ctx: Context, text: str) -> list[Member]:
    """All members named in a text, the longest name first; each must be told apart.

    Raises UserError where a name is shared, showing the cards that tell them apart.
    """
    everyone = roster.members(ctx.db, ctx.branch.id)
    calls = {call for m in everyone for call in (m.name, m.card, *m.aliases) if call}
    found: list[Member] = []
    while call := next((c for c in sorted(calls, key=len, reverse=True) if c in text), None):
        holders = [m for m in everyone if call in (m.card, m.name, *m.aliases)]
        by_card = [m for m in holders if m.card == call]
        holders = by_card if len(by_card) == 1 else holders
        if len(holders) > 1:
            cards = "、".join(
                m.called if m.called != m.name else f"{m.name}（{m.party_group}）" for m in holders
            )
            raise UserError(f"名册里有{len(holders)}位“{call}”：{cards}。请写全群名片。")
        if holders[0] not in found:
            found.append(holders[0])
        text = text.replace(call, " ", 1)
    return found


def without_names(ctx: Context, text: str) -> str:
    """The text with the members' names taken out: what is left was not understood as a name."""
    for member in roster.members(ctx.db, ctx.branch.id):
        for call in sorted((member.card, member.name, *member.aliases), key=len, reverse=True):
            if call:
                text = text.replace(call, " ")
    return text.strip()


ARGUMENTS: dict[str, Callable[[Context, str], Any]] = {"tail": _tail, "period": _period}
"""Arguments by the parameter's name."""
