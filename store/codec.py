"""Records to documents and back, by the types of their fields.

One mechanism for all records: int, str, bool, Period, datetime, StrEnum, tuples
of str and plain dicts. Knows no table and no rule.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from store.period import Period

T = TypeVar("T")


def to_row(record: Any) -> dict[str, Any]:
    """The record as a document of JSON values, without its id."""
    return {name: plain(getattr(record, name)) for name in _names(type(record)) if name != "id"}


def from_row(kind: type[T], row: Mapping[str, Any]) -> T:
    """The document as a record; fields that an older document lacks get their defaults."""
    readers = _readers(kind)
    return kind(**{name: readers[name](value) for name, value in row.items() if name in readers})


def plain(value: Any) -> Any:
    """One value as JSON knows it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value


_READERS: dict[type[Any], dict[str, Callable[[Any], Any]]] = {}


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(_readers(kind))


def _readers(kind: type[Any]) -> dict[str, Callable[[Any], Any]]:
    if kind not in _READERS:
        hints = get_type_hints(kind)
        _READERS[kind] = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    return _READERS[kind]


def _reader(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) in (Union, types.UnionType):
        inner = _reader(next(part for part in get_args(hint) if part is not type(None)))
        return lambda value: None if value is None else inner(value)
    if get_origin(hint) is tuple:
        part = _reader(get_args(hint)[0])
        return lambda value: tuple(part(item) for item in value)
    if hint is datetime:
        return datetime.fromisoformat
    if hint is Period:
        return Period.parse
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    return lambda value: value
