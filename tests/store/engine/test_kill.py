"""kill -9 of a real process at random moments: nothing acknowledged is lost.

A few rounds by default; the long run does 200 with one writer and 200 with several
threads, or as many as STORE_KILL_ROUNDS says.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.database import JOURNAL_NAME, Database
from tests.store.engine.conftest import TABLES

FULL_LENGTH = int(os.environ.get("STORE_KILL_ROUNDS", "200"))


@pytest.mark.parametrize("threads", [1, 4])
def test_nothing_acknowledged_is_lost(folder: Path, threads: int) -> None:
    kill_again_and_again(folder, threads, rounds=4)


@pytest.mark.long
@pytest.mark.parametrize("threads", [1, 4])
def test_nothing_acknowledged_is_lost_at_full_length(folder: Path, threads: int) -> None:
    kill_again_and_again(folder, threads, FULL_LENGTH)


def kill_again_and_again(folder: Path, threads: int, rounds: int) -> None:
    chance = random.Random(threads)
    said: list[str] = []
    for number in range(rounds):
        if number % 20 == 0:  # the books start anew, so that a round stays quick
            shutil.rmtree(folder, ignore_errors=True)
            said = []
        said += one_life(folder, threads, number, chance.uniform(0, 0.25))
        check(folder, said)
    assert said


def one_life(folder: Path, threads: int, seed: int, seconds: float) -> list[str]:
    command = [sys.executable, "-m", "tests.store.engine.writer", folder, threads, seed]
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        time.sleep(seconds)
        process.kill()
        output = process.stdout.read()
    assert process.returncode < 0 or os.name == "nt"
    return output.decode().split("\n")[:-1]


def check(folder: Path, said: list[str]) -> None:
    db = Database(folder, TABLES)
    claims = {row["id"]: row for row in db.find("claims")}
    notes = {row["claim"]: row for row in db.find("notes")}
    assert claims.keys() == notes.keys()  # both tables or neither
    assert all(row.get("times") == notes[key].get("times") for key, row in claims.items())
    there = {f"{row['member']} {row['period']}" for row in claims.values()}
    for line in said:
        act, rest = line.split(" ", 1)
        if act == "added":
            assert rest in there, line
        else:
            row_id, times = map(int, rest.split())
            assert claims[row_id]["times"] >= times, line
    assert (folder / JOURNAL_NAME).stat().st_size < 10_000_000
    db.close()
