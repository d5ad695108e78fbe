"""One arrangement out of several sentences: the first, and the answers to what it left open.

An answer supplies what was missing or corrects what was said before it. It must not
know what is done with an arrangement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.context import Context
from handlers.reading.arranging import KINDS, Arrangement, read_arrangement
from handlers.reading.moment_days import KINDS_OF_DAY
from handlers.reading.moment_folding import fold
from handlers.reading.moment_tokens import tokens
from handlers.reading.moments import Moment, time_words

_HOURS = frozenset({"part", "clock"})
_PLACE_WORD = re.compile("[室楼厅院部馆场园堂家]|村委|中心")
_ORDINAL = re.compile(r"第?([一二三四五六七八九十\d]+)(?:党?小?组)?")
_DIGITS = {str(n): word for n, word in enumerate("一二三四五六七八九", 1)}


@dataclass(frozen=True, slots=True)
class Said:
    """The sentences in the order they were said."""

    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)

    def and_then(self, answer: str) -> Said:
        """With one more answer."""
        return Said((*self.sentences, answer))

    def together(self, ctx: Context) -> Arrangement:
        """All sentences as one arrangement."""
        wanted = _read(ctx, self.sentences[0])
        for number, answer in enumerate(self.sentences[1:], 1):
            wanted = _with(ctx, wanted, " ".join(self.sentences[:number]), answer)
        return wanted

    def is_answered_by(self, ctx: Context, text: str, options: Sequence[str]) -> bool:
        """Whether a message speaks of a time, a kind or an option that was asked for."""
        return bool(text in options or time_words(text) or _read(ctx, text).kind)


def _read(ctx: Context, text: str) -> Arrangement:
    return read_arrangement(text, now=ctx.now, is_working_day=ctx.is_working_day)


def _with(ctx: Context, wanted: Arrangement, before: str, answer: str) -> Arrangement:
    added = _read(ctx, answer)
    place = added.place if _PLACE_WORD.search(added.place) else ""
    wanted = replace(
        wanted,
        kind=added.kind or wanted.kind,
        place=wanted.place or place,
        online=wanted.online or added.online,
        link=wanted.link or added.link,
    )
    if not time_words(answer):
        return wanted
    ways = (
        answer,
        f"{before} {answer}",
        f"{_words(before, KINDS_OF_DAY)} {answer}",
        f"{answer} {_words(before, _HOURS)}",
    )
    read = [_read(ctx, way).moment for way in ways]
    clear = next((moment for moment in read if isinstance(moment, Moment)), None)
    return replace(wanted, moment=clear or read[1])


def _words(text: str, kinds: frozenset[str]) -> str:
    """The words of a time that are of these kinds, as they were written."""
    folded = fold(text)
    spans = [folded.original(t.start, t.end) for t in tokens(folded.text) if t.kind in kinds]
    return " ".join(text[start:end] for start, end in spans)


def kinds_named(text: str) -> set[str]:
    """The kinds of meeting that a text names."""
    names = sorted(
        ((name, kind.code) for kind in KINDS for name in (kind.name, *kind.aliases)),
        key=lambda pair: -len(pair[0]),
    )
    found = set()
    for name, code in names:
        if name in text:
            found.add(code)
            text = text.replace(name, " ")
    return found


def group_named(groups: Sequence[str], text: str) -> str:
    """The party group that a text names, as the roster writes it; empty where it names none."""
    for group in groups:
        ordinal = _ORDINAL.match(group)
        number = _DIGITS.get(ordinal[1], ordinal[1]) if ordinal else ""
        said = text if not ordinal else re.sub(r"\d", lambda m: _DIGITS.get(m[0], m[0]), text)
        if group in text or (number and re.search(rf"{number}(?:党?小)?组", said)):
            return group
    return ""
