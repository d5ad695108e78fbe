"""A bill's file as rows of text: the encoding is found, a workbook's cells are spelt out.

Never guesses away a character: a file that is in none of the encodings is refused.
Knows no column by name.
"""

from __future__ import annotations

import csv
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from store.errors import disk_errors

_ENCODINGS = ("utf-8-sig", "gb18030")
_SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's serials have no zone
_LOCKED = 0x1
"""The bit of an archive's entry that says it has a password."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, RuntimeError, ValueError)
"""All that reading a damaged archive raises, according to where the damage is."""
_AGAIN = "请从手机上重新导出一份。"
_EXACT_DIGITS = 15
"""A sheet keeps no more digits of a number; a longer order number kept as one is damaged."""


class BillError(ValueError):
    """The file cannot be read as a bill; the message says in Chinese what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, counted from 1, with its cells stripped."""

    line: int
    cells: tuple[str, ...]


def rows_of(path: Path) -> list[Row]:
    """All lines that hold anything. Raises BillError, DiskError."""
    with disk_errors(path, "读账单"):
        content = path.read_bytes()
    if content.startswith(b"PK"):
        return _workbook(path, content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BillError(f"{path.name} 是老格式的 .xls，请在 Excel 里另存为 .xlsx 再试。")
    if content.startswith(b"%PDF"):
        raise BillError(f"{path.name} 是 PDF，读不了。请下载 Excel 或 CSV 格式的账单。")
    return _text_rows(path, content)


def _text_rows(path: Path, content: bytes) -> list[Row]:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        reader = csv.reader(io.StringIO(text, newline=""))
        try:
            rows = [Row(reader.line_num, tuple(map(_clean, cells))) for cells in reader]
        except csv.Error as error:
            raise BillError(f"{path.name} 第{reader.line_num}行是坏的。{_AGAIN}") from error
        return [row for row in rows if any(row.cells)]
    raise BillError(f"{path.name} 的文字编码认不出来。请用原来下载的文件，不要另存。")


def _workbook(path: Path, content: bytes) -> list[Row]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            locked = any(entry.flag_bits & _LOCKED for entry in archive.infolist())
            # What has its check sums right is whole: openpyxl has no one error for the rest.
            damaged = None if locked else archive.testzip()
    except _BROKEN as error:
        raise BillError(f"{path.name} 没有下载完整。{_AGAIN}") from error
    if damaged is not None:
        raise BillError(f"{path.name} 没有下载完整。{_AGAIN}")
    if locked or "xl/workbook.xml" not in names:
        raise BillError(
            f"{path.name} 还是压缩包，请先解压（密码在支付公众号的消息里），再给里面的文件。"
        )
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError) as error:
        raise BillError(f"{path.name} 里面是坏的。{_AGAIN}") from error
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = [
            Row(number, tuple(_clean(_spelt(value)) for value in values))
            for number, values in enumerate(sheet.iter_rows(values_only=True), 1)
        ]
    finally:
        book.close()
    return [row for row in rows if any(row.cells)]


def _spelt(value: object) -> str:
    """A cell as a person would write it; a number too long for a sheet shows its E."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (value + timedelta(microseconds=500_000)).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float) and not isinstance(value, bool):
        digits = f"{Decimal(str(value)):f}"
        whole = digits.removesuffix(".0")
        too_long = len(whole.lstrip("-").split(".")[0]) > _EXACT_DIGITS
        return f"{value:E}" if too_long else whole
    return str(value)


def from_serial(days: float) -> datetime:
    """A sheet's day number (46099.8526) as a moment without a zone, to the second."""
    return _SERIAL_START + timedelta(seconds=round(days * 86400))


def _clean(cell: str) -> str:
    """Without blanks and tabs around it, and without the mark that keeps a sheet from counting."""
    return cell.replace("\ufeff", "").strip(" \t\r\n\u3000\u00a0").lstrip("`'")
