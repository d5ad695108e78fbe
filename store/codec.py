"""Records to documents and back, by the types of their fields.

One mechanism for all records: int, str, bool, Period, datetime, StrEnum, tuples
of str and plain dicts. Records have no slots: one is made of another, or of a document, by
copying a dict, a quarter of what its own ``__init__`` takes, and a message makes dozens.
Knows no table and no rule.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
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
        self.needed = frozenset(field.name for field in fields(kind) if _needed(field))
        self.defaults: dict[str, Any] = {field.name: field.default for field in fields(kind)}
        self.made = _made_anew(kind)
        self.writers = [(n, w) for n in names if (w := _writer(hints[n])) is not None]
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
    row: dict[str, Any] = record.__dict__.copy()
    row.pop("id", None)
    for name, write in _form(type(record)).writers:
        row[name] = write(row[name])
    return row


def from_row(kind: type[T], row: Mapping[str, Any]) -> T:
    """The document as a record; fields that an older document lacks get their defaults.

    Raises TypeError where it lacks one that has none.
    """
    form = _form(kind)
    if not form.needed <= row.keys():
        raise TypeError(f"{kind.__name__} lacks {sorted(form.needed - row.keys())}")
    known = {**form.defaults, **row}  # in the order of the fields
    if len(known) > len(form.names):
        known = {name: known[name] for name in form.defaults}
    for name, read in form.readers:
        if name in row:
            known[name] = read(known[name])
    for name, make in form.made:
        if name not in row:
            known[name] = make()
    return _made_of(kind, known)


def _made_of(kind: type[T], values: dict[str, Any]) -> T:
    """A record with these values, one for each field; the dict is the record's from now on."""
    record = object.__new__(kind)
    object.__setattr__(record, "__dict__", values)
    return record


if TYPE_CHECKING:
    from dataclasses import replace as replace
else:

    def replace(record, /, **changes):
        """As that of dataclasses, in a sixth of its time."""
        values = record.__dict__ | changes
        if len(values) > len(record.__dict__):
            raise TypeError(f"{type(record).__name__} has no {changes.keys() - record.__dict__}")
        return _made_of(type(record), values)


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
_COPIED_PARTS = (*_COPIED, dict[str, Any])


def _writer(hint: Any) -> Turn | None:
    """How a value of this type is written; None where it is copied."""
    hint = _bare(hint)
    if hint in _COPIED or get_origin(hint) is dict:
        return None
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _word
    if hint is datetime:
        return _moment
    if get_origin(hint) is tuple and get_args(hint)[0] in _COPIED_PARTS:
        return _list
    return _text if hint is Period else plain


def _list(value: tuple[Any, ...] | None) -> list[Any] | None:
    return None if value is None else list(value)


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


def _made_anew(kind: type[Any]) -> list[tuple[str, Callable[[], Any]]]:
    """Fields whose default is made for each record."""
    made = ((field.name, field.default_factory) for field in fields(kind))
    return [(name, make) for name, make in made if make is not MISSING]


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
