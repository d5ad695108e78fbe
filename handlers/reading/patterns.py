"""Regular expressions, compiled when first used: importing the reader costs little.

Responsible for compiling once. It must not know any pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, TypeVar, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "sub", "split")
_COMPILED: dict[str, re.Pattern[str]] = {}
_SEARCH: dict[str, Callable[[str], re.Match[str] | None]] = {}


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


def _compiled(source: str) -> re.Pattern[str]:
    compiled = _COMPILED[source] = re.compile(source)
    return compiled


def search(source: str, text: str) -> re.Match[str] | None:
    """``re.search`` for the short patterns over tags, without its cost a call."""
    try:
        return _SEARCH[source](text)
    except KeyError:
        found = _SEARCH[source] = _compiled(source).search
        return found(text)


def match(source: str, text: str) -> re.Match[str] | None:
    """``re.match``, likewise."""
    return (_COMPILED.get(source) or _compiled(source)).match(text)


def finditer(source: str, text: str) -> Iterator[re.Match[str]]:
    """``re.finditer``, likewise."""
    return (_COMPILED.get(source) or _compiled(source)).finditer(text)


def sub(source: str, by: str, text: str) -> str:
    """``re.sub``, likewise."""
    return (_COMPILED.get(source) or _compiled(source)).sub(by, text)


def fullmatch(source: str, text: str) -> re.Match[str] | None:
    """``re.fullmatch``, likewise."""
    return (_COMPILED.get(source) or _compiled(source)).fullmatch(text)


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
