"""Running coroutines side by side until the first one ends; knows nothing of gateways."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


async def first_of(*coroutines: Coroutine[Any, Any, object]) -> None:
    """Run them until one ends; cancel the others, and raise what that one raised."""
    tasks = [asyncio.create_task(each) for each in coroutines]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def ended(task: asyncio.Task[None]) -> None:
    """Wait for a task without cancelling it when the wait is cancelled."""
    await asyncio.shield(task)
