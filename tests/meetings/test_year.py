"""Talks, training and the appraisal at their edges."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from store import appraisal, roster, talks
from store.database import Database
from store.meeting_plan import Frequency, Stretch
from store.models import Cause, Member, Role, Standing
from store.tables import TABLES
from store.talks import TalkRules

JULY = datetime(2026, 7, 1, 9, tzinfo=SHANGHAI)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "books", TABLES)


def join(db: Database, name: str, **fields: object) -> Member:
    member = Member("B01", name, **fields)  # type: ignore[arg-type]
    with db.transaction():
        return roster.add_member(db, Cause(JULY, None, f"join-{name}"), member)


def talk(db: Database, first: Member, second: Member, at: datetime) -> None:
    with db.transaction():
        talks.talked(db, Cause(at, first.id, f"talk-{at}"), first, second)


@pytest.mark.parametrize(
    ("graded", "most"), [(0, 0), (2, 0), (3, 1), (5, 1), (6, 2), (13, 4), (15, 5)]
)
def test_a_third_at_most_is_rounded_down(graded: int, most: int) -> None:
    assert appraisal.most_excellent(graded) == most


def test_only_full_members_get_a_grade(db: Database) -> None:
    join(db, "张伟")
    join(db, "周敏", standing=Standing.PROBATIONARY)
    join(db, "小李", standing=Standing.APPLICANT)
    assert appraisal.graded(db, "B01") == 1
    db.close()


def test_a_talk_counts_in_the_half_year_in_which_it_was_held(db: Database) -> None:
    secretary = join(db, "王建国", roles=(Role.SECRETARY,))
    committee = join(db, "李秀英", roles=(Role.COLLECTOR,))
    member = join(db, "张伟")
    join(db, "小李", standing=Standing.APPLICANT)
    before = JULY - timedelta(days=1)
    for other in (committee, member):
        talk(db, secretary, other, before)
    in_june = {o.second.name: o.lacking for o in talks.owed(db, "B01", TalkRules(), before)}
    in_july = {o.second.name: o.lacking for o in talks.owed(db, "B01", TalkRules(), JULY)}
    assert in_june == {"李秀英": 0, "张伟": 0}
    assert in_july == {"李秀英": 1, "张伟": 0}
    db.close()


def test_whoever_of_the_two_is_named_first_it_is_the_same_pair(db: Database) -> None:
    secretary = join(db, "王建国", roles=(Role.SECRETARY,))
    member = join(db, "张伟")
    rules = TalkRules(None, Frequency(Stretch.QUARTER, 2))
    talk(db, member, secretary, JULY)
    (owed,) = talks.owed(db, "B01", rules, JULY + timedelta(days=3))
    assert (owed.held, owed.lacking) == (1, 1)
    db.close()
