"""The connection under the calls: the token where gateways look for it, one write a turn.

grpclib writes the head and the body of a call apart, each a call to the system. Here what is
written in one turn of the event loop goes out together at its end. Knows grpclib's channel;
nothing of calls.
"""

from __future__ import annotations

import asyncio
from typing import Any

from grpclib.client import Channel, Handler
from grpclib.config import Configuration
from grpclib.protocol import H2Protocol

from bot.gateway.wechaty_codec import QuickCodec


class _Gathering(asyncio.Transport):
    """A transport that passes on at once what was written in one turn of the loop."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._gathered: list[bytes | bytearray | memoryview] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._gathered:
            self._loop.call_soon(self._pass_on)
        self._gathered.append(data)

    def _pass_on(self) -> None:
        if self._gathered:
            self._transport.write(b"".join(self._gathered))
            self._gathered.clear()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def close(self) -> None:
        self._pass_on()
        self._transport.close()

    def abort(self) -> None:
        self._gathered.clear()
        self._transport.abort()


class _Protocol(H2Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        super().connection_made(_Gathering(transport))


class TokenChannel(Channel):
    """A channel that names the token as its authority, where gateways look for it."""

    def __init__(self, host: str, port: int, token: str, config: Configuration) -> None:
        self._token = token
        super().__init__(host, port, config=config, codec=QuickCodec())

    def _get_authority(self, host: str, port: int) -> str:
        return self._token or super()._get_authority(host, port)

    def _protocol_factory(self) -> H2Protocol:
        return _Protocol(Handler(), self._config, self._h2_config)
