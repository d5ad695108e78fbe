"""Any history of the dues: after every step the sums equal a recount, and no check complains."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from store import bases, dues, handing_over, overview, roster, totals
from store.checks import check
from store.errors import StoreError
from store.models import ClaimState, DuesBase, Member, Receipt, Standing
from store.money import Fen
from store.period import Period
from tests.store.conftest import NOON, Ledger
from tests.store.recount import Diary, Told

BRANCHES = st.sampled_from(["B01", "B02"])
PERIODS = st.integers(0, 2).map(lambda months: Period(2026, 1) + months)
AMOUNTS = st.integers(0, 3).map(lambda step: Fen(step * 5_00))


class Histories(RuleBasedStateMachine):
    """The ledger beside a diary that only notes what was said."""

    people = Bundle("people")
    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="zhibu-")
        self.ledger = Ledger(Path(self.folder.name))
        self.diary = Diary()
        self.receipts: list[Receipt] = []

    def teardown(self) -> None:
        self.ledger.db.close()
        self.folder.cleanup()

    def now(self, member: Member) -> Member:
        """The member as the roster has him today."""
        found = roster.MEMBERS.get(self.ledger.db, member.id)
        assert found is not None
        return found

    @initialize()
    def the_collector(self) -> None:
        self.collector = self.ledger.member("王建国")

    @rule(
        target=people,
        branch=BRANCHES,
        standing=st.sampled_from(Standing),
        amount=AMOUNTS,
        group=st.sampled_from(["", "一组", "二组"]),
    )
    def joins(self, branch: str, standing: Standing, amount: Fen, group: str) -> Member:
        added = Member(branch, "张伟", standing=standing, party_group=group)
        member: Member = self.ledger.does(None, roster.add_member, added)
        self.is_verified(member, Period(2026, 1), amount)
        return member

    @rule(member=people, since=PERIODS, amount=AMOUNTS)
    def is_verified_anew(self, member: Member, since: Period, amount: Fen) -> None:
        self.is_verified(member, since, amount)

    def is_verified(self, member: Member, since: Period, amount: Fen) -> None:
        self.ledger.does(None, dues.set_base, member, since, amount, "核定")
        self.diary.verified.append((member.id, since, amount))

    @rule(branch=BRANCHES, period=PERIODS)
    def opens(self, branch: str, period: Period) -> None:
        is_new = period not in dues.opened_months(self.ledger.db, branch)
        assert self.ledger.does(None, dues.open_month, branch, period) is is_new
        for member in roster.members(self.ledger.db, branch) if is_new else ():
            self._owes(member, period)

    @rule(member=people, period=PERIODS)
    def owes_from_now_on(self, member: Member, period: Period) -> None:
        member = self.now(member)
        if period in dues.opened_months(self.ledger.db, member.branch):
            self.ledger.does(None, dues.open_for, member, period)
            self._owes(member, period)
        else:
            with pytest.raises(StoreError):
                self.ledger.does(None, dues.open_for, member, period)

    @rule(member=people, branch=BRANCHES, standing=st.sampled_from(Standing))
    def is_changed(self, member: Member, branch: str, standing: Standing) -> None:
        now = self.now(member)
        self.ledger.does(None, roster.change_member, now, branch=branch, standing=standing)

    @rule(target=claims, member=people, period=PERIODS, amount=st.none() | AMOUNTS)
    def claims_a_month(self, member: Member, period: Period, amount: Fen | None) -> int:
        member = self.now(member)
        claim = self.ledger.does(member.id, dues.claim, member, period, amount)
        said = self.diary.due(member.id, period) if amount is None else amount
        self.diary.begins(member.id, member.branch, period)
        self.diary.claims[claim.id] = Told(member.id, period, said)
        row_id: int = claim.id
        return row_id

    @rule(claim=claims, amount=st.none() | AMOUNTS)
    def is_received(self, claim: int, amount: Fen | None) -> None:
        told = self.diary.claims[claim]
        entry = dues.CLAIMS.get(self.ledger.db, claim)
        assert entry is not None
        if not told.is_open:
            stale = replace(entry, state=ClaimState.CLAIMED)
            with pytest.raises(StoreError):
                self.ledger.does(self.collector.id, dues.receive, stale, amount)
            return
        with pytest.raises(dues.OwnDuesError):
            self.ledger.does(told.member, dues.receive, entry, amount)
        self.receipts.append(self.ledger.does(self.collector.id, dues.receive, entry, amount))
        told.arrived = told.amount if amount is None else amount

    @rule(claim=claims)
    def is_withdrawn(self, claim: int) -> None:
        told = self.diary.claims[claim]
        entry = dues.CLAIMS.get(self.ledger.db, claim)
        if told.is_open:
            self.ledger.does(told.member, dues.withdraw, entry)
            told.withdrawn = True
        else:
            with pytest.raises(StoreError):
                self.ledger.does(told.member, dues.withdraw, entry)

    @precondition(lambda self: self.receipts)
    @rule(choice=st.randoms(use_true_random=False))
    def is_taken_back(self, choice: object) -> None:
        receipt = self.receipts.pop(choice.randrange(len(self.receipts)))  # type: ignore[attr-defined]
        reopened = self.ledger.does(self.collector.id, dues.reverse_receipt, receipt)
        assert reopened.state is ClaimState.CLAIMED
        self.diary.claims[receipt.claim].arrived = None
        with pytest.raises(StoreError):
            self.ledger.does(self.collector.id, dues.reverse_receipt, receipt)

    @rule(member=people, since=PERIODS, months=st.none() | st.integers(0, 2), amount=AMOUNTS)
    def is_decided(self, member: Member, since: Period, months: int | None, amount: Fen) -> None:
        """Verified by an officer, or reduced: owed months follow unless they were handed over."""
        member = self.now(member)
        until = None if months is None else since + months
        if until is None:
            base = DuesBase(member.id, since, amount, "核定", NOON, None, "m")
            self.diary.verified.append((member.id, since, amount))
        else:
            approved = {"organ": "镇党委", "approved_on": "2026-03-01"}
            base = DuesBase(
                member.id, since, amount, "减免", NOON, None, "m", until=until, **approved
            )
            self.diary.reduced.append((member.id, since, until, amount))
        closed = handing_over.closed_until(self.ledger.db, member.branch)
        self.ledger.does(None, bases.verify, member, base)
        for period in dues.opened_months(self.ledger.db, member.branch):
            is_his = (member.id, period) in self.diary.owed or period == Period.of(NOON)
            is_free = closed is None or period > closed
            if is_his and is_free and since <= period <= (until or period):
                self._owes(member, period)

    @rule(branch=BRANCHES, up_to=PERIODS, amount=AMOUNTS)
    def hands_over(self, branch: str, up_to: Period, amount: Fen) -> None:
        db = self.ledger.db
        parts = handing_over.due_parts(db, branch, up_to)
        closed = handing_over.closed_until(db, branch)
        given = (branch, up_to, amount, NOON.date(), "7")
        if not parts or (closed is not None and up_to < closed):
            with pytest.raises(StoreError):
                self.ledger.does(self.collector.id, handing_over.hand_over, *given)
            return
        batch = self.ledger.does(self.collector.id, handing_over.hand_over, *given)
        assert batch.expected == sum(parts.values())

    @rule(branch=BRANCHES)
    def takes_a_batch_back(self, branch: str) -> None:
        for batch in handing_over.batches(self.ledger.db, branch)[-1:]:
            self.ledger.does(self.collector.id, handing_over.withdraw, batch)

    @invariant()
    def what_arrived_stands_in_a_batch_or_in_the_next(self) -> None:
        db = self.ledger.db
        last = Period(2026, 3)
        for branch in ("B01", "B02"):
            handed = sum(batch.expected for batch in handing_over.batches(db, branch))
            waiting = sum(handing_over.due_parts(db, branch, last).values())
            arrived = [
                self.diary.received(key) for key, home in self.diary.home.items() if home == branch
            ]
            assert handed + waiting == sum(arrived)

    @invariant()
    def every_sum_is_the_recount(self) -> None:
        db = self.ledger.db
        balances = {
            (b.member, b.period): (b.branch, b.due, b.claimed, b.received, b.opened)
            for b in totals.BALANCES.find(db)
        }
        assert balances == self.diary.balances()
        months = {
            (m.branch, m.period): (
                *(m.due, m.claimed, m.received),
                *(m.heads_due, m.heads_claimed, m.heads_received),
            )
            for m in totals.MONTHS.find(db)
        }
        assert months == self.diary.branch_months()
        arrears = {t.member: (t.arrears, t.open_periods) for t in totals.TOTALS.find(db)}
        assert arrears == self.diary.arrears()

    @invariant()
    def members_sum_up_to_the_branch(self) -> None:
        for month in totals.MONTHS.find(self.ledger.db):
            rows = totals.balances(self.ledger.db, month.branch, month.period)
            assert sum(b.due for b in rows) == month.due
            assert sum(b.claimed for b in rows) == month.claimed
            assert sum(b.received for b in rows) == month.received

    @invariant()
    def groups_sum_up_to_the_branch_and_members_to_its_arrears(self) -> None:
        db = self.ledger.db
        for month in totals.MONTHS.find(db):
            everyone = roster.MEMBERS.find(db)
            groups = overview.by_group(db, month.branch, month.period, everyone)
            whole = sum(groups.values(), overview.Sums())
            rows = totals.balances(db, month.branch, month.period)
            assert whole == overview.of(rows)
            assert (whole.due, whole.claimed, whole.received) == (
                *(month.due, month.claimed, month.received),
            )
            assert (whole.heads_due, whole.heads_claimed, whole.heads_received) == (
                *(month.heads_due, month.heads_claimed, month.heads_received),
            )
            assert whole.lacking == sum(row.lacking for row in rows)
        this = Period(2026, 3)
        late = [row for branch in ("B01", "B02") for row in overview.owing(db, branch, this)]
        assert sum(row.amount for row in late) == sum(
            self.diary.lacking(key) for key in self.diary.home if key[1] < this
        )

    @invariant()
    def an_open_claim_waits_and_no_other(self) -> None:
        waiting = {c.id for b in ("B01", "B02") for c in dues.open_claims(self.ledger.db, b)}
        assert waiting == {row_id for row_id, told in self.diary.claims.items() if told.is_open}

    @invariant()
    def no_check_complains(self) -> None:
        assert check(self.ledger.db) == []

    def _owes(self, member: Member, period: Period) -> None:
        if member.standing is not Standing.APPLICANT:
            self.diary.begins(member.id, member.branch, period)
            self.diary.owed[member.id, period] = self.diary.due(member.id, period)


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.long
class TestLongHistories(Histories.TestCase):  # type: ignore[name-defined]
    """The same, many times as much."""

    settings = settings(
        max_examples=400,
        stateful_step_count=60,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
