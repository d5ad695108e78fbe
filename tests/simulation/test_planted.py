"""Each planted bug is found: a simulation that finds nothing may be blind."""

from __future__ import annotations

import pytest

from tests.simulation.planted import BUGS
from tests.simulation.runs import run

WITHIN = 200
"""Seeds in which a bug must show."""


def found_at(bug: str) -> int | None:
    """The first seed that shows a bug."""
    return next((seed for seed in range(1, WITHIN + 1) if run(seed, bug).violation), None)


@pytest.mark.parametrize("bug", ["acknowledged-before-commit", "known-by-nickname", "blind-resend"])
def test_a_few_planted_bugs_are_found(bug: str) -> None:
    assert found_at(bug) is not None


@pytest.mark.long
@pytest.mark.parametrize("bug", BUGS)
def test_each_planted_bug_is_found(bug: str, capsys: pytest.CaptureFixture[str]) -> None:
    seed = found_at(bug)
    with capsys.disabled():
        print(f"\n{bug}: {BUGS[bug].words}: found at seed {seed}", flush=True)
    assert seed is not None
