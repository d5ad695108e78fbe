"""Of any bill and any claims: nothing twice, sums equal, the order of lines means nothing."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from handlers.bill_payment import Channel, Direction, Payment, money_in
from handlers.reconcile import Fit, Matter, Proposal, reconcile
from store.models import Claim, Member
from store.money import Fen
from store.period import Period

PEOPLE = [
    Member("B01", "张伟", id=1),
    Member("B01", "刘洋", id=2),
    Member("B01", "赵强", spouse="孙丽", id=3),
    Member("B01", "孙丽", spouse="赵强", id=4),
]
DAY = datetime(2026, 3, 10, 9, tzinfo=SHANGHAI)
SUMS = st.sampled_from([Fen(500), Fen(1000), Fen(1500)])

payments = st.builds(
    Payment,
    channel=st.just(Channel.WECHAT),
    order_no=st.sampled_from([f"N{n}" for n in range(9)]),
    at=st.integers(-20, 20).map(lambda days: DAY + timedelta(days=days)),
    payer=st.sampled_from(["张伟", "刘洋", "赵强", "孙丽", "远方", "赵*", ""]),
    amount=SUMS,
    remark=st.sampled_from(["", "", "刘洋", "3月", "2月党费"]),
    direction=st.sampled_from([Direction.IN, Direction.IN, Direction.IN, Direction.OUT]),
    status=st.just("已存入零钱"),
    line=st.integers(1, 99),
    refunded=st.sampled_from([Fen(0), Fen(0), Fen(500)]),
    refund=st.sampled_from([False, False, False, True]),
    red_packet=st.sampled_from([False, False, True]),
    related=st.sampled_from(["", "N1"]),
)


@st.composite
def open_claims(draw: st.DrawFn) -> list[Claim]:
    keys = draw(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=7, unique=True))
    made = []
    for number, (member, month) in enumerate(keys, 1):
        at = DAY + timedelta(days=draw(st.integers(-30, 30)))
        why, by = draw(st.sampled_from([(f"m{number}", member), ("together", 3)]))
        amount = draw(SUMS)
        made.append(Claim(member, "B01", Period(2026, month), amount, True, at, by, why, id=number))
    return made


def _said(proposals: list[Proposal]) -> set[tuple[object, ...]]:
    return {
        (p.payment.order_no, p.fit, tuple(sorted(tuple(sorted(o.ids)) for o in p.options)))
        for p in proposals
    }


@settings(max_examples=150, deadline=None)
@given(st.lists(payments, max_size=8, unique_by=lambda p: p.line), open_claims(), st.data())
def test_what_is_proposed_to_be_booked_at_once(
    lines: list[Payment], claims: list[Claim], data: st.DataObject
) -> None:
    matter = Matter(claims, PEOPLE, {})
    proposals = reconcile(lines, matter)
    at_once = [p for p in proposals if p.fit in (Fit.SURE, Fit.LIKELY)]
    booked = [c for p in at_once for c in p.options[0].ids]
    assert len(booked) == len(set(booked)), "a claim is booked once"
    orders = [p.payment.order_no for p in proposals]
    assert len(orders) == len(set(orders)), "an order is proposed once"
    for p in at_once:
        assert len(p.options) == 1
        assert p.options[0].total == p.payment.net, "what is booked is what came"
        assert p.options[0].got is None
    assert all(p.payment.net > 0 and not p.payment.refund for p in proposals)
    shuffled = data.draw(st.permutations(lines))
    mixed = data.draw(st.permutations(claims))
    assert _said(reconcile(shuffled, Matter(mixed, PEOPLE, {}))) == _said(proposals)


@settings(max_examples=60, deadline=None)
@given(st.lists(payments, max_size=8, unique_by=lambda p: p.line), open_claims())
def test_what_was_booked_is_not_proposed_again(lines: list[Payment], claims: list[Claim]) -> None:
    before = reconcile(lines, Matter(claims, PEOPLE, {}))
    done = [p for p in before if p.fit is Fit.SURE]
    booked = {(p.payment.channel, p.payment.order_no) for p in done}
    settled = {claim for p in done for claim in p.options[0].ids}
    left = [claim for claim in claims if claim.id not in settled]
    after = reconcile(lines, Matter(left, PEOPLE, {}, booked))
    assert not {(p.payment.channel, p.payment.order_no) for p in after} & booked
    assert not {claim for p in after for o in p.options for claim in o.ids} & settled


@given(st.lists(payments, max_size=8, unique_by=lambda p: p.line))
def test_a_refund_counts_once(lines: list[Payment]) -> None:
    for payment in money_in(lines):
        assert 0 < payment.net <= payment.amount
    again = money_in([*lines, *[line for line in lines if line.refund]])
    assert [(p.order_no, p.net) for p in again] == [(p.order_no, p.net) for p in money_in(lines)]
