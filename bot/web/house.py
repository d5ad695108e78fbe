"""What all pages share: the running program, who is signed in, how pages are drawn.

``house_of`` and ``visitor_of`` are the only ways from a request to the books; a page
that asks for a right (``visitor.may``) asks the same rule as the command does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.app import App
from bot.settings import BranchSettings, Settings
from bot.web.sessions import DAY_ENDS, Session, Sessions
from handlers.context import Branch, Context
from handlers.permissions import Permission
from store import roster
from store.models import Member, MemberStatus

COOKIE = "zhibu"
BY_ITSELF = "x-zhibu-by-itself"
"""A request of an open page's own, which keeps nobody signed in."""


@dataclass(frozen=True, slots=True)
class House:
    """The program behind the pages. ``by_hand``: no channel, people carry posts themselves.

    ``sandbox``: an invented branch, where anybody may work as anybody.
    """

    app: App
    settings: Settings
    sessions: Sessions
    by_hand: bool = False
    sandbox: bool = False
    extras: dict[str, object] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """This moment, of the program's clock."""
        return self.app.clock.now()

    def refuses(self) -> str:
        """Why nothing done on a page may be kept now, in words; empty where all is well.

        In chat each message carries the channel's own date; what is done here is dated by a
        clock that is surely wrong, and would count for a month of years ago.
        """
        now = self.now
        if not self.app.announcer.wrong_clock.dates_wrongly(now):
            return ""
        stands = f"这台电脑的时间是{now.year}年{now.month}月{now.day}日 {now:%H:%M}，怕是不准"
        chat = "" if self.by_hand else "急的话在微信里说，照样记。"
        return f"{stands}，这一步先没记，免得记错月份。请校准时间再来。{chat}"

    def settings_of(self, branch: str) -> BranchSettings:
        """A branch's settings."""
        return next(b for b in self.settings.branches if b.id == branch)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in, at this moment, as a handler would see him in private."""

    session: Session
    member: Member
    ctx: Context

    @property
    def branch(self) -> Branch:
        return self.ctx.branch

    def may(self, permission: Permission) -> bool:
        """Whether he has a right, by the same rule as in a private chat."""
        return permission.allows_here(self.ctx)


class NotSignedInError(Exception):
    """Nobody is signed in; the door says how to."""


def house_of(request: Request) -> House:
    """The house this request came to."""
    house: House = request.app.state.house
    return house


def session_of(request: Request) -> Session | None:
    """The session of this browser, if it has one that lives."""
    house = house_of(request)
    cookie = request.cookies.get(cookie_name(request), "")
    by_hand = BY_ITSELF not in request.headers and request.url.path != "/live"
    now = machine_now(request)
    return house.sessions.of(cookie, now, by_hand=by_hand) if cookie else None


def cookie_name(request: Request) -> str:
    """One name a port: a browser has one jar for all ports, where try-out and service meet."""
    port = request.url.port
    return f"{COOKIE}-{port}" if port else COOKIE


def remembered(answer: Response, request: Request, session: Session) -> Response:
    """An answer by which the browser keeps the session."""
    lives = int(DAY_ENDS.total_seconds())
    secure = house_of(request).settings.web.address.startswith("https:")
    answer.set_cookie(
        cookie_name(request), session.id, lives, httponly=True, samesite="strict", secure=secure
    )
    return answer


def visitor_of(request: Request, *, needs: Permission | None = None) -> Visitor:
    """Who is signed in, if he has the right.

    Raises NotSignedInError, and HTTPException(403) where the right is lacking: the answer
    never tells whether there was anything to see.
    """
    house = house_of(request)
    session = session_of(request)
    if session is None or session.member is None:
        raise NotSignedInError
    member = roster.MEMBERS.get(house.app.db, session.member)
    ctx = house.app.inbox.private_context(member, house.now) if member is not None else None
    if member is None or ctx is None or member.status is not MemberStatus.ACTIVE:
        raise NotSignedInError
    visitor = Visitor(session, member, ctx)
    if needs is not None and not visitor.may(needs):
        raise HTTPException(403)
    return visitor


def machine_now(request: Request) -> datetime:
    """Sessions live by the machine's clock, also where the books' clock is moved by hand."""
    now: datetime = request.app.state.machine_clock.now()
    return now
