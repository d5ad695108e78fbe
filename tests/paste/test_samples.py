"""Each shape that clients and export programs write, read exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.paste import PastedChat, PastedMessage, parse

SAMPLES = Path(__file__).parent / "samples"
NAMES = ("何青柠", "老傅", "米粒妈妈", "Leo陆", "阿邱")
RELAY = (
    "#接龙\n楼道灯维修 每户60元 周日前交给何青柠\n例 3-101 张某 已付\n\n1. 3-502 老傅 已付\n"
    "2. 3-301 米粒妈妈 60\n3．3-602 Leo陆 微信转了\n4、3-401 阿邱\n （明天补）"
)
QUOTED = "「何青柠：楼道灯的报价来了，每户 60」\n- - - - - - - - - - - - - - -\n"


def read(name: str) -> PastedChat:
    path = SAMPLES / name
    return parse(path.read_bytes(), filename=name, roster_names=NAMES)


def row(message: PastedMessage) -> tuple[int, str, str, str, str]:
    form = "%Y-%m-%d %H:%M:%S" if message.precise else "%Y-%m-%d %H:%M"
    when = message.sent_at.strftime(form) if message.sent_at else ""
    return message.line, message.name, when, message.kind, message.text


PRICE = "楼道灯的报价来了，每户 60"
LONG_PRICE = "楼道灯的报价来了，一共 720，12 户，每户 60\n@阿邱\u2005"
NATIVE = [
    (1, "何青柠", "2026-03-25 19:34", "text", f"{LONG_PRICE}你问问师傅周日能不能来"),
    (6, "阿邱", "2026-03-25 19:36", "text", "收到[OK]\n·师傅说周日上午可以\n·下午没空"),
    (12, "3-502 老傅", "2026-03-25 19:41", "image", "[图片] 微信图片_202603251941_1.jpg"),
    (16, "米粒妈妈", "2026-03-25 19:44", "transfer", "[转账] 朋友已确认收款"),
    (20, "Leo陆", "2026-03-25 20:10", "file", "[文件] 楼道灯报价单.xlsx"),
    (24, "米粒妈妈", "2026-03-26 08:02", "text", RELAY),
    (36, "阿邱", "2026-03-26 08:05", "forwarded", "[聊天记录] 群聊的聊天记录"),
]
EXPECTED: dict[str, tuple[str, list[tuple[int, str, str, str, str]]]] = {
    "chat_01_mac_multiselect.txt": (
        "电脑版多选复制（名字和日期在一行）",
        [
            (1, "何青柠", "2024-11-17 21:07", "text", f"{LONG_PRICE}你那边问问师傅周日能不能来"),
            (5, "阿邱", "2024-11-17 21:08", "text", "收到[OK]"),
            (8, "3-502 老傅", "2024-11-17 21:15", "image", "[图片]"),
            (11, "3-502 老傅", "2024-11-17 21:15", "text", "转好了哈"),
            (14, "米粒妈妈", "2024-11-18 08:02", "text", RELAY),
        ],
    ),
    "chat_02_win3_colon.txt": (
        "Windows 旧版复制（名字加冒号）",
        [
            (1, "何青柠", "", "text", PRICE),
            (4, "阿邱", "", "text", "收到[OK]"),
            (7, "3-502 老傅", "", "transfer", "[转账]"),
            (10, "Leo陆", "", "text", f"{QUOTED}我昨晚转的，备注写了 602"),
        ],
    ),
    "chat_03_native_4x.txt": ("微信导出的聊天记录", NATIVE),
    "chat_03_native_4x.zip": ("微信导出的聊天记录", NATIVE),
    "chat_04_mail_qingchashou.txt": (
        "邮件发出的聊天记录",
        [
            (6, "何青柠", "2025-12-17 17:34", "text", PRICE),
            (10, "米粒妈妈9:00-18:00在店", "2025-12-17 17:36", "text", "好的，我现在转"),
            (
                14,
                "3-502 老傅",
                "2025-12-17 17:40",
                "image",
                "[图片: 0f3c9a7be1d24588aa10c3d7.jpg(请在附件中查看)]",
            ),
            (21, "Leo陆", "2025-12-18 08:09", "text", "昨晚转了，备注 602"),
        ],
    ),
    "chat_05_mail_dear.txt": (
        "邮件发出的聊天记录",
        [
            (6, "何青柠", "2025-08-07 21:02", "text", PRICE),
            (9, "阿邱", "2025-08-07 21:05", "text", "收到"),
            (12, "3-502 老傅", "2025-08-07 21:09", "image", "图片1（可在附件中查看）"),
        ],
    ),
    "chat_06_wechatmsg.txt": (
        "导出工具的文字",
        [
            (1, "何青柠", "2024-11-17 21:07:12", "text", PRICE),
            (4, "阿邱", "2024-11-17 21:08:03", "emoticon", "[表情包]"),
            (7, "3-502 老傅", "2024-11-17 21:15:40", "text", f"{QUOTED}转好了哈"),
            (11, "", "2024-11-17 21:16:05", "recalled", '"Leo陆" 撤回了一条消息'),
            (13, "", "2024-11-17 21:20:00", "system", '"何青柠"邀请"米粒妈妈"加入了群聊'),
            (15, "", "2024-11-17 21:21:33", "system", '"阿邱" 拍了拍 "何青柠"'),
        ],
    ),
    "chat_07_hand_typed.txt": (
        "手工整理的对话",
        [
            (1, "", "", "text", "青禾里3号楼  楼道灯"),
            (2, "何青柠", "", "text", "楼道灯每户60，周日前\n（晚上九点）"),
            (4, "老傅", "", "text", "已转"),
            (5, "米粒妈妈", "", "text", "我也转了\n价格：60 对吧"),
            (7, "何青柠", "", "text", "对"),
            (8, "Leo陆", "", "text", "备注写的602"),
        ],
    ),
    "chat_08_memotrace.csv": (
        "导出工具的表格（MemoTrace 留痕）",
        [
            (2, "何青柠", "2024-11-17 21:07:12", "text", PRICE),
            (3, "3-502 老傅", "2024-11-17 21:15:02", "image", "[图片]"),
            (4, "米粒妈妈", "2024-11-18 08:02:00", "text", RELAY),
        ],
    ),
    "chat_09_qq_export.txt": (
        "QQ 导出",
        [
            (9, "何青柠", "2024-11-17 21:07:12", "text", "楼道灯每户60"),
            (12, "阿邱", "2024-11-17 21:08:00", "text", "收到[图片]"),
        ],
    ),
    "chat_10_desktop4_copy.txt": (
        "电脑版复制（名字一行，时间一行）",
        [
            (1, "何青柠", "2026-03-25 19:34", "text", PRICE),
            (5, "3-502 老傅", "2026-03-25 19:41", "image", "[图片] 微信图片_202603251941_1.jpg"),
            (9, "\u3164", "2026-03-25 19:42", "text", "我也转了，备注 402"),
            (15, "Leo陆", "2026-03-25 20:05", "text", "@何青柠\u2005收到[OK]"),
        ],
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_sample_is_read_exactly(name: str) -> None:
    chat = read(name)
    form, rows = EXPECTED[name]
    assert [row(message) for message in chat.messages] == rows
    assert chat.form == form


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize(
    "name", [name for name in EXPECTED if name.startswith(("chat_01", "chat_1"))]
)
def test_a_clear_copy_needs_no_notes(name: str) -> None:
    assert read(name).notes == ()


def test_a_recall_names_who_took_back() -> None:
    chat = read("chat_06_wechatmsg.txt")
    assert [m.recalled_by for m in chat.messages if m.kind == "recalled"] == ["Leo陆"]
    assert any("第 11 行" in note and "撤回" in note for note in chat.notes)


def test_a_table_keeps_all_names() -> None:
    assert [m.aliases for m in read("chat_08_memotrace.csv").messages] == [
        ("楼长何姐",),
        ("老傅",),
        (),
    ]
