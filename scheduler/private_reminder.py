"""私下提醒: who still owes, and what is said to each of them alone.

Kind, once a month at most, and only of his own: nobody is told of who owes nothing, whose claim
waits, or whom no private word can reach. Knows neither when it is said nor how it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from store import roster, totals
from store.database import Database
from store.models import Member
from store.money import Fen, yuan
from store.period import Period, spoken
from store.privacy import Private


@dataclass(frozen=True, slots=True)
class Reminded:
    """A member, the months that have not arrived and were not claimed, and their sum in fen.

    ``made_of`` names the records that say so.
    """

    member: Member
    periods: tuple[Period, ...]
    total: Fen
    made_of: tuple[str, ...] = ()

    def values(self, today: date) -> dict[str, object]:
        """For the text to him; ``answer`` is a sentence that books just these months."""
        months = spoken(self.periods, today=today)
        return {
            "name": self.member.name,
            "months": months,
            "total": Private(yuan(self.total)),
            "answer": f"{months}党费已交",
        }


def still_open(db: Database, branch: str, up_to: Period) -> list[Reminded]:
    """Who owes something of the months up to this one and has not said that he paid it."""
    found = [_owing(db, member, up_to) for member in roster.members(db, branch)]
    return [one for one in found if one.periods]


def _owing(db: Database, member: Member, up_to: Period) -> Reminded:
    known = totals.member_totals(db, member.id, member.branch).open_periods
    months = [
        totals.balance(db, member.id, member.branch, period)
        for period in map(Period.parse, known)
        if period <= up_to
    ]
    unsaid = [month for month in months if not month.claims]
    total = Fen(sum(month.lacking for month in unsaid))
    made_of = tuple(f"balances/{month.id}" for month in unsaid)
    return Reminded(member, tuple(month.period for month in unsaid), total, made_of)


def within_reach(db: Database, people: Sequence[Reminded]) -> list[Reminded]:
    """Those whose WeChat is bound: only they can be told in private."""
    return [one for one in people if roster.wechat_ids(db, one.member.id)]
