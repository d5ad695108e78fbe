"""One connection to a wechaty gateway: calls with a deadline, and three ways to fail.

Knows grpclib and the stub of the wechaty project's own protocol package. It must
not know what a message means, nor when to connect again: it lives for one
connection and is thrown away.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncGenerator, Awaitable, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from grpclib.client import Channel
from grpclib.config import Configuration
from grpclib.const import Status
from grpclib.exceptions import GRPCError, ProtocolError, StreamTerminatedError

from bot.gateway.base import AmbiguousSendError, NotSentError, Target
from bot.gateway.wechaty_channel import TokenChannel
from bot.gateway.wechaty_codec import EventAnswer, PayloadAnswer
from bot.gateway.wechaty_protocol import PuppetStub, puppet

LARGEST_IMAGE = 3_000_000
"""Bytes of a picture that still pass: base64 of it must stay under the gateway's 4 MiB a call."""

_BASE64_BOX = 1
_Answer = TypeVar("_Answer")

# Answers that say the gateway refused before anything could reach the group.
_REFUSED = frozenset(
    {
        Status.INVALID_ARGUMENT,
        Status.NOT_FOUND,
        Status.PERMISSION_DENIED,
        Status.FAILED_PRECONDITION,
        Status.RESOURCE_EXHAUSTED,
        Status.UNIMPLEMENTED,
        Status.UNAUTHENTICATED,
    }
)


class LinkLostError(Exception):
    """The gateway is away, or did not answer in time."""


class BusyError(Exception):
    """The gateway still serves an event stream: an old one of ours, or another bot's."""


class RefusedError(Exception):
    """The gateway answered that it cannot; the link itself stands."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds. The defaults suit WeChat behind a gateway; tests use shorter ones."""

    call: float = 10.0  # a look-up, a probe
    start: float = 20.0  # the gateway itself allows its puppet 15
    send: float = 30.0  # a post; after it nobody knows
    probe: float = 20.0  # between two probes, so that a frozen gateway is noticed
    keepalive: float = 30.0  # HTTP/2 pings, so that a dead network is noticed
    first_pause: float = 0.5  # before connecting again; doubles …
    longest_pause: float = 60.0  # … up to this


def checked_token(token: str) -> str:
    """The token, if HTTP/2 can carry it as an authority. Raises ValueError."""
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise ValueError("a wechaty token is plain ASCII without spaces")
    return token


def open_channel(host: str, port: int, token: str, timings: Timings) -> Channel:
    """A connection to come: it is made with the first call."""
    # The probe's answers between two pings keep strict servers from counting pings.
    config = Configuration(
        _keepalive_time=timings.keepalive,
        _keepalive_timeout=timings.call,
        _keepalive_permit_without_calls=True,
        _http2_max_pings_without_data=0,
        _http2_min_sent_ping_interval_without_data=timings.keepalive,
    )
    return TokenChannel(host, port, token, config)


