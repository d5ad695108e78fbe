"""The contract with many values: what comes back, and random transactions against a model."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import DuplicateKeyError
from tests.store.engine.conftest import Opening
from tests.store.engine.test_contract import Broken, add, break_off

_numbers = count()


@pytest.mark.parametrize(
    "value",
    [
        "䶮㛃𬎆·阿卜杜拉",
        'quotes " and \\ and\nlines\r\n\x00\x1f\u2028',
        "-- 0000000000 00000000 00000000",
        "\ud83d",
        -(2**63),
        10**30,
        0.1,
        True,
        None,
        [],
        {"a": [{"b": None}]},
    ],
)
def test_values_come_back_as_they_went(opening: Opening, value: Any) -> None:
    row_id = add(opening(), "notes", value=value)
    (found,) = (opening().get("notes", row_id)["value"],)
    assert found == value
    assert type(found) is type(value)


def test_what_json_cannot_hold_is_refused_and_nothing_else_lost(opening: Opening) -> None:
    db = opening()
    add(db, "notes", n=1)
    with pytest.raises(TypeError), db.transaction():
        db.add("notes", {"n": object()})
    assert opening().find("notes") == [{"id": 1, "n": 1}]


Scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "张"])
Acts = st.lists(
    st.tuples(st.sampled_from(["add", "replace"]), st.integers(1, 6), Scalars, Scalars),
    max_size=5,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(transactions=st.lists(st.tuples(Acts, st.booleans()), max_size=8))
def test_any_engine_is_a_dictionary_that_may_refuse(
    opening: Opening, transactions: list[tuple[list[Any], bool]]
) -> None:
    """Random transactions against the plainest model; some are broken off."""
    name = f"books-{next(_numbers)}"
    db = opening(name)
    model: dict[int, Any] = {}
    for acts, completed in transactions:
        model = _model_after(db, model, acts, completed)
    _is(db, model)
    _is(opening(name), model)


def _model_after(db: Any, model: dict[int, Any], acts: list[Any], completed: bool) -> Any:
    changed = dict(model)
    try:
        with db.transaction():
            for act, row_id, member, state in acts:
                row = {"member": member, "period": "p", "state": state}
                if act == "add":
                    new_id = db.add("claims", row)
                    changed[new_id] = {**row, "id": new_id}
                elif row_id in changed:
                    db.replace("claims", row_id, row)
                    changed[row_id] = {**row, "id": row_id}
            if not completed:
                break_off()
    except (DuplicateKeyError, Broken):
        return model
    return changed


def _is(db: Any, model: dict[int, Any]) -> None:
    rows = [row for _, row in sorted(model.items())]
    assert db.find("claims") == rows
    keys = [row["member"] for row in rows if row["member"] is not None]
    assert all(db.count("claims", member=key, period="p") == 1 for key in keys)
    for state in (None, True, 1, "a"):
        assert db.find("claims", state=state) == [row for row in rows if row["state"] == state]
