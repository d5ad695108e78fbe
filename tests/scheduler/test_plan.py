"""The plan: keys for ever, no gaps at any seam, a month's post each month, the alarm agrees."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.calendar import LONGEST_REST, SHANGHAI
from scheduler.plan import (
    BranchPlan,
    Covers,
    MeetingDates,
    Occurrence,
    RegularPost,
    next_due,
    occurrences,
    owed,
)
from scheduler.recurrence import Rule
from scheduler.rules import parse_lead, parse_rule
from store.period import Period
from tests.scheduler.strategies import moments, monthly_rules, rules, unhurried

LEADS = tuple(parse_lead(text) for text in ("立即", "会前3天", "会前1天", "会前1小时"))
MONTH = timedelta(days=31)

regular_posts = st.lists(
    st.builds(
        RegularPost,
        st.sampled_from(("dues-notice", "dues-publication", "checkin-prompt")),
        rules,
        st.sampled_from(Covers),
        st.booleans(),
    ),
    max_size=3,
    unique_by=lambda post: post.kind,
).map(tuple)
branch_plans = st.tuples(regular_posts, regular_posts).map(
    lambda both: [
        BranchPlan(branch, posts, LEADS) for branch, posts in zip("AB", both, strict=True)
    ]
)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[BranchPlan], list[MeetingDates], datetime]:
    """Two branches, a few meetings around a moment, and that moment."""
    start = draw(moments)
    spans = st.timedeltas(timedelta(), timedelta(days=60))
    meetings = [
        MeetingDates(number, draw(st.sampled_from("AB")), arranged + draw(spans), arranged)
        for number, arranged in enumerate(
            start + span for span in draw(st.lists(spans, max_size=3))
        )
    ]
    return draw(branch_plans), meetings, start


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def told(runs: list[Occurrence]) -> list[str]:
    return [f"{run.due_at:%m-%d %H:%M} {run.key}" for run in runs]


def test_a_quarter_of_a_branch() -> None:
    plan = BranchPlan(
        "B01",
        (
            RegularPost("dues-notice", parse_rule("每月5日 09:00")),
            RegularPost("dues-publication", parse_rule("每月3日 遇休息日顺延"), Covers.LAST_MONTH),
            RegularPost("theme-day", parse_rule("每季度最后一个月20日")),
        ),
        LEADS[1:],
    )
    meeting = MeetingDates(12, "B01", at("2026-11-14 15:00"), at("2026-11-12 10:00"))
    assert told(occurrences([plan], [meeting], at("2026-10-01"), at("2026-12-31"))) == [
        "10-05 09:00 dues-notice/B01/2026-10",
        "10-08 09:00 dues-publication/B01/2026-09",
        "11-03 09:00 dues-publication/B01/2026-10",
        "11-05 09:00 dues-notice/B01/2026-11",
        "11-13 15:00 meeting-reminder/B01/M12/r1/1d",
        "11-14 14:00 meeting-reminder/B01/M12/r1/1h",
        "12-03 09:00 dues-publication/B01/2026-11",
        "12-05 09:00 dues-notice/B01/2026-12",
        "12-20 09:00 theme-day/B01/2026-12",
    ]


def test_a_moved_meeting_is_reminded_anew() -> None:
    plan = BranchPlan("B01", (), LEADS)
    first = MeetingDates(7, "B01", at("2026-03-10 15:00"), at("2026-03-01 08:00"))
    sent = {run.key for run in occurrences([plan], [first], at("2026-03-01"), at("2026-03-09"))}
    moved = MeetingDates(7, "B01", at("2026-03-12 15:00"), at("2026-03-09 20:00"), revision=2)
    assert told(owed(occurrences([plan], [moved], at("2026-03-01"), at("2026-04-01")), sent)) == [
        "03-09 20:00 meeting-reminder/B01/M7/r2/now",
        "03-11 15:00 meeting-reminder/B01/M7/r2/1d",
        "03-12 14:00 meeting-reminder/B01/M7/r2/1h",
    ]


def test_the_month_counts_from_the_nominal_day() -> None:
    """31 January 2026 is a Saturday, 1 March a Sunday: both leave their month, neither its key."""
    ends = BranchPlan("B01", (RegularPost("checkin-prompt", parse_rule("每月末 遇休息日顺延")),))
    starts = BranchPlan("B02", (RegularPost("checkin-prompt", parse_rule("每月1日 遇休息日提前")),))
    runs = occurrences([ends, starts], [], at("2026-01-25"), at("2026-03-10"))
    assert told(runs) == [
        "01-30 09:00 checkin-prompt/B02/2026-02",
        "02-02 09:00 checkin-prompt/B01/2026-01",
        "02-28 09:00 checkin-prompt/B01/2026-02",
        "02-28 09:00 checkin-prompt/B02/2026-03",
    ]


def test_too_late_to_be_of_use() -> None:
    meeting = MeetingDates(3, "B01", at("2026-05-20 15:00"), at("2026-05-01 09:00"))
    prompt = RegularPost("checkin-prompt", parse_rule("每周一"), lapses=True)
    publication = RegularPost("dues-publication", parse_rule("每月3日"), Covers.LAST_MONTH)
    plan = BranchPlan("B01", (prompt, publication), LEADS[3:])
    asleep = occurrences([plan], [meeting], at("2026-05-01"), at("2026-05-20 15:00"))
    of_use = [run for run in asleep if not run.is_useless(at("2026-05-20 15:00"))]
    assert told(of_use) == [
        "05-03 09:00 dues-publication/B01/2026-04",
        "05-18 09:00 checkin-prompt/B01/2026-05-18",
    ]
    just_before = at("2026-05-20 14:59")
    assert not asleep[-1].is_useless(just_before)


def test_a_kind_is_planned_once_a_branch() -> None:
    post = RegularPost("dues-notice", parse_rule("每月5日"))
    with pytest.raises(ValueError, match="each kind once"):
        BranchPlan("B01", (post, post))


@unhurried
@given(worlds(), st.lists(st.timedeltas(timedelta(), timedelta(days=200)), max_size=5))
def test_an_interval_cut_anywhere_gives_the_same(
    world: tuple[list[BranchPlan], list[MeetingDates], datetime], cuts: list[timedelta]
) -> None:
    plans, meetings, start = world
    end = start + timedelta(days=200)
    whole = occurrences(plans, meetings, start, end)
    seams = [start, *sorted(start + cut for cut in cuts), *(run.due_at for run in whole[:3]), end]
    seams.sort()
    pieces = [
        run
        for since, until in pairwise(seams)
        for run in occurrences(plans, meetings, since, until)
    ]
    assert pieces == whole
    assert len({run.key for run in whole}) == len(whole)


@unhurried
@given(worlds(), st.integers(0, 400))
def test_the_alarm_rings_for_the_first_occurrence(
    world: tuple[list[BranchPlan], list[MeetingDates], datetime], days: int
) -> None:
    plans, meetings, start = world
    horizon = timedelta(days=days)
    runs = occurrences(plans, meetings, start, start + horizon)
    assert next_due(plans, meetings, start, horizon) == (runs[0].due_at if runs else None)
    for run in runs[:20]:
        just_before = run.due_at - timedelta(microseconds=1)
        assert next_due(plans, meetings, just_before, horizon + MONTH) == run.due_at


@settings(unhurried, max_examples=40)
@given(monthly_rules, st.sampled_from(Covers))
def test_a_monthly_rule_comes_once_each_month_for_decades(rule: Rule, covers: Covers) -> None:
    plan = BranchPlan("B01", (RegularPost("dues-publication", rule, covers),))
    runs = occurrences([plan], [], at("2005-01-01") - MONTH, at("2045-01-01") + MONTH)
    shift = 1 if covers is Covers.LAST_MONTH else 0
    posted_in = {run.period + shift: run for run in runs if run.period is not None}
    assert len(posted_in) == len(runs)
    for month in Period(2005, 1).up_to(Period(2044, 12)):
        first = datetime(month.year, month.month, 1, tzinfo=SHANGHAI)
        assert first - LONGEST_REST < posted_in[month].due_at < first + MONTH + LONGEST_REST


@unhurried
@given(worlds(), st.lists(st.integers(0, 200), max_size=6))
def test_waking_never_once_or_often_posts_the_same(
    world: tuple[list[BranchPlan], list[MeetingDates], datetime], wakes: list[int]
) -> None:
    plans, meetings, start = world
    posted: list[str] = []
    for day in [*sorted(wakes), 200, 200]:
        planned = occurrences(plans, meetings, start, start + timedelta(days=day))
        posted += [run.key for run in owed(planned, set(posted))]
    whole = occurrences(plans, meetings, start, start + timedelta(days=200))
    assert posted == [run.key for run in whole]
