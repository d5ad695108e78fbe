"""A table that an office keeps, as Excel or CSV: encodings, separators, quotes, column names.

Excel saves commas, semicolons or tabs, in UTF-8, GB18030 or UTF-16, with a title above the
column names or without. Knows the columns' names, not what a member is.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from bot import roster_sheet
from store.errors import DiskError, disk_errors

NAME, WECHAT, CARD = "姓名", "微信标识", "群昵称"
OFFICE, CATEGORY, AMOUNT = "身份", "类别", "月应交元"
COLUMNS = (NAME, WECHAT, CARD, OFFICE, CATEGORY, AMOUNT)
STANDING, PLACE, HOME, ALIASES = "党籍", "流入地", "现居地", "别名"
GROUP, SPOUSE = "党小组", "配偶"
BRANCH, JOINED, FULL_SINCE, PHONE = "支部", "入党日期", "转正日期", "手机号"
MOBILE, LEFT_HOME, CONTACT, INCOME = "流动", "流出日期", "联系人", "月收入"
KNOWN = frozenset(
    {
        *(*COLUMNS, STANDING, PLACE, HOME, ALIASES, GROUP, SPOUSE, BRANCH),
        *(JOINED, FULL_SINCE, PHONE, MOBILE, LEFT_HOME, CONTACT, INCOME),
    }
)
_OTHER_NAMES = {
    other: name
    for name, others in {
        NAME: "党员姓名",
        WECHAT: "微信id 微信号 微信",
        CARD: "群名片 昵称 微信群名片 微信群昵称",
        OFFICE: "职务 党内职务",
        CATEGORY: "人员类别 党员类别",
        AMOUNT: "月应交 月应缴 月应缴元 每月应交 每月应交元 月应交党费 月应交党费元 月缴党费",
        PLACE: "务工地 流出地 流向 外出地点 现流入地",
        HOME: "现住地 现居住地 现住址",
        GROUP: "所在党小组 党小组名称",
        ALIASES: "曾用名",
        BRANCH: "所在支部 党支部 所在党支部 所属支部 支部名称",
        STANDING: "党籍状态 党员身份",
        JOINED: "入党时间 入党年月",
        FULL_SINCE: "转正时间 转正年月",
        PHONE: "手机 手机号码 电话 联系电话 电话号码 联系方式 本人电话",
        MOBILE: "是否流动 是否流动党员 流动党员 流动情况",
        LEFT_HOME: "流出时间 外出日期 外出时间",
        CONTACT: "联系人姓名 结对联系人 支部联系人 联系党员",
        INCOME: "月收入元 月工资 月工资元 计费基数",
    }.items()
    for other in others.split()
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


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read: the columns as the office words them, the rows, what is wrong."""

    heads: tuple[str, ...]
    rows: list[Row]
    faults: list[Fault]


def refused(faults: Iterable[Fault]) -> MembersFileError:
    """All faults as one error, a line each, in the order of the file."""
    ordered = sorted(faults, key=lambda fault: fault.where)
    return MembersFileError("\n".join(f"{where}：{what}" for where, what in ordered))


def read_table(path: Path) -> Sheet:
    """The rows that hold anything, and the faults of the file.

    Raises MembersFileError where no table can be read at all.
    """
    lines, faults = _excel(path) if path.suffix.lower() in roster_sheet.EXCEL else _csv(path)
    filled = [(Place(str(path), number), cells) for number, cells in lines if any(cells)]
    header = next((n for n, (_, cells) in enumerate(filled) if NAME in map(column, cells)), None)
    if header is None:
        if faults:
            raise refused(faults)
        raise MembersFileError(f"{path} 没有“姓名”这一列。列名要像：{_EXAMPLE}")
    where, names = filled[header]
    columns = [column(cell) or f"第{number}列" for number, cell in enumerate(names, 1)]
    doubled = [c for c in dict.fromkeys(columns) if c in KNOWN and columns.count(c) > 1]
    if doubled:
        raise refused(Fault(where, f"“{c}”这一列有两个，请只留一个") for c in doubled)
    rows = filled[header + 1 :]
    faults += [Fault(where, _TOO_LONG) for where, cells in rows if any(cells[len(columns) :])]
    found = [
        Row(where, dict(zip_longest(columns, cells[: len(columns)], fillvalue="")))
        for where, cells in rows
    ]
    used = {name for row in found for name, cell in row.cells.items() if cell}
    heads = tuple(name or columns[n] for n, name in enumerate(names) if name or columns[n] in used)
    return Sheet(heads, found, faults)


Lines = list[tuple[int, list[str]]]


def _excel(path: Path) -> tuple[Lines, list[Fault]]:
    try:
        lines = roster_sheet.lines(path)
    except (roster_sheet.SheetError, DiskError) as error:
        raise MembersFileError(str(error)) from error
    if not lines:
        raise MembersFileError(f"{path} 是空的。第一行要是列名，如：{_EXAMPLE}")
    return lines, []


def _csv(path: Path) -> tuple[Lines, list[Fault]]:
    text = _text(path)
    if not text.strip():
        raise MembersFileError(f"{path} 是空的。第一行要是列名，如：{_EXAMPLE}")
    lines, torn = _lines(text, _separator(text))
    return lines, [] if torn is None else [Fault(Place(str(path), torn), _QUOTES)]


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


def column(cell: str) -> str:
    """The column's own name, whatever the office calls it."""
    name = re.sub(r"[\s（）()*：:]", "", cell)
    return _OTHER_NAMES.get(name.lower(), name)
