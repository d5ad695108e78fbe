"""Which way the demo opens: the browser, the terminal, or a month played for a pipe."""

from __future__ import annotations

import builtins
from pathlib import Path

import pytest

from bot.sandbox import terminal
from bot.sandbox.show import NO_SCREEN, show
from bot.web.room import opening


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody types at the terminal; then he leaves."""
    lines: list[str] = []

    def read(_: str) -> str:
        if not lines:
            raise EOFError
        return lines.pop(0)

    monkeypatch.setattr(builtins, "input", read)
    return lines


def test_without_a_terminal_the_month_is_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "has_terminal", lambda: False)
    show(tmp_path, in_terminal=False)
    said = capsys.readouterr().out
    assert "【党费收缴公示】" in said
    lines = said.splitlines()
    reminders = [at for at, line in enumerate(lines) if "【会议提醒】" in line]
    assert [lines[at - 1].strip() for at in reminders[:2]] == [
        "2026年3月22日（周日）19:30",
        "2026年3月24日（周二）19:30",
    ]
    assert said.rstrip().endswith("── 演示完了：想自己试，运行 uv run zhibu demo ──")


def test_without_a_screen_it_says_so_in_one_line_and_stays_in_the_terminal(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    typed: list[str],
) -> None:
    monkeypatch.setattr(terminal, "has_terminal", lambda: True)
    monkeypatch.setattr(opening, "has_screen", lambda: False)
    typed += ["党费交了42", ":我是 李秀英", ":私 确认", ":昨天", ":下一件"]
    show(tmp_path, in_terminal=False)
    first, *more = capsys.readouterr().out.split("\n")
    assert first == NO_SCREEN
    assert "小助手：张伟 3月党费 42元，记下了，等收款人确认。" in more
    assert "小助手（私聊李秀英）：等您确认的党费 1笔，共42元：" in more
    assert sum(line.startswith("怎么玩") for line in more) == 2
    assert any("【3月党费】" in line for line in more)
    assert "张伟：党费交了42" not in more


def test_with_a_screen_the_browser_opens_the_room(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def leave_at_once(address: str) -> bool:
        opened.append(address)
        raise KeyboardInterrupt

    monkeypatch.setattr(terminal, "has_terminal", lambda: True)
    monkeypatch.setattr(opening, "has_screen", lambda: True)
    monkeypatch.setattr(opening.webbrowser, "open", leave_at_once)
    show(tmp_path, in_terminal=False, port=1)
    shown = capsys.readouterr().out
    assert [address.startswith("http://127.0.0.1:") for address in opened] == [True]
    assert f"试用间开着：{opened[0]}" in shown
    assert shown.rstrip().endswith("再见。")


@pytest.mark.parametrize("display", ["", ":0"])
def test_a_screen_is_looked_for_before_a_browser(
    monkeypatch: pytest.MonkeyPatch, display: str
) -> None:
    monkeypatch.setattr(opening.sys, "platform", "linux")
    monkeypatch.setattr(opening.webbrowser, "get", lambda: object())
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    if display:
        monkeypatch.setenv("DISPLAY", display)
    assert opening.has_screen() is bool(display)
