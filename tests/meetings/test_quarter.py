"""A quarter as it was talked through in the group, and the papers that come of it."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot.cli import app
from bot.clock import SHANGHAI
from bot.rehearsal import Rehearsal
from bot.sandbox import branch
from bot.script import Line
from store.checks import check
from store.database import Database
from store.minutes import notes
from store.models import NoteKind
from store.tables import TABLES
from tests.conversations.transcript import play
from tests.meetings.papers import text_of

QUARTER = Path(__file__).parents[1] / "conversations" / "meeting_quarter.txt"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quarter")
    play(QUARTER, folder)
    return folder / "books"


def zhibu(*words: str | Path) -> str:
    ran = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert ran.exit_code == 0
    return ran.output


def test_the_minutes_of_the_election_say_what_was_entered(books: Path, tmp_path: Path) -> None:
    assert "1\t2026-04-12 09:00 支部党员大会 村委会二楼" in zhibu("minutes", "--data", books)
    out = tmp_path / "记录.docx"
    zhibu("minutes", "1", "--data", books, "--out", out, "--name", branch.NAME)
    said = text_of(out)
    for line in (
        "青石镇柳河村党支部会议记录",
        "会议名称：2026年第1次支部党员大会",
        "地点：村委会二楼；线上（腾讯会议 123-456-789）",
        "主持人：王建国",
        "记录人：李秀英",
        "人数：应到14人，实到9人；有表决权应到10人，实到9人",
        "其中线上：陈静、赵强、王芳（一组）、欧阳雪",
        "列席人员：镇党委周明",
        "议题：选举支部委员",
        "决议：选举产生新一届支部委员会",
        "表决情况：选举支部委员：赞成8，反对0，弃权1（选举，按选举办法认定）",
    ):
        assert line in said.split("\n")
    assert "王芳（二组）（请假）" in said
    assert "身体" not in said


def test_the_year_s_plan_is_an_excel_sheet(books: Path, tmp_path: Path) -> None:
    out = tmp_path / "计划.xlsx"
    zhibu("meetings-plan", "--data", books, "--out", out, "--year", "2026")
    rows = list(load_workbook(out)["B01"].iter_rows(values_only=True))
    assert ("支部党员大会", "2026年2季度", "每季度1次", "已开", "4月12日") in rows
    assert ("支委会", "2026年4月", "每月1次", "已开", "4月15日") in rows


def test_the_books_of_the_quarter_are_sound(books: Path) -> None:
    db = Database(books, TABLES, read_only=True)
    assert check(db) == []
    db.close()


def test_a_meeting_that_does_not_exist_is_told(books: Path) -> None:
    ran = CliRunner().invoke(app, ["minutes", "77", "--data", str(books)])
    assert "没有第 77 号会议" in str(ran.exception)


def test_photos_of_the_secretary_are_kept_while_the_meeting_runs(tmp_path: Path) -> None:
    said: list[dict[str, Any]] = []
    stage = Rehearsal(branch.settings(tmp_path / "sandbox"), tmp_path / "books", said.append)
    picture = {"room": branch.ROOM, "kind": "image"}
    script = [
        {"to": "bot", "from": "wxid_wang", "text": "会议 支委会 3月5日晚上7点半"},
        {"at": "2026-03-05T18:00+08:00"},
        {**picture, "from": "wxid_wang", "id": "too early"},
        {"at": "2026-03-05T20:00+08:00"},
        {**picture, "from": "wxid_wang", "id": "first"},
        {**picture, "from": "wxid_zhang", "id": "of a member"},
        {"to": "bot", "kind": "image", "from": "wxid_wang", "id": "second"},
        {"at": "2026-03-05T23:00+08:00"},
        {**picture, "from": "wxid_wang", "id": "too late"},
    ]
    asyncio.run(stage.play([Line(number, line) for number, line in enumerate(script, 1)]))
    db = Database(tmp_path / "books", TABLES, read_only=True)
    assert notes(db, 1, NoteKind.PHOTO) == ("first", "second")
    db.close()
    assert stage.clock.now() == datetime(2026, 3, 5, 23, tzinfo=SHANGHAI)
