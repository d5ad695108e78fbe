"""The month that a page is asked for, among those it offers."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request

from store.period import Period


def months_back(today: date, count: int) -> list[Period]:
    """This month and those before it, newest first."""
    this = Period.of(today)
    return [this + -back for back in range(count)]


def chosen(request: Request, months: list[Period]) -> Period:
    """The one that the address names (``?month=2026-03``); else the newest."""
    wanted = request.query_params.get("month", "")
    return next((one for one in months if str(one) == wanted), months[0])
