"""What is said of dues, by occurrence: notice, reminders, publication, arrears.

Names with states are private and go to the secretary. Decides nothing about when.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from scheduler.arrears_notice import reached
from scheduler.plan import (
    Occurrence,
)
from scheduler.posts import Announcement, Post, Terms
from scheduler.private_reminder import still_open, within_reach
from scheduler.publication import paid, publication, spoken_names
from store import dues as dues_rows
from store import roster, totals
from store.database import Database
from store.models import Balance, Claim, Role, Round
from store.money import yuan
from store.period import Period, spoken
from store.privacy import Private
from store.tabular import Table


def confirmers(db: Database, branch: str) -> Role:
    """Whose word makes claims receipts: the collector's; the secretary's where there is none."""
    return Role.COLLECTOR if roster.officers(db, branch, Role.COLLECTOR) else Role.SECRETARY


def claims_waiting(db: Database, branch: str) -> list[Claim]:
    """Open claims that somebody else can confirm: nobody confirms his own dues."""
    able = {member.id for member in roster.officers(db, branch, confirmers(db, branch))}
    return [claim for claim in dues_rows.open_claims(db, branch) if able - {claim.member}]


def dues_notice(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    assert occurrence.period is not None
    values = {"month": spoken(occurrence.periods, today=now.date())}
    opened = Round(terms.id, "dues", now, str(occurrence.period))
    return Announcement((Post("announcement.dues_notice", values),), round=opened)


def dues_publication(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    """A month as two posts: to the group, and the names to the secretary; so each of a quarter."""
    months = [period for period in occurrence.periods if _is_owed(db, terms, period)]
    if not months:
        return None
    posts = [post for period in months for post in _published(db, terms, period, now)]
    balances = [b for period in months for b in totals.balances(db, terms.id, period)]
    return Announcement(tuple(posts), made_of=_made_of(balances))


def _is_owed(db: Database, terms: Terms, period: Period) -> bool:
    return totals.branch_month(db, terms.id, period).heads_due > 0


def _published(db: Database, terms: Terms, period: Period, now: datetime) -> tuple[Post, Post]:
    sums = totals.branch_month(db, terms.id, period)
    states = _states(db, terms.id, period)
    month = spoken([period], today=now.date())
    public = {
        "branch": terms.name,
        "year": period.year,
        "month": f"{period.month}月",
        "due": yuan(sums.due),
        "received": yuan(sums.received),
        "heads_due": sums.heads_due,
        "heads_received": sums.heads_received,
        "names": spoken_names(paid(db, terms.id, period), terms.shows),
        "date": f"{now.year}年{now.month}月{now.day}日",
    }
    names = {"month": month, **{state: Private(people) for state, people in states.items()}}
    table = _drawn(db, terms, period, now)
    return (
        Post("announcement.dues_publication", public, table=table),
        Post("announcement.publication_names", names, to=Role.SECRETARY),
    )


def _made_of(balances: Iterable[Balance]) -> tuple[str, ...]:
    return tuple(f"balances/{balance.id}" for balance in balances)


def _drawn(db: Database, terms: Terms, period: Period, now: datetime) -> Table | None:
    if not terms.picture:
        return None
    return publication(db, terms.id, terms.name, period, terms.shows, now.date())


def _states(db: Database, branch: str, period: Period) -> dict[str, list[str]]:
    """Who has paid, whose claim waits, who has not: names by state."""
    names = {m.id: m.called for m in roster.members(db, branch)}
    states: dict[str, list[str]] = {"received": [], "waiting": [], "unpaid": []}
    for balance in totals.balances(db, branch, period):
        if balance.member in names and balance.opened and balance.due:
            states[_state(balance)].append(names[balance.member])
    return states


def _state(balance: Balance) -> str:
    if not balance.lacking:
        return "received"
    return "waiting" if balance.claims else "unpaid"


def dues_reminder(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    """How many are still open, as a number: nobody is named in the group."""
    assert occurrence.period is not None
    period = occurrence.period
    unpaid = len(_states(db, terms.id, period)["unpaid"])
    if not unpaid:
        return None
    values = {"month": spoken([period], today=now.date()), "count": unpaid}
    opened = Round(terms.id, "dues", now, str(period))
    post = Post("announcement.dues_reminder", values)
    return Announcement((post,), _made_of(totals.balances(db, terms.id, period)), opened)


def private_reminder(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    """To each who still owes, of his own alone; the secretary learns whom it went to."""
    assert occurrence.period is not None
    owing = still_open(db, terms.id, occurrence.period)
    if not owing:
        return None
    told = within_reach(db, owing)
    values = {
        "month": spoken([occurrence.period], today=now.date()),
        "names": Private([one.member.called for one in told]),
        "unreached": Private([one.member.called for one in owing if one not in told]),
    }
    summary = Post("announcement.private_reminder_told", values, to=Role.SECRETARY)
    posts = (
        Post("announcement.private_reminder", one.values(now.date()), person=one.member.id)
        for one in told
    )
    return Announcement((summary, *posts), tuple(chain.from_iterable(one.made_of for one in owing)))


def collector_reminder(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    waiting = claims_waiting(db, terms.id)
    if not waiting:
        return None
    post = Post("announcement.collector", {"count": len(waiting)}, to=confirmers(db, terms.id))
    return Announcement((post,), tuple(f"claims/{claim.id}" for claim in waiting))


def arrears(
    db: Database, terms: Terms, occurrence: Occurrence, now: datetime
) -> Announcement | None:
    assert occurrence.period is not None
    found = reached(db, terms.id, terms.clocks, occurrence.period, now.date())
    if not found:
        return None
    gravest = max(one.run.months for one in found)
    values = {"lines": Private([one.line for one in found]), "gravest": gravest}
    post = Post("announcement.arrears", values, to=Role.SECRETARY)
    made_of = tuple(dict.fromkeys(f"members/{one.run.member}" for one in found))
    return Announcement((post,), made_of, told=tuple((one.run, one.months) for one in found))
