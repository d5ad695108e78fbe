"""Running worlds: a seed in, what happened out."""

from __future__ import annotations

import asyncio
import functools
import gc
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from bot import rendering
from bot.members import listing
from tests.simulation.invariants import Violation
from tests.simulation.planted import BUGS
from tests.simulation.scale import SCALES
from tests.simulation.world import World

FAILED = Path(__file__).parents[2] / ".cache" / "failed-seeds"
"""One file a failed seed; delete it, or put the seed into seeds.txt, once it is understood."""

_texts = functools.cache(rendering.built_in)
"""Read and compiled once: a run boots many times."""


@functools.lru_cache(64)
def _lines(content: bytes, path: Path, branch: str) -> list[listing.Line]:
    return _read(path, branch)


_read = listing.read


def _read_once(path: Path, branch: str) -> list[listing.Line]:
    """A list of members that is as it was says what it said."""
    return list(_lines(path.read_bytes(), path, branch))


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run came to."""

    seed: int
    scale: str
    violation: str | None
    chat: list[str]
    messages: int

    def story(self, lines: int = 80) -> str:
        """For a failed test: how to replay it, and how it ended."""
        return "\n".join(
            [
                f"seed {self.seed}: {self.violation}",
                f"replay: uv run python -m tests.simulation {self.seed} --scale {self.scale}",
                *self.chat[-lines:],
            ]
        )

    def keep(self) -> None:
        """For a failed seed: it is run again in every run here, and its conversation is kept."""
        FAILED.mkdir(parents=True, exist_ok=True)
        name = f"{self.scale}-{self.seed}.txt"
        (FAILED / name).write_text(self.story(len(self.chat)) + "\n", "utf-8")


def failed_here() -> list[tuple[str, int]]:
    """The scales and seeds that failed on this machine."""
    names = sorted(file.stem for file in FAILED.glob("*-*.txt"))
    return [(scale, int(seed)) for scale, _, seed in (name.rpartition("-") for name in names)]


def run(seed: int, bug: str | None = None, scale: str = "usual") -> Ran:
    """Run one seed, with a planted bug or without."""
    with ExitStack() as stack:
        memory = Path("/dev/shm")
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)
        )
        stack.enter_context(patch("bot.app.built_in", _texts))
        stack.enter_context(patch.object(listing, "read", _read_once))
        if bug is not None:
            BUGS[bug].plant(stack)
        world = World(seed, Path(folder), SCALES[scale])
        violation = None
        gc.disable()
        try:
            asyncio.run(world.run())
        except Violation as error:
            violation = str(error)
        finally:
            gc.enable()
        return Ran(seed, scale, violation, world.chat, world.messages)
