"""Fixtures of the gateway tests."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.gateway.channels import Channel, InProcessChannel, PuppetChannel, sandbox


@pytest_asyncio.fixture(params=["in-process", "puppet"])
async def channel(request: pytest.FixtureRequest) -> AsyncIterator[Channel]:
    """Every gateway in turn."""
    if request.param == "in-process":
        yield InProcessChannel()
        return
    async with sandbox() as puppet_channel:
        yield puppet_channel


@pytest_asyncio.fixture
async def puppet() -> AsyncIterator[PuppetChannel]:
    """The puppet client alone, at an embedded service."""
    async with sandbox() as puppet_channel:
        yield puppet_channel


@pytest.fixture
def unused_port() -> int:
    """A loopback port where nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
