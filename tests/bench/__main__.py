"""Run one measurement: ``python -m tests.bench NAME [args]``."""

from __future__ import annotations

import importlib
import os
import sys


def main(argv: list[str]) -> int:
    """Hand the rest of the command line to ``tests.bench.NAME.main``."""
    if not argv:
        print("用法：python -m tests.bench 名称 [参数]")
        return 2
    # The programs measured start as on an office PC, where Python keeps what it compiled.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    importlib.import_module(f"tests.bench.{argv[0]}").main(argv[1:])
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
