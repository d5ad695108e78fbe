"""Files: encodings, zips, tables of export programs, and refusals that say what to do."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable

import pytest

from bot.paste import PasteError, archive, fingerprint, parse

CHAT = "老傅 2026/11/17 9:08\n已交\n"


def zipped(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def unflagged(name: str, encoding: str) -> bytes:
    """A zip with a name in some encoding and no word of it, as phones and old Windows write."""
    raw = name.encode(encoding)
    placeholder = "x" * len(raw)
    return zipped({placeholder: CHAT}).replace(placeholder.encode(), raw)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_in_a_zip_need_no_flag(encoding: str) -> None:
    assert len(parse(unflagged("聊天记录.txt", encoding)).messages) == 1


def test_the_chat_is_told_from_files_sent_in_it() -> None:
    content = zipped({"聊天记录/a.txt": "不是", "聊天记录.txt": CHAT, "b/c.jpg": b"\xff\xd8\xff"})
    assert [m.text for m in parse(content).messages] == ["已交"]
    content = zipped({"Chat History.txt": CHAT, "notes.txt": "不是"})
    assert [m.text for m in parse(content).messages] == ["已交"]


WECHATMSG = (
    "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\n"
    "1,2,1,0,0,1731849000,,已交,2024-11-17 21:10:00,老傅备注,老傅,wxid_a\n"
    "2,2,3,0,0,1731849000,,,2024-11-17 21:11:00,,老傅,wxid_a\n"
    "3,2,49,2000,0,1731849000,,,2024-11-17 21:12:00,,老傅,wxid_a\n"
    '4,2,10000,0,0,1731849000,,"""老傅"" 撤回了一条消息",2024-11-17 21:13:00,,,\n'
)
PYWXDUMP = (
    "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\n"
    "1,9,文本,0,wxid_a,1@chatroom,已交,,2024-11-17 21:10:00\n"
    "2,9,系统消息,0,,1@chatroom,以上是打招呼的内容,,1731849060\n"
)


def test_tables_of_wechatmsg() -> None:
    chat = parse("\ufeff" + WECHATMSG, filename="群_utf8.csv")
    assert [(m.name, m.kind, m.line) for m in chat.messages] == [
        ("老傅", "text", 2),
        ("老傅", "image", 3),
        ("老傅", "transfer", 4),
        ("", "recalled", 5),
    ]
    assert chat.messages[0].aliases == ("老傅备注", "wxid_a")
    assert chat.messages[3].recalled_by == "老傅"


def test_tables_of_pywxdump_have_no_names_and_say_so() -> None:
    chat = parse(PYWXDUMP)
    assert [(m.name, m.kind, f"{m.sent_at:%H:%M}") for m in chat.messages] == [
        ("wxid_a", "text", "21:10"),
        ("", "system", "21:11"),
    ]
    assert any("微信号" in note for note in chat.notes)


def cell(column: str, text: str) -> str:
    return f'<c r="{column}" t="inlineStr"><is><t>{text}</t></is></c>'


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    f'<row r="1">{cell("A1", "会话信息")}</row>'
    + '<row r="4">'
    + "".join(
        cell(f"{column}4", title)
        for column, title in zip(
            "ABCDE", ["序号", "时间", "发送者身份", "消息类型", "内容"], strict=True
        )
    )
    + "</row>"
    f'<row r="5">{cell("A5", "1")}{cell("B5", "2026-11-17 09:08:10")}{cell("C5", "老傅")}'
    f'{cell("D5", "文本消息")}<c r="E5" t="s"><v>0</v></c></row>'
    f'<row r="6"><c r="B6"><v>46343.5</v></c>{cell("C6", "阿邱")}{cell("D6", "图片消息")}'
    f"{cell('E6', '[图片]')}</row></sheetData></worksheet>"
)
SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<si><r><t>已</t></r><r><t>交</t></r></si></sst>"
)


def workbook(sheet: str = SHEET) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": "",
            "xl/workbook.xml": "",
            "xl/sharedStrings.xml": SHARED,
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def test_a_workbook_of_weflow() -> None:
    chat = parse(workbook(), filename="群.xlsx")
    assert [(m.name, m.text, m.kind, f"{m.sent_at:%m-%d %H:%M:%S}") for m in chat.messages] == [
        ("老傅", "已交", "text", "11-17 09:08:10"),
        ("阿邱", "[图片]", "image", "11-17 12:00:00"),
    ]
    copied = parse("老傅 2026/11/17 9:08\n已交\n\n阿邱 2026/11/17 12:00\n[图片]")
    assert fingerprint(chat.messages) == fingerprint(copied.messages)


