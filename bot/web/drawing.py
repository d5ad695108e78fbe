"""Pages drawn: Jinja2 with escaping everywhere, and what every page has around it.

A nickname is hostile input: nothing is marked safe but what Jinja2's own macros made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.rendering import day, when
from bot.web.acting import open_question
from bot.web.house import Visitor, house_of
from handlers.permissions import Permission
from store.money import Fen, yuan, yuan_exact
from store.period import Period, spoken


@dataclass(frozen=True, slots=True)
class Door:
    """A page in the navigation: where, its name, and whose it is (None: everybody's).

    ``by_hand``: only where people carry the posts themselves.
    """

    path: str
    name: str
    permission: Permission | None = None
    by_hand: bool = False

    def is_open(self, visitor: Visitor, *, by_hand: bool) -> bool:
        """Whether this visitor finds something behind it."""
        allowed = self.permission is None or visitor.may(self.permission)
        return allowed and (by_hand or not self.by_hand)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The environment, and the doors that the navigation shows."""

    environment: Environment
    doors: Sequence[Door]

    def page(
        self, request: Request, template: str, *, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page that nobody need be signed in for."""
        house = house_of(request)
        here = f"{request.url.path}?{request.url.query}".rstrip("?")
        common: dict[str, Any] = {"sandbox": house.sandbox, "by_hand": house.by_hand}
        common |= {"path": request.url.path, "here": here}
        text = self.environment.get_template(template).render(**common, **values)
        return HTMLResponse(text, status)

    def room(
        self,
        request: Request,
        visitor: Visitor,
        template: str,
        *,
        status: int = 200,
        **values: Any,
    ) -> HTMLResponse:
        """A page of the console, with the navigation and what was last said back."""
        house = house_of(request)
        told = list(visitor.session.told)
        visitor.session.told.clear()
        around = {
            "visitor": visitor,
            "csrf": visitor.session.csrf,
            "once": house.sessions.word(),
            "doors": [d for d in self.doors if d.is_open(visitor, by_hand=house.by_hand)],
            "told": told,
            "question": open_question(house, visitor),
            "now": house.now,
            "stamp": house.app.db.stamp,
        }
        return self.page(request, template, status=status, **around, **values)


def drawing(doors: Sequence[Door]) -> Drawing:
    """The pages' environment."""
    environment = Environment(
        loader=PackageLoader("bot.web", "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        when=when, day=day, yuan=_yuan, yuan_exact=_yuan_exact, months=_months
    )
    return Drawing(environment, doors)


def drawing_of(request: Request) -> Drawing:
    """How this site draws."""
    found: Drawing = request.app.state.drawing
    return found


def _yuan(amount: int) -> str:
    return yuan(Fen(amount))


def _yuan_exact(amount: int) -> str:
    return yuan_exact(Fen(amount))


def _months(periods: Sequence[Period], today: date | datetime) -> str:
    return spoken(periods, today=today.date() if isinstance(today, datetime) else today)
