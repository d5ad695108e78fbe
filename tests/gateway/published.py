"""The gateway that the wechaty project publishes, as a process that tests drive.

``.ci/gateway/install.sh`` installs it; ``.ci/gateway/gateway.mjs`` is what runs.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / ".ci" / "gateway"
START_SECONDS = 30.0


def require_published_gateway() -> None:
    """Skip, saying why, where the gateway cannot run; in CI it must, so there it fails."""
    if shutil.which("node") is None:
        reason = "Node is not installed, which the published wechaty gateway needs"
    elif not (FOLDER / "node_modules" / "wechaty-puppet-service").is_dir():
        reason = "the published wechaty gateway is not installed: bash .ci/gateway/install.sh"
    else:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass(frozen=True)
class Cast:
    """Who is in the mock's WeChat. Room ids must hold an @; ``rooms`` gives topic and cards."""

    contacts: Mapping[str, str]
    rooms: Mapping[str, tuple[str, Mapping[str, str]]]
    bot_id: str = "wx-bot"
    bot_name: str = "支部小助手"

    def as_json(self) -> str:
        return json.dumps(
            {
                "bot": {"id": self.bot_id, "name": self.bot_name},
                "contacts": [{"id": key, "name": name} for key, name in self.contacts.items()],
                "rooms": [
                    {"id": key, "topic": topic, "cards": dict(cards)}
                    for key, (topic, cards) in self.rooms.items()
                ],
            }
        )


@dataclass(frozen=True)
class PublishedPost:
    """What the bot posted, as the mock's WeChat saw it."""

    text: str
    room_id: str | None
    contact_id: str | None
    file_name: str | None = None
    file: bytes | None = None


@dataclass
class PublishedGateway:
    """One gateway on one loopback port, through any number of deaths and starts.

    ``posts`` is what the bot posted, over all of them, in order.
    """

    cast: Cast
    token: str = "interop-token"
    port: int = field(default_factory=lambda: free_port())
    posts: list[PublishedPost] = field(default_factory=list)
    _process: asyncio.subprocess.Process | None = None
    _reading: asyncio.Task[None] | None = None
    _ready: asyncio.Event = field(default_factory=asyncio.Event)
    _said: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start the process and wait until it serves. Raises RuntimeError with its last words."""
        self._ready.clear()
        with tempfile.TemporaryFile() as complaints:
            self._process = await asyncio.create_subprocess_exec(
                "node",
                str(FOLDER / "gateway.mjs"),
                str(self.port),
                self.token,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=complaints,
                limit=16 * 1024 * 1024,
            )
            self._reading = asyncio.create_task(self._read(self._process))
            self._write(self.cast.as_json())
            try:
                async with asyncio.timeout(START_SECONDS):
                    await self._ready.wait()
            except TimeoutError as error:
                await self.kill()
                complaints.seek(0)
                last_words = complaints.read().decode(errors="replace")[-2000:]
                raise RuntimeError(f"the published gateway did not start:\n{last_words}") from error

    async def stop(self) -> None:
        """End it in order: its input closes."""
        if self._process is None or self._process.stdin is None:
            return
        self._process.stdin.close()
        await self._end(self._process)

    async def kill(self) -> None:
        """End it without warning."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._end(self._process)

    def freeze(self) -> None:
        """Stop the process without ending it: connections stay, nothing is answered."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    async def speak(
        self, sender: str, text: str, room: str | None = None, *, mention: tuple[str, ...] = ()
    ) -> str:
        """Somebody speaks, in a room or to the bot; returns the message's id."""
        self._command(say=text, room=room, mention=list(mention), **{"from": sender})
        return await self._said.get()

    async def show_picture(self, sender: str, png: bytes, room: str | None = None) -> str:
        """Somebody posts a picture; returns the message's id."""
        encoded = base64.b64encode(png).decode("ascii")
        self._command(picture=encoded, name="picture.png", room=room, **{"from": sender})
        return await self._said.get()

    async def recall(self, message_id: str) -> str:
        """A message is taken back; returns the id of the notice that says so."""
        self._command(recall=message_id)
        return await self._said.get()

    async def emit_error(self) -> None:
        """The puppet emits an error event."""
        self._command(error=True)

    async def log_out_and_in(self) -> None:
        """The account goes off line and comes back while the gateway stays."""
        self._command(relogin=True)

    async def change_card(self, room: str, member: str, card: str) -> None:
        """A member changes the group card."""
        self._command(card=card, of=member, room=room)

    async def posted(self, count: int, seconds: float = 10.0) -> list[PublishedPost]:
        """Wait until the bot has posted so many, and return all."""
        async with asyncio.timeout(seconds):
            while len(self.posts) < count:
                await asyncio.sleep(0.01)
        return self.posts

    def _command(self, **fields: Any) -> None:
        self._write(json.dumps({key: each for key, each in fields.items() if each is not None}))

    def _write(self, line: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            event = json.loads(line)
            if "ready" in event:
                self._ready.set()
            elif "said" in event:
                self._said.put_nowait(event["said"])
            else:
                file = event.get("file")
                self.posts.append(
                    PublishedPost(
                        text=event["post"],
                        room_id=event.get("room"),
                        contact_id=event.get("to"),
                        file_name=file and file["name"],
                        file=file and base64.b64decode(file["base64"]),
                    )
                )

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        self._process = None
        try:
            async with asyncio.timeout(5):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
        if self._reading is not None:
            await self._reading


def free_port() -> int:
    """A loopback port where nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
