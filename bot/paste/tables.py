"""Chats that export programs wrote as a table: which column is which, and the rows.

Knows the columns of WeChatMsg, MemoTrace, PyWxDump and WeFlow. A table whose
columns it does not know is refused, never guessed at.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import SHANGHAI
from bot.gateway.base import MessageKind
from bot.paste.content import kind_of_type, recaller, unfold_quote
from bot.paste.message import FORWARDED, SYSTEM, PastedMessage, PasteError
from bot.paste.stamps import CLOCK, DATE, read_stamp

_HEADER_WITHIN = 12  # rows; WeFlow's header is the fourth


@dataclass(frozen=True, slots=True)
class _Columns:
    """The names of one program's columns; the first present of several is taken."""

    program: str
    time: str
    text: str
    names: tuple[str, ...]
    kind: str


_PROGRAMS = (
    _Columns("WeChatMsg", "StrTime", "StrContent", ("NickName", "Remark", "Sender"), "Type"),
    _Columns("MemoTrace 留痕", "时间", "内容", ("发送人", "昵称", "备注"), "类型"),
    _Columns("PyWxDump", "CreateTime", "msg", ("talker",), "type_name"),
    _Columns(
        "WeFlow",
        "时间",
        "内容",
        ("发送者昵称", "发送者身份", "发送者备注", "发送者微信ID"),
        "消息类型",
    ),
)
_NUMBERED = {
    "3": MessageKind.IMAGE.value,
    "34": MessageKind.VOICE.value,
    "42": MessageKind.CONTACT.value,
    "43": MessageKind.VIDEO.value,
    "47": MessageKind.EMOTICON.value,
    "48": MessageKind.LOCATION.value,
    "10000": SYSTEM,
    "10002": SYSTEM,
}
# Kinds of a card (type 49) by SubType; others, as quotes and relays, go by their text.
_CARDS = {
    "5": MessageKind.LINK.value,
    "6": MessageKind.FILE.value,
    "19": FORWARDED,
    "33": MessageKind.LINK.value,
    "36": MessageKind.LINK.value,
    "2000": MessageKind.TRANSFER.value,
    "2001": MessageKind.RED_ENVELOPE.value,
}
_WHEN = re.compile(rf"^\s*{DATE}[\sT]+{CLOCK}\s*$")
_SERIAL_DAY_ZERO = datetime(1899, 12, 30, tzinfo=SHANGHAI)


def rows_of(text: str) -> Iterator[tuple[int, list[str]]] | None:
    """The rows of a text that is such a table, with the line each starts at; else None.

    Raises PasteError, on reading, where a cell is broken.
    """
    head = text.split("\n", _HEADER_WITHIN)[:_HEADER_WITHIN]
    delimiter = next(
        (d for d in (",", "\t") if any(_program(line.split(d)) for line in head)), None
    )
    return None if delimiter is None else _numbered_rows(text, delimiter)


def _numbered_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        line = 1
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise PasteError(f"表格在第 {reader.line_num} 行附近坏了。请重新导出一份再发。") from error


def _program(cells: Sequence[str]) -> _Columns | None:
    """Whose header a row is, if any."""
    found = {cell.strip().strip('"') for cell in cells}
    for program in _PROGRAMS:
        if {program.time, program.text, program.kind} <= found and found & set(program.names):
            return program
    return None


def messages_of(
    rows: Iterator[tuple[int, list[str]]],
) -> tuple[list[PastedMessage], str, list[str]]:
    """The messages, the program's name, and notes. Raises PasteError without a known header."""
    for line, cells in rows:
        if line > _HEADER_WITHIN * 4:
            break
        if program := _program(cells):
            places = {cell.strip(): i for i, cell in reversed(list(enumerate(cells)))}
            return _read_rows(rows, program, places)
    raise PasteError("这个表格不是我认识的聊天记录。请改为导出文字（txt），或复制聊天粘贴过来。")


def _read_rows(
    rows: Iterator[tuple[int, list[str]]], program: _Columns, places: dict[str, int]
) -> tuple[list[PastedMessage], str, list[str]]:
    messages: list[PastedMessage] = []
    undated: list[int] = []
    for line, cells in rows:
        row = {name: cells[i].strip() for name, i in places.items() if i < len(cells)}
        if not any(row.values()):
            continue
        message = _message(line, row, program)
        messages.append(message)
        if message.sent_at is None:
            undated.append(line)
    notes = [f"名字来自 {program.program} 的表格，可能是昵称或备注，和群里的名片不一定一样。"]
    if program.program == "PyWxDump":
        notes = ["PyWxDump 的表格里只有微信号，没有名字，请对照一下是谁。"]
    if undated:
        notes.append(f"有 {len(undated)} 行的时间看不懂（第 {undated[0]} 行起）。")
    return messages, program.program, notes


def _message(line: int, row: dict[str, str], program: _Columns) -> PastedMessage:
    names = [name for column in program.names if (name := row.get(column, ""))]
    text = unfold_quote(row.get(program.text, ""))
    kind = _kind(row, program, text)
    sent_at, precise = _moment(row.get(program.time, ""))
    by = recaller(text) if kind in (SYSTEM, MessageKind.RECALLED.value) else ""
    event = kind in (SYSTEM, MessageKind.RECALLED.value)
    return PastedMessage(
        name="" if event or not names else names[0],
        text=text,
        sent_at=sent_at,
        kind=MessageKind.RECALLED.value if by else kind,
        line=line,
        precise=precise,
        clocked=sent_at is not None,
        recalled_by=by,
        aliases=tuple(name for name in dict.fromkeys(names) if name != names[0]),
    )


def _kind(row: dict[str, str], program: _Columns, text: str) -> str:
    number = row.get(program.kind, "")
    if number == "49" and (card := _CARDS.get(row.get("SubType", ""))):
        return card
    return _NUMBERED.get(number) or kind_of_type(number, text)


def _moment(cell: str) -> tuple[datetime | None, bool]:
    """The time in a cell and whether it has seconds: text, Unix seconds or a day's number."""
    if found := _WHEN.match(cell[:60]):
        stamp = read_stamp(found)
        return (stamp.at(stamp.day), stamp.precise) if stamp and stamp.day else (None, False)
    if re.fullmatch(r"1\d{9}", cell):
        return datetime.fromtimestamp(int(cell), SHANGHAI), True
    if re.fullmatch(r"[345]\d{4}\.\d{1,20}", cell):
        seconds = round(float(cell) * 86400)
        return _SERIAL_DAY_ZERO + timedelta(seconds=seconds), True
    return None, False
