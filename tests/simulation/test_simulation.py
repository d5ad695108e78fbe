"""Worlds without planted bugs: whatever befalls them, nothing happens that must not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.runs import Ran, failed_here, run
from tests.simulation.scale import SCALES

ROOT = Path(__file__).parents[2]
KEPT = [
    int(line.split()[0])
    for line in Path(__file__).with_name("seeds.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
MORE = int(os.environ.get("ZHIBU_SEEDS", "40"))
"""How many seeds a long run lives through; set it to thousands by night."""


def lives_on(ran: Ran) -> None:
    if ran.violation is not None:
        ran.keep()
        pytest.fail(ran.story(), pytrace=False)


@pytest.mark.parametrize(("scale", "seed"), [("usual", seed) for seed in KEPT] + failed_here())
def test_what_failed_once_holds(scale: str, seed: int) -> None:
    lives_on(run(seed, None, scale))


@pytest.mark.parametrize("seed", range(1001, 1007))
def test_a_few_worlds(seed: int) -> None:
    lives_on(run(seed, None, "small"))


def test_a_seed_is_replayed_identically() -> None:
    first, second = run(7, None, "small"), run(7, None, "small")
    assert first.messages > 10
    assert first.chat == second.chat


@pytest.mark.long
def test_a_seed_is_the_same_in_another_process() -> None:
    """Whatever Python makes of hashes there."""

    def told(hash_seed: str) -> str:
        command = [sys.executable, "-m", "tests.simulation", "7"]
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        ran = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        return ran.stdout

    assert told("1") == told("2")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2001, 2001 + MORE))
def test_many_worlds(seed: int) -> None:
    lives_on(run(seed))


@pytest.mark.long
@pytest.mark.parametrize("scale", ["township", "weeks"])
def test_a_township(scale: str) -> None:
    """30 branches and 900 members: a whole year (minutes), and six weeks in all weather."""
    ran = run(1, None, scale)
    lives_on(ran)
    assert ran.messages > 40 * SCALES[scale].days
