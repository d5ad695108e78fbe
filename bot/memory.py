"""How Python looks for garbage while the program serves: seldom, and not in what stands.

Modules, texts and rosters live as long as the program; looked through after every few hundred
new objects, as is Python's habit, they took a fifth of the time that a message needs.
"""

from __future__ import annotations

import gc

_NEW_OBJECTS = 20_000
"""So many more than went are looked through together: some megabytes at most."""


def settle() -> None:
    """Call once, when all is built and before the first message."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
