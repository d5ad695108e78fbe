"""Which messages of a stretch were already in an earlier one.

A key of a message is ``digest@stamp#n``: a digest of name and words, the minute
(or the day, or "-" where the paste does not say), and the how-manieth such message
it is. It is the same from a PC's copy (minutes) and an export (seconds): words are
compared without blanks, quotes and file names, which differ between the two.

What cannot be told: a person whom one copy shows by the group card and another by
nickname or by the owner's remark gives two keys; and two alike messages in a row at
the very cut between two stretches without a time are taken for one message seen
twice, for booking twice is worse than asking once more. Knows no store: the caller
keeps the keys of a room, in the order in which they came.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from bot.gateway.base import MessageKind
from bot.paste.message import SYSTEM, PastedMessage

_NOISE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_QUOTE = re.compile(r"^「.*?」\n\s*(?:- ){5,}-\s*\n", re.DOTALL)
_EVENT = "~"  # opens the key of a line that nobody said; some copies leave them out
_SURE_RUN = 3  # messages in a row; two alike answers happen to come again
_MINUTE, _DAY = 12, 8  # characters of a stamp that tell so much


def fingerprint(messages: Sequence[PastedMessage], known: Sequence[str] = ()) -> list[str]:
    """A key per message, to be kept with what was booked from it.

    ``known`` are the room's earlier keys in order; given them, alike messages go on
    being counted where the two stretches overlap, wherever the cut was made.
    """
    stems = [_stem(message) for message in messages]
    counted = _counted_before(known, messages)
    keys: list[str] = []
    for stem in stems:
        counted[stem] += 1
        keys.append(f"{stem}#{counted[stem]}")
    return keys


def overlap(known: Sequence[str], new: Sequence[PastedMessage]) -> int:
    """How many leading messages of ``new`` were in the earlier stretch already.

    The longest end of ``known`` that is a beginning of ``new``, or all of ``new``
    where it lies inside ``known``. Compared by name and words, and by the time as
    far as both sides know it. Lines that nobody said do not count for the match.
    Linear in both lengths.
    """
    spoken = [i for i, message in enumerate(new) if not _is_event(message)]
    stems = [_stem(new[i]) for i in spoken]
    matched, _ = _align([key for key in known if not key.startswith(_EVENT)], stems)
    if matched == len(spoken):
        return len(new) if matched else 0
    return spoken[matched]


def unseen(
    known: Sequence[str], messages: Sequence[PastedMessage]
) -> list[tuple[str, PastedMessage]]:
    """The messages that no earlier stretch had, each with its key to keep.

    With hour and minute a message is known by its key, in whatever order stretches
    come; without, by its place in the overlap: at the beginning, or where the end of
    the earlier stretch lies within this one.
    """
    keys = fingerprint(messages, known)
    held = set(known)
    leading = overlap(known, messages)
    within = range(leading) if leading else _earlier_within(known, messages)
    return [
        (key, message)
        for place, (key, message) in enumerate(zip(keys, messages, strict=True))
        if place not in within and not (message.clocked and key in held)
    ]


def _earlier_within(known: Sequence[str], messages: Sequence[PastedMessage]) -> range:
    """Where the longest end of ``known`` lies within messages without times; else empty."""
    spoken = [i for i, message in enumerate(messages) if not _is_event(message)]
    if not spoken or all(messages[i].clocked for i in spoken):
        return range(0)
    stems = [_stem(messages[i]) for i in spoken]
    earlier = [key for key in known if not key.startswith(_EVENT)][-len(stems) :]
    # Backwards, an end is a beginning: the same search finds it.
    latest = [key.rpartition("#")[0] for key in reversed(earlier)]
    level = min(_precision(stem) for stem in (*stems, *latest))
    pattern = [_coarse(stem, level) for stem in latest]
    lengths = _matches(pattern, [_coarse(stem, level) for stem in reversed(stems)])
    longest = max(lengths)
    if longest < _SURE_RUN:
        return range(0)
    start = len(stems) - 1 - lengths.index(longest)
    return range(spoken[start], spoken[start + longest - 1] + 1)


def _stem(message: PastedMessage) -> str:
    text = unicodedata.normalize("NFKC", _QUOTE.sub("", message.text, count=1))
    words = _NOISE.sub("", text) if message.kind == MessageKind.TEXT.value else ""
    if _is_event(message):
        words = _NOISE.sub("", message.text)
    name = _NOISE.sub("", unicodedata.normalize("NFKC", message.name))
    said = "\x1f".join((name, message.kind, words))
    digest = hashlib.sha256(said.encode()).hexdigest()[:16]
    return f"{_EVENT if _is_event(message) else ''}{digest}@{_stamp(message)}"


def _stamp(message: PastedMessage) -> str:
    if message.sent_at is None:
        return "-"
    return f"{message.sent_at:%Y%m%d%H%M}"[: _MINUTE if message.clocked else _DAY]


def _is_event(message: PastedMessage) -> bool:
    return message.kind in (SYSTEM, MessageKind.RECALLED.value)


def _counted_before(known: Sequence[str], messages: Sequence[PastedMessage]) -> Counter[str]:
    """How often each stem came before the first of ``messages``.

    A message with its minute counts within that minute, so only the minute that the
    cut went through has a before; all others start afresh.
    """
    spoken = [key for key in known if not key.startswith(_EVENT)]
    stems = [_stem(message) for message in messages if not _is_event(message)]
    matched, start = _align(spoken, stems)
    cut = _stamp_of(stems[0]) if matched else ""
    counted = Counter(key.rpartition("#")[0] for key in spoken[:start])
    return Counter(
        {
            stem: times
            for stem, times in counted.items()
            if _precision(stem) < _MINUTE or _stamp_of(stem) == cut
        }
    )


def _align(known: Sequence[str], stems: Sequence[str]) -> tuple[int, int]:
    """How many leading stems are known, and the place in ``known`` where they start.

    ``(0, len(known))`` where none is.
    """
    if not stems or not known:
        return 0, len(known)
    latest = [key.rpartition("#")[0] for key in known[-len(stems) :]]
    level = min(_precision(stem) for stem in (*stems, *latest))
    pattern = [_coarse(stem, level) for stem in stems]
    lengths = _matches(pattern, [_coarse(key.rpartition("#")[0], level) for key in known])
    if max(lengths) == len(pattern):
        return len(pattern), len(known) - lengths[::-1].index(len(pattern)) - len(pattern)
    return lengths[-1], len(known) - lengths[-1]


def _matches(pattern: Sequence[str], text: Sequence[str]) -> list[int]:
    """For each place of the text, how much of the pattern's beginning ends there."""
    fallback = _borders(pattern)
    lengths: list[int] = []
    matched = 0
    for token in text:
        while matched and (matched == len(pattern) or pattern[matched] != token):
            matched = fallback[matched - 1]
        if pattern and pattern[matched] == token:
            matched += 1
        lengths.append(matched)
    return lengths


def _borders(pattern: Sequence[str]) -> list[int]:
    """For each beginning of the pattern, the longest proper end that is a beginning, too."""
    borders = [0] * len(pattern)
    length = 0
    for place in range(1, len(pattern)):
        while length and pattern[place] != pattern[length]:
            length = borders[length - 1]
        if pattern[place] == pattern[length]:
            length += 1
        borders[place] = length
    return borders


def _stamp_of(stem: str) -> str:
    return stem.partition("@")[2]


def _precision(stem: str) -> int:
    stamp = _stamp_of(stem)
    return 0 if stamp == "-" else len(stamp)


def _coarse(stem: str, level: int) -> str:
    digest, _, stamp = stem.partition("@")
    return f"{digest}@{stamp[:level]}"
