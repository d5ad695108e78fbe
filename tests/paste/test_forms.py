"""Whatever shape a conversation is written in, the same conversation is read back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.paste import PastedChat, PastedMessage, PasteError, parse
from tests.paste import rendering as render
from tests.paste.rendering import Form, Said

DAY = date(2026, 12, 31)
SECONDS: dict[str, Form] = {
    "time first": render.joined(render.time_first),
    "chatlog": render.joined(render.chatlog),
    "table": render.table,
}
MINUTES: dict[str, Form] = {
    "one line": render.joined(render.one_line),
    "two lines": render.joined(render.two_lines),
    "native": render.joined(render.native),
    "mail wide": render.mail_wide,
}


def minute(at: datetime) -> datetime:
    return at.replace(second=0)


def told(message: PastedMessage) -> tuple[str, datetime | None, str]:
    return message.name, message.sent_at, message.text


@pytest.mark.parametrize("form", SECONDS)
@settings(max_examples=40)
@given(said=render.conversations())
def test_read_back_to_the_second(form: str, said: list[Said]) -> None:
    chat = parse(SECONDS[form](said), day=DAY)
    assert [told(m) for m in chat.messages] == [(s.name, s.at, s.text) for s in said]
    assert all(m.precise for m in chat.messages)


@pytest.mark.parametrize("form", MINUTES)
@settings(max_examples=40)
@given(said=render.conversations())
def test_read_back_to_the_minute(form: str, said: list[Said]) -> None:
    chat = parse(MINUTES[form](said))
    assert [told(m) for m in chat.messages] == [(s.name, minute(s.at), s.text) for s in said]
    assert not any(m.precise for m in chat.messages)


@settings(max_examples=40)
@given(said=render.conversations(names=("何青柠", "3-502 老傅", "Leo陆")))
def test_narrow_mail_read_back(said: list[Said]) -> None:
    chat = parse(render.mail_narrow(said))
    assert [told(m) for m in chat.messages] == [(s.name, minute(s.at), s.text) for s in said]


@settings(max_examples=40)
@given(said=render.conversations(names=render.PLAIN_NAMES))
def test_colon_form_read_back_without_any_time(said: list[Said]) -> None:
    chat = parse(render.joined(render.colon)(said), roster_names=render.PLAIN_NAMES)
    assert [told(m) for m in chat.messages] == [(s.name, None, s.text) for s in said]
    assert any("没有日期" in note for note in chat.notes)


@settings(max_examples=40)
@given(said=render.conversations(names=("何青柠", "3-502 老傅", "Leo陆")))
def test_hand_typed_read_back_by_the_roster(said: list[Said]) -> None:
    names = {s.name for s in said}
    chat = parse(render.joined(render.hand)(said), roster_names=names, day=DAY)
    assert [(m.name, m.text) for m in chat.messages] == [(s.name, s.text) for s in said]
    assert {m.sent_at.date() for m in chat.messages if m.sent_at} == {DAY}
    assert not any(m.clocked for m in chat.messages)


@settings(max_examples=80)
@given(
    said=render.conversations(),
    forms=st.lists(
        st.sampled_from((render.one_line, render.two_lines, render.native, render.time_first)),
        min_size=12,
        max_size=12,
    ),
    line_end=st.sampled_from(("\n", "\r\n", "\r", "\u2028")),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030")),
)
def test_one_paste_may_mix_shapes_and_be_in_any_encoding(
    said: list[Said], forms: list[object], line_end: str, encoding: str
) -> None:
    text = "\n".join(form(s) for form, s in zip(forms, said, strict=False))  # type: ignore[operator]
    chat = parse(text.replace("\n", line_end).encode(encoding))
    assert [(m.name, m.text) for m in chat.messages] == [(s.name, s.text) for s in said]
    assert [m.sent_at for m in chat.messages if m.sent_at] == [
        s.at if m.precise else minute(s.at) for s, m in zip(said, chat.messages, strict=True)
    ]


FRAGMENTS = (
    *(
        "\n",
        "\n\n",
        " ",
        "  ",
        ":",
        "：",
        "·",
        "—",
        "「",
        "」",
        "- - - - -",
        "引用:",
        "> ",
        "1.",
        "[",
        "]",
    ),
    *(
        '"',
        ",",
        "\t",
        "\x00",
        "\ud83d",
        "\ufeff",
        "PM",
        "下午",
        "17:34",
        "老傅",
        "何青柠",
        "#接龙",
        "[图片]",
    ),
    *("2024/11/17 21:07", "2024年13月40日 25:61", "2024-11-17 21:07:12", "昨天 13:30"),
    *("—————  2025-12-17  —————", "01-02 15:04:05", "02-30 15:04:05", "(wxid_abcde)"),
    *("消息对象:", "Dear:", "的聊天记录如下:", "群聊的聊天记录", "消息ID,类型,发送人,时间,内容"),
    '"阿邱" 撤回了一条消息',
)


def read_or_refused(content: bytes | str, day: date | None = None) -> PastedChat | None:
    """What is read, or None; a refusal is a sentence."""
    try:
        return parse(content, roster_names=("老傅",), day=day)
    except PasteError as error:
        advice = str(error)
    assert advice.endswith("。")
    return None


@settings(max_examples=300)
@given(
    parts=st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), max_size=40),
    day=st.none() | st.just(DAY),
)
def test_noise_is_read_or_refused(parts: list[str], day: date | None) -> None:
    chat = read_or_refused("".join(parts), day)
    for message in chat.messages if chat else ():
        assert message.sent_at is None or message.sent_at.utcoffset() == timedelta(hours=8)
        assert message.text == message.text.strip()
        assert message.line >= 1


@settings(max_examples=200)
@given(content=st.binary(max_size=200) | st.binary(max_size=60).map(lambda b: b"PK\x03\x04" + b))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    chat = read_or_refused(content)
    assert chat is None or chat.messages
