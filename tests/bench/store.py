"""This store beside SQLite, plain JSON lines and TinyDB as shipped, in one run.

``uv run python -m tests.bench store [--sizes 1000,10000] [--rounds 20]``. The engines
of all sizes take turns in small batches, so that a busy disk is busy for all of them; figures
are medians. Opening and memory are measured in a process of their own.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.store_engines import ENGINES, MEMBERS_A_BRANCH, MONTHS, claim, claims

SIZES = "1000,10000,100000,300000"
ACTS = ("insert", "insert_with_total", "update", "lookup", "roll_up", "roll_up_by_scan")
BATCH = 20
SLOW_ABOVE = 2000
"""Documents from which on TinyDB as shipped does a single act a round."""

Times = list[float]
Figures = dict[tuple[str, str], float]


def main(arguments: list[str]) -> None:
    """Print a table a size, then the goals with what was measured for them."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench store")
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--open", nargs=2, metavar=("ENGINE", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.open:
        _open_and_tell(options.open[0], Path(options.open[1]))
        return
    names = options.engines.split(",")
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        figures = _measured(Path(folder), sizes, names, options.rounds)
    for size in sizes:
        _print_table(size, names, figures[size])
    if "journal" in names:
        _print_goals(figures)


def _measured(folder: Path, sizes: list[int], names: list[str], rounds: int) -> dict[int, Figures]:
    engines = {}
    for size in sizes:
        rows = claims(size)
        (folder / str(size)).mkdir()
        for name in names:
            engines[size, name] = ENGINES[name](folder / str(size))
            engines[size, name].fill(rows)
        print(f"filled {size:,}", file=sys.stderr)
    del rows
    gc.collect()
    gc.freeze()  # the dicts of one engine are not to slow the others' collections
    figures: dict[int, Figures] = {size: {} for size in sizes}
    for (size, name, act), times in _turns(engines, rounds).items():
        figures[size][name, act] = median(times)
    for (size, name), engine in engines.items():
        engine.close()
        told = [_opened(name, folder / str(size)) for _ in range(3)]
        figures[size][name, "open"] = median(seconds for seconds, _ in told)
        figures[size][name, "memory"] = median(megabytes for _, megabytes in told)
    return figures


def _turns(engines: dict[tuple[int, str], Any], rounds: int) -> dict[tuple[int, str, str], Times]:
    times: dict[tuple[int, str, str], Times] = {}
    chance = random.Random(1)
    for turn, ((size, name), engine) in product(range(rounds), engines.items()):
        slow = name == "tinydb" and size > SLOW_ABOVE
        if slow and turn >= 3:
            continue
        for act in ACTS:
            first = size + 2 * turn * BATCH
            for call in _calls(engine, act, size, first, 1 if slow else BATCH, chance):
                started = time.perf_counter()
                call()
                times.setdefault((size, name, act), []).append(time.perf_counter() - started)
    return times


def _calls(
    engine: Any, act: str, size: int, first: int, batch: int, chance: random.Random
) -> Iterator[Callable[[], object]]:
    method = getattr(engine, act, None)
    for number in range(batch if method else 0):
        present = claim(chance.randrange(size // MONTHS // MEMBERS_A_BRANCH or 1) * MONTHS)
        some = claim(chance.randrange(size))
        yield {
            "insert": lambda n=number: method(claim(first + n)),
            "insert_with_total": lambda n=number: method(claim(first + BATCH + n)),
            "update": lambda some=some: method(some["member"], some["period"]),
            "lookup": lambda some=some: method(some["member"], some["period"]),
        }.get(act, lambda p=present: method(p["branch"], p["period"]))


def _opened(name: str, folder: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "tests.bench", "store", "--open", name, str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = json.loads(told.stdout)
    return seconds, megabytes


def _open_and_tell(name: str, folder: Path) -> None:
    started = time.perf_counter()
    engine = ENGINES[name](folder)
    engine.lookup("M000000", "2026-01")
    seconds = time.perf_counter() - started
    print(json.dumps([seconds, _peak_memory()]))
    engine.close()


def _peak_memory() -> float:
    """The most this process ever held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count what the parent held when it forked
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text("ascii"))
        assert found is not None
        return int(found[1]) / 1000
    import resource  # not on Windows, where only this figure is missing

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _print_table(size: int, names: list[str], figures: Figures) -> None:
    columns = (*ACTS, "open", "memory")
    print(f"\n{size:,} documents (median; in brackets: times this store's)")
    print(f"{'':20}" + "".join(f"{column:>18}" for column in columns))
    for name in names:
        cells = [_cell(figures, name, column) for column in columns]
        print(f"{ENGINES[name].label:20}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


def _cell(figures: Figures, name: str, column: str) -> str:
    figure = figures.get((name, column))
    if figure is None:
        return "-"
    own = figures.get(("journal", column))
    shown = f"{figure:.0f} MB" if column == "memory" else _duration(figure)
    return f"{shown} ({figure / own:.2g}×)" if own and name != "journal" else shown


def _duration(seconds: float) -> str:
    for unit, least in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= least:
            return f"{seconds / least:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def _print_goals(medians: dict[int, Figures]) -> None:
    smallest, largest = min(medians), max(medians)
    big, small = medians[largest], medians[smallest]
    print(f"\nGoals, at {largest:,} documents:")
    if ("sqlite", "insert") in big:
        for act, limit in (("insert", 1.0), ("lookup", 2.0), ("roll_up", 1.0)):
            _goal(f"{act} against SQLite", big["journal", act] / big["sqlite", act], limit, "×")
    ratio = big["journal", "insert"] / small["journal", "insert"]
    _goal(f"insert against {smallest:,} documents", ratio, 1.3, "×")
    _goal("open", big["journal", "open"], 2.0, " s")
    _goal("memory", big["journal", "memory"], 150.0, " MB")


def _goal(name: str, figure: float, limit: float, unit: str) -> None:
    verdict = "met" if figure <= limit else "MISSED"
    print(f"  {name:32} {figure:8.3g}{unit}  (at most {limit:g}{unit})  {verdict}")
