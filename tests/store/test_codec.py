"""Any record goes to a document and comes back, through JSON, as it was."""

from __future__ import annotations

import json
import types
from dataclasses import fields, replace
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.checks import READ
from store.codec import from_row, misshapen, to_row
from store.models import Balance, Member
from store.period import Period

KINDS = sorted((table.kind for table in READ), key=lambda kind: str(kind.__name__))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.just("䶮㛃𬎆")
MOMENTS = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001 - the zone is put on afterwards
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(timezone(timedelta(hours=8))),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that a field of this type may have."""
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of(*(values(part) for part in get_args(hint)))
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=3).map(tuple)
    if get_origin(hint) is dict:
        return st.dictionaries(TEXTS, JSON, max_size=3)
    hint = getattr(hint, "__supertype__", hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    known: dict[Any, st.SearchStrategy[Any]] = {
        int: st.integers(-(2**53), 2**53),
        str: TEXTS,
        bool: st.booleans(),
        datetime: MOMENTS,
        Period: st.builds(Period, st.integers(1900, 9999), st.integers(1, 12)),
        type(None): st.none(),
    }
    return known[hint]


def records(kind: Any) -> st.SearchStrategy[Any]:
    """Any record of a kind."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: values(hints[field.name]) for field in fields(kind)})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_any_record_comes_back_as_it_was(kind: Any, data: st.DataObject) -> None:
    record = data.draw(records(kind))
    row = json.loads(json.dumps(to_row(record)))
    assert "id" not in row
    assert from_row(kind, {**row, "id": record.id}) == record
    assert misshapen(kind, row) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_a_value_of_another_type_is_named(kind: Any, data: st.DataObject) -> None:
    row = to_row(data.draw(records(kind)))
    field = data.draw(st.sampled_from(sorted(row)))
    assert misshapen(kind, {**row, field: 1.5}) == [field]


def test_an_older_document_gets_what_it_lacks_and_a_newer_one_loses_what_is_not_known() -> None:
    row = to_row(Member("B01", "张伟", place="深圳"))
    del row["spouse"]
    assert from_row(Member, {**row, "rank": 3}) == Member("B01", "张伟", place="深圳")
    assert misshapen(Member, row) == []
    del row["name"]
    assert misshapen(Member, row) == ["name"]


def test_what_is_no_month_is_refused() -> None:
    row = to_row(Balance(1, "B01", Period(2026, 3)))
    assert from_row(Balance, {**row, "id": 4}) == replace(Balance(1, "B01", Period(2026, 3)), id=4)
    with pytest.raises(ValueError, match="2026-13"):
        from_row(Balance, {**row, "period": "2026-13"})
