"""A table that an office saved as CSV: encodings, separators, quotes and column names.

Excel writes commas, semicolons or tabs, in UTF-8, GB18030 or UTF-16, with a title above the
column names or without. Knows the columns' names, not what a member is.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from store.errors import DiskError, disk_errors

NAME, WECHAT, CARD = "姓名", "微信标识", "群昵称"
OFFICE, CATEGORY, AMOUNT = "身份", "类别", "月应交元"
COLUMNS = (NAME, WECHAT, CARD, OFFICE, CATEGORY, AMOUNT)
STANDING, PLACE, HOME, ALIASES = "党籍", "流入地", "现居地", "别名"
GROUP, SPOUSE = "党小组", "配偶"
_KNOWN = frozenset((*COLUMNS, STANDING, PLACE, HOME, ALIASES, GROUP, SPOUSE))
_OTHER_NAMES = {
    "党员姓名": NAME,
    "微信id": WECHAT,
    "微信号": WECHAT,
    "微信": WECHAT,
    "群名片": CARD,
    "昵称": CARD,
    "职务": OFFICE,
    "党内职务": OFFICE,
    "人员类别": CATEGORY,
    "党员类别": CATEGORY,
    "月应交": AMOUNT,
    "月应缴": AMOUNT,
    "月应缴元": AMOUNT,
    "每月应交": AMOUNT,
    "每月应交元": AMOUNT,
    "月应交党费": AMOUNT,
    "月应交党费元": AMOUNT,
    "月缴党费": AMOUNT,
    "务工地": PLACE,
    "所在党小组": GROUP,
    "曾用名": ALIASES,
}
_SEPARATORS = (",", "\t", ";", "，", "；", "|")
_EXAMPLE = ",".join(COLUMNS)


class MembersFileError(ValueError):
    """The list cannot be used; the message names every fault with its line, in Chinese."""


class Place(NamedTuple):
    """A line of the file, counted from 1."""

    file: str
    number: int

    def __str__(self) -> str:
        return f"{self.file} 第{self.number}行"


class Fault(NamedTuple):
    """What is wrong there, in Chinese."""

    where: Place
    what: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: where it stands, and its cells by column."""

    where: Place
    cells: dict[str, str]


def refused(faults: Iterable[Fault]) -> MembersFileError:
    """All faults as one error, a line each, in the order of the file."""
    ordered = sorted(faults, key=lambda fault: fault.where)
    return MembersFileError("\n".join(f"{where}：{what}" for where, what in ordered))


def read_table(path: Path) -> tuple[list[Row], list[Fault]]:
    """The rows that hold anything, and the faults of the file.

    Raises MembersFileError where no table can be read at all.
    """
    text = _text(path)
    if not text.strip():
        raise MembersFileError(f"{path} 是空的。第一行要是列名，如：{_EXAMPLE}")
    lines, torn = _lines(text, _separator(text))
    faults = [] if torn is None else [Fault(Place(str(path), torn), _QUOTES)]
    filled = [(Place(str(path), number), cells) for number, cells in lines if any(cells)]
    header = next((n for n, (_, cells) in enumerate(filled) if NAME in map(_column, cells)), None)
    if header is None:
        if faults:
            raise refused(faults)
        raise MembersFileError(f"{path} 没有“姓名”这一列。列名要像：{_EXAMPLE}")
    where, names = filled[header]
    columns = [_column(cell) for cell in names]
    doubled = [c for c in dict.fromkeys(columns) if c in _KNOWN and columns.count(c) > 1]
    if doubled:
        raise refused(Fault(where, f"“{c}”这一列有两个，请只留一个") for c in doubled)
    rows = filled[header + 1 :]
    faults += [Fault(where, _TOO_LONG) for where, cells in rows if any(cells[len(columns) :])]
    return [Row(where, dict(zip(columns, cells, strict=False))) for where, cells in rows], faults


_TOO_LONG = "比列名多出了格子，多半是多了一个分隔号，请核对"
_QUOTES = "引号没有配对，后面的都没法读，请把引号去掉或补上另一半"


def _lines(text: str, separator: str) -> tuple[list[tuple[int, list[str]]], int | None]:
    """Each line with the number it begins at; and where reading had to stop, if it had to."""
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    found: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            found.append((begins, [cell.strip() for cell in cells]))
            begins = reader.line_num + 1
    except csv.Error:
        return found, begins
    return found, None


def _separator(text: str) -> str:
    """The separator of the line that holds the column names."""
    first = next((line for line in text.split("\n") if NAME in line), "")
    return max(_SEPARATORS, key=first.count)


def _text(path: Path) -> str:
    if path.is_dir():
        raise MembersFileError(f"名册 {path} 是一个文件夹，要写到文件，如 {path / '名册.csv'}")
    try:
        with disk_errors(path, "读名册"):
            content = path.read_bytes()
    except DiskError as error:
        raise MembersFileError(str(error)) from error
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise MembersFileError(f"{path} 的文字编码认不出来，请在 Excel 里另存为“CSV UTF-8”。")


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8-sig", "gb18030")


def _column(cell: str) -> str:
    name = re.sub(r"[\s（）()*：:]", "", cell)
    return _OTHER_NAMES.get(name.lower(), name)
