"""Changes made by hand: kept with before, after, reason and office; taken back while on top."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import audit, changes, roster
from store.models import Member, MemberStatus, Role
from store.privacy import masked
from tests.store.conftest import Ledger


def test_a_change_keeps_who_in_which_office_and_what_was_before(ledger: Ledger) -> None:
    wei, secretary = ledger.member("张伟"), ledger.member("王建国", roles=(Role.SECRETARY,))
    ledger.does(secretary.id, changes.amend, wei, "外出", {"place": "深圳", "mobile": True}, "务工")
    ledger.does(None, roster.change_member, secretary, roles=())
    entry = next(e for e in changes.life(ledger.db, wei.id) if e.what == "外出")
    assert (entry.by, entry.offices) == (secretary.id, ("secretary",)), "the office held then"
    assert entry.detail == {
        "原值": {"mobile": False, "place": ""},
        "新值": {"mobile": True, "place": "深圳"},
        "原因": "务工",
    }


def test_what_differs_nothing_is_no_change(ledger: Ledger) -> None:
    wei = ledger.member("张伟", place="深圳")
    before = audit.AUDIT.count(ledger.db)
    assert ledger.does(wei.id, changes.amend, wei, "修改党员", {"place": "深圳"}) is None
    assert audit.AUDIT.count(ledger.db) == before


def test_a_change_is_taken_back_only_while_nothing_is_on_top_of_it(ledger: Ledger) -> None:
    wei = ledger.member("张伟")
    away = ledger.does(wei.id, changes.amend, wei, "外出", {"place": "深圳"})
    first = _last(ledger)
    ledger.does(wei.id, changes.amend, away, "修改党员", {"place": "东莞"})
    second = _last(ledger)
    assert ledger.does(wei.id, changes.take_back, first) is None
    assert ledger.does(wei.id, changes.take_back, second) is not None
    assert ledger.does(wei.id, changes.take_back, second) is None, "once"
    assert ledger.does(wei.id, changes.take_back, first) is not None
    assert roster.MEMBERS.get(ledger.db, wei.id) == wei


@given(
    steps=st.lists(
        st.fixed_dictionaries(
            {}, optional={"place": st.sampled_from("深杭"), "phone": st.sampled_from("12")}
        ),
        max_size=5,
    )
)
@settings(max_examples=20, deadline=None)
def test_taken_back_in_turn_everything_is_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, str]]
) -> None:
    ledger = Ledger(tmp_path_factory.mktemp("books"))
    try:
        start = member = ledger.member("张伟")
        done = []
        for step in steps:
            changed = ledger.does(member.id, changes.amend, member, "修改党员", step)
            if changed is not None:
                member, done = changed, [*done, _last(ledger)]
        for entry in reversed(done):
            assert ledger.does(member.id, changes.take_back, entry) is not None
        assert roster.MEMBERS.get(ledger.db, start.id) == start
    finally:
        ledger.db.close()


def test_nobody_is_deleted(ledger: Ledger) -> None:
    wei = ledger.member("张伟")
    gone = ledger.does(None, changes.amend, wei, "转出", {"status": MemberStatus.LEFT})
    assert isinstance(gone, Member)
    assert roster.members(ledger.db, "B01") == []
    assert [e.what for e in changes.life(ledger.db, wei.id)] == ["登记党员", "转出"]


def test_a_phone_is_shown_masked() -> None:
    assert masked("13812341234") == "138****1234"
    assert masked("13812341234、07551234567") == "138****1234、075****4567"
    assert masked("") == ""


def _last(ledger: Ledger) -> int:
    row = ledger.db.last("audit")
    assert row is not None
    return int(row["id"])
