"""Regular expressions, compiled when first used: importing the reader costs little.

Responsible for compiling once. It must not know any pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, TypeVar, cast

from handlers.reading.needed import needed_letter

_METHODS = ("search", "match", "fullmatch", "finditer", "sub", "split")
_Compiled = tuple[str, re.Pattern[str]]
_COMPILED: dict[str, _Compiled] = {}
"""By its source, the letter that a pattern needs, and the pattern."""


class _Lazy:
    """Stands for a compiled pattern; becomes one at its first use."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._source)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return self.__dict__[name]


def pattern(source: str) -> re.Pattern[str]:
    """The pattern ``source``, compiled at its first use."""
    return cast("re.Pattern[str]", _Lazy(source))


def any_of(alternatives: str) -> re.Pattern[str]:
    """One of several, written with blanks between: by its first letter nearly every place in a
    text is passed over at once. An alternative starts with a letter, ^ and a letter, or a set."""
    listed = alternatives.split()
    firsts = "".join(map(first_letters, listed))
    return pattern(f"(?=[{firsts}])(?:{'|'.join(listed)})")


def first_letters(alternative: str) -> str:
    """The letters that it may start with, as they stand in a set."""
    bare = alternative.removeprefix("^")
    if bare[0] == "[":
        return bare[1 : bare.index("]")]
    return bare[:2] if bare[0] == "\\" else bare[0]


def _learn(source: str) -> _Compiled:
    compiled = _COMPILED[source] = (needed_letter(source), re.compile(source))
    return compiled


def search(source: str, text: str) -> re.Match[str] | None:
    """``re.search`` for the short patterns over tags, without its cost a call: not even tried
    where the text lacks a letter that the pattern needs."""
    needed, compiled = _COMPILED.get(source) or _learn(source)
    return compiled.search(text) if needed in text else None


def match(source: str, text: str) -> re.Match[str] | None:
    """``re.match``, likewise."""
    needed, compiled = _COMPILED.get(source) or _learn(source)
    return compiled.match(text) if needed in text else None


def finditer(source: str, text: str) -> Iterator[re.Match[str]]:
    """``re.finditer``, likewise."""
    needed, compiled = _COMPILED.get(source) or _learn(source)
    return compiled.finditer(text) if needed in text else iter(())


def sub(source: str, by: str, text: str) -> str:
    """``re.sub``, likewise."""
    needed, compiled = _COMPILED.get(source) or _learn(source)
    return compiled.sub(by, text) if needed in text else text


def fullmatch(source: str, text: str) -> re.Match[str] | None:
    """``re.fullmatch``, likewise."""
    needed, compiled = _COMPILED.get(source) or _learn(source)
    return compiled.fullmatch(text) if needed in text else None


Found = TypeVar("Found")
_SHORT, _MOST = 32, 4096


def remembered(judge: Callable[[str], Found]) -> Callable[[str], Found]:
    """Keep what a pure function says about a short tag string: people use few sentence shapes.

    Long strings are judged anew, and the store is emptied when full, so memory stays small.
    """
    known: dict[str, Found] = {}

    @wraps(judge)
    def of(core: str) -> Found:
        if core in known:
            return known[core]
        found = judge(core)
        if len(core) <= _SHORT:
            if len(known) >= _MOST:
                known.clear()
            known[core] = found
        return found

    return of
