"""How long members were not heard of, from all that counts as contact.

A message, a check-in (also by proxy, which is told), or a search that reached him. 《中国共产党
党员教育管理工作条例》: no contact for six months in spite of a search may lead to 停止党籍, which
only the organisation decides. Here are only the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from store import checkins, contacts, roster, searches
from store.database import Database
from store.models import Member


@dataclass(frozen=True, slots=True)
class Contact:
    """The last that was heard of a member, and how; ``how`` is empty where nothing ever was.

    Then ``at`` is the moment from which he is on the roster.
    """

    member: Member
    at: datetime
    how: str

    def days(self, now: datetime) -> int:
        """Whole days since then."""
        return max(0, (now.date() - self.at.date()).days)

    def months(self, now: datetime) -> int:
        """Full months since then."""
        return full_months(self.at.date(), now.date())


def full_months(since: date, until: date) -> int:
    """How many months lie between two days; a month is full on the same day of the next."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return max(0, months - (until.day < since.day))


def last_contacts(db: Database, branch: str) -> list[Contact]:
    """The last contact with each mobile member of a branch, longest ago first."""
    found = _heard(db, branch)
    contacts_ = [
        Contact(member, *found.get(member.id, (member.at, "")))
        for member in roster.members(db, branch)
        if member.mobile and member.at is not None
    ]
    return sorted(contacts_, key=lambda one: (one.at, one.member.id))


def last_contact(db: Database, member: Member) -> Contact:
    """The last contact with one member, mobile or not."""
    found = _heard(db, member.branch).get(member.id)
    at = member.at
    assert at is not None, "a member without the moment he was registered"
    return Contact(member, *(found or (at, "")))


def _heard(db: Database, branch: str) -> dict[int, tuple[datetime, str]]:
    last = {
        member: (at, "群里或私下说话") for member, at in contacts.last_heard(db, branch).items()
    }
    for member in roster.MEMBERS.find(db, branch=branch):  # check-ins have no index by branch
        if (entry := _checked_in(db, member.id)) is not None:
            _later(last, member.id, *entry)
    for search in searches.SEARCHES.find(db, branch=branch):
        if search.found and not search.withdrawn:
            noon = time(12, tzinfo=search.at.tzinfo)
            day = datetime.combine(date.fromisoformat(search.day), noon)
            _later(last, search.member, min(day, search.at), f"{search.way}联系上")
    return last


def _checked_in(db: Database, member: int) -> tuple[datetime, str] | None:
    """His last check-in, and how; kept until somebody checks in."""

    def read() -> tuple[datetime, str] | None:
        last: dict[int, tuple[datetime, str]] = {}
        for entry in checkins.CHECK_INS.find(db, member=member):
            if not entry.withdrawn:
                _later(last, member, entry.at, "代报到" if entry.proxy else "报到")
        return last.get(member)

    return db.remembered(checkins.CHECK_INS.name, f"last/{member}", read)


def _later(last: dict[int, tuple[datetime, str]], member: int, at: datetime, how: str) -> None:
    if member not in last or last[member][0] < at:
        last[member] = (at, how)
