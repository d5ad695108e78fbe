"""The office's papers in Excel, opened again: figures of the books, and no formula from a name."""

import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bot import dues_tables, papers
from bot.clock import SHANGHAI
from bot.documents import fonts, workbook
from bot.faults import CommandError
from store import totals
from store.period import Period
from store.tabular import Column, Holds, Table
from tests.documents.books import TODAY, some_books

NAME = "青石镇柳河村党支部"
NOON = datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)


def sheet_of(path: Path, name: str) -> Worksheet:
    return openpyxl.load_workbook(path)[name]


def found(sheet: Worksheet, text: str) -> int:
    """The row whose first cells hold this text."""
    return next(row[0].row for row in sheet.iter_rows() if text in [cell.value for cell in row[:2]])


def test_the_ledger_holds_what_the_books_hold(tmp_path: Path) -> None:
    with some_books(tmp_path / "data") as db:
        table = dues_tables.ledger(db, "B01", NAME, 2026)
        month = totals.branch_month(db, "B01", Period(2026, 3))
    workbook.write(tmp_path / "l.xlsx", [("台账", table)])
    sheet = sheet_of(tmp_path / "l.xlsx", "台账")
    head, last = found(sheet, "序号"), found(sheet, "合计")
    assert [c.value for c in sheet[head]][:6] == ["序号", "姓名", "党小组", "1月", "2月", "3月"]
    zhang = [c.value for c in sheet[found(sheet, "张伟")]]
    assert zhang[3:6] == [None, 42, 42]
    assert zhang[-3:] == [126, 84, 42]
    sums = [c.value for c in sheet[last]]
    assert Decimal(str(sums[5])) * 100 == month.received == 5720
    for at in range(3, len(sums)):
        column = [sheet.cell(row, at + 1).value or 0 for row in range(head + 1, last)]
        assert round(sum(column), 2) == sums[at]
    assert sheet.cell(head + 1, 4).number_format == "0.00"
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("书记：" in str(text) for text in texts)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.freeze_panes == f"C{head + 1}"


def test_the_report_names_nobody_and_adds_up(tmp_path: Path) -> None:
    with some_books(tmp_path / "data") as db:
        report = dues_tables.year_report(db, "B01", NAME, 2026, TODAY)
        table = dues_tables.ledger(db, "B01", NAME, 2026)
    assert report.totals[2] == 3 * 7120 == table.totals[-3]
    assert report.totals[4] == 5720 + 4200 == table.totals[-2]
    assert report.totals[5] == 3 * 7120 - 5720 - 4200 == table.totals[-1]
    assert not any("张伟" in str(part) for part in (report.rows, report.notes))


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 1", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")']
)
def test_no_text_becomes_a_formula(tmp_path: Path, text: str) -> None:
    table = Table(text, (Column(text),), ((text,),), subtitle=text, notes=(text,), footer=(text,))
    workbook.write(tmp_path / "x.xlsx", [(text, table)])
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert len(cells) == 6
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_control_characters_and_sheet_names_do_no_harm(tmp_path: Path) -> None:
    table = Table("一\x00二", (Column("姓名", Holds.TEXT),), (("三\x0b",),))
    workbook.write(tmp_path / "x.xlsx", [("甲/乙[1]", table), ("甲/乙[1]", table)])
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.worksheets[0]["A1"].value == "一二"
    assert len(set(book.sheetnames)) == 2


class Office:
    """A folder with a configuration and the books."""

    def __init__(self, folder: Path, shows: str = "合计") -> None:
        self.folder = folder
        self.config = folder / "config.yaml"
        self.config.write_text(
            f"branches:\n  - id: B01\n    name: {NAME}\n    dues:\n"
            f"      publication_shows: {shows}\n",
            "utf-8",
        )
        with some_books(folder / "data"):
            pass

    def publishes(self, month: str) -> str:
        out = io.StringIO()
        papers.publish(month, self.folder / "out", None, self.config, None, NOON, out)
        return out.getvalue().replace(f"{self.folder}/", "")

    def keeps(self, name: str) -> str:
        out = io.StringIO()
        wishes = papers.Wishes(2026, self.folder / name, None, self.config, None)
        papers.keep_ledger(wishes, NOON, out)
        return out.getvalue().replace(f"{self.folder}/", "")


def test_zhibu_ledger_writes_the_ledger_and_the_report(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with pytest.raises(CommandError, match=r"写不成“l.docx”：文件名要以 .xlsx（台账）或 .pdf"):
        office.keeps("l.docx")
    assert office.keeps("a/l.xlsx") == "写好了：a/l.xlsx\n"
    assert openpyxl.load_workbook(tmp_path / "a" / "l.xlsx").sheetnames == ["台账", "年度汇总"]


@pytest.mark.skipif(not fonts.available(), reason="no Chinese font on this machine")
def test_zhibu_publish_writes_a_picture_and_a_page(tmp_path: Path) -> None:
    said = Office(tmp_path, "姓名").publishes("2026-03")
    assert said == (
        f"写好了：out/党费公示-{NAME}-2026-03.png\n写好了：out/党费公示-{NAME}-2026-03.pdf\n"
    )
    starts = {f.suffix: f.read_bytes()[:4] for f in (tmp_path / "out").iterdir()}
    assert starts == {".png": b"\x89PNG", ".pdf": b"%PDF"}


def test_a_month_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="要写成 2026-03 这样"):
        Office(tmp_path).publishes("三月")
