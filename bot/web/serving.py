"""The pages on a port, in the event loop of the program itself.

Binds to this machine only unless told otherwise. Knows sockets, nothing of pages.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class PortTakenError(Exception):
    """Another program listens there."""


class _Quiet(uvicorn.Server):
    """Signals are the program's own business."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free. Raises PortTakenError.

    That it speaks TCP is said outright: only then asyncio turns Nagle's waiting off, which
    costs every page 40 ms between its head and its body.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTakenError(f"{host}:{port}") from error
    return listener


def address(listener: socket.socket) -> str:
    """``http://127.0.0.1:8390``"""
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


class _Ending:
    """Pages whose streams end when told to: each hears that its browser is gone."""

    def __init__(self, pages: ASGIApp) -> None:
        self._pages = pages
        self.told_to_end = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def until_the_end() -> Message:
            message = asyncio.ensure_future(receive())
            end = asyncio.ensure_future(self.told_to_end.wait())
            try:
                await asyncio.wait({message, end}, return_when=asyncio.FIRST_COMPLETED)
                return message.result() if message.done() else {"type": "http.disconnect"}
            finally:
                message.cancel()
                end.cancel()

        open_ended = False

        async def sending(message: Message) -> None:
            nonlocal open_ended
            open_ended = bool(message.get("more_body", message["type"] == "http.response.start"))
            await send(message)

        await self._pages(scope, until_the_end, sending)
        if open_ended and self.told_to_end.is_set():
            await send({"type": "http.response.body", "body": b"", "more_body": False})


@asynccontextmanager
async def serving(pages: ASGIApp, listener: socket.socket) -> AsyncIterator[None]:
    """Serve pages on a socket while inside; open streams are ended at the end."""
    ending = _Ending(pages)
    config = uvicorn.Config(
        ending,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        http="h11",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _Quiet(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started and not task.done():
            await asyncio.sleep(0.005)
        yield
    finally:
        ending.told_to_end.set()
        server.should_exit = True
        await task
        listener.close()
