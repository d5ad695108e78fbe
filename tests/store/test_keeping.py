"""The commands that keep the books, as somebody at the shell meets them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.faults import CommandError
from store import dues
from store.errors import StoreError, StoreHeldError
from store.money import Fen
from tests.store.conftest import MARCH, Ledger


def zhibu(*words: str | Path) -> Any:
    """Run a command; what cannot be done is raised, as ``main`` turns it into a sentence."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def books(ledger: Ledger) -> Ledger:
    """A member with an open claim; the writer keeps the books open."""
    zhang = ledger.member("张伟", 20)
    ledger.does(None, dues.open_month, "B01", MARCH)
    ledger.does(zhang.id, dues.claim, zhang, MARCH, None)
    return ledger


def test_sound_books_are_checked_while_they_are_being_written(books: Ledger) -> None:
    result = zhibu("check", "--data", books.folder)
    assert result.exit_code == 0
    assert result.output.startswith("没有发现问题。查过：党员 1，已交声明 1，收款确认 0")


def test_every_fault_is_a_line(books: Ledger) -> None:
    with books.db.transaction():
        claim = dues.CLAIMS.find(books.db)[0]
        dues.CLAIMS.put(books.db, replace(claim, amount=Fen(1_00), why=""))
    result = zhibu("check", "--data", books.folder)
    assert result.exit_code == 1
    told = result.output.splitlines()
    assert told[0] == "已交声明（claims）第 1 条：没有记下来由（why）。"
    assert told[1].startswith("党员每月余额（balances）第 1 条：")
    assert told[-2].startswith(f"发现 {len(told) - 2} 个问题")
    assert "zhibu restore" in told[-1]


@pytest.mark.parametrize("command", ["check", "backup"])
def test_where_there_are_no_books_that_is_said(tmp_path: Path, command: str) -> None:
    target = [tmp_path / "backups"] if command == "backup" else []
    with pytest.raises(CommandError, match="没有账本"):
        zhibu(command, *target, "--data", tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_brings_the_books_back(books: Ledger, tmp_path: Path) -> None:
    made = zhibu("backup", tmp_path / "backups", "--data", books.folder, "--keep", "2")
    (file,) = (tmp_path / "backups").iterdir()
    assert f"备份好了：{file}" in made.output
    assert f"zhibu restore {file} --data {books.folder}" in made.output
    with pytest.raises(StoreHeldError):
        zhibu("restore", file, "--data", books.folder)
    books.db.close()
    (books.folder / "zhibu.journal").write_bytes(b"zhibu journal 1\n-- broken")
    restored = zhibu("restore", file, "--data", books.folder)
    assert "恢复好了" in restored.output
    assert "before-restore" in restored.output
    assert zhibu("check", "--data", books.folder).exit_code == 0


def test_what_is_no_backup_is_refused(books: Ledger, tmp_path: Path) -> None:
    books.db.close()
    before = (books.folder / "zhibu.journal").read_bytes()
    with pytest.raises(CommandError, match="找不到备份文件"):
        zhibu("restore", tmp_path / "nothing.journal", "--data", books.folder)
    (tmp_path / "letter.txt").write_text("亲爱的同志", encoding="utf-8")
    with pytest.raises(StoreError):
        zhibu("restore", tmp_path / "letter.txt", "--data", books.folder)
    assert (books.folder / "zhibu.journal").read_bytes() == before
