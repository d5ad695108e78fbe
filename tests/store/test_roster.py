"""Who is who: a WeChat id is at most one member's, and nothing is forgotten."""

from __future__ import annotations

import pytest

from store import audit, roster
from store.checks import check
from store.errors import DuplicateKeyError
from store.models import Member, MemberStatus, Role, Stranger
from tests.store.conftest import NOON, Ledger


@pytest.fixture
def zhang(ledger: Ledger) -> Member:
    return ledger.member("张伟")


@pytest.fixture
def li(ledger: Ledger) -> Member:
    return ledger.member("李秀英", card="秀英（二组）", aliases=("李姐",))


def test_an_id_is_one_members(ledger: Ledger, zhang: Member, li: Member) -> None:
    ledger.does(li.id, roster.bind, "wxid_1", zhang)
    with pytest.raises(DuplicateKeyError):
        ledger.does(li.id, roster.bind, "wxid_1", li)
    with pytest.raises(DuplicateKeyError):
        ledger.does(li.id, roster.bind, "wxid_1", zhang)
    assert roster.member_of(ledger.db, "wxid_1") == zhang
    assert roster.wechat_ids(ledger.db, li.id) == []
    assert check(ledger.db) == []


def test_a_member_may_have_two_phones(ledger: Ledger, zhang: Member, li: Member) -> None:
    ledger.does(li.id, roster.bind, "wxid_1", zhang)
    ledger.does(li.id, roster.bind, "wxid_2", zhang)
    assert roster.wechat_ids(ledger.db, zhang.id) == ["wxid_1", "wxid_2"]
    assert roster.without_binding(ledger.db, [zhang, li]) == [li]


def test_an_id_that_was_set_free_can_be_somebody_elses(
    ledger: Ledger, zhang: Member, li: Member
) -> None:
    for member in (zhang, li, zhang):
        binding = ledger.does(li.id, roster.bind, "wxid_1", member)
        assert roster.member_of(ledger.db, "wxid_1") == member
        ledger.does(li.id, roster.unbind, binding)
        assert roster.member_of(ledger.db, "wxid_1") is None
    ended = roster.BINDINGS.find(ledger.db, wechat_id="wxid_1")
    assert [b.member for b in ended] == [zhang.id, li.id, zhang.id]
    assert all(b.ended_at is not None for b in ended)
    assert check(ledger.db) == []


def test_nobody_is_known_by_a_name_he_gives_himself(ledger: Ledger, zhang: Member) -> None:
    met = Stranger("wxid_9", "张伟", "B01", "R01", NOON)
    with ledger.db.transaction():
        met = roster.meet_stranger(ledger.db, met)
        roster.named_himself(ledger.db, met, zhang)
    assert roster.member_of(ledger.db, "wxid_9") is None
    assert [s.says for s in roster.unbound(ledger.db, "B01")] == [zhang.id]
    ledger.does(zhang.id, roster.bind, "wxid_9", zhang)
    assert roster.unbound(ledger.db, "B01") == []
    assert check(ledger.db) == []


def test_people_are_found_by_every_name_of_theirs(
    ledger: Ledger, zhang: Member, li: Member
) -> None:
    for name in ("李秀英", "秀英（二组）", "李姐"):
        assert roster.named(ledger.db, "B01", name) == [li]
    assert roster.named(ledger.db, "B02", "李秀英") == []
    ledger.does(None, roster.change_member, li, status=MemberStatus.LEFT)
    assert roster.named(ledger.db, "B01", "李秀英") == []
    assert roster.members(ledger.db, "B01") == [zhang]


def test_the_log_keeps_what_a_member_was_before(ledger: Ledger, zhang: Member) -> None:
    changed = ledger.does(None, roster.change_member, zhang, place="深圳", roles=(Role.SECRETARY,))
    assert roster.officers(ledger.db, "B01", Role.SECRETARY) == [changed]
    entry = audit.AUDIT.find(ledger.db)[-1]
    assert entry.detail == {"原值": {"place": "", "roles": []}}
    ledger.does(None, roster.change_member, changed, place="深圳")
    assert audit.AUDIT.find(ledger.db)[-1] == entry
