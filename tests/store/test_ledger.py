"""Conversations with the dues' ledger: who says what, and how the sums stand then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store import dues, roster, totals
from store.checks import check
from store.errors import DuplicateKeyError, StoreError
from store.models import ClaimState, Member, Standing
from store.money import Fen
from tests.store.conftest import MARCH, Ledger


def stands(ledger: Ledger, member: Member) -> tuple[int, int, int, int]:
    """A member's March in yuan: due, claimed, received, arrears over all months."""
    month = totals.balance(ledger.db, member.id, "B01", MARCH)
    arrears = totals.member_totals(ledger.db, member.id, "B01").arrears
    return month.due // 100, month.claimed // 100, month.received // 100, arrears // 100


@pytest.fixture
def wang(ledger: Ledger) -> Member:
    """The collector."""
    return ledger.member("王建国", 30)


@pytest.fixture
def zhang(ledger: Ledger, wang: Member) -> Member:
    """A member who owes 20 yuan for March, in a month that is opened."""
    zhang = ledger.member("张伟", 20)
    ledger.does(None, dues.open_month, "B01", MARCH)
    return zhang


def test_a_claim_is_not_a_receipt(ledger: Ledger, wang: Member, zhang: Member) -> None:
    assert stands(ledger, zhang) == (20, 0, 0, 20)
    claim = ledger.does(zhang.id, dues.claim, zhang, MARCH, None)
    assert stands(ledger, zhang) == (20, 20, 0, 20)
    assert dues.open_claims(ledger.db, "B01") == [claim]
    ledger.receives(wang, claim)
    assert stands(ledger, zhang) == (20, 0, 20, 0)
    assert dues.open_claims(ledger.db, "B01") == []
    assert check(ledger.db) == []


def test_another_sum_arrives_than_was_claimed(ledger: Ledger, wang: Member, zhang: Member) -> None:
    claim = ledger.does(zhang.id, dues.claim, zhang, MARCH, Fen(20_00))
    ledger.receives(wang, claim, 15)
    assert stands(ledger, zhang) == (20, 0, 15, 5)
    rest = ledger.does(zhang.id, dues.claim, zhang, MARCH, Fen(5_00))
    ledger.receives(wang, rest)
    assert stands(ledger, zhang) == (20, 0, 20, 0)
    assert check(ledger.db) == []


def test_a_reversed_receipt_opens_its_claim_again_as_often_as_it_takes(
    ledger: Ledger, wang: Member, zhang: Member
) -> None:
    claim = ledger.does(zhang.id, dues.claim, zhang, MARCH, None)
    for _ in range(3):
        receipt = ledger.receives(wang, claim)
        claim = ledger.does(wang.id, dues.reverse_receipt, receipt)
        assert claim.state is ClaimState.CLAIMED
        assert dues.open_claims(ledger.db, "B01") == [claim]
        assert stands(ledger, zhang) == (20, 20, 0, 20)
        assert check(ledger.db) == []
    ledger.does(zhang.id, dues.withdraw, claim)
    assert stands(ledger, zhang) == (20, 0, 0, 20)
    assert check(ledger.db) == []


def test_a_receipt_is_reversed_once_though_its_claim_was_received_again(
    ledger: Ledger, wang: Member, zhang: Member
) -> None:
    claim = ledger.does(zhang.id, dues.claim, zhang, MARCH, None)
    first = ledger.receives(wang, claim)
    claim = ledger.does(wang.id, dues.reverse_receipt, first)
    ledger.receives(wang, claim)
    with pytest.raises(StoreError, match="处理过"):
        ledger.does(wang.id, dues.reverse_receipt, first)
    assert stands(ledger, zhang) == (20, 0, 20, 0)


def test_what_somebody_remembers_of_a_claim_does_not_count(
    ledger: Ledger, wang: Member, zhang: Member
) -> None:
    claim = ledger.does(zhang.id, dues.claim, zhang, MARCH, None)
    ledger.receives(wang, claim)
    with pytest.raises(StoreError, match="处理过"):
        ledger.receives(wang, claim)
    with pytest.raises(StoreError, match="处理过"):
        ledger.does(zhang.id, dues.withdraw, claim)
    with pytest.raises(StoreError, match="处理过"):
        ledger.receives(wang, replace(claim, id=99))
    assert stands(ledger, zhang) == (20, 0, 20, 0)
    assert check(ledger.db) == []


