"""All pages put together: routes, the door, errors in words. Registration is a literal tuple."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.clock import Clock
from bot.web import entry, live
from bot.web.console import (
    announcements,
    carry,
    charts,
    claims,
    contact,
    dues,
    dues_member,
    exports,
    history,
    imports,
    meetings,
    members,
    mine,
    say,
    today,
    township,
)
from bot.web.drawing import Door, drawing, drawing_of
from bot.web.guard import Guard
from bot.web.house import House, NotSignedInError, house_of
from bot.web.pasting import pages as pasting
from handlers.permissions import (
    CLERK_IN_PRIVATE,
    OFFICERS,
    OFFICERS_IN_PRIVATE,
    SECRETARY_IN_PRIVATE,
)

log = logging.getLogger(__name__)

DOORS: tuple[Door, ...] = (
    Door("/", "今天"),
    Door("/claims", "确认", OFFICERS),
    Door("/paste", "粘贴", SECRETARY_IN_PRIVATE),
    Door("/dues", "党费", OFFICERS_IN_PRIVATE),
    Door("/members", "名册", OFFICERS_IN_PRIVATE),
    Door("/contact", "联系", SECRETARY_IN_PRIVATE),
    Door("/township", "全镇", CLERK_IN_PRIVATE),
    Door("/announcements", "通知", SECRETARY_IN_PRIVATE),
    Door("/meetings", "会议", SECRETARY_IN_PRIVATE),
    Door("/charts", "图表", OFFICERS_IN_PRIVATE),
    Door("/history", "操作记录", SECRETARY_IN_PRIVATE),
    Door("/exports", "下载", OFFICERS_IN_PRIVATE),
    Door("/carry", "要贴的话", OFFICERS_IN_PRIVATE, by_hand=True),
)
"""The navigation, in its order; who lacks the right does not see the door."""

ROUTES: tuple[BaseRoute, ...] = (
    *entry.ROUTES,
    *live.ROUTES,
    *today.ROUTES,
    *claims.ROUTES,
    *dues.ROUTES,
    *dues_member.ROUTES,
    *members.ROUTES,
    *contact.ROUTES,
    *township.ROUTES,
    *mine.ROUTES,
    *announcements.ROUTES,
    *meetings.ROUTES,
    *exports.ROUTES,
    *charts.ROUTES,
    *history.ROUTES,
    *imports.ROUTES,
    *carry.ROUTES,
    *say.ROUTES,
    *pasting.ROUTES,
    Mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static"),
)

_SAYS = {
    400: "这个请求没看懂。请回上一页再试一次。",
    403: "这一页您用不了，或者页面开得太久了。请回首页再试。",
    404: "没有这一页。",
    405: "没有这一页。",
    413: "内容太大了，一次最多 4 MB，请分几次。",
    429: "试错的次数太多了，请过十分钟再来。",
}


def site(
    house: House, machine_clock: Clock, names: Sequence[str] = (), more: Sequence[BaseRoute] = ()
) -> Starlette:
    """The pages of a house. ``names``: further host names it may be opened under."""
    app = Starlette(
        routes=[*more, *ROUTES],
        middleware=[Middleware(Guard, names=tuple(names))],
        exception_handlers={
            NotSignedInError: _to_the_door,
            HTTPException: _refused,
            Exception: _fault,
        },
    )
    app.state.house = house
    app.state.machine_clock = machine_clock
    app.state.drawing = drawing(DOORS)
    return app


async def _to_the_door(request: Request, _error: Exception) -> Response:
    return RedirectResponse("/room" if house_of(request).sandbox else "/hello", 303)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    says = _SAYS.get(error.status_code, "这一页打不开。")
    return drawing_of(request).page(request, "refused.html", status=error.status_code, says=says)


async def _fault(request: Request, error: Exception) -> Response:
    """A bug: told in words; where it happened is in the log, what was typed is not."""
    log.error("fault on page %s: %s", request.url.path, type(error).__name__)
    says = "程序出了点问题，这一步没有做，账没有动。请回首页再试；还不行，把时间告诉装程序的人。"
    return drawing_of(request).page(request, "refused.html", status=500, says=says)
