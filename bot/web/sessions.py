"""Who is signed in: one-time links, sessions with an end, and a limit on guessing.

In memory only: after a restart everybody takes a new link. Knows nothing of HTTP.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest

LINK_LIVES = timedelta(minutes=10)
IDLE_ENDS = timedelta(hours=2)
DAY_ENDS = timedelta(hours=12)
"""A session ends after two hours without a page, and after twelve hours in any case."""

GUESSES = 10
GUESSES_WITHIN = timedelta(minutes=10)
LIMIT_EVERYWHERE = 60
"""Wrong links in ten minutes: from one address, and from all together."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that signs in once. ``member`` is None where the owner of the machine chooses."""

    token: str
    member: int | None
    until: datetime | None


@dataclass(slots=True)
class Session:
    """Somebody at a browser. ``member`` is None until somebody signed in.

    ``owner``: sits at the machine itself and may choose as whom he works. ``told`` is what the
    next page says once.
    """

    id: str
    csrf: str
    began: datetime
    seen: datetime
    member: int | None = None
    owner: bool = False
    told: list[object] = field(default_factory=list)


class TooManyGuessesError(Exception):
    """Wrong links were tried too often; it has to rest."""


class Sessions:
    """All links and sessions. ``secret`` gives a new unguessable text."""

    def __init__(self, secret: Callable[[], str]) -> None:
        self._secret = secret
        self._links: dict[str, Link] = {}
        self._sessions: dict[str, Session] = {}
        self._guesses: deque[tuple[datetime, str]] = deque()

    def word(self) -> str:
        """A new word that nobody can guess, as for a form."""
        return self._secret()

    def link(self, now: datetime, member: int | None = None) -> str:
        """A new token that signs in once: a member for ten minutes, the owner until it is used."""
        self._links = {t: link for t, link in self._links.items() if not _is_over(link, now)}
        token = self._secret()
        until = None if member is None else now + LINK_LIVES
        self._links[token] = Link(token, member, until)
        return token

    def known_link(self, token: str, now: datetime, address: str) -> Link | None:
        """A link that would sign in, without using it. Raises TooManyGuessesError."""
        self._rest_where_guessed(now, address)
        for link in self._links.values():
            if compare_digest(link.token.encode(), token.encode()) and not _is_over(link, now):
                return link
        self._guesses.append((now, address))
        return None

    def use(self, link: Link, now: datetime) -> Session:
        """Sign in: the link is spent."""
        del self._links[link.token]
        return self.begin(now, member=link.member, owner=link.member is None)

    def begin(self, now: datetime, member: int | None = None, *, owner: bool = False) -> Session:
        """A new session."""
        self._sessions = {i: s for i, s in self._sessions.items() if not _has_ended(s, now)}
        session = Session(self._secret(), self._secret(), now, now, member, owner)
        self._sessions[session.id] = session
        return session

    def of(self, session_id: str, now: datetime, *, by_hand: bool = True) -> Session | None:
        """A session that still lives; what a person does (``by_hand``) keeps it alive."""
        session = self._sessions.get(session_id)
        if session is None or _has_ended(session, now):
            self._sessions.pop(session_id, None)
            return None
        if by_hand:
            session.seen = max(session.seen, now)
        return session

    def end(self, session: Session) -> None:
        """Sign out."""
        self._sessions.pop(session.id, None)

    def _rest_where_guessed(self, now: datetime, address: str) -> None:
        while self._guesses and now - self._guesses[0][0] > GUESSES_WITHIN:
            self._guesses.popleft()
        here = sum(1 for _, one in self._guesses if one == address)
        if here >= GUESSES or len(self._guesses) >= LIMIT_EVERYWHERE:
            raise TooManyGuessesError


def _is_over(link: Link, now: datetime) -> bool:
    return link.until is not None and now > link.until


def _has_ended(session: Session, now: datetime) -> bool:
    return now - session.seen > IDLE_ENDS or now - session.began > DAY_ENDS
