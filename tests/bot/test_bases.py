"""``zhibu bases``: the sheet goes out, is filled, comes back after one agreement."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from bot.app import take_in_members
from bot.bases import Wishes, export, take_in
from bot.clock import SHANGHAI, VirtualClock
from bot.faults import CommandError
from bot.pasting.screen import Screen
from bot.sandbox import branch
from bot.script import START
from bot.settings import Settings
from bot.settings_file import load
from store import bases, dues, roster
from store.checks import check
from store.database import Database
from store.models import Cause
from store.period import Period
from store.tables import TABLES

CLOCK = VirtualClock(START.replace(year=2027, month=1).astimezone(SHANGHAI))


def at(folder: Path, *, yes: bool = True) -> Wishes:
    return Wishes(2027, None, folder / "config.yaml", folder / "data", yes)


def screen(typed: str = "") -> Screen:
    return Screen(io.StringIO(typed), io.StringIO(), present=bool(typed))


def told(shown: Screen) -> str:
    assert isinstance(shown.out, io.StringIO)
    return shown.out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The invented branch, its members taken in a year before."""
    (tmp_path / "名册.csv").write_text(branch.members_csv(), "utf-8")
    config = f"branches:\n  - id: B01\n    name: {branch.NAME}\n    members: 名册.csv\n"
    (tmp_path / "config.yaml").write_text(config, "utf-8")
    settings: Settings = load(tmp_path / "config.yaml", {})
    db = Database(tmp_path / "data", TABLES)
    take_in_members(db, settings, START)
    db.close()
    return tmp_path


def filled(folder: Path, **amounts: str) -> Path:
    """The sheet as it went out, with these amounts written in."""
    file = folder / "基数表.csv"
    export(at(folder), file, screen())
    heads, *rows = csv.reader(io.StringIO(file.read_text("utf-8-sig")))
    for row in rows:
        row[heads.index("核定")] = amounts.get(row[0], "")
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    file.write_text(out.getvalue(), "utf-8-sig")
    return file


def test_the_sheet_has_its_columns_and_proposes_where_the_roster_tells(folder: Path) -> None:
    file = folder / "基数表.csv"
    export(at(folder), file, screen())
    heads, *rows = csv.reader(io.StringIO(file.read_text("utf-8-sig")))
    assert heads == ["姓名", "类别", "去年", "基数", "按规定", "核定", "备注"]
    by_name = {row[0]: row[1:] for row in rows}
    assert len(by_name) == 14
    assert by_name["李秀英"] == ["农民", "1", "", "0.20—1", "", ""]
    assert by_name["周敏"] == ["学生", "0.20", "", "0.20", "", ""]
    assert by_name["张伟"] == ["务工", "42", "", "", "", "类别看不出按哪条交，请问本人"]


def test_what_was_filled_is_shown_asked_and_kept(folder: Path) -> None:
    file = filled(folder, 张伟="45", 李秀英="1", **{"王芳（二组）": "6", "刘洋": "很多"})
    shown = screen()
    assert take_in(at(folder, yes=False), file, CLOCK, shown) == 0
    assert "还没有记" in told(shown)
    shown = screen("是\n")
    assert take_in(at(folder, yes=False), file, CLOCK, shown) == 3
    assert "张伟 每月45元（原来42元）" in told(shown)
    assert "第5行：核定“很多”不是金额" in told(shown)
    db = Database(folder / "data", TABLES)
    (zhang,) = roster.named(db, "B01", "张伟")
    assert dues.due(db, zhang.id, Period(2027, 1)) == 4500
    assert dues.due(db, zhang.id, Period(2026, 12)) == 4200
    assert check(db) == []
    db.close()
    assert take_in(at(folder), file, CLOCK, screen()) == 0


def test_the_sheet_as_a_workbook_is_a_paper_to_sign_and_comes_back(folder: Path) -> None:
    file = folder / "基数表.xlsx"
    export(at(folder), file, screen())
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    lines = [[cell for cell in row if cell is not None] for row in sheet.values]
    assert lines[0] == ["2027年党费基数核定表"]
    assert lines[2] == ["姓名", "类别", "去年", "基数", "按规定", "核定", "备注"]
    assert ["李秀英", "农民", 1, "0.20—1"] in lines
    assert "正好3000、5000、10000元的按低的一档" in str(lines)
    assert lines[-1][0].startswith("核定人：")
    by_name = {row[0].value: row for row in sheet.iter_rows()}
    by_name["张伟"][5].value = 45.5
    by_name["李秀英"][5].value = "1"
    by_name["张伟"][3].value = 4550
    book.save(file)
    assert take_in(at(folder), file, CLOCK, screen()) == 2
    db = Database(folder / "data", TABLES, read_only=True)
    (zhang,) = roster.named(db, "B01", "张伟")
    assert dues.due(db, zhang.id, Period(2027, 1)) == 4550
    db.close()


def test_a_frozen_year_takes_no_sheet(folder: Path) -> None:
    file = filled(folder, 张伟="45")
    db = Database(folder / "data", TABLES)
    with db.transaction():
        bases.freeze(db, Cause(START, None, "m1"), "B01", 2027)
    db.close()
    with pytest.raises(CommandError, match="冻结"):
        take_in(at(folder), file, CLOCK, screen())
