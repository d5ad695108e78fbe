"""Whom a meeting calls: all members, the committee, or one party group."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from handlers.arranging_words import group_named, kinds_named
from handlers.meetings import how_said, title
from store import attendance, meetings, participation, roster
from store.database import Database
from store.models import Cause, Meeting, Member, Role, Standing
from store.tables import TABLES

NOON = datetime(2026, 3, 25, 12, tzinfo=SHANGHAI)
PEOPLE = (
    Member("B01", "王建国", roles=(Role.SECRETARY,), party_group="一组"),
    Member("B01", "李秀英", roles=(Role.COLLECTOR,), party_group="二组"),
    Member("B01", "陈静", roles=(Role.COMMITTEE,), party_group="二组"),
    Member("B01", "张伟", roles=(Role.GROUP_LEADER,), party_group="一组"),
    Member("B01", "周敏", standing=Standing.PROBATIONARY, party_group="二组"),
    Member("B01", "小李", standing=Standing.APPLICANT, party_group="一组"),
    Member("B02", "别村人", roles=(Role.SECRETARY,), party_group="一组"),
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    books = Database(tmp_path / "books", TABLES)
    with books.transaction():
        for member in PEOPLE:
            roster.add_member(books, cause(), member)
    yield books
    books.close()


def cause(at: datetime = NOON) -> Cause:
    return Cause(at, None, f"m-{at}")


def meeting(audience: str, group: str = "", begins: datetime = NOON) -> Meeting:
    return Meeting("B01", "group", begins, NOON, None, "m1", audience=audience, party_group=group)


@pytest.mark.parametrize(
    ("audience", "group", "called"),
    [
        ("assembly", "", "王建国 李秀英 陈静 张伟 周敏"),
        ("committee", "", "王建国 李秀英 陈静"),
        ("group", "一组", "王建国 张伟"),
        ("group", "二组", "李秀英 陈静 周敏"),
        ("group", "", "王建国 李秀英 陈静 张伟 周敏"),
    ],
)
def test_whom_a_meeting_calls(db: Database, audience: str, group: str, called: str) -> None:
    people = meetings.audience(db, meeting(audience, group))
    assert " ".join(m.name for m in people) == called


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("党小组会 一组 明晚8点", "一组"),
        ("第二党小组会 明晚8点", "二组"),
        ("2组党小组会", "二组"),
        ("党小组会 明晚8点", ""),
    ],
)
def test_which_party_group_is_named(said: str, group: str) -> None:
    assert group_named(["一组", "二组"], said) == group


def test_a_group_meeting_is_called_by_its_group() -> None:
    assert title(meeting("group", "一组")) == "一组党小组会"
    assert title(meeting("group", "第一党小组")) == "第一党小组会"
    assert title(meeting("group")) == "党小组会"


def test_the_longest_name_of_a_kind_counts() -> None:
    assert kinds_named("主题党日活动改到周六") == {"theme_day"}
    assert kinds_named("支委会和党课") == {"committee", "lecture"}
    assert kinds_named("地点：老年活动室") == set()


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("参加", ""),
        ("线上参加", "online"),
        ("我用腾讯会议听", "online"),
        ("参加，晚到半小时", "late"),
        ("可能迟到一会儿", "late"),
        ("晚点到", "late"),
        ("晚到家再说", ""),
    ],
)
def test_how_somebody_comes(words: str, how: str) -> None:
    assert how_said(words) == how


def test_only_months_with_a_recorded_meeting_that_called_him_are_counted(db: Database) -> None:
    """党章 Art. 9: what the branch did not hold is not held against anybody."""
    everybody = {m.name: m for m in roster.members(db, "B01")}
    month = timedelta(days=31)
    with db.transaction():
        for number, (audience, there) in enumerate(
            (
                ("assembly", "张伟"),
                ("assembly", "王建国"),
                ("committee", "王建国"),
                ("assembly", ""),
            )
        ):
            begins = NOON + number * month
            held = meetings.arrange(db, cause(begins), meeting(audience, begins=begins))
            for name in there.split():
                attendance.attend(db, cause(begins), held, everybody[name], online=False)
    found = participation.participation(db, "B01", NOON + 5 * month)
    absent = {one.member.name: one.absent for one in found}
    assert absent == {"王建国": 0, "李秀英": 3, "陈静": 3, "张伟": 1, "周敏": 2}
