"""谈心谈话: who talked with whom and when. What was said is never kept.

At least once a year each way; how often is the higher organisation's to say, so a setting:
the secretary with each of the committee, and with each member.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store import audit, meetings, roster
from store.codec import replace
from store.database import Database
from store.meeting_plan import Frequency, Stretch, months_of
from store.models import Cause, Member, Role, Standing, Talk
from store.period import Period
from store.records import Table

TALKS = Table("talks", Talk)
_HALF_YEARLY, _YEARLY = Frequency(Stretch.HALF), Frequency(Stretch.YEAR)


@dataclass(frozen=True, slots=True)
class TalkRules:
    """How often the secretary talks with each of the committee and with each member."""

    committee: Frequency | None = _HALF_YEARLY
    members: Frequency | None = _YEARLY


@dataclass(frozen=True, slots=True)
class OwedTalk:
    """One pair: how often it is owed in the stretch that runs now, and how often it was held."""

    first: Member
    second: Member
    often: Frequency
    held: int

    @property
    def lacking(self) -> int:
        """How many are still owed before the stretch ends."""
        return max(0, self.often.times - self.held)


def talked(db: Database, cause: Cause, first: Member, second: Member) -> Talk:
    """Keep that two members talked."""
    low, high = sorted((first.id, second.id))
    talk = Talk(first.branch, low, high, cause.at, cause.by, cause.why)
    talk = TALKS.added(db, talk)
    audit.record(db, cause, "谈心谈话", (f"talks/{talk.id}",))
    audit.remember(db, cause, f"talks/{talk.id}")
    return talk


def withdraw(db: Database, cause: Cause, talk: Talk) -> None:
    """They did not talk after all."""
    TALKS.put(db, replace(talk, withdrawn=True))
    audit.record(db, cause, "收回谈心谈话", (f"talks/{talk.id}",))


def owed(db: Database, branch: str, rules: TalkRules, now: datetime) -> list[OwedTalk]:
    """What the secretary owes in the stretch that runs now, in the order of the roster."""
    secretaries = roster.officers(db, branch, Role.SECRETARY)
    committee = {m.id for m in meetings.committee(db, branch)}
    held = [talk for talk in TALKS.find(db, branch=branch) if not talk.withdrawn]
    found = []
    for secretary in secretaries[:1]:
        for member in roster.members(db, branch):
            often = rules.committee if member.id in committee else rules.members
            if often is None or member.id == secretary.id or _is_applicant(member):
                continue
            pair = tuple(sorted((secretary.id, member.id)))
            since = _begin(often, now)
            times = sum((t.first, t.second) == pair and Period.of(t.at) >= since for t in held)
            found.append(OwedTalk(secretary, member, often, times))
    return found


def _is_applicant(member: Member) -> bool:
    return member.standing is Standing.APPLICANT


def _begin(often: Frequency, now: datetime) -> Period:
    """The month in which the stretch that runs now began."""
    length = months_of(often.stretch)
    return Period(now.year, (now.month - 1) // length * length + 1)
