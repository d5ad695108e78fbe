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
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from store.json_bytes import AS_IT_IS
from store.period import Period

T = TypeVar("T")
Turn = Callable[[Any], Any]


class _Form:
    """How records of one kind are written and read: only some fields need more than copying."""

    def __init__(self, kind: type[Any]) -> None:
        hints = get_type_hints(kind)
        names = tuple(field.name for field in fields(kind))
        self.names = frozenset(names)
        self.written = tuple(name for name in names if name != "id")
        self.values = attrgetter(*self.written)
        self.all_names, self.all_values = names, attrgetter(*names)
        self.writers = [(n, w) for n in self.written if (w := _writer(hints[n])) is not None]
        self.readers = [(n, r) for n in names if (r := _reader(hints[n])) is not None]
        self.is_fixed = all(_is_fixed(hints[name]) for name in names)


_FORMS: dict[type[Any], _Form] = {}


def _form(kind: type[Any]) -> _Form:
    form = _FORMS.get(kind)
    if form is None:
        form = _FORMS[kind] = _Form(kind)
    return form


def to_row(record: Any) -> dict[str, Any]:
    """The record as a document of JSON values, without its id."""
    form = _form(type(record))
    row = dict(zip(form.written, form.values(record), strict=True))
    for name, write in form.writers:
        row[name] = write(row[name])
    return row


def from_row(kind: type[T], row: Mapping[str, Any]) -> T:
    """The document as a record; fields that an older document lacks get their defaults."""
    form = _form(kind)
    known = dict(row)
    if not known.keys() <= form.names:
        known = {name: value for name, value in known.items() if name in form.names}
    for name, read in form.readers:
        if name in known:
            known[name] = read(known[name])
    return kind(**known)


if TYPE_CHECKING:
    from dataclasses import replace as replace
else:

    def replace(record, /, **changes):
        """As that of dataclasses, in half its time: a message replaces ten records."""
        kind = type(record)
        form = _form(kind)
        known = dict(zip(form.all_names, form.all_values(record), strict=True))
        known.update(changes)
        return kind(**known)


def with_id(record: T, row_id: int) -> T:
    """The same record with this id."""
    numbered: T = replace(record, id=row_id)  # type: ignore[type-var]
    return numbered


def is_fixed(kind: type[Any]) -> bool:
    """Whether nobody can change a record of this kind: no field holds a dict."""
    return _form(kind).is_fixed


def misshapen(kind: type[Any], row: Mapping[str, Any]) -> list[str]:
    """Fields whose value is not of the JSON type that the record's field is written as.

    A required field that is missing is one, too. Whether a text is a real moment or
    month only ``from_row`` tells.
    """
    if kind not in _SHAPES:
        hints = get_type_hints(kind)
        _SHAPES[kind] = [(f.name, _needed(f), *_shape(hints[f.name])) for f in fields(kind)]
    wrong = []
    for name, needed, types_, fits in _SHAPES[kind]:  # once for each row of ten years: no calls
        if name not in row:
            if needed:
                wrong.append(name)
        elif type(row[name]) not in types_ and not (fits and fits(row[name])):
            wrong.append(name)
    return wrong


def plain(value: Any) -> Any:
    """One value as JSON knows it."""
    if type(value) in AS_IT_IS:
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value


_Fits = Callable[[Any], bool]
_SHAPES: dict[type[Any], list[tuple[str, bool, frozenset[type], _Fits | None]]] = {}
_month = lru_cache(4096)(Period.parse)
_COPIED = (str, int, bool, float)


def _writer(hint: Any) -> Turn | None:
    """How a value of this type is written; None where it is copied."""
    hint = _bare(hint)
    if hint in _COPIED or get_origin(hint) is dict:
        return None
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _word
    if hint is datetime:
        return _moment
    return _text if hint is Period else plain


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _word(value: StrEnum | None) -> str | None:
    return None if value is None else str(value.value)


def _text(value: Period | None) -> str | None:
    return None if value is None else str(value)


def _reader(hint: Any) -> Turn | None:
    """How a value of this type is read; None where it is copied."""
    inner = _bare(hint)
    if inner is not hint and getattr(hint, "__supertype__", None) is None:
        read = _reader(inner)
        return None if read is None else lambda value: None if value is None else read(value)
    if get_origin(inner) is tuple:
        part = _reader(get_args(inner)[0])
        return tuple if part is None else lambda value: tuple(map(part, value))
    if inner is datetime:
        return datetime.fromisoformat
    if inner is Period:
        return _month
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return inner
    return None


def _is_fixed(hint: Any) -> bool:
    inner = _bare(hint)
    if get_origin(inner) is tuple:
        return _is_fixed(get_args(inner)[0])
    return isinstance(inner, type) and issubclass(inner, (*_COPIED, datetime, Period))


def _bare(hint: Any) -> Any:
    """The type without "or None", and without the name it was given (``Fen`` is an int)."""
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    return getattr(hint, "__supertype__", hint)


def _needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _shape(hint: Any) -> tuple[frozenset[type], _Fits | None]:
    """Which JSON values may stand for a field: those of these types, and what else fits."""
    if get_origin(hint) in (Union, types.UnionType):
        inner, fits = _shape(next(part for part in get_args(hint) if part is not type(None)))
        return inner | {type(None)}, fits
    if get_origin(hint) is tuple:
        parts, part_fits = _shape(get_args(hint)[0])
        return (
            frozenset(),
            lambda value: (
                type(value) is list
                and all(
                    type(part) in parts or bool(part_fits and part_fits(part)) for part in value
                )
            ),
        )
    written = getattr(hint, "__supertype__", None) or get_origin(hint) or hint
    if written is Period or written is datetime or issubclass(written, StrEnum):
        written = str
    return frozenset({written}), None
