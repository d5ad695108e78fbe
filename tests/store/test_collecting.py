"""Verified amounts, arrears running, and batches handed over: what the books say of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from store import arrears, bases, dues, handing_over, roster, totals
from store.checks import check
from store.dues_rates import Payer, Rounding
from store.errors import DuplicateKeyError, StoreError
from store.models import Claim, DuesBase, Member, Standing
from store.money import Fen
from store.period import Period
from tests.store.conftest import NOON, Ledger

JANUARY = Period(2026, 1)
MARCH = Period(2026, 3)


def opened(ledger: Ledger, *periods: Period) -> None:
    for period in periods or (JANUARY, JANUARY + 1, MARCH):
        ledger.does(None, dues.open_month, "B01", period)


def pays(ledger: Ledger, by: Member, member: Member, period: Period, yuan: int) -> Claim:
    claim: Claim = ledger.does(member.id, dues.claim, member, period, Fen(yuan * 100))
    ledger.receives(by, claim)
    return claim


def verifies(ledger: Ledger, member: Member, since: Period, yuan: int, **more: object) -> object:
    base = DuesBase(
        member.id, since, Fen(yuan * 100), str(more.pop("reason", "")), NOON, None, "m", **more
    )
    return ledger.does(None, bases.verify, member, base)


def due(ledger: Ledger, member: Member, period: Period) -> Fen:
    return totals.balance(ledger.db, member.id, "B01", period).due


def run(ledger: Ledger, member: Member, this: Period) -> arrears.Run | None:
    return arrears.run_of(ledger.db, totals.member_totals(ledger.db, member.id, "B01"), this)


def test_owed_months_follow_a_new_amount_unless_they_were_handed_over(ledger: Ledger) -> None:
    wang, zhang = ledger.member("王建国"), ledger.member("张伟", 40)
    opened(ledger)
    pays(ledger, wang, zhang, JANUARY, 40)
    ledger.does(None, handing_over.hand_over, "B01", JANUARY, Fen(4000), date(2026, 2, 3), "A1")
    assert verifies(ledger, zhang, JANUARY, 42) == [JANUARY + 1, MARCH]
    assert [due(ledger, zhang, p) for p in JANUARY.up_to(MARCH)] == [4000, 4200, 4200]
    assert check(ledger.db) == []


def test_a_reduction_holds_for_its_months_whatever_is_verified_beside_it(ledger: Ledger) -> None:
    zhang = ledger.member("张伟", 40)
    opened(ledger)
    approved = {"organ": "镇党委", "approved_on": "2026-02-20"}
    verifies(ledger, zhang, JANUARY + 1, 0, until=JANUARY + 1, reason="减免", **approved)
    verifies(ledger, zhang, JANUARY + 1, 45)
    assert [due(ledger, zhang, p) for p in JANUARY.up_to(MARCH)] == [4000, 0, 4500]
    with pytest.raises(StoreError, match="批准"):
        verifies(ledger, zhang, MARCH, 0, until=MARCH, organ="镇党委")
    assert check(ledger.db) == []


def test_a_frozen_year_is_changed_only_with_a_reason(ledger: Ledger) -> None:
    zhang = ledger.member("张伟", 40)
    ledger.does(None, bases.freeze, "B01", 2026)
    assert bases.is_frozen(ledger.db, "B01", 2026)
    with pytest.raises(DuplicateKeyError):
        ledger.does(None, bases.freeze, "B01", 2026)
    with pytest.raises(StoreError, match="原因"):
        verifies(ledger, zhang, MARCH, 45)
    verifies(ledger, zhang, MARCH, 45, reason="加薪", pay_changed=JANUARY + 1)
    verifies(ledger, zhang, Period(2027, 1), 46)
    assert [dues.due(ledger.db, zhang.id, p) for p in (JANUARY, MARCH)] == [4000, 4500]
    assert check(ledger.db) == []


def test_the_sheet_proposes_by_the_rosters_words_and_asks_where_they_say_nothing(
    ledger: Ledger,
) -> None:
    ledger.member("李秀英", category="农民")
    ledger.member("张伟", 40, category="务工")
    ledger.member("陈静", category="务工", income=Fen(4_200_00))
    ledger.member("孙丽", standing=Standing.APPLICANT)
    farmer, worker, declared = bases.sheet(ledger.db, "B01", 2027, Rounding.FEN)
    assert (farmer.payer, farmer.proposal and farmer.proposal.most) == (Payer.FARMER, 100)
    assert (worker.payer, worker.proposal, worker.last_year) == (None, None, 4000)
    assert (declared.payer, declared.proposal and declared.proposal.most) == (None, 4200)
    assert [row.verified for row in (farmer, worker, declared)] == [None] * 3


def test_a_run_is_broken_by_a_later_payment_and_shortened_by_a_make_up(ledger: Ledger) -> None:
    wang, zhang = ledger.member("王建国"), ledger.member("张伟", 40)
    opened(ledger, *JANUARY.up_to(Period(2026, 5)))
    may = Period(2026, 5)
    ledger.does(zhang.id, dues.claim, zhang, JANUARY, None)
    found = run(ledger, zhang, may)
    assert found is not None
    assert (found.months, arrears.clock(ledger.db, found, arrears.CLOCKS)) == (4, 3)
    ledger.does(None, arrears.tell, found, 3)
    assert arrears.clock(ledger.db, found, arrears.CLOCKS) is None
    pays(ledger, wang, zhang, Period(2026, 1) + 1, 40)
    shorter = run(ledger, zhang, may)
    assert shorter is not None
    assert (shorter.first, shorter.months) == (MARCH, 2)
    assert arrears.clock(ledger.db, shorter, arrears.CLOCKS) is None
    pays(ledger, wang, zhang, may, 40)
    assert run(ledger, zhang, may) is None
    assert check(ledger.db) == []


def test_an_exemption_breaks_a_run(ledger: Ledger) -> None:
    zhang = ledger.member("张伟", 40)
    opened(ledger)
    approved = {"organ": "镇党委", "approved_on": "2026-02-20"}
    verifies(ledger, zhang, JANUARY + 1, 0, until=JANUARY + 1, reason="减免", **approved)
    found = run(ledger, zhang, MARCH + 1)
    assert found is not None
    assert (found.first, found.months) == (MARCH, 1)


def test_paid_up_to_stops_at_the_first_gap(ledger: Ledger) -> None:
    wang, zhang = ledger.member("王建国"), ledger.member("张伟", 40)
    opened(ledger)
    assert arrears.paid_up_to(ledger.db, zhang.id) is None
    pays(ledger, wang, zhang, MARCH, 40)
    assert arrears.paid_up_to(ledger.db, zhang.id) is None
    pays(ledger, wang, zhang, JANUARY, 40)
    assert arrears.paid_up_to(ledger.db, zhang.id) == JANUARY
    pays(ledger, wang, zhang, JANUARY + 1, 30)
    assert arrears.paid_up_to(ledger.db, zhang.id) == JANUARY
    pays(ledger, wang, zhang, JANUARY + 1, 10)
    pays(ledger, wang, zhang, MARCH + 1, 40)
    pays(ledger, wang, zhang, MARCH + 3, 40)
    assert arrears.paid_up_to(ledger.db, zhang.id) == MARCH + 1


def test_what_comes_after_a_batch_stands_in_the_next(ledger: Ledger) -> None:
    wang, zhang = ledger.member("王建国"), ledger.member("张伟", 40)
    opened(ledger)
    pays(ledger, wang, zhang, JANUARY, 40)
    taken_back = pays(ledger, wang, zhang, JANUARY + 1, 40)
    pays(ledger, wang, zhang, MARCH, 40)
    february = JANUARY + 1

    def hands_over(up_to: Period, yuan: int) -> object:
        return ledger.does(
            wang.id, handing_over.hand_over, "B01", up_to, Fen(yuan * 100), date(2026, 4, 5), "7"
        )

    first = hands_over(february, 70)
    assert (first.parts, first.difference) == ({"2026-01": 4000, "2026-02": 4000}, -1000)
    receipt = dues.RECEIPTS.one(ledger.db, claim=taken_back.id)
    ledger.does(wang.id, dues.reverse_receipt, receipt)
    pays(ledger, wang, zhang, JANUARY, 5)
    parts = {"2026-01": 500, "2026-02": -4000, "2026-03": 4000}
    assert handing_over.due_parts(ledger.db, "B01", MARCH) == parts
    second = hands_over(MARCH, 15)
    assert (second.number, second.expected, second.difference) == (2, 500, 1000)
    assert handing_over.outstanding(ledger.db, "B01") == 0
    with pytest.raises(StoreError, match="没有新的"):
        hands_over(MARCH, 1)
    with pytest.raises(StoreError, match="收回"):
        ledger.does(wang.id, handing_over.withdraw, first)
    ledger.does(wang.id, handing_over.withdraw, second)
    assert handing_over.closed_until(ledger.db, "B01") == february
    assert check(ledger.db) == []


def test_what_was_tampered_with_is_found(ledger: Ledger) -> None:
    wang, zhang = ledger.member("王建国"), ledger.member("张伟", 40)
    opened(ledger)
    pays(ledger, wang, zhang, JANUARY, 40)
    given = ("B01", JANUARY, Fen(4000), date(2026, 2, 3), "A1")
    batch = ledger.does(wang.id, handing_over.hand_over, *given)
    approved = {"organ": "镇党委", "approved_on": "2026-02-20"}
    verifies(ledger, zhang, MARCH, 0, until=MARCH, reason="减免", **approved)
    assert check(ledger.db) == []
    (reduced,) = [base for base in dues.BASES.find(ledger.db) if base.until is not None]
    with ledger.db.transaction():
        parts = {"2026-01": 4000, "2026-02": 1}
        handing_over.BATCHES.put(ledger.db, replace(batch, number=2, parts=parts))
        dues.BASES.put(ledger.db, replace(reduced, organ="", until=JANUARY))
    said = [fault.says for fault in check(ledger.db)]
    assert "是第 1 批，却记着第 2 批。" in said
    assert "里面有它还没有结清的月份。" in said
    assert "是减免，却没有批准的日期或机关。" in said
    assert "减免的起止月份颠倒了。" in said


def test_a_move_takes_the_arrears_along(ledger: Ledger) -> None:
    zhang = ledger.member("张伟", 40)
    opened(ledger)
    ledger.does(None, roster.change_member, zhang, branch="B02")
    assert totals.branch_totals(ledger.db, "B01") == []
    assert [row.arrears for row in totals.branch_totals(ledger.db, "B02")] == [12000]
    assert check(ledger.db) == []
