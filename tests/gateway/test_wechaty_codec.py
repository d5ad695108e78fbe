"""The quick reading of answers says what the protocol package says, of whatever comes."""

from __future__ import annotations

from typing import Any

import pytest
from grpclib.encoding.proto import ProtoCodec
from hypothesis import example, given
from hypothesis import strategies as st

from bot.gateway.wechaty_codec import EventAnswer, PayloadAnswer, PostedAnswer, QuickCodec
from bot.gateway.wechaty_protocol import puppet

QUICK, USUAL = QuickCodec(), ProtoCodec()
FIELDS = {
    puppet.EventResponse: ("type", "payload"),
    puppet.MessagePayloadResponse: (
        "text",
        "timestamp",
        "type",
        "from_id",
        "room_id",
        "mention_ids",
    ),
    puppet.MessageSendTextResponse: ("id",),
}
QUICKLY = (EventAnswer, PayloadAnswer, PostedAnswer)

events = st.builds(puppet.EventResponse, type=st.integers(0, 40), payload=st.text())
payloads = st.builds(
    puppet.MessagePayloadResponse,
    id=st.text(),
    filename=st.text(),
    text=st.text(),
    timestamp=st.integers(0, 2**64 - 1),
    type=st.integers(0, 20),
    from_id=st.text(),
    room_id=st.text(),
    to_id=st.text(),
    mention_ids=st.lists(st.text(), max_size=4),
)
posted = st.builds(puppet.MessageSendTextResponse, id=st.none() | st.text())


def _said(codec: ProtoCodec, data: bytes, kind: Any) -> object:
    """The fields, or which error it was."""
    try:
        answer = codec.decode(data, kind)
    except (ValueError, IndexError, TypeError, AttributeError) as error:
        return type(error)
    return [getattr(answer, name) for name in FIELDS[kind]]


@given(events | payloads | posted)
@example(puppet.MessagePayloadResponse(timestamp=1_764_300_000_123, text="11月的交了"))
def test_it_says_what_the_package_says(message: Any) -> None:
    kind = type(message)
    assert _said(QUICK, bytes(message), kind) == _said(USUAL, bytes(message), kind)


@given(events | payloads | posted, st.data())
def test_of_what_was_cut_short_too(message: Any, data: st.DataObject) -> None:
    whole = bytes(message)
    short = whole[: data.draw(st.integers(0, len(whole)))]
    assert _said(QUICK, short, type(message)) == _said(USUAL, short, type(message))


@pytest.mark.parametrize(
    "later",
    [
        b"\xa0\x06\x05",  # field 100, a number
        b"\xa2\x06\x02ok",  # field 100, bytes
        b"\x79" + bytes(8),  # field 15, eight bytes
        b"\x7d" + bytes(4),  # field 15, four bytes
        b"\x28" + b"\xff" * 9 + b"\x01",  # a number with a sign
        b"\x1a\x02\xff\xfe",  # a text that is none
        b"\x80",  # a key that never ends
    ],
)
@pytest.mark.parametrize("kind", FIELDS)
def test_of_what_a_later_gateway_might_add_too(kind: Any, later: bytes) -> None:
    assert _said(QUICK, later, kind) == _said(USUAL, later, kind)


def test_a_usual_message_is_read_quickly() -> None:
    usual: list[Any] = [
        puppet.EventResponse(type=2, payload='{"messageId":"m1"}'),
        puppet.MessagePayloadResponse(
            id="m1", text="交了", timestamp=1_764_300_000_123, type=7, from_id="a", room_id="r@"
        ),
        puppet.MessageSendTextResponse(id="m2"),
    ]
    read = [QUICK.decode(bytes(message), type(message)) for message in usual]
    assert [type(answer) for answer in read] == list(QUICKLY)
