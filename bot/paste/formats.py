"""The headers by which each client and program announces a message, line by line.

One paste can mix shapes, so a header is recognised at a line, in a fixed order of
the shapes, never for a whole file. Knows nothing of what a message says; whether a
doubtful header is believed is decided in blocks.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.paste.content import system_kind
from bot.paste.stamps import CLOCK, DATE, Stamp, read_stamp

LONGEST_HEADER = 200
"""Characters; a longer line is never a header, which also keeps every pattern cheap."""


class Shape(StrEnum):
    """Where a header comes from, in words for the person who pasted it."""

    QQ = "QQ 导出"
    MAIL = "邮件发出的聊天记录"
    NATIVE = "微信导出的聊天记录"
    TIME_FIRST = "导出工具的文字"
    CHATLOG = "chatlog 的文字"
    ONE_LINE = "电脑版多选复制（名字和日期在一行）"
    TWO_LINES = "电脑版复制（名字一行，时间一行）"
    COLON = "Windows 旧版复制（名字加冒号）"
    HAND = "手工整理的对话"
    SYSTEM = "系统提示"
    BARE = "没有名字的文字"
    TABLE = "导出工具的表格"


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its shape, name and time, how many lines it takes, and text on its own line."""

    shape: Shape
    name: str
    stamp: Stamp = field(default_factory=Stamp)
    lines: int = 1
    text: str = ""


# Lines come here without blanks at their end, and runs of blanks are taken whole (\s++):
# no line, however many blanks it has, may cost more than its length.
_TIME_LINE = re.compile(rf"^{DATE}\s++{CLOCK}$")
_TIME_FIRST = re.compile(rf"^{DATE}\s{{1,2}}{CLOCK}\s++(?P<name>.+)$")
_DATE_LAST = re.compile(rf"(?<=\s){DATE}\s++{CLOCK}$")
_CHATLOG = re.compile(
    r"^(?!> )(?P<name>\S.*?) (?:(?P<year>\d{4})-)?(?P<month>\d{2})-(?P<day>\d{2})"
    r" (?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})$"
)
_CHATLOG_ID = re.compile(r"\((?P<id>我|[A-Za-z][\w@-]{4,39}|\d{5,}@[\w.]+)\)$")
_QQ = re.compile(rf"^{DATE}\s{CLOCK}\s(?P<name>.*?)(?:\(\d{{4,12}}\)|<[^<>\s]+@[^<>\s]+>)$")
_QQ_TITLE = re.compile(r"^【[^【】]{1,12}】(?=.)")
_COLON = re.compile(r"^(?P<name>\S.{0,63}?)\s*:\s?$")
_CLOCK_LAST = re.compile(rf"(?<=\S)(?P<gap>\s++){CLOCK}$")


def _qq(lines: Sequence[str], index: int) -> Header | None:
    found = _QQ.match(lines[index].rstrip())
    stamp = read_stamp(found) if found else None
    if found is None or stamp is None:
        return None
    return Header(Shape.QQ, _QQ_TITLE.sub("", found["name"]).strip(), stamp)


def _native(lines: Sequence[str], index: int) -> Header | None:
    stamp = _time_below(lines, index)
    name = lines[index].strip()
    if stamp is None or not name.startswith("·"):
        return None
    return Header(Shape.NATIVE, name[1:].strip(), stamp, 2)


def _time_first(lines: Sequence[str], index: int) -> Header | None:
    found = _TIME_FIRST.match(lines[index].rstrip())
    stamp = read_stamp(found) if found and found["second"] else None
    if found is None or stamp is None:
        return None
    if system_kind(found["name"]):
        return Header(Shape.TIME_FIRST, "", stamp, text=found["name"])
    return Header(Shape.TIME_FIRST, found["name"], stamp)


def _chatlog(lines: Sequence[str], index: int) -> Header | None:
    found = _CHATLOG.match(lines[index].rstrip())
    stamp = read_stamp(found) if found else None
    if found is None or stamp is None:
        return None
    named = _CHATLOG_ID.search(found["name"])
    if named is None and found["year"]:
        return None
    name = found["name"][: named.start()] if named else found["name"]
    return Header(Shape.CHATLOG, name or found["name"], stamp)


def _one_line(lines: Sequence[str], index: int) -> Header | None:
    found = _DATE_LAST.search(lines[index].rstrip())
    stamp = read_stamp(found) if found else None
    name = lines[index][: found.start()].strip() if found else ""
    return Header(Shape.ONE_LINE, name, stamp) if name and stamp else None


def _two_lines(lines: Sequence[str], index: int) -> Header | None:
    name, stamp = lines[index].strip(), _time_below(lines, index)
    return Header(Shape.TWO_LINES, name, stamp, 2) if name and stamp else None


def _time_below(lines: Sequence[str], index: int) -> Stamp | None:
    if index + 1 >= len(lines) or len(lines[index + 1]) > LONGEST_HEADER:
        return None
    found = _TIME_LINE.match(lines[index + 1].strip())
    return read_stamp(found) if found else None


_DATED: tuple[Callable[[Sequence[str], int], Header | None], ...] = (
    _native,
    _time_first,
    _chatlog,
    _one_line,
    _two_lines,
)


def dated_header(lines: Sequence[str], index: int, *, qq: bool = False) -> Header | None:
    """The header with a date that starts at a line, the surest shape first; None if none does.

    ``qq`` says that the paste is an export of QQ, whose names end in a number:
    WeChat's names may, too, and keep it.
    """
    if len(lines[index]) > LONGEST_HEADER:
        return None
    if qq and (header := _qq(lines, index)):
        return header
    return next((header for read in _DATED if (header := read(lines, index))), None)


def colon_header(line: str) -> Header | None:
    """``name:`` alone on a line, as the old Windows client copies; a doubtful shape."""
    found = _COLON.match(line) if len(line) <= LONGEST_HEADER else None
    return Header(Shape.COLON, found["name"]) if found else None


def clock_header(line: str) -> tuple[Header, bool] | None:
    """``name HH:MM`` as in mailed records, and whether two blanks or more stand between."""
    found = _CLOCK_LAST.search(line.rstrip()) if len(line) <= LONGEST_HEADER else None
    stamp = read_stamp(found) if found else None
    name = line[: found.start()].strip() if found else ""
    if found is None or stamp is None or not name:
        return None
    return Header(Shape.MAIL, name, stamp), len(found["gap"]) >= 2
