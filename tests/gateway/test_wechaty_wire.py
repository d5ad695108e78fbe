"""What puppets write on the wire, and how it is read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.gateway import wechaty_wire as wire
from bot.gateway.base import MessageKind

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("timestamp", [1_795_406_400, 1_795_406_400_000])
def test_a_moment_in_seconds_or_milliseconds_is_the_same(timestamp: int) -> None:
    assert wire.sent_at(timestamp, NOON).isoformat() == "2026-11-23T12:00:00+08:00"


@pytest.mark.parametrize("timestamp", [0, 2**63])
def test_no_moment_is_the_one_given(timestamp: int) -> None:
    assert wire.sent_at(timestamp, NOON) == NOON


@pytest.mark.parametrize(
    ("text", "message_id"),
    [
        ("5756993658152928858", "5756993658152928858"),
        (
            '<sysmsg type="revokemsg">\n<revokemsg>\n<session>wxid_1</session>\n'
            "<msgid>1169038710</msgid>\n<newmsgid>5756993658152928858</newmsgid>\n"
            '<replacemsg><![CDATA["老王" 撤回了一条消息]]></replacemsg></revokemsg></sysmsg>',
            "5756993658152928858",
        ),
        (
            "&lt;revokemsg&gt;&lt;oldmsgid&gt;1056815127&lt;/oldmsgid&gt;<br/>"
            "&lt;msgid&gt;6991717488370193149&lt;/msgid&gt;&lt;/revokemsg&gt;",
            "6991717488370193149",
        ),
        ("“老王”撤回了一条消息", None),
        ("", None),
    ],
)
def test_a_recall_in_the_forms_that_puppets_write(text: str, message_id: str | None) -> None:
    assert wire.recalled_id(text) == message_id


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@支部小助手\u2005党费", True),
        ("@支部小助手 党费", True),
        ("党费 @支部小助手", True),
        ("＠支部小助手\u2005党费", True),
        ("@小助手（支部）\n党费", True),
        ("@支部小助手二号\u2005党费", False),
        ("支部小助手 党费", False),
        ("@所有人 开会", False),
    ],
)
def test_the_bot_is_meant_by_one_of_its_names(text: str, meant: bool) -> None:
    assert wire.mentions(text, ["支部小助手", "小助手（支部）", ""]) is meant


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (6, MessageKind.IMAGE),
        (7, MessageKind.TEXT),
        (10, MessageKind.TEXT),
        (13, MessageKind.RECALLED),
        (16, MessageKind.UNKNOWN),
        (4711, MessageKind.UNKNOWN),
    ],
)
def test_message_numbers_are_the_typescript_ones(number: int, kind: MessageKind) -> None:
    assert wire.message_kind(number) is kind


@pytest.mark.parametrize("kind", MessageKind)
def test_a_kind_survives_the_wire(kind: MessageKind) -> None:
    assert wire.message_kind(wire.message_number(kind)) is kind


@pytest.mark.parametrize("payload", ["", "?", "[]", "null", '{"messageId": 7}'])
def test_a_strange_event_has_no_text(payload: str) -> None:
    assert wire.event(2, payload).text("messageId") == ""
