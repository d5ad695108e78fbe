"""One spelling for what is written in many: full width, traditional characters, blanks.

Responsible for the normal form and the way back to the original offsets. It must not know
what any word means.
"""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """The normal form of a name or a word: NFKC, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())
