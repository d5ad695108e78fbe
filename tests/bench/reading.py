"""How fast the reader is: messages a second, p50, p99, worst case, import, memory.

uv run python -m tests.bench reading [messages.jsonl roster.json]
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tracemalloc
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handlers.reading.model import Pending

ROUNDS: tuple[Pending | None, ...] = (None, "dues", "meeting", "checkin")
FIXTURES = Path(__file__).parents[1] / "reading" / "fixtures"


def main(argv: list[str]) -> None:
    """Measure over a corpus (the development corpus by default) and print one line a figure."""
    corpus = Path(argv[0]) if argv else FIXTURES / "dev.jsonl"
    roster_file = Path(argv[1]) if len(argv) > 1 else FIXTURES / "roster.json"
    print(f"import             {_import_ms():8.1f} ms   (goal 30)")
    tracemalloc.start()
    from handlers.reading import read
    from handlers.reading.wire import roster_from_json

    roster = roster_from_json(json.loads(roster_file.read_text(encoding="utf-8")))
    rows = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    calls = [_arguments(row) for row in rows]
    for text, how in calls:
        read(text, roster=roster, **how)
    print(f"memory             {tracemalloc.get_traced_memory()[0] / 1e6:8.1f} MB   (goal 10)")
    tracemalloc.stop()
    chatter = [call for call, row in zip(calls, rows, strict=True) if not row["intents"]]
    for name, part in (("all", calls), ("without intent", chatter)):
        _throughput(name, part, roster, new=True)
        _throughput(f"{name}, again", part, roster, new=False)
    _ordinary_day()
    _latency(calls, roster, new=True)
    _latency(calls, roster, new=False)
    _worst(roster)


def _arguments(row: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    how = {"sender": row["sender"], "pending": row["pending"]}
    return row["text"], how | {"today": date.fromisoformat(row["today"])}


def _import_ms() -> float:
    """The reader's import, without the interpreter's own start, best of 9."""
    script = (
        "import time; import dataclasses, re, datetime, typing, unicodedata, decimal, pathlib;"
        "a=time.perf_counter(); import handlers.reading; print(time.perf_counter()-a)"
    )
    runs = [subprocess.run([sys.executable, "-c", script], capture_output=True) for _ in range(9)]
    return min(float(run.stdout) for run in runs) * 1000


def _throughput(
    name: str, calls: list[tuple[str, dict[str, Any]]], roster: Any, *, new: bool
) -> None:
    """``new``: nothing is remembered of any message; else each has been read before."""
    from handlers.reading import read

    best = 0.0
    for _ in range(20):
        if new:
            roster.read_before.clear()
        start = time.process_time()
        for text, how in calls:
            read(text, roster=roster, **how)
        best = max(best, len(calls) / (time.process_time() - start))
    print(f"{name:18s} {best:8.0f} messages/s on one core (goal 30000)")


def _ordinary_day() -> None:
    """A day of a township's groups, 60 % of it chatter: each text new, but for what people repeat
    that day. No substitute for the line above it, of rows that are hard on purpose."""
    from handlers.reading import read
    from tests.reading.everyday import forget, ordinary_day

    day = ordinary_day()
    best = 0.0
    for _ in range(20):
        forget(day)
        start = time.process_time()
        for text, how in day:
            read(text, **how)
        best = max(best, len(day) / (time.process_time() - start))
    print(f"{'an ordinary day':18s} {best:8.0f} messages/s on one core, 60 % chatter (goal 30000)")


def _latency(calls: list[tuple[str, dict[str, Any]]], roster: Any, *, new: bool) -> None:
    """Each message's best of five, so that the figure is the reader's and not the machine's."""
    from handlers.reading import read

    best = [1.0] * len(calls)
    for _ in range(5):
        for at, (text, how) in enumerate(calls):
            if new:
                roster.read_before.clear()
            start = time.perf_counter()
            read(text, roster=roster, **how)
            best[at] = min(best[at], time.perf_counter() - start)
    best.sort()
    kind = "new" if new else "again"
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        taken = best[int(len(best) * share)] * 1000
        print(f"{name}, {kind:13s} {taken:8.3f} ms   (goal 0.2 at p99)")


def worst_cases() -> dict[str, str]:
    """Long messages that have made readers slow, each about 10 kB."""
    once = {
        "one character": "交",
        "one digit": "1",
        "digits and dots": "1.",
        "months": "9月、",
        "Chinese digits": "一百",
        "quote marks": "「",
        "nested quotes": "「甲：",
        "mentions": "@甲 ",
        "blanks": "交 ",
        "clauses": "交了，",
        "negations": "没",
        "names": "张伟、",
        "questions": "党费？",
        "sums": "张伟42，",
        "relay line": "1. 张伟 42元\n",
        "one long clause": "交我",
        "check-ins": "报到，",
        "refusals": "来不了，",
        "leave": "请假，在外地。",
        "corrections": "更正，是42不是24。",
        "answered questions": "交了。交了吗？",
        "weak verbs": "转了，",
        "strangers": "老李已交，",
        "mixed": "我和孙丽7-9月的党费都交了，每人每月1块。",
        "unseen": "\u200b",
        "traditional": "黨費",
    }
    cases = {name: (piece * 10_000)[: 10_000 // 3] for name, piece in once.items()}
    cases["many sums"] = "".join(f"交了{n}，" for n in range(1, 1100))
    cases["one digit"] = "1" * 10_000
    cases["relay line"] = "#接龙\n10月党费\n" + "1. 张伟 42元\n" * 600
    cases["a thousand lines"] = "#接龙\n10月党费\n" + "".join(
        f"{n}. 张伟 {n}元\n" for n in range(1000)
    )
    return cases


def _worst(roster: Any) -> None:
    """The slowest of the open rounds, best of three, and how much longer twice the text takes."""
    for name, text in worst_cases().items():
        once = max(_taken(text, pending, roster) for pending in ROUNDS)
        twice = max(_taken(text * 2, pending, roster) for pending in ROUNDS)
        size = len(text.encode())
        print(
            f"worst, {name:18s} {size:6d} bytes {once:8.1f} ms, {once * 10_000 / size:6.1f} ms"
            f" for 10 kB (goal 50); twice the text {twice / once:4.1f} times"
        )


def _taken(text: str, pending: Pending | None, roster: Any) -> float:
    from handlers.reading import read

    runs = []
    for _ in range(3):
        start = time.process_time()
        read(text, sender="M01", roster=roster, today=date(2026, 10, 12), pending=pending)
        runs.append(time.process_time() - start)
    return min(runs) * 1000
