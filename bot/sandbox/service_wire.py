"""The embedded service's side of the wire: grpclib server, event stream, freezing.

Carries calls to whoever answers them and events to the one client. It must not know
the world or what a post is.
"""

from __future__ import annotations

import asyncio
import json
import weakref
from asyncio import BaseTransport, WriteTransport
from collections.abc import Mapping
from typing import Any

from grpclib.const import Cardinality, Handler, Status
from grpclib.exceptions import GRPCError
from grpclib.protocol import H2Protocol
from grpclib.server import Server, Stream

from bot.gateway import wechaty_wire as wire
from bot.gateway.wechaty_protocol import puppet
from bot.sandbox.service_calls import Call

_Event = tuple[int, str]


class ServiceWire:
    """Serves ``calls`` (by name) and one event stream; may be opened again after closing."""

    def __init__(self, bot_id: str, calls: Mapping[str, Call]) -> None:
        self._bot_id = bot_id
        self._calls = {**calls, "Stop": Call(puppet.StopRequest, puppet.StopResponse, self._stop)}
        self._server: _TrackingServer | None = None
        self._events: asyncio.Queue[_Event | None] | None = None
        self._working: set[asyncio.Task[Any]] = set()
        self._thawed = asyncio.Event()
        self._thawed.set()
        self.listened_to = asyncio.Event()

    async def open(self, host: str, port: int) -> int:
        """Listen; returns the port."""
        self._server = _TrackingServer([self])
        await self._server.start(host, port)
        return self._server.port

    async def close(self) -> None:
        """Break the connections and close the port."""
        if self._server is None:
            return
        server, self._server = self._server, None
        self._thawed.set()
        server.close()
        server.drop()
        await server.wait_closed()
        await asyncio.gather(*self._working, return_exceptions=True)

    def drop(self) -> None:
        """Break the connections; the port stays open."""
        if self._server is not None:
            self._server.drop()

    def freeze(self) -> None:
        """Answer nothing and tell nothing until ``thaw``; then do what was asked meanwhile."""
        self._thawed.clear()

    def thaw(self) -> None:
        self._thawed.set()

    def emit(self, number: int, payload: Mapping[str, object] | str) -> None:
        """Tell the client; where none listens, the event is lost."""
        if self._events is not None:
            text = payload if isinstance(payload, str) else json.dumps(payload)
            self._events.put_nowait((number, text))

    def __mapping__(self) -> Mapping[str, Handler]:
        handlers = {_route(name): self._handler(call) for name, call in self._calls.items()}
        handlers[_route("Event")] = Handler(
            self._serve_events, Cardinality.UNARY_STREAM, puppet.EventRequest, puppet.EventResponse
        )
        return handlers

    def _handler(self, call: Call) -> Handler:
        async def answer(stream: Stream[Any, Any]) -> None:
            request = await stream.recv_message()
            # Work once begun is finished even if the client gives up, as a real gateway's is.
            working = asyncio.ensure_future(self._work(call, request))
            self._working.add(working)
            working.add_done_callback(self._worked)
            await stream.send_message(await asyncio.shield(working))

        return Handler(answer, Cardinality.UNARY_UNARY, call.request_type, call.reply_type)

    async def _work(self, call: Call, request: Any) -> Any:
        await self._thawed.wait()
        return call.answer(request)

    def _worked(self, working: asyncio.Task[Any]) -> None:
        self._working.discard(working)
        if not working.cancelled():
            working.exception()  # told to the client, if it still waits

    async def _serve_events(self, stream: Stream[Any, Any]) -> None:
        await stream.recv_message()
        await self._thawed.wait()
        if self._events is not None:
            raise GRPCError(Status.ALREADY_EXISTS, "events are served to another client")
        events: asyncio.Queue[_Event | None] = asyncio.Queue()
        self._events = events
        self.emit(wire.EVENT_HEARTBEAT, {"data": "connected"})
        self.emit(wire.EVENT_LOGIN, {"contactId": self._bot_id})
        self.listened_to.set()
        try:
            while (event := await events.get()) is not None:
                await self._thawed.wait()
                number, payload = event
                await stream.send_message(puppet.EventResponse(type=number, payload=payload))
        finally:
            self._events = None
            self.listened_to.clear()

    def _stop(self, _: Any) -> Any:
        if self._events is not None:
            self._events.put_nowait(None)
        return puppet.StopResponse()


class _TrackingServer(Server):
    """A grpclib server that can break its connections, which grpclib's own cannot."""

    def __init__(self, handlers: list[Any]) -> None:
        super().__init__(handlers)
        self._transports: weakref.WeakSet[BaseTransport] = weakref.WeakSet()

    @property
    def port(self) -> int:
        server: Any = self._server
        port: int = server.sockets[0].getsockname()[1]
        return port

    def drop(self) -> None:
        for transport in list(self._transports):
            if isinstance(transport, WriteTransport):
                transport.abort()

    def _protocol_factory(self) -> H2Protocol:
        protocol = super()._protocol_factory()
        made = protocol.connection_made

        def remember(transport: BaseTransport) -> None:
            self._transports.add(transport)
            made(transport)

        protocol.connection_made = remember  # type: ignore[method-assign]
        return protocol


def _route(name: str) -> str:
    return f"/wechaty.Puppet/{name}"