def test_a_collector_never_receives_his_own(ledger: Ledger, wang: Member, zhang: Member) -> None:
    claim = ledger.does(wang.id, dues.claim, wang, MARCH, None)
    with pytest.raises(dues.OwnDuesError):
        ledger.receives(wang, claim)
    assert stands(ledger, wang) == (30, 30, 0, 30)
    assert dues.RECEIPTS.count(ledger.db) == 0


def test_one_message_claims_a_month_once(ledger: Ledger, zhang: Member) -> None:
    cause = ledger.cause(zhang.id)
    with ledger.db.transaction():
        dues.claim(ledger.db, cause, zhang, MARCH, None)
    with pytest.raises(DuplicateKeyError), ledger.db.transaction():
        dues.claim(ledger.db, cause, zhang, MARCH, None)
    assert stands(ledger, zhang) == (20, 20, 0, 20)


def test_a_new_amount_leaves_opened_months_alone(ledger: Ledger, zhang: Member) -> None:
    ledger.verifies(zhang, 50, since=MARCH)
    assert stands(ledger, zhang) == (20, 0, 0, 20)
    ledger.does(None, dues.open_month, "B01", MARCH + 1)
    assert stands(ledger, zhang) == (20, 0, 0, 70)
    assert dues.due(ledger.db, zhang.id, MARCH) == 50_00
    assert check(ledger.db) == []


def test_of_two_amounts_for_a_month_the_later_word_counts(ledger: Ledger, wang: Member) -> None:
    ledger.verifies(wang, 40, since=MARCH)
    ledger.verifies(wang, 45, since=MARCH)
    ledger.verifies(wang, 10, since=MARCH + -2)
    assert dues.due(ledger.db, wang.id, MARCH) == 45_00
    assert dues.due(ledger.db, wang.id, MARCH + -1) == 10_00
    assert dues.due(ledger.db, wang.id, MARCH + -9) is None


def test_a_month_is_opened_once(ledger: Ledger, zhang: Member) -> None:
    before = ledger.db.count("audit")
    assert ledger.does(None, dues.open_month, "B01", MARCH) is False
    assert ledger.db.count("audit") == before
    assert dues.opened_months(ledger.db, "B01") == [MARCH]


def test_who_joins_later_owes_the_month_from_then_on(ledger: Ledger, zhang: Member) -> None:
    late = ledger.member("孙丽", 10)
    assert stands(ledger, late) == (0, 0, 0, 0)
    ledger.does(None, dues.open_for, late, MARCH)
    assert stands(ledger, late) == (10, 0, 0, 10)
    with pytest.raises(StoreError, match="2026-04"):
        ledger.does(None, dues.open_for, late, MARCH + 1)
    assert check(ledger.db) == []


def test_an_applicant_owes_nothing_until_he_is_admitted(ledger: Ledger, zhang: Member) -> None:
    applicant = ledger.member("黄磊", 10, standing=Standing.APPLICANT)
    ledger.does(None, dues.open_month, "B01", MARCH + 1)
    assert stands(ledger, applicant) == (0, 0, 0, 0)
    admitted = ledger.does(None, roster.change_member, applicant, standing=Standing.PROBATIONARY)
    ledger.does(None, dues.open_for, admitted, MARCH + 1)
    assert totals.member_totals(ledger.db, applicant.id, "B01").arrears == 10_00
    assert totals.branch_month(ledger.db, "B01", MARCH + 1).heads_due == 3
    assert check(ledger.db) == []


def test_paying_ahead_counts_once_the_month_is_owed(
    ledger: Ledger, wang: Member, zhang: Member
) -> None:
    april = MARCH + 1
    ledger.receives(wang, ledger.does(zhang.id, dues.claim, zhang, april, None))
    assert totals.branch_month(ledger.db, "B01", april).heads_received == 0
    ledger.does(None, dues.open_month, "B01", april)
    month = totals.branch_month(ledger.db, "B01", april)
    assert (month.due, month.received, month.heads_due, month.heads_received) == (5000, 2000, 2, 1)
    assert totals.member_totals(ledger.db, zhang.id, "B01").open_periods == ("2026-03",)
    assert check(ledger.db) == []


def test_a_month_stays_with_the_branch_it_began_in(
    ledger: Ledger, wang: Member, zhang: Member
) -> None:
    moved = ledger.does(None, roster.change_member, zhang, branch="B02")
    claim = ledger.does(zhang.id, dues.claim, moved, MARCH, None)
    ledger.receives(wang, claim)
    here = totals.branch_month(ledger.db, "B01", MARCH)
    assert (here.due, here.received, here.heads_received) == (5000, 2000, 1)
    assert totals.balances(ledger.db, "B02", MARCH) == []
    assert check(ledger.db) == []
