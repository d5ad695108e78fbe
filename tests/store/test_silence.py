"""How long nobody heard of somebody: what counts, what does not, and months that are full."""

from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from store import checkins, contacts, homecomings, searches, silence
from store.checks import check
from store.models import Member, Search
from store.period import Period
from tests.store.conftest import NOON, Ledger

LATER = NOON + timedelta(days=40)


def last(ledger: Ledger, member: Member) -> tuple[date, str]:
    contact = silence.last_contact(ledger.db, member)
    return contact.at.date(), contact.how


def test_a_message_a_check_in_and_a_search_that_reached_him_count(ledger: Ledger) -> None:
    wei = ledger.member("张伟", mobile=True)
    assert last(ledger, wei) == (NOON.date(), "")
    ledger.does(None, lambda db, cause: contacts.heard(db, wei, "w1", "张伟", "R", NOON))
    assert last(ledger, wei) == (NOON.date(), "群里或私下说话")
    ledger.moment = LATER
    checked = ledger.does(None, checkins.check_in, wei, Period(2026, 4))
    assert last(ledger, wei) == (LATER.date(), "代报到")
    ledger.does(None, checkins.withdraw, checked)
    assert last(ledger, wei)[1] == "群里或私下说话", "what was taken back is no contact"


def test_a_search_in_vain_is_evidence_and_no_contact(ledger: Ledger) -> None:
    wei = ledger.member("张伟", mobile=True)
    ledger.moment = LATER

    def tries(day: str, result: str, *, found: bool) -> Search:
        entry: Search = ledger.does(wei.id, searches.note, wei, day, "打电话", result, found=found)
        return entry

    tries("2026-04-10", "无人接", found=False)
    assert last(ledger, wei)[1] == ""
    reached = tries("2026-04-12", "接通了", found=True)
    assert last(ledger, wei) == (date(2026, 4, 12), "打电话联系上")
    ledger.does(wei.id, searches.withdraw, reached)
    assert [entry.result for entry in searches.of_member(ledger.db, wei.id)] == ["无人接"]
    assert last(ledger, wei)[1] == ""
    assert check(ledger.db) == []


def test_only_mobile_members_are_told_of_the_longest_silent_first(ledger: Ledger) -> None:
    first, second = ledger.member("张伟", mobile=True), ledger.member("刘洋", mobile=True)
    ledger.member("王建国")
    ledger.does(None, lambda db, cause: contacts.heard(db, first, "w1", "张伟", None, LATER))
    found = silence.last_contacts(ledger.db, "B01")
    assert [one.member.id for one in found] == [second.id, first.id]


@given(since=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(0, 1500))
def test_months_are_full_on_the_same_day_and_never_go_back(since: date, days: int) -> None:
    until = since + timedelta(days=days)
    months = silence.full_months(since, until)
    assert months <= silence.full_months(since, until + timedelta(days=1)) <= months + 1
    assert days // 31 <= months <= days // 28


def test_a_word_about_a_season_does_not_hold_for_the_next(ledger: Ledger) -> None:
    wei = ledger.member("张伟", mobile=True)
    ledger.does(wei.id, homecomings.expect, wei, expected=True)
    assert homecomings.expected(ledger.db, "B01", NOON) == [wei]
    assert homecomings.expected(ledger.db, "B01", NOON + timedelta(days=200)) == []
    ledger.does(wei.id, homecomings.expect, wei, expected=False)
    assert homecomings.expected(ledger.db, "B01", NOON) == []


def test_a_day_full_of_messages_costs_one_row(ledger: Ledger) -> None:
    wei = ledger.member("张伟", mobile=True)
    for minute in range(5):
        at = NOON + timedelta(minutes=minute)
        ledger.does(None, lambda db, cause, at=at: contacts.heard(db, wei, "w1", "张伟", "R", at))
    row = contacts.of_id(ledger.db, "w1")
    assert row is not None
    assert row.at == datetime(2026, 3, 10, 12, 0, tzinfo=timezone(timedelta(hours=8)))
