"""What follows a command's name, as values. A handler names what it wants in its signature.

Every error is a ``UserError`` that says what to type instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers.context import Context, UserError
from handlers.reading.normal import normal_form, spellings
from store import roster
from store.models import Member
from store.period import Period

MONTH = (
    r"(?:(?:(?:\d{4}|去|今|明)年)?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?"
    r"|\d{4}-\d{1,2}|本月|这个月|上个?月|下个?月)?"
)
"""A month as the tail of a command; nothing at all means this month."""

_MONTH = re.compile(MONTH)
_NUMBERED = re.compile(r"^(?:(\d{4}|去|今|明)年)?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})月份?$")
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_CHINESE |= {"七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12}


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a command's name: in normal form, and as it was written (links, ids)."""

    plain: str
    written: str


def _tail(ctx: Context, tail: Tail) -> str:
    return tail.plain


def _words(ctx: Context, tail: Tail) -> str:
    return tail.written


def month_named(tail: str) -> str:
    """The month that a tail begins with, without the words around it (份, 的党费, ？)."""
    found = _MONTH.match(tail)
    return found[0].strip() if found else ""


def _period(ctx: Context, said: Tail) -> Period:
    """The month named, this month where none is; without a year the one nearest to now."""
    this = Period.of(ctx.today)
    tail = month_named(said.plain)
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


@dataclass(frozen=True, slots=True)
class Named:
    """The members named in a text, in their order there, and the text without their names."""

    members: list[Member]
    rest: str


def named(ctx: Context, text: str) -> Named:
    """Find the members named in a text, the longest name first; each must be told apart.

    Raises UserError where a name is shared, showing the cards that tell them apart.
    """
    calls = _calls(ctx)
    found: list[Member] = []
    if calls:
        normal = normal_form(text)
        longest_first = sorted(calls, key=len, reverse=True)
        cut = 0
        kept = ""
        for match in re.finditer("|".join(map(re.escape, longest_first)), normal.text):
            member = _one(match[0], calls[match[0]])
            found += [member] if member not in found else []
            start, end = normal.span(*match.span())
            kept += text[cut:start] + " "
            cut = end
        text = kept + text[cut:]
    return Named(found, text.strip())


def _calls(ctx: Context) -> dict[str, list[Member]]:
    """What members are called, in normal form; a group card is its owner's alone."""
    members = roster.members(ctx.db, ctx.branch.id)
    calls: dict[str, list[Member]] = {}
    for member in members:
        names = (member.name, *member.aliases)
        for call in {form for name in names for form in spellings(name)}:
            calls.setdefault(call, []).append(member)
    cards = {form: [member] for member in members for form in spellings(member.card)}
    return {**calls, **cards}


def _one(call: str, holders: list[Member]) -> Member:
    if len(holders) == 1:
        return holders[0]
    cards = "、".join(
        m.called if m.called != m.name else f"{m.name} {m.party_group}" for m in holders
    )
    raise UserError(f"名册里有{len(holders)}位“{call}”：{cards}。请写全群名片。")


ARGUMENTS: dict[str, Callable[[Context, Tail], Any]] = {
    "tail": _tail,
    "words": _words,
    "period": _period,
}
"""Arguments by the parameter's name."""
