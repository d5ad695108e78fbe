"""Lines that may or may not be headers, what is nobody's words, and what is noted."""

from __future__ import annotations

from datetime import date

import pytest

from bot.paste import PastedChat, parse

ROSTER = ("何青柠", "老傅", "米粒妈妈", "Leo陆", "阿邱", "张三")


def said(text: str, *, roster: tuple[str, ...] = ROSTER) -> list[tuple[str, str]]:
    return [(m.name, m.text) for m in parse(text, roster_names=roster).messages]


def kinds(*bodies: str) -> list[str]:
    chat = parse("\n\n".join(f"老傅 2026/11/17 9:{i:02d}\n{b}" for i, b in enumerate(bodies, 10)))
    return [m.kind for m in chat.messages]


def noted(chat: PastedChat, words: str) -> bool:
    return any(words in note for note in chat.notes)


def test_a_notice_may_hold_times_and_headings() -> None:
    text = (
        "何青柠 2026/11/17 9:08\n通知\n\n会议时间 2026/11/20 19:00\n地点：会议室\n\n"
        "请假名单:\n张三\n\n集合\n2026年11月20日 18:30\n\n阿邱 2026/11/17 9:09\n收到"
    )
    assert [name for name, _ in said(text)] == ["何青柠", "阿邱"]


def test_a_nickname_that_reads_like_a_sentence_is_believed_at_two_times() -> None:
    text = "开心就好。 2026/11/17 9:08\n已交\n\n开心就好。 2026/11/17 9:10\n收到"
    assert said(text) == [("开心就好。", "已交"), ("开心就好。", "收到")]


def test_copies_that_lost_their_blank_lines() -> None:
    assert said("何青柠 2026/11/17 9:08\n在吗\n阿邱 2026/11/17 9:09\n在") == [
        ("何青柠", "在吗"),
        ("阿邱", "在"),
    ]
    assert said("何青柠:\n在吗\n阿邱:\n在\n", roster=()) == [("何青柠", "在吗"), ("阿邱", "在")]


def test_twelve_hour_clocks() -> None:
    chat = parse("阿邱 2024/11/17 9:08 PM\n收到\n\n阿邱 2024/11/18 上午12:10\n好")
    assert [f"{m.sent_at:%d %H:%M}" for m in chat.messages] == ["17 21:08", "18 00:10"]


def test_an_impossible_date_is_no_header() -> None:
    assert said("老傅 2026/11/17 9:08\n好\n\n阿邱 2026/13/41 9:08\n好") == [
        ("老傅", "好\n\n阿邱 2026/13/41 9:08\n好")
    ]


def test_a_time_between_messages_is_dropped_but_an_answer_is_kept() -> None:
    text = "老傅 2026/11/17 9:08\n几点\n\n昨天 20:05\n\n阿邱 2026/11/17 9:09\n13:30\n\n13:31\n\n"
    assert said(text) == [("老傅", "几点"), ("阿邱", "13:30")]


@pytest.mark.parametrize(
    "line",
    [
        '你邀请"Leo陆"加入了群聊',
        '"何青柠"邀请你加入了群聊，群聊参与人还有：阿邱、老傅',
        '"米粒妈妈"通过扫描"阿邱"分享的二维码加入群聊',
        '你将"路人"移出了群聊',
        '"何青柠"修改群名为“青禾里3号楼”',
        '"阿邱" 拍了拍 "何青柠" 说收到党费60',
        '我拍了拍"阿邱"',
        '"何青柠"已成为新群主',
        "以上是打招呼的内容",
        'Leo invited "A" to the group chat',
    ],
)
def test_system_lines_are_nobodys(line: str) -> None:
    chat = parse(f"老傅 2026/11/17 9:08\n已交\n\n{line}\n\n阿邱 2026/11/17 9:09\n好")
    assert [(m.name, m.kind) for m in chat.messages] == [
        ("老傅", "text"),
        ("", "system"),
        ("阿邱", "text"),
    ]
    assert chat.notes == ()


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ('"阿邱" 撤回了一条消息', "阿邱"),
        ("“阿邱”撤回了一条消息", "阿邱"),
        ("你撤回了一条消息 重新编辑", "你"),
        ("Leo recalled a message", "Leo"),
    ],
)
def test_a_recall_is_flagged(line: str, who: str) -> None:
    chat = parse(f"老傅 2026/11/17 9:08\n已交\n\n{line}\n\n阿邱 2026/11/17 9:09\n好")
    assert [(m.kind, m.recalled_by) for m in chat.messages][1] == ("recalled", who)
    assert noted(chat, "第 4 行有人撤回了消息")


def test_words_about_a_recall_are_words() -> None:
    assert kinds("刚才阿邱撤回了一条消息吗") == ["text"]


