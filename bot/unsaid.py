"""Announcements that were put down to be said and could not be sent: said as things now stand.

A line may be down for days. Who has paid meanwhile is not reminded any more, and what is too
late to be of use is let go; the secretary hears of it. Decides nothing about what falls due.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.outlook import Outlook
from bot.posting import Posting, Target
from scheduler.announcements import TITLES, announce
from scheduler.plan import WAITS_FOR_COLLECTOR, Occurrence
from scheduler.posts import Post
from store import outbox
from store.database import Database
from store.models import Delivery, OutboxRow, PostState, Role


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Looks after what waits in the outbox; only called while somebody can be told."""

    db: Database
    outlook: Outlook
    posting: Posting

    def settle(self, now: datetime) -> None:
        """Bring up to date what still waits, and let go what came too late."""
        self._renew(now)
        self._give_up(now)

    def _renew(self, now: datetime) -> None:
        """Reminders of dues are put as the books have them now: who has paid is left in peace."""
        waiting = {row.why for row in outbox.waiting(self.db, now) if not row.reply}
        for key in sorted(waiting):
            delivery = outbox.delivery(self.db, key)
            if delivery is not None and delivery.kind in WAITS_FOR_COLLECTOR:
                self._renew_one(delivery, now)

    def _renew_one(self, delivery: Delivery, now: datetime) -> None:
        terms = self.outlook.terms.get(delivery.branch)
        if terms is None or delivery.period is None:
            return
        said = announce(self.db, terms, _occurrence(delivery), now)
        texts: defaultdict[Target, list[str]] = defaultdict(list)
        for target, text in self.posting.texts(delivery.branch, said.posts if said else ()):
            texts[target].append(text)
        with self.db.transaction():
            for row in outbox.caused_by(self.db, delivery.key):
                of_this = texts[Target(row.room, row.contact)]
                now_said = of_this.pop(0) if of_this else None
                if row.state is PostState.NEW:
                    self._put_as(row, now_said)

    def _put_as(self, row: OutboxRow, text: str | None) -> None:
        """The group's words stay as they are: the secretary may have written them himself."""
        if text is None:
            outbox.change(self.db, replace(row, state=PostState.DROPPED))
        elif row.room is None and text != row.text:
            outbox.change(self.db, replace(row, text=text))

    def _give_up(self, now: datetime) -> None:
        """What was due in time but not said while it was of use: one message a branch."""
        late: defaultdict[str, list[OutboxRow]] = defaultdict(list)
        for row in outbox.too_late(self.db, now):
            late[row.branch].append(row)
        for branch, rows in late.items():
            values = {"lines": self._lines(rows)}
            note = Post("announcement.missed", values, to=Role.SECRETARY)
            with self.db.transaction():
                for row in rows:
                    outbox.change(self.db, replace(row, state=PostState.DROPPED))
                if branch in self.posting.served:
                    self.posting.put(branch, note, f"missed/{rows[0].why}", now)

    def _lines(self, rows: Sequence[OutboxRow]) -> list[str]:
        """When each was due, and how it begins; what several were to hear counts once.

        What was to be said in private is only named: it is their own affair.
        """
        return _once(
            f"{row.at.month}月{row.at.day}日 {row.at:%H:%M} {self._name(row)}" for row in rows
        )

    def _name(self, row: OutboxRow) -> str:
        delivery = outbox.delivery(self.db, row.why)
        private = row.room is None and delivery is not None
        return (
            TITLES[delivery.kind]
            if private and delivery
            else row.text.splitlines()[0].split("。")[0]
        )


def _once(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))


def _occurrence(delivery: Delivery) -> Occurrence:
    return Occurrence(
        delivery.key, delivery.due_at, delivery.kind, delivery.branch, period=delivery.period
    )
