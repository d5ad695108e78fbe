"""A members' list as Excel keeps it: the first sheet's cells as text, and text as a sheet.

Days come as ``2026-03-01``, whole numbers without a point; a serial that is not formatted as a
day comes as the number it is. Knows no column by name.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from store.errors import disk_errors

EXCEL = frozenset({".xlsx", ".xlsm"})


class SheetError(ValueError):
    """The file is no workbook that can be read; the message says so in Chinese."""


def lines(path: Path) -> list[tuple[int, list[str]]]:
    """Each line of the first sheet that holds anything, with its number counted from 1."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with disk_errors(path, "读名册"):
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise SheetError(
            f"{path} 不是能读的 Excel 表格。请在 Excel 里打开，另存为“Excel 工作簿（.xlsx）”再试。"
        ) from error
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = ([_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
        return [(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]
    finally:
        book.close()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return _number(value)
    return str(value).strip()


def _number(value: float) -> str:
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def write(path: Path, table: Sequence[Sequence[str]], *, about: Sequence[str] = ()) -> None:
    """A workbook, or CSV with the mark by which Excel knows UTF-8. Raises DiskError.

    In a workbook each cell is text, and ``about`` is on a second sheet.
    """
    if path.suffix.lower() in EXCEL:
        _write_workbook(path, table, about)
        return
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(table)
    with disk_errors(path, "写"):
        path.write_bytes(out.getvalue().encode("utf-8-sig"))


def _write_workbook(path: Path, table: Sequence[Sequence[str]], about: Sequence[str]) -> None:
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名册"
    for number, cells in enumerate(table, 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(number, column, _harmless(text))
            cell.number_format = "@"
            if text:
                cell.data_type = "s"  # "=…" in a name is a name, not a formula
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, head in enumerate(table[0] if table else (), 1):
        sheet.column_dimensions[get_column_letter(column)].width = max(10, 2 * len(head) + 4)
    sheet.freeze_panes = "A2"
    if about:
        notes = book.create_sheet("说明")
        for line in about:
            notes.append([line])
        notes.column_dimensions["A"].width = 90
    with disk_errors(path, "写"):
        book.save(path)


_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _harmless(text: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    return _CONTROLS.sub("", text)
