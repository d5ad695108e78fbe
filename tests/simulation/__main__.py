"""Replay one seed and tell what happened."""

from __future__ import annotations

import argparse
import sys

from tests.simulation.planted import BUGS
from tests.simulation.runs import run
from tests.simulation.scale import SCALES


def main(arguments: list[str]) -> int:
    """Print the conversation; 1 where something happened that must not."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("bug", nargs="?", choices=BUGS, metavar="BUG", help=", ".join(BUGS))
    parser.add_argument("--scale", choices=SCALES, default="usual")
    options = parser.parse_args(arguments)
    ran = run(options.seed, options.bug, options.scale)
    print("\n".join(ran.chat))
    print(ran.violation or f"seed {ran.seed}: nothing that must not happen")
    return 1 if ran.violation else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
