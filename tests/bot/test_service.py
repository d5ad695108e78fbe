"""``zhibu run`` as a process: it waits for an absent gateway, and stops when told to."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = """
branches:
  - id: B01
    name: 柳河村党支部
    rooms: [R01@chatroom]
web:
  port: 0
"""

PATIENCE = 90
"""Seconds for a process on a busy machine; a hang is found all the same."""


def start(folder: Path, port: int = 0, **environment: str) -> subprocess.Popen[str]:
    config = folder / "config.yaml"
    config.write_text(CONFIG.replace("port: 0", f"port: {port}"), "utf-8")
    return subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "run", "--config", str(config)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_waits_for_an_absent_gateway_and_stops_cleanly(
    tmp_path: Path, how: signal.Signals
) -> None:
    process = start(tmp_path, ZHIBU_GATEWAY_ENDPOINT="127.0.0.1:9", ZHIBU_GATEWAY_TOKEN="any-token")
    assert process.stdout is not None
    assert "开始工作" in process.stdout.readline()
    process.send_signal(how)
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "已停下" in out
    assert (tmp_path / "data" / "zhibu.journal").exists()


def test_a_second_process_on_the_same_books_is_refused_with_a_sentence(tmp_path: Path) -> None:
    gateway = {"ZHIBU_GATEWAY_ENDPOINT": "127.0.0.1:9", "ZHIBU_GATEWAY_TOKEN": "any-token"}
    first = start(tmp_path, **gateway)
    assert first.stdout is not None
    first.stdout.readline()
    second = start(tmp_path, **gateway)
    try:
        _, complaint = second.communicate(timeout=PATIENCE)
    finally:
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert str(tmp_path / "data") in complaint
    assert "Traceback" not in complaint


def test_the_pages_are_served_beside_the_gateway_and_a_taken_port_costs_only_them(
    tmp_path: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        gateway = {"ZHIBU_GATEWAY_ENDPOINT": "127.0.0.1:9", "ZHIBU_GATEWAY_TOKEN": "any-token"}
        process = start(tmp_path, port=port, **gateway)
        assert process.stdout is not None
        said = process.stdout.readline() + process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "开始工作" in said
    assert f"{port} 被别的程序占着" in said


def test_without_a_gateway_it_says_what_to_write(tmp_path: Path) -> None:
    process = start(tmp_path, ZHIBU_GATEWAY_ENDPOINT="", ZHIBU_GATEWAY_TOKEN="")
    _, complaint = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "endpoint" in complaint
    assert "zhibu demo" in complaint
