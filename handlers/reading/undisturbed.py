"""A long message is read without a search for cycles among what it makes.

Responsible for holding the collector back while thousands of small objects, none of them in a
cycle, come into being at once; looking through them again and again takes a third of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """No search for cycles inside; afterwards as it was before."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
