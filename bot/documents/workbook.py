"""Tables as a workbook, a sheet each: sums as numbers, ready to print and to sign.

Text that a spreadsheet would take for a formula stays text. Knows no dues.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from store.errors import disk_errors
from store.tabular import Cell as Value
from store.tabular import Column, Holds, Table, written

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_NAME = 31
_MONEY_FORMAT = "0.00"
_THIN = Side(style="thin", color="B7A79B")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="F7ECE6")
_WIDEST = 30
_HEIGHT = 20  # points, for lines that are signed by hand
_FACE = "宋体"  # what every office has, and what its papers are in
_PLAIN, _BOLD = Font(name=_FACE, size=11), Font(name=_FACE, size=11, bold=True)
_SIDES = {
    Holds.TEXT: Alignment(horizontal="left", vertical="center", wrap_text=True),
    Holds.COUNT: Alignment(horizontal="center", vertical="center"),
    Holds.MONEY: Alignment(horizontal="right", vertical="center"),
}


def write(path: Path, sheets: Sequence[tuple[str, Table]]) -> None:
    """Write a workbook; each sheet has a name and its table. Raises DiskError."""
    book = Workbook()
    book.remove(book.active)
    for name, table in sheets:
        sheet = book.create_sheet(_free_name(name, book.sheetnames))
        _fill(sheet, table)
    with disk_errors(path, "写表格"):
        book.save(path)


def put_text(cell: Cell, text: str) -> None:
    """A text as it is, whatever it begins with: =, +, -, @ start no formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    if text.startswith(_STARTS_FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True


def _free_name(name: str, taken: Sequence[str]) -> str:
    """A name that a sheet may have and no other has yet."""
    plain = name.translate(_FORBIDDEN_IN_NAMES).strip()[:_LONGEST_NAME] or "表"
    free, number = plain, 2
    while free in taken:
        free = f"{plain[: _LONGEST_NAME - 3]}{number:>3}"
        number += 1
    return free


def _fill(sheet: Worksheet, table: Table) -> None:
    width = max(len(table.columns), 1)
    row = _across(sheet, 1, width, table.title, Font(name=_FACE, bold=True, size=18), "center")
    sheet.row_dimensions[1].height = 2 * _HEIGHT
    if table.subtitle:
        row = _across(sheet, row, width, table.subtitle, Font(name=_FACE, size=12), "center")
    for figure in table.figures:
        said = f"{figure.label}：{figure.count}　{figure.money}"
        row = _across(sheet, row, width, said, Font(name=_FACE, size=12), "left")
    head = row
    for index, column in enumerate(table.columns, 1):
        _head(sheet.cell(head, index), column)
    for number, cells in enumerate(table.rows, head + 1):
        _row(sheet, number, table.columns, cells, bold=False)
    row = head + len(table.rows) + 1
    if table.totals:
        _row(sheet, row, table.columns, table.totals, bold=True)
        row += 1
    for note in table.notes:
        row = _across(sheet, row, width, note, Font(name=_FACE, size=10, color="6B6B6B"), "left")
    for line in table.footer:
        row = _across(sheet, row + 1, width, line, Font(name=_FACE, size=12), "right") - 1
    _to_print(sheet, table, head)


def _across(sheet: Worksheet, row: int, width: int, text: str, font: Font, side: str) -> int:
    """A line over the whole width; the number of the next row."""
    cell = sheet.cell(row, 1)
    put_text(cell, text)
    cell.font = font
    cell.alignment = Alignment(horizontal=side, vertical="center")
    if width > 1:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    return row + 1


def _head(cell: Cell, column: Column) -> None:
    put_text(cell, column.name)
    cell.font, cell.fill, cell.border = _BOLD, _HEAD, _BOX
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _row(
    sheet: Worksheet, number: int, columns: Sequence[Column], cells: Sequence[Value], *, bold: bool
) -> None:
    for index, (column, value) in enumerate(zip(columns, cells, strict=True), 1):
        cell = sheet.cell(number, index)
        _put(cell, value, column)
        cell.border, cell.alignment = _BOX, _SIDES[column.holds]
        cell.font = _BOLD if bold else _PLAIN


def _put(cell: Cell, value: Value, column: Column) -> None:
    """Fen become yuan as an exact decimal; counts are numbers; all else is text."""
    if isinstance(value, str):
        put_text(cell, value)
    elif value is not None:
        cell.value = Decimal(value) / 100 if column.holds is Holds.MONEY else value
    if column.holds is Holds.MONEY:
        cell.number_format = _MONEY_FORMAT


def _to_print(sheet: Worksheet, table: Table, head: int) -> None:
    """Landscape A4 one page wide, the column names on every page and in view while scrolling."""
    for index, column in enumerate(table.columns, 1):
        texts = [column.name, *(written(row[index - 1], column.holds) for row in table.rows)]
        width = max(sum(2 if ord(c) > 0x2E7F else 1 for c in text) for text in texts)
        sheet.column_dimensions[get_column_letter(index)].width = min(width, _WIDEST) + 2
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = _HEIGHT, True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.8, footer=0.4)
    sheet.freeze_panes = sheet.cell(head + 1, min(3, len(table.columns) or 1))
    sheet.print_title_rows = f"1:{head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
