"""A year to look at: dues by month, check-ins by month, attendance of the last meetings.

Sums and heads only; nobody is named and nobody is ranked. Each chart is for whoever may have
its figures by a command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.charts import Chart, Series, drawn
from bot.web.drawing import drawing_of
from bot.web.house import Visitor, visitor_of
from handlers.contact import overview as contact_command
from handlers.meetings import title
from handlers.permissions import OFFICERS_IN_PRIVATE
from handlers.quorum import heads as heads_command
from store import attendance, checkins, dues, meetings, roster, totals
from store.money import Fen, yuan
from store.period import Period

LAST_MEETINGS = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart with the table that says the same: its column heads and rows."""

    id: str
    chart: Chart
    hollow: str
    solid: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""


async def page(request: Request) -> Response:
    """``?year=`` of the months; the meetings are the last ones of it."""
    visitor = visitor_of(request, needs=OFFICERS_IN_PRIVATE)
    years = _years(visitor)
    written = request.query_params.get("year", "")
    year = int(written) if written.isdecimal() and int(written) in years else years[0]
    shown = [_dues(visitor, year)]
    if visitor.may(contact_command.permission):
        shown.append(_contact(visitor, year))
    if visitor.may(heads_command.permission):
        shown.append(_attendance(visitor, year))
    values: dict[str, Any] = {"shown": shown, "years": years, "year": year}
    return drawing_of(request).room(request, visitor, "charts.html", **values)


def _years(visitor: Visitor) -> list[int]:
    this = visitor.ctx.today.year
    opened = dues.opened_months(visitor.ctx.db, visitor.branch.id)
    return list(range(this, (opened[0].year if opened else this) - 1, -1))


def _months(visitor: Visitor, year: int) -> list[Period]:
    """The year's months that the books know; this one where they know none yet."""
    opened = dues.opened_months(visitor.ctx.db, visitor.branch.id)
    this = Period.of(visitor.ctx.today)
    return [month for month in opened if month.year == year] or [this]


def _labels(months: Sequence[Period]) -> list[str]:
    return [f"{month.month}月" for month in months]


def _dues(visitor: Visitor, year: int) -> Shown:
    db, branch = visitor.ctx.db, visitor.branch.id
    months = _months(visitor, year)
    sums = [totals.branch_month(db, branch, month) for month in months]
    due, received = [one.due for one in sums], [one.received for one in sums]
    chart = drawn(
        f"{year}年党费：应交和已收",
        f"每月一组。全年应交{yuan(Fen(sum(due)))}元，已收{yuan(Fen(sum(received)))}元。",
        Series(_labels(months), due, received),
        lambda fen: yuan(Fen(fen)),
    )
    rows = [
        (label, yuan(one.due), yuan(one.received), f"{one.heads_received} / {one.heads_due}")
        for label, one in zip(_labels(months), sums, strict=True)
    ]
    columns = ("月份", "应交（元）", "已收（元）", "交齐人数")
    return Shown("dues", chart, "应交", "已收", columns, rows)


def _contact(visitor: Visitor, year: int) -> Shown:
    """Check-ins are what the books keep by month; the whole is who is away now."""
    db, branch = visitor.ctx.db, visitor.branch.id
    months = _months(visitor, year)
    heads = [len(checkins.checked_in_members(db, branch, month)) for month in months]
    away = sum(member.mobile for member in roster.members(db, branch))
    chart = drawn(
        f"{year}年每月报到的人数",
        f"现在在外的有{away}人。",
        Series(_labels(months), [away] * len(months), heads),
        str,
    )
    rows = [(label, str(number)) for label, number in zip(_labels(months), heads, strict=True)]
    note = "只数报到的；在群里说过话、没报到的，看“联系情况”。"
    return Shown("contact", chart, "现在在外", "当月报到", ("月份", "报到人数"), rows, note)


def _attendance(visitor: Visitor, year: int) -> Shown:
    db = visitor.ctx.db
    found = [
        (meeting, len(meetings.audience(db, meeting)), len(there))
        for meeting in meetings.arranged(db, visitor.branch.id)
        if meeting.begins.year == year and (there := attendance.attended(db, meeting.id))
    ][-LAST_MEETINGS:]
    labels = [f"{m.begins.month}.{m.begins.day}" for m, _, _ in found]
    chart = drawn(
        f"{year}年开会的到会人数",
        f"最近{len(found)}次记了到会的会。",
        Series(labels, [called for _, called, _ in found], [there for _, _, there in found]),
        str,
    )
    rows = [
        (f"{m.begins.month}月{m.begins.day}日 {title(m)}", str(called), str(there))
        for m, called, there in found
    ]
    columns = ("会议", "应到", "到会")
    note = "应到按现在的名册数。"
    return Shown("attendance", chart, "应到", "到会", columns, rows, note)


ROUTES = (Route("/charts", page),)
