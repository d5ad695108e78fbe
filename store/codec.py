"""Records to documents and back, by the types of their fields.

One mechanism for all records: int, str, bool, Period, datetime, StrEnum, tuples
of str and plain dicts. Knows no table and no rule.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
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


def misshapen(kind: type[Any], row: Mapping[str, Any]) -> list[str]:
    """Fields whose value is not of the JSON type that the record's field is written as.

    A required field that is missing is one, too. Whether a text is a real moment or
    month only ``from_row`` tells.
    """
    if kind not in _SHAPES:
        hints = get_type_hints(kind)
        _SHAPES[kind] = [(f.name, _needed(f), _shape(hints[f.name])) for f in fields(kind)]
    return [
        name
        for name, needed, fits in _SHAPES[kind]
        if (not fits(row[name]) if name in row else needed)
    ]


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


_SHAPES: dict[type[Any], list[tuple[str, bool, Callable[[Any], bool]]]] = {}
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
        return _period
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    return lambda value: value


_period = lru_cache(maxsize=2048)(Period.parse)  # a row has one, and all rows the same few


def _needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _shape(hint: Any) -> Callable[[Any], bool]:
    """Whether a JSON value may stand for a field of this type."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = _shape(next(part for part in get_args(hint) if part is not type(None)))
        return lambda value: value is None or inner(value)
    if get_origin(hint) is tuple:
        part = _shape(get_args(hint)[0])
        return lambda value: type(value) is list and all(map(part, value))
    written = getattr(hint, "__supertype__", None) or get_origin(hint) or hint
    if written is Period or written is datetime or issubclass(written, StrEnum):
        written = str
    return lambda value: type(value) is written
