"""From what was pasted or chosen as a file to text: encodings, zip, the cells of an .xlsx.

Knows containers only, nothing of chat. Refuses in Chinese what it cannot read, and
never replaces a character that it does not understand.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from xml.etree import ElementTree

from bot.paste.message import PasteError

LARGEST = 32 * 1024 * 1024
"""Bytes; a chat of a year is far below, a zip that swells beyond is refused."""

_NOT_TEXT = {
    b"\x89PNG": "这是图片。请把聊天文字复制过来，截图里的字我看不到。",
    b"\xff\xd8\xff": "这是图片。请把聊天文字复制过来，截图里的字我看不到。",
    b"%PDF": "这是 PDF。请打开后复制里面的文字，再粘贴过来。",
    b"\xd0\xcf\x11\xe0": "这是旧版 Office 文件。请另存为 .xlsx 或 .csv，或复制里面的文字再粘贴。",
    b"Rar!": "这是 RAR 压缩包。请先解压，把里面的聊天记录文字发过来。",
    b"7z\xbc\xaf": "这是 7z 压缩包。请先解压，把里面的聊天记录文字发过来。",
}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_LINE_BREAKS = re.compile(r"\r\n|[\r\u2028\u2029\x85]")
_BEYOND_LATIN = re.compile(rb"[\xe0-\xf7]")
_HIGH = re.compile(rb"[\x80-\xff]")
_SIGNS = re.compile("|".join("·¥×°\u00a0").encode())
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COLUMN = re.compile(r"^([A-Z]{1,3})\d+$")

Rows = list[list[str]]


def read(content: bytes | str) -> str | Rows:
    """The text of a paste or file, or the rows of an .xlsx's first sheet. Raises PasteError."""
    if isinstance(content, str):
        return clean(content)
    if len(content) > LARGEST:
        raise PasteError("文件太大了（超过 32 MB）。请只选要用的那几天再发。")
    for magic, advice in _NOT_TEXT.items():
        if content.startswith(magic):
            raise PasteError(advice)
    if content.startswith(b"PK\x03\x04"):
        return _unpack(content)
    return decode(content)


def clean(text: str) -> str:
    """Unix line ends, no control characters, no lone surrogates; nothing else is changed."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROLS.sub("", _LINE_BREAKS.sub("\n", text))


def decode(content: bytes) -> str:
    """UTF-8, UTF-16 or GB18030, each strictly. Raises PasteError."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.count("\x00") == 0:
            return clean(text)
    raise PasteError(
        "看不懂这个文件的文字编码。请用记事本打开，另存为 UTF-8 编码，或直接复制文字粘贴。"
    )


def _encodings(content: bytes) -> Sequence[str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\x00" in content:  # neither UTF-8 nor GB18030 text holds a zero byte
        little = content[1::2].count(0) >= content[::2].count(0)
        return ("utf-16-le",) if little else ("utf-16-be",)
    # Short GB18030 text may be UTF-8 by accident (陆 is ½), but then of letters below U+0800
    # only; of those, Chinese chats have but a few signs.
    if _BEYOND_LATIN.search(content) or not _HIGH.search(_SIGNS.sub(b"", content)):
        return ("utf-8-sig", "gb18030")
    return ("gb18030", "utf-8-sig")


def _unpack(content: bytes) -> str | Rows:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" in names:
                return _first_sheet(archive)
            if "[Content_Types].xml" in names:
                raise PasteError("这是 Word 或别的 Office 文件。请复制里面的聊天文字，再粘贴过来。")
            return decode(_member(archive, _chat_in(archive)))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise PasteError(
            "这个压缩包打不开，可能没有下载完整。请重新导出，或解压后发里面的文字。"
        ) from error
    except RuntimeError as error:  # what zipfile raises for a password
        raise PasteError("这个压缩包有密码。请先解压，再发里面的聊天记录文字。") from error
    except ElementTree.ParseError as error:
        raise PasteError("这个表格文件打不开。请用 Excel 或 WPS 另存为 .csv 再发。") from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise PasteError("压缩包里的文字太大了（超过 32 MB）。请只选要用的那几天再导出。")
    return content


def member_name(info: zipfile.ZipInfo) -> str:
    """A zip member's name; phones write UTF-8 without saying so, old Windows writes GB18030."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _chat_in(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The one text of an exported chat: the .txt nearest the top, not a file sent in it."""
    texts = []
    for info in archive.infolist():
        path = PurePosixPath(member_name(info))
        if path.suffix.lower() in (".txt", ".csv") and not path.name.startswith("."):
            named = path.stem.startswith(("聊天记录", "Chat History"))
            texts.append(((len(path.parts), not named), info))
    if not texts:
        raise PasteError("压缩包里没有找到聊天记录的文字（.txt）。请解压后把文字复制过来。")
    best = min(rank for rank, _ in texts)
    nearest = [info for rank, info in texts if rank == best]
    if len(nearest) > 1:
        raise PasteError("压缩包里有好几份聊天文字，请解压后一份一份地发。")
    return nearest[0]


def _first_sheet(archive: zipfile.ZipFile) -> Rows:
    names = archive.namelist()
    shared: list[str] = []
    if "xl/sharedStrings.xml" in names:
        shared = [_words(item) for item in _xml(archive, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]
    sheets = sorted(
        (n for n in names if re.fullmatch(r"xl/worksheets/sheet\d{1,3}\.xml", n)),
        key=lambda name: int(re.sub(r"\D", "", name)),
    )
    if not sheets:
        raise PasteError("这个表格里没有工作表。请用 Excel 或 WPS 另存为 .csv 再发。")
    rows: Rows = []
    for row in _xml(archive, sheets[0]).iter(f"{_MAIN}row"):
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            place = _column(cell.get("r", ""), len(cells))
            cells.extend([""] * (place - len(cells)))
            cells.append(_value(cell, shared))
        rows.append(cells)
    return rows


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    content = _member(archive, archive.getinfo(name))
    if b"<!DOCTYPE" in content:  # no spreadsheet has one; entities could swell without end
        raise PasteError("这个表格文件不正常，没有打开。请用 Excel 或 WPS 另存为 .csv 再发。")
    return ElementTree.fromstring(content)


def _column(reference: str, following: int) -> int:
    """The 0-based column of a cell; the following one where it has no usable reference."""
    found = _COLUMN.match(reference)
    if found is None:
        return following
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return max(column - 1, following)


def _value(cell: ElementTree.Element, shared: Sequence[str]) -> str:
    if cell.get("t") == "inlineStr":
        return clean(_words(cell))
    value = cell.findtext(f"{_MAIN}v") or ""
    if cell.get("t") == "s" and value.isdecimal() and int(value) < len(shared):
        return clean(shared[int(value)])
    return clean(value)


def _words(item: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in item.iter(f"{_MAIN}t"))