class Link:
    """Calls over one connection. Raises LinkLostError, BusyError, RefusedError, nothing else;
    the two sends raise NotSentError and AmbiguousSendError instead."""

    def __init__(self, channel: Channel, timings: Timings) -> None:
        self._timings = timings
        self._channel = channel
        # Deadlines are kept here: told to the gateway, each would be another header to pack.
        self._calls = PuppetStub(self._channel)

    def close(self) -> None:
        self._channel.close()

    async def start(self) -> None:
        """Have the gateway start its puppet; harmless where it runs already."""
        await _answered(self._calls.start(), self._timings.start)

    async def take_over(self) -> None:
        """End whatever stream the gateway serves. It may log WeChat out and in: a last resort."""
        await _answered(self._calls.stop(), self._timings.start)

    async def probe(self) -> None:
        """Ask for a sign of life."""
        try:
            await self._asked(self._calls.version())
        except RefusedError:
            return  # an answer is an answer

    async def events(self) -> AsyncGenerator[EventAnswer, None]:
        """The gateway's events until it ends them (LinkLostError) or refuses (BusyError)."""
        try:
            async for response in self._calls.event():
                yield cast(EventAnswer, response)
        except GRPCError as error:
            if error.status is Status.ALREADY_EXISTS:
                raise BusyError("the gateway serves another event stream") from error
            raise LinkLostError(f"event stream ended: {error.status.name}") from error
        except (OSError, StreamTerminatedError, ProtocolError, TimeoutError) as error:
            raise LinkLostError(f"event stream lost: {type(error).__name__}") from error
        raise LinkLostError("the gateway ended the event stream")

    async def message(self, message_id: str) -> PayloadAnswer:
        answer = await self._asked(self._calls.message_payload(id=message_id))
        return cast(PayloadAnswer, answer)

    async def contact(self, contact_id: str) -> puppet.ContactPayloadResponse:
        return await self._asked(self._calls.contact_payload(id=contact_id))

    async def room(self, room_id: str) -> puppet.RoomPayloadResponse:
        return await self._asked(self._calls.room_payload(id=room_id))

    async def room_member(self, room_id: str, member_id: str) -> puppet.RoomMemberPayloadResponse:
        return await self._asked(self._calls.room_member_payload(id=room_id, member_id=member_id))

    async def room_member_ids(self, room_id: str) -> Sequence[str]:
        answer = await self._asked(self._calls.room_member_list(id=room_id))
        return list(answer.member_ids)

    async def send_text(self, target: Target, text: str, mentions: Sequence[str]) -> str:
        posting = self._calls.message_send_text(
            conversation_id=_conversation(target), text=text, mentonal_ids=list(mentions)
        )
        return (await _posted(posting, self._timings.send)).id or ""

    async def send_image(self, target: Target, png: bytes, name: str) -> str:
        if len(png) > LARGEST_IMAGE:
            raise NotSentError(f"a picture of {len(png)} bytes does not pass a wechaty gateway")
        encoded = base64.b64encode(png).decode("ascii")
        # Gateways before 1.0 read boxType, later ones type.
        box = {"boxType": _BASE64_BOX, "type": _BASE64_BOX, "name": name, "base64": encoded}
        posting = self._calls.message_send_file(
            conversation_id=_conversation(target), filebox=json.dumps(box)
        )
        return (await _posted(posting, self._timings.send)).id or ""

    async def _asked(self, call: Awaitable[_Answer]) -> _Answer:
        return await _answered(call, self._timings.call)


def _conversation(target: Target) -> str:
    return target.room_id or target.contact_id or ""


async def _answered(call: Awaitable[_Answer], seconds: float) -> _Answer:
    try:
        async with asyncio.timeout(seconds):
            return await call
    except GRPCError as error:
        if error.status in (Status.UNAVAILABLE, Status.DEADLINE_EXCEEDED):
            raise LinkLostError(f"no answer: {error.status.name}") from error
        raise RefusedError(error.status.name) from error
    except (OSError, StreamTerminatedError, ProtocolError, AssertionError) as error:
        # TimeoutError is an OSError; the stub asserts that an answer came.
        raise LinkLostError(f"no answer: {type(error).__name__}") from error
    except ValueError as error:
        raise RefusedError("an answer that cannot be read") from error


async def _posted(posting: Awaitable[_Answer], seconds: float) -> _Answer:
    try:
        async with asyncio.timeout(seconds):
            return await posting
    except TimeoutError as error:
        raise AmbiguousSendError("no answer in time") from error
    except OSError as error:
        # grpclib raises these only while it connects, before anything was written.
        raise NotSentError(f"no connection: {type(error).__name__}") from error
    except GRPCError as error:
        if error.status in _REFUSED:
            raise NotSentError(f"refused: {error.status.name}") from error
        raise AmbiguousSendError(f"the puppet failed: {error.status.name}") from error
    except (StreamTerminatedError, ProtocolError, AssertionError) as error:
        raise AmbiguousSendError(f"connection lost: {type(error).__name__}") from error
