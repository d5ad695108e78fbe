"""What is around the words: the quoted message of a reply, the title of a relay.

Responsible for telling the sender's own words from those he carries along. It must not
know what the words mean.
"""

from __future__ import annotations

from typing import NamedTuple

from handlers.reading.model import Quote
from handlers.reading.patterns import pattern

# WeChat writes a quote-reply as 「name：text」, a line of dashes, then the reply.
_QUOTE = pattern(r"(?s)\s*「([^：:\n]{0,64})[：:](.*?)」[ \t]*\r?\n[-—–－ \t]{5,}\r?\n?")
_RELAY = pattern(r"\s*[#＃]\s*(?:接龙|接龍)[ \t]*(?:\r?\n)?[ \t]*([^\r\n]*)")


class Envelope(NamedTuple):
    """The sender's own words start at ``body``; ``relay`` is the title of a #接龙."""

    body: int
    quote: Quote | None
    relay: str | None


_BARE = Envelope(0, None, None)


def unwrap(text: str) -> Envelope:
    """Find the sender's own words in ``text``."""
    if "「" not in text and "接" not in text:
        return _BARE
    quote, body = None, 0
    if "「" in text and (match := _QUOTE.match(text)):
        quote, body = Quote(match[1].strip(), match[2]), match.end()
    relay = None
    if "接" in text and (title := _RELAY.match(text, body)):
        relay = title[1].strip()
    return Envelope(body, quote, relay)