REFUSED: dict[str, tuple[bytes | str, str, str]] = {
    "nothing": (" \n ", "", "复制"),
    "picture": (b"\x89PNG\r\n\x1a\n", "a.png", "图片"),
    "pdf": (b"%PDF-1.7", "a.pdf", "PDF"),
    "binary": (bytes(range(256)) * 3, "", "编码"),
    "page": ("<!DOCTYPE html><html></html>", "", "网页"),
    "page file": ("x", "a.HTML", "网页"),
    "json": ("[]", "a.json", "JSON"),
    "strange table": ("a,b,c\n1,2,3\n", "a.csv", "表格"),
    "empty table": (WECHATMSG.split("\n")[0], "", "没有消息"),
    "torn table": (WECHATMSG + '"' + "x" * 140_000, "", "坏了"),
    "torn zip": (zipped({"聊天记录.txt": CHAT})[:-30], "", "打不开"),
    "zip without text": (zipped({"a.jpg": b"x"}), "", "没有找到"),
    "two chats": (zipped({"a.txt": CHAT, "b.txt": CHAT}), "", "好几份"),
    "word": (zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "", "Word"),
    "entities": (workbook('<!DOCTYPE a [<!ENTITY b "c">]>' + SHEET), "", "不正常"),
    "torn sheet": (workbook("<worksheet"), "", "打不开"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals_say_what_to_do(case: str) -> None:
    content, filename, words = REFUSED[case]
    with pytest.raises(PasteError, match=words) as refused:
        parse(content, filename=filename)
    assert str(refused.value).endswith("。")


def test_a_locked_zip_is_refused() -> None:
    content = bytearray(zipped({"聊天记录.txt": CHAT}))
    content[6] |= 1  # the flag of encryption, in the member's header and in the directory
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(PasteError, match="密码"):
        parse(bytes(content))


def calls(work: Callable[[], object]) -> int:
    """How many calls a piece of work makes, in Python and in C."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "line",
    [
        "老傅 2026/11/17 9:{0:02d}\n已交 {1}\n\n",
        "老傅 2026/11/{2:02d} 9:00\n已交 {1}\n\n",  # the time goes back again and again
        "老傅:\n\n",
        "「老傅：\n",
        '"邀请"邀请\n\n',
        "\n",
        "交",
        "————— 2025-12-17 —————\n老傅 9:08\n",
        "群聊的聊天记录\n老傅\n",
    ],
)
def test_work_grows_with_the_length(line: str) -> None:
    def stretch(times: int) -> str:
        return "老傅：\n" + "".join(line.format(i % 60, i, 28 - i % 20) for i in range(times))

    parse(stretch(10))
    once, twice = (calls(lambda n=n: parse(stretch(n))) for n in (200, 400))
    assert twice < 2.3 * once + 200


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_utf_16_with_and_without_its_mark(encoding: str) -> None:
    assert [m.text for m in parse(CHAT.encode(encoding)).messages] == ["已交"]
    big = b"\xfe\xff" + CHAT.encode("utf-16-be")
    assert [m.text for m in parse(big).messages] == ["已交"]


def test_too_large_a_file_is_refused_packed_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as content:
        content.writestr("聊天记录.txt", CHAT * 1000)
    monkeypatch.setattr(archive, "LARGEST", 5000)
    assert len(packed.getvalue()) < 5000
    for big in (packed.getvalue(), (CHAT * 1000).encode()):
        with pytest.raises(PasteError, match="太大"):
            parse(big)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("text", ["Leo陆 2026/11/17 9:08\n[图片]", "Leo 2026/11/17 9:08\n联通"])
def test_short_texts_that_two_encodings_could_be(text: str, encoding: str) -> None:
    assert parse(text.encode(encoding)) == parse(text)


def test_an_export_with_no_chinese_but_its_dots() -> None:
    chat = parse("·Leo\n2026-1-5 08:03\n[Photo] a.jpg\n".encode())
    assert [(m.name, m.kind) for m in chat.messages] == [("Leo", "image")]