def test_placeholders() -> None:
    found = {
        "[图片]": "image",
        "[图片] 微信图片_1.dat": "image",
        '[语音] 5"': "voice",
        "[视频] 微信视频_1.mp4": "video",
        "[文件] 报价单.xlsx": "file",
        "[文件|报价单.xlsx](http://127.0.0.1/f)": "file",
        "[动画表情]": "emoticon",
        "[转账] 朋友已确认收款": "transfer",
        "[红包]": "red_envelope",
        "[位置]": "location",
        "[名片]": "contact",
        "[Mini Program] 学习": "link",
        "[Photo] a.jpg": "image",
        "[合并转发|群聊的聊天记录]\n阿邱: 已交": "forwarded",
        "[视频通话]": "call",
        "[群收款]": "unknown",
        "[红包]恭喜": "text",
        "[转账]60了": "text",
        "[3-502]": "text",
        "[已付]": "text",
        "[OK]": "text",
        "[图片]\n这是我交的": "text",
        "收到[图片]": "text",
    }
    assert dict(zip(found, kinds(*found), strict=True)) == found


def test_a_header_without_a_body() -> None:
    assert kinds("") == ["unknown"]


def test_hand_typed_labels_times_and_addresses_are_no_speakers() -> None:
    text = (
        "张三：我交党费\n金额：6元\n月份：11月\nhttps://a.example 看\n10:23\n"
        "[10:24] 小王同志: 在\n这是补充说明的话：好的"
    )
    chat = parse(text, roster_names=ROSTER, day=date(2026, 11, 17))
    assert [(m.name, m.clocked) for m in chat.messages] == [("张三", False), ("小王同志", True)]
    assert chat.messages[0].text.startswith("我交党费\n金额：6元")
    assert noted(chat, "第 7 行冒号前面的名字不在名册上")


def test_a_strangers_words_are_never_given_to_a_member() -> None:
    assert said("张三：好的\n老陈：已转") == [("张三", "好的"), ("老陈", "已转")]
    assert said("张三：好的\n3-502老傅东莞：已转") == [("张三", "好的"), ("3-502老傅东莞", "已转")]


def test_a_quote_by_hand_is_not_said_again() -> None:
    text = "阿邱：「何青柠：名单\n老傅：已转」\n- - - - - - - - - - - - - - -\n知道了"
    assert [name for name, _ in said(text)] == ["阿邱"]


def test_a_list_of_names_is_no_talk() -> None:
    assert said("何青柠：到会的\n张三\n老傅\n都来了") == [("何青柠", "到会的\n张三\n老傅\n都来了")]


def test_a_relay_alone_has_no_sender() -> None:
    text = "#接龙\n11月党费\n例 张三 已交\n\n1. 张三 已交\n2. 老傅：已交\n3. 阿邱 6元"
    chat = parse(text, roster_names=ROSTER)
    assert [(m.name, m.text, m.sent_at) for m in chat.messages] == [("", text, None)]
    assert noted(chat, "没有发言人")
    assert noted(chat, "没有日期")


def test_a_forwarded_card_loses_its_title_and_is_noted() -> None:
    chat = parse("群聊的聊天记录\n何青柠: 交党费\n阿邱: 好", roster_names=ROSTER)
    assert [(m.name, m.text) for m in chat.messages] == [("何青柠", "交党费"), ("阿邱", "好")]
    assert noted(chat, "合并转发")


def test_what_a_forwarded_chat_holds_was_not_said_here() -> None:
    text = (
        "·阿邱\n2026年3月26日 08:05\n[聊天记录] 群聊的聊天记录\n"
        "·张三\n2026年3月25日 08:00\n已交\n\n"
        "·老傅\n2026年3月26日 08:06\n好"
    )
    chat = parse(text)
    assert [m.kind for m in chat.messages] == ["forwarded", "forwarded", "text"]
    assert noted(chat, "第 4 行是转发来的")


def test_the_first_lines_of_a_paste_may_lack_their_header() -> None:
    chat = parse("前面半条\n老傅：已交\n\n阿邱 2026/11/17 9:09\n好", roster_names=ROSTER)
    assert [(m.name, m.text) for m in chat.messages] == [
        ("", "前面半条\n老傅：已交"),
        ("阿邱", "好"),
    ]
    assert noted(chat, "第 1 行开始的文字没有发言人")


def test_mail_that_starts_below_its_bar_has_no_day() -> None:
    text = (
        "何青柠  21:02\n\n每户 60\n\n阿邱  21:05\n\n明天 10:23\n\n"
        "老傅  21:06\n\n\n\n老傅  21:07\n\n在"
    )
    chat = parse(text)
    assert [(m.name, m.text) for m in chat.messages] == [
        ("何青柠", "每户 60"),
        ("阿邱", "明天 10:23"),
        ("老傅", ""),
        ("老傅", "在"),
    ]
    assert {m.sent_at for m in chat.messages} == {None}
    assert noted(chat, "没有日期")
    dated = parse(text, day=date(2026, 11, 17))
    assert f"{dated.messages[0].sent_at:%d %H:%M}" == "17 21:02"


