"""Who mistypes a command is told in Chinese what is wrong and where the help is."""

from __future__ import annotations

import re
import sys

import pytest

from bot.cli import main


def typed(*words: str, says: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said about a command line, on either stream; it must end the program."""
    monkeypatch.setattr(sys, "argv", ["zhibu", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = says.readouterr()
    assert ended.value.code == (0 if words[-1] == "-h" else 2)
    return out + err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ledgr",), "没有“ledgr”这个命令。"),
        (("ledger", "2026"), "还缺 --out。"),
        (("ledger", "1800", "--out", "a.xlsx"), "YEAR 写得不对：最小是2000。"),
        (("ledger", "今年", "--out", "a.xlsx"), "YEAR 写得不对：要写整数。"),
        (("check", "--zhangben", "x"), "没有“--zhangben”这个写法。"),
        (("ledger", "2026", "2027", "--out", "a.xlsx"), "多写了：2027。"),
        (("ledger", "2026", "--out"), "“--out”后面还要写内容。"),
    ],
)
def test_a_slip_is_told_in_chinese(
    words: tuple[str, ...],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = typed(*words, says=capsys, monkeypatch=monkeypatch)
    assert said in told
    assert "Traceback" not in told


def test_the_help_has_no_english_frame(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    help_ = typed("ledger", "-h", says=capsys, monkeypatch=monkeypatch)
    assert "用法：" in help_
    assert not re.search(r"Usage|Options|Arguments|Show this|required|default", help_)
