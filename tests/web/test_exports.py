"""Downloads: each opens, holds what the books hold, and goes to nobody whose it is not."""

import json
from dataclasses import replace
from io import BytesIO
from urllib.parse import unquote

import pytest
from httpx2 import Response
from openpyxl import load_workbook

from bot.documents import fonts
from bot.documents.pictures import Pictures
from bot.sandbox import branch
from store import outbox, roster
from store.backup import restore
from store.models import Cause, OutboxRow
from store.tabular import Column, Table
from tests.web.desk import Desk, read

SECRETARYS = ("roster.xlsx", "meetings.xlsx", "books.json", "backup.journal")
OFFICERS = ("ledger.xlsx", "year.pdf", "publication.png", "publication.pdf", "bases.xlsx")

drawn = pytest.mark.skipif(not fonts.available(), reason="no Chinese font on this machine")


def _name(answer: Response) -> str:
    return unquote(answer.headers["content-disposition"].split("filename*=UTF-8''")[1])


def _cells(answer: Response, sheet: int = 0) -> list[list[object]]:
    book = load_workbook(BytesIO(answer.content))
    return [list(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]


def test_a_member_gets_nothing_and_the_collector_what_is_hers(desk: Desk) -> None:
    member, collector = desk.signed_in("张伟"), desk.signed_in("李秀英")
    for name in ("", *SECRETARYS, *OFFICERS):
        path = f"/exports/{name}" if name else "/exports"
        assert member.get(path).status_code == 403
    for name in SECRETARYS:
        assert collector.get(f"/exports/{name}").status_code == 403
        assert f"/exports/{name}" not in collector.get("/exports").text
    assert collector.get("/exports/ledger.xlsx").status_code == 200
    assert desk.browser().get("/exports/ledger.xlsx").url.path == "/hello"


def test_every_button_of_the_page_leads_somewhere(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    page = browser.get("/exports").text
    for name in (*SECRETARYS, *OFFICERS):
        assert f"/exports/{name}" in page
    assert browser.get("/exports/nothing.xlsx").status_code == 404
    assert browser.get("/exports/ledger.xlsx?year=x").status_code == 400
    assert browser.get("/exports/publication.png?month=2026-13").status_code == 400


def test_the_ledger_holds_what_was_confirmed(desk: Desk) -> None:
    desk.hear("张伟", "党费交了42")
    desk.hear("李秀英", "确认 全部", private=True)
    answer = desk.signed_in("李秀英").get("/exports/ledger.xlsx?year=2026")
    assert _name(answer) == f"党费台账-{branch.NAME}-2026.xlsx"
    row = next(row for row in _cells(answer) if "张伟" in row)
    assert 42 in row


def test_a_name_that_looks_like_a_formula_stays_text(desk: Desk) -> None:
    member = roster.MEMBERS.get(desk.app.db, desk.member("张伟"))
    assert member is not None
    with desk.app.db.transaction():
        cause = Cause(desk.clock.now(), None, "test")
        roster.change_member(desk.app.db, cause, member, name='=HYPERLINK("http://x")')
    answer = desk.signed_in("李秀英").get("/exports/ledger.xlsx")
    book = load_workbook(BytesIO(answer.content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    (named,) = [cell for cell in cells if "HYPERLINK" in str(cell.value)]
    assert named.data_type == "s"


def test_the_roster_and_the_base_sheet_are_tables_of_the_branch(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    names = [row[0] for row in _cells(browser.get("/exports/roster.xlsx"))]
    assert "欧阳雪" in names
    heads = _cells(browser.get("/exports/bases.xlsx?year=2026"))[0]
    assert heads[:2] == ["姓名", "类别"]


def test_the_plan_of_meetings_opens(desk: Desk) -> None:
    rows = _cells(desk.signed_in("王建国").get("/exports/meetings.xlsx"), 1)
    assert ["支部党员大会", "2026年1季度"] in [row[:2] for row in rows]


@drawn
def test_the_publication_names_nobody_who_owes(desk: Desk) -> None:
    browser = desk.signed_in("李秀英")
    picture = browser.get("/exports/publication.png?month=2026-03")
    assert picture.content.startswith(b"\x89PNG")
    assert _name(picture) == f"党费公示-{branch.NAME}-2026-03.png"
    for path in ("publication.pdf?month=2026-03", "year.pdf?year=2026"):
        assert browser.get(f"/exports/{path}").content.startswith(b"%PDF")


def test_the_backup_can_be_restored(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("back")
    answer = desk.signed_in("王建国").get("/exports/backup.journal")
    file = folder / _name(answer)
    file.write_bytes(answer.content)
    assert restore(file, folder / "books").documents > 0


def test_the_books_of_several_branches_are_nobodys_but_the_machines_owners(desk: Desk) -> None:
    books = json.loads(desk.signed_in("王建国").get("/exports/books.json").text)
    assert len(books["members"]) == len(branch.CAST)
    (only,) = desk.house.settings.branches
    two = desk.house.settings.model_copy(
        update={"branches": (only, only.model_copy(update={"id": "B02"}))}
    )
    desk.house = replace(desk.house, settings=two)
    browser = desk.signed_in("王建国")
    assert "整个账本" not in read(browser.get("/exports"))
    for name in ("books.json", "backup.journal"):
        assert browser.get(f"/exports/{name}").status_code == 403
    owner = desk.browser()
    owner.post(
        f"/in/{desk.house.sessions.link(desk.clock.now())}",
        data={"member": str(desk.member("王建国"))},
    )
    assert owner.get("/exports/books.json").status_code == 200


@drawn
def test_the_picture_of_a_post_goes_to_the_officers_of_its_branch_only(desk: Desk) -> None:
    table = Table(title="公示", columns=(Column("姓名"),), rows=(("张伟",),))
    name = Pictures(desk.app.db.path.parent).keep(table)
    now = desk.clock.now()
    own = OutboxRow("公示", now, "x", branch.BRANCH, branch.ROOM, picture=name)
    with desk.app.db.transaction():
        rows = [
            outbox.put(desk.app.db, row)
            for row in (own, replace(own, branch="B02"), replace(own, picture=""))
        ]
    browser = desk.signed_in("李秀英")
    assert browser.get(f"/picture/{rows[0].id}").content.startswith(b"\x89PNG")
    for other in (rows[1].id, rows[2].id, 999999):
        assert browser.get(f"/picture/{other}").status_code == 404
    assert desk.signed_in("张伟").get(f"/picture/{rows[0].id}").status_code == 403
