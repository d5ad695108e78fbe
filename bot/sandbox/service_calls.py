"""The calls of the wechaty puppet protocol, answered from the sandbox's world.

The table is written out here, as the protocol package brings clients only. It must
not know faults or connections: ``ServiceWire`` carries each answer.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from grpclib.const import Status
from grpclib.exceptions import GRPCError

from bot.gateway import wechaty_wire as wire
from bot.gateway.wechaty_protocol import puppet
from bot.sandbox.service_world import World

VERSION = "1.19.9-sandbox"

_NO_FILE = "the sandbox keeps no files of messages"


@dataclass(frozen=True, slots=True)
class Sending:
    """What the client asked to post: to a room or a contact, a text or a picture."""

    conversation_id: str
    text: str
    mention_ids: tuple[str, ...]
    image_name: str | None
    image: bytes | None


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the request's type, the answer's type, and how it is answered."""

    request_type: type
    reply_type: type
    answer: Callable[[Any], Any]


def calls(world: World, post: Callable[[Sending], str]) -> Mapping[str, Call]:
    """Every call by name; ``post`` takes what the client sends and returns the message's id."""
    return {
        **_base_calls(),
        **_message_calls(world),
        **_contact_calls(world),
        **_room_calls(world),
        "MessageSendText": Call(
            puppet.MessageSendTextRequest,
            puppet.MessageSendTextResponse,
            lambda request: puppet.MessageSendTextResponse(id=post(_text_sending(request))),
        ),
        "MessageSendFile": Call(
            puppet.MessageSendFileRequest,
            puppet.MessageSendFileResponse,
            lambda request: puppet.MessageSendFileResponse(id=post(_file_sending(request))),
        ),
    }


def _base_calls() -> Mapping[str, Call]:
    return {
        "Start": Call(puppet.StartRequest, puppet.StartResponse, lambda _: puppet.StartResponse()),
        "Logout": Call(
            puppet.LogoutRequest, puppet.LogoutResponse, lambda _: puppet.LogoutResponse()
        ),
        "Ding": Call(puppet.DingRequest, puppet.DingResponse, lambda _: puppet.DingResponse()),
        "Version": Call(
            puppet.VersionRequest,
            puppet.VersionResponse,
            lambda _: puppet.VersionResponse(version=VERSION),
        ),
    }


def _message_calls(world: World) -> Mapping[str, Call]:
    def payload(request: Any) -> Any:
        message = _found(world.messages, request.id)
        return puppet.MessagePayloadResponse(
            id=message.id,
            text=message.text,
            timestamp=int(message.sent_at.timestamp() * 1000),
            type=wire.message_number(message.kind),
            from_id=message.sender_id,
            room_id=message.room_id or "",
            to_id=message.listener_id or "",
            mention_ids=list(message.mention_ids),
        )

    def no_file(request: Any) -> Any:
        _found(world.messages, request.id)
        raise GRPCError(Status.UNIMPLEMENTED, _NO_FILE)

    return {
        "MessagePayload": Call(
            puppet.MessagePayloadRequest, puppet.MessagePayloadResponse, payload
        ),
        "MessageImage": Call(puppet.MessageImageRequest, puppet.MessageImageResponse, no_file),
        "MessageFile": Call(puppet.MessageFileRequest, puppet.MessageFileResponse, no_file),
    }


def _contact_calls(world: World) -> Mapping[str, Call]:
    def payload(request: Any) -> Any:
        name = _found(world.contacts, request.id)
        return puppet.ContactPayloadResponse(
            id=request.id,
            name=name,
            type=puppet.ContactType.CONTACT_TYPE_PERSONAL,
            friend=True,
        )

    def alias(request: Any) -> Any:
        _found(world.contacts, request.id)
        return puppet.ContactAliasResponse(alias="")

    def everybody(request: Any) -> Any:
        return puppet.ContactListResponse(ids=list(world.contacts))

    return {
        "ContactPayload": Call(
            puppet.ContactPayloadRequest, puppet.ContactPayloadResponse, payload
        ),
        "ContactAlias": Call(puppet.ContactAliasRequest, puppet.ContactAliasResponse, alias),
        "ContactList": Call(puppet.ContactListRequest, puppet.ContactListResponse, everybody),
    }


def _room_calls(world: World) -> Mapping[str, Call]:
    def payload(request: Any) -> Any:
        room = _found(world.rooms, request.id)
        return puppet.RoomPayloadResponse(id=room.id, topic=room.topic, member_ids=list(room.cards))

    def rooms(request: Any) -> Any:
        return puppet.RoomListResponse(ids=list(world.rooms))

    def members(request: Any) -> Any:
        room = _found(world.rooms, request.id)
        return puppet.RoomMemberListResponse(member_ids=list(room.cards))

    def member(request: Any) -> Any:
        room = _found(world.rooms, request.id)
        return puppet.RoomMemberPayloadResponse(
            id=request.member_id,
            room_alias=_found(room.cards, request.member_id),
            name=_found(world.contacts, request.member_id),
        )

    return {
        "RoomPayload": Call(puppet.RoomPayloadRequest, puppet.RoomPayloadResponse, payload),
        "RoomList": Call(puppet.RoomListRequest, puppet.RoomListResponse, rooms),
        "RoomMemberList": Call(
            puppet.RoomMemberListRequest, puppet.RoomMemberListResponse, members
        ),
        "RoomMemberPayload": Call(
            puppet.RoomMemberPayloadRequest, puppet.RoomMemberPayloadResponse, member
        ),
    }


def _text_sending(request: Any) -> Sending:
    return Sending(request.conversation_id, request.text, tuple(request.mentonal_ids), None, None)


def _file_sending(request: Any) -> Sending:
    try:
        box = json.loads(request.filebox)
        content = base64.b64decode(box["base64"], validate=True)
        name = str(box["name"])
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise GRPCError(Status.INVALID_ARGUMENT, "only base64 file boxes") from error
    return Sending(request.conversation_id, "", (), name, content)


def _found(table: Mapping[str, Any], key: str) -> Any:
    if key not in table:
        raise GRPCError(Status.NOT_FOUND, "no such payload")
    return table[key]
