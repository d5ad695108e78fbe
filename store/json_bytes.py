"""Documents as JSON bytes and back: fast for what every JSON reader knows, exact for the rest.

Numbers beyond 64 bits and halves of surrogate pairs are beyond the fast library: such a
document is written by Python's own, and begins with a blank, so that it is read by it, too.
Knows no tables and no files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

import orjson

from store.indexes import Row

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_encode_ascii = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode
# What the fast library would write in its own way is left to Python's, which refuses it.
_STRICT = (
    orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)
_BLANK = b" "
AS_IT_IS = frozenset({str, int, bool, type(None)})
"""Types whose values are the same in JSON."""


def encode(row: Mapping[str, Any]) -> bytes:
    """A document as JSON bytes. Raises TypeError or ValueError for what JSON cannot hold."""
    try:
        raw = orjson.dumps(row, option=_STRICT)
    except TypeError:
        return _BLANK + _encoded_exactly(row)
    if b"null" in raw and not _is_finite(row):
        raise ValueError("a number that is none is not JSON")
    return bytes(memoryview(raw))  # a copy: what the library returns holds on to 4 kB of room


def _encoded_exactly(row: Mapping[str, Any]) -> bytes:
    try:
        return _encode(row).encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair: only an escape can carry it
        return _encode_ascii(row).encode("ascii")


def _is_finite(value: Any) -> bool:
    """Whether no number in it is infinite or none at all: the fast library writes null then."""
    if type(value) is dict:
        rest = [part for part in value.values() if type(part) not in AS_IT_IS]
        return all(map(_is_finite, rest))
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, Mapping):
        return all(map(_is_finite, value.values()))
    return not isinstance(value, list | tuple) or all(map(_is_finite, value))


def decode(raw: bytes) -> Row:
    """The document in bytes that encode() made."""
    row: Row = json.loads(raw) if raw.startswith(_BLANK) else orjson.loads(raw)
    return row


def decode_all(raws: Iterable[bytes]) -> list[Row]:
    """Many documents; a good deal faster than one by one."""
    text = b"[" + b",".join(raws) + b"]"
    exactly = b"[ {" in text or b", {" in text  # or a text that looks so, which does no harm
    rows: list[Row] = json.loads(text) if exactly else orjson.loads(text)
    return rows
