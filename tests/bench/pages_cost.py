"""What the pages cost the program that serves them: memory, and time to start."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tests.bench.path_books import write_config

PROJECT = Path(__file__).parents[2]
STARTS = 5


def cost_of_pages(folder: Path) -> None:
    """``zhibu run`` on a small branch with and without pages, by turns."""
    runs = {"without pages": 0, "with pages": _free_port()}
    times: dict[str, list[float]] = {name: [] for name in runs}
    memory: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(STARTS):
        for name, port in runs.items():
            took, size = _run(folder / f"run-{name.split()[0]}-{turn}", port)
            times[name].append(took)
            memory[name].append(size)
    print(f"\n{'zhibu run':30}{'first line':>12}{'memory at rest':>17}")
    for name in runs:
        print(f"{name:30}{median(times[name]) * 1e3:>9.0f} ms{median(memory[name]):>14.1f} MB")


def _run(folder: Path, port: int) -> tuple[float, float]:
    """Seconds to the first line, and MB some seconds later."""
    folder.mkdir()
    write_config(folder, "127.0.0.1:1", "token", 30)
    with (folder / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(f"web: {{port: {port}}}\n")
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "run", "--config", str(folder / "config.yaml")],
        cwd=PROJECT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = time.perf_counter() - started
        if port:
            _until_open(port)
        time.sleep(3)  # at rest: imports done, the first look at the books over
        size = _memory(process.pid)
        process.kill()
    if not line.strip():
        raise RuntimeError("zhibu run said nothing")
    return took, size


def _until_open(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the pages do not open")


def _memory(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
    assert found is not None
    return int(found[1]) / 1000


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
