"""Mentions: @X is spoken to, not spoken of.

Responsible for where a mention ends and whom it calls. It must not know what the message says.
"""

from __future__ import annotations

import re

from handlers.reading.patterns import pattern
from handlers.reading.people import Roster

_MENTION = pattern("@(?!我|你|他|大家|谁)[^ @\\n,;!?，。；！？]{1,30}(?: |$)?")

_TO_ALL = pattern("@(?:所有人|全体成员) ?")


def _as_words(found: re.Match[str]) -> str:
    """@所有人: what follows is said to all, in as many characters."""
    return "所有人,".ljust(len(found[0]))


def without_mentions(text: str, roster: Roster) -> tuple[str, tuple[str, ...]]:
    """The text with blanks of the same length for its mentions, and the ids they may mean."""
    called: list[str] = []
    text = _TO_ALL.sub(_as_words, text) if "@" in text else text
    at = text.find("@")
    while at >= 0:
        end = _end(text, at, roster)
        called += roster.forms.get(text[at + 1 : end].strip(), ())
        text = text[:at] + " " * (end - at) + text[end:]
        at = text.find("@", end)
    return text, tuple(dict.fromkeys(called))


def _end(text: str, at: int, roster: Roster) -> int:
    for size in roster.starts.get(text[at + 1 : at + 2], ()):
        if text[at + 1 : at + 1 + size] in roster.forms:
            return min(at + 1 + size, len(text))
    match = _MENTION.match(text, at)
    return match.end() if match else at + 1
