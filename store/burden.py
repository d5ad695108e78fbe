"""The burden meter: what the bot put upon the group, a branch and month.

Central opinion of 2023-12 against 指尖上的形式主义: so that the load can be shown. Running
counters, kept in the transaction of the post or question that they count; not scans.
"""

from __future__ import annotations

from store.codec import replace
from store.database import Database
from store.models import Burden
from store.period import Period
from store.records import Table

BURDENS = Table("burdens", Burden)


def of(db: Database, branch: str, period: Period) -> Burden:
    """A branch's month; zeros where nothing was said."""
    return BURDENS.one(db, branch=branch, period=period) or Burden(branch, period)


def prompted(db: Database, branch: str, period: Period) -> None:
    """The group was told something of the bot's own accord."""
    before = of(db, branch, period)
    BURDENS.put(db, replace(before, prompts=before.prompts + 1))


def questioned(db: Database, branch: str, period: Period) -> None:
    """Somebody was asked something back."""
    before = of(db, branch, period)
    BURDENS.put(db, replace(before, questions=before.questions + 1))
