"""Half, more than half, four fifths: at the edge, and for any number of members."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from store.models import Meeting, Member, Standing
from store.quorum import (
    GROUNDS,
    Headcount,
    Outcome,
    election_quorum,
    has_vote,
    is_election,
    ordinary_quorum,
    outcome,
)

HEADS = st.integers(min_value=0, max_value=500)


@pytest.mark.parametrize(
    ("should", "ordinary", "election"),
    [
        (1, 1, 1),
        (2, 1, 2),
        (3, 2, 3),
        (4, 2, 4),
        (5, 3, 4),
        (9, 5, 8),
        (10, 5, 8),
        (11, 6, 9),
        (12, 6, 10),
        (14, 7, 12),
        (15, 8, 12),
        (16, 8, 13),
        (50, 25, 40),
        (51, 26, 41),
    ],
)
def test_how_many_must_be_there(should: int, ordinary: int, election: int) -> None:
    assert (ordinary_quorum(should), election_quorum(should)) == (ordinary, election)


@given(HEADS)
def test_the_quorum_is_the_least_number_that_is_enough(should: int) -> None:
    """半数以上 counts the half itself, so do four fifths; one fewer is too few."""
    half, fifths = ordinary_quorum(should), election_quorum(should)
    assert 2 * half >= should > 2 * (half - 1)
    assert 5 * fifths >= 4 * should > 5 * (fifths - 1)


@pytest.mark.parametrize(
    ("in_favour", "should", "comes_to"),
    [
        (6, 11, Outcome.MORE_THAN_HALF),
        (5, 11, Outcome.NOT_HALF),
        (6, 12, Outcome.EXACTLY_HALF),
        (7, 12, Outcome.MORE_THAN_HALF),
        (1, 2, Outcome.EXACTLY_HALF),
        (1, 1, Outcome.MORE_THAN_HALF),
    ],
)
def test_in_favour_counts_against_all_who_should_attend(
    in_favour: int, should: int, comes_to: Outcome
) -> None:
    assert outcome(in_favour, should) is comes_to


@given(HEADS, HEADS, HEADS, HEADS)
def test_lacking_is_what_is_still_needed(a: int, b: int, c: int, d: int) -> None:
    """However many are left out, whoever is there: lacking plus present reaches the quorum."""
    left, entitled = sorted((a, b))
    online, present = sorted((c, d))
    for election in (False, True):
        count = Headcount(entitled, left, present, online, election)
        assert count.lacking == 0 or count.present + count.lacking == count.needed
        assert (count.lacking == 0) == (count.present >= count.needed)
        assert count.lacking_without_online >= count.lacking
        assert count.should + count.left_out == count.entitled


def test_who_has_a_vote() -> None:
    full = Member("B01", "张伟")
    assert has_vote(full)
    assert not has_vote(Member("B01", "周敏", standing=Standing.PROBATIONARY))
    assert not has_vote(Member("B01", "小李", standing=Standing.APPLICANT))
    assert not has_vote(Member("B01", "黄磊", vote_suspended=True))


@pytest.mark.parametrize(
    ("agenda", "election"),
    [("选举支委", True), ("换届", True), ("补选支委一名", True), ("学习条例", False), ("", False)],
)
def test_an_election_is_in_the_agenda(agenda: str, election: bool) -> None:
    noon = datetime(2026, 3, 25, 12, tzinfo=SHANGHAI)
    meeting = Meeting("B01", "assembly", noon, noon, None, "m1", agenda=agenda)
    assert is_election(meeting) is election


def test_the_grounds_are_those_of_the_rule() -> None:
    assert len({name for name, _ in GROUNDS}) == 6
