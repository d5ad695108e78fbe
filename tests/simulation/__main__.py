"""Replay one seed and tell what happened: ``python -m tests.simulation SEED [BUG]``."""

from __future__ import annotations

import sys

from tests.simulation.runs import run


def main(arguments: list[str]) -> int:
    """Print the conversation; 1 where something happened that must not."""
    seed = int(arguments[0])
    bug = arguments[1] if len(arguments) > 1 else None
    ran = run(seed, bug)
    print("\n".join(ran.chat))
    print(ran.violation or f"seed {seed}: nothing that must not happen")
    return 1 if ran.violation else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