def test_a_missing_year_is_taken_from_the_day_and_noted() -> None:
    text = (
        "阿邱(wxid_abc123) 12-30 15:04:05\n> 何青柠(wxid_x12345) 12-30 15:00:00\n> 交党费了\n已交"
    )
    chat = parse(text, day=date(2026, 1, 3))
    (message,) = chat.messages
    assert f"{message.sent_at:%Y-%m-%d}" == "2025-12-30"
    assert message.text == "「何青柠：交党费了」\n- - - - - - - - - - - - - - -\n已交"
    assert noted(chat, "没有年份")
    assert parse(text).messages[0].sent_at is None
    named = parse(text, filename="聊天记录_20260325_222233.txt")
    assert f"{named.messages[0].sent_at:%Y}" == "2025"


def test_a_quote_of_nobody_known_leaves_the_reply() -> None:
    chat = parse("2024-11-17 21:15:40 老傅\n转好了\n引用:未知\n")
    assert [m.text for m in chat.messages] == ["转好了"]


def test_a_nickname_with_a_number_keeps_it_outside_qq() -> None:
    assert said("2024-11-17 21:15:40 小卖部(13800000000)\n在\n")[0][0] == "小卖部(13800000000)"


def test_a_known_name_needs_no_blank_line_above_a_stranger_does() -> None:
    text = "老傅 2026/11/17 9:08\n在\n路人 2026/11/17 9:09\n阿邱 2026/11/17 9:10\n好\n\n"
    assert said(text) == [("老傅", "在\n路人 2026/11/17 9:09"), ("阿邱", "好")]


def test_in_mail_only_a_line_that_stands_free_is_a_header() -> None:
    text = (
        "—————  2025-8-7  —————\n\n何青柠 21:02\n安排如下\n阿邱 8:30\n老傅 9:30\n"
        '"阿邱" 撤回了一条消息\n\n开会时间 10:30\n地点 会议室\n\n阿邱 21:05\n收到\n'
    )
    chat = parse(text)
    assert [(m.name, m.kind) for m in chat.messages] == [("何青柠", "text"), ("阿邱", "text")]
    assert chat.messages[0].text.endswith("地点 会议室")


def test_a_heading_alone_makes_no_copy_of_the_old_client() -> None:
    text = "各位好\n今天统计\n东莞的同志:\n老傅、阿邱"
    assert said(text) == [("", text)]


def test_chatlog_names_without_an_id() -> None:
    chat = parse("我 12-30 15:04:05\n好\n", day=date(2026, 1, 3))
    assert [(m.name, m.text) for m in chat.messages] == [("我", "好")]


def test_the_wide_form_of_mail_keeps_to_itself() -> None:
    text = (
        "—————  2025-12-17  —————\n\n\n何青柠  17:34\n\n老地方见  10:23\n\n阿邱 8:30\n别迟到\n\n"
        "阿邱  17:36\n\n好\n"
    )
    chat = parse(text)
    assert [(m.name, m.text) for m in chat.messages] == [
        ("何青柠", "老地方见  10:23\n\n阿邱 8:30\n别迟到"),
        ("阿邱", "好"),
    ]


def test_words_below_a_system_line_are_given_to_nobody() -> None:
    chat = parse('老傅 2026/11/17 9:08\n好\n\n"阿邱" 拍了拍 "老傅"\n\n我已交60\n')
    assert [(m.name, m.text) for m in chat.messages][2:] == [("", "我已交60")]
    assert noted(chat, "第 6 行开始的文字没有发言人")


def test_the_clients_own_name_is_no_speaker() -> None:
    chat = parse("2024-11-17 9:07:12 系统消息\n某某加入\n\n2024-11-17 9:08:12 老傅\n好")
    assert [(m.name, m.kind) for m in chat.messages] == [("", "system"), ("老傅", "text")]


def test_a_paste_may_start_by_hand_and_go_on_copied() -> None:
    text = "老傅：已交\n阿邱：收到\n\n何青柠 2026/11/17 9:08\n价格：60\n老傅：好\n"
    assert said(text) == [("老傅", "已交"), ("阿邱", "收到"), ("何青柠", "价格：60\n老傅：好")]


def test_headings_in_a_dated_notice_are_no_speakers_even_without_a_roster() -> None:
    text = "何青柠 2026/11/17 9:08\n统计\n\n东莞片区:\n3 人\n\n深圳片区:\n2 人\n\n"
    assert [name for name, _ in said(text, roster=())] == ["何青柠"]


def test_a_quote_that_ends_on_its_line_hides_no_speaker() -> None:
    text = "阿邱：「好」\n老傅：已转\n何青柠：「名单\n张三：已交\n老傅：等等"
    assert [name for name, _ in said(text)] == ["阿邱", "老傅", "何青柠", "张三", "老傅"]
