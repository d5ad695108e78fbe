"""From the posts of an announcement to rows of the outbox, held back in the quiet hours.

Knows no plan: what is posted, and when it is due, others decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.documents.pictures import Pictures
from bot.inbox import Served
from bot.speaking import Speaker
from scheduler.calendar import QuietHours
from scheduler.posts import Post
from store import outbox, roster
from store.database import Database
from store.models import OutboxRow


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a text is for: a room's or a contact's id."""

    room: str | None
    contact: str | None


@dataclass(frozen=True, slots=True)
class Posting:
    """Puts posts into the outbox; a transaction must be open."""

    db: Database
    served: Mapping[str, Served]
    quiet: QuietHours
    pictures: Pictures | None = None

    def put_all(
        self, branch: str, posts: Sequence[Post], why: str, now: datetime
    ) -> list[OutboxRow]:
        """The rows of several posts, in order."""
        return [row for post in posts for row in self.put(branch, post, why, now)]

    def put(
        self, branch: str, post: Post, why: str, now: datetime, *, at_once: bool = False
    ) -> list[OutboxRow]:
        """The rows of one post: one for each room or person. ``at_once``: at any hour."""
        allowed = now if at_once else self.quiet.next_allowed(now)
        not_before = allowed if allowed > now else None
        served = self.served[branch]
        speaker = Speaker(self.db, served.branch, served.texts)
        if post.person is not None:
            return speaker.to_member(post.person, post.text, post.values, now, why, not_before)
        if post.to is None:
            rows = speaker.to_rooms(post.text, post.values, now, why, not_before)
            return self._drawn(post, rows)
        return speaker.to_office(post.to, post.text, post.values, now, why, not_before)

    def texts(self, branch: str, posts: Sequence[Post]) -> list[tuple[Target, str]]:
        """What ``put_all`` would write now, in its order, without writing it."""
        said = [(post, self._said(branch, post)) for post in posts]
        return [(target, text) for post, text in said for target in self._to(branch, post)]

    def _said(self, branch: str, post: Post) -> str:
        texts = self.served[branch].texts
        return texts.render(post.text, post.values, private=not post.to_group)

    def _to(self, branch: str, post: Post) -> list[Target]:
        if post.to_group:
            return [Target(room, None) for room in self.served[branch].branch.rooms]
        people = [post.person] if post.person is not None else []
        if post.to is not None:
            people = [holder.id for holder in roster.officers(self.db, branch, post.to)]
        ids = [roster.wechat_ids(self.db, person) for person in people if person is not None]
        return [Target(None, known[-1] if known else "") for known in ids]

    def _drawn(self, post: Post, rows: list[OutboxRow]) -> list[OutboxRow]:
        """The rows with the picture that goes after the text."""
        if post.table is None or self.pictures is None or not rows:
            return rows
        picture = self.pictures.keep(post.table)
        return [outbox.change(self.db, replace(row, picture=picture)) for row in rows]
