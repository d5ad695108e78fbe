"""The audit log: its chain, and the list of what a person can undo."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from store import audit
from store.models import AuditEntry
from tests.store.conftest import NOON, Ledger

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


def test_each_entry_stands_on_the_one_before(ledger: Ledger) -> None:
    for number in range(4):
        ledger.does(None, audit.record, "记一笔", (f"claims/{number}",), {"原值": {"amount": 1}})
    entries = audit.AUDIT.find(ledger.db)
    assert entries[0].previous == ""
    assert [e.previous for e in entries[1:]] == [e.hash for e in entries[:-1]]
    assert [audit.digest(entry) for entry in entries] == [entry.hash for entry in entries]


@given(
    st.builds(
        AuditEntry,
        at=st.just(NOON),
        by=st.none() | st.integers(1, 9),
        why=WORDS,
        what=WORDS,
        about=st.lists(WORDS, max_size=3).map(tuple),
        detail=st.dictionaries(WORDS, WORDS | st.integers(), max_size=3),
        previous=WORDS,
    ),
    st.sampled_from(["by", "why", "what", "about", "detail", "previous"]),
)
@settings(max_examples=100)
def test_a_digest_tells_of_every_field(entry: AuditEntry, field: str) -> None:
    other: dict[str, Any] = {
        "by": 10,
        "why": entry.why + "x",
        "what": entry.what + "x",
        "about": (*entry.about, "x"),
        "detail": {**entry.detail, "很长的一个名字": 1},
        "previous": entry.previous + "x",
    }
    assert audit.digest(replace(entry, **{field: other[field]})) != audit.digest(entry)
    assert audit.digest(replace(entry, hash="x", id=7)) == audit.digest(entry)


def forget(ledger: Ledger, member: int, why: str) -> None:
    """An act was undone."""
    with ledger.db.transaction():
        audit.forget_act(ledger.db, member, why)


def test_entries_of_one_message_are_one_act(ledger: Ledger) -> None:
    cause = ledger.cause(1)
    with ledger.db.transaction():
        audit.remember(ledger.db, cause, "claims/1")
        audit.remember(ledger.db, cause, "check_ins/1")
    ledger.does(1, audit.remember, "claims/2")
    assert audit.last_act(ledger.db, 1) == {
        "why": "msg-2",
        "at": ledger.moment.isoformat(),
        "entries": ["claims/2"],
    }
    forget(ledger, 1, "msg-2")
    act = audit.last_act(ledger.db, 1)
    assert act is not None
    assert act["entries"] == ["claims/1", "check_ins/1"]
    forget(ledger, 1, "msg-1")
    assert audit.last_act(ledger.db, 1) is None


def test_nobody_undoes_what_another_did_or_what_the_program_did(ledger: Ledger) -> None:
    ledger.does(1, audit.remember, "claims/1")
    ledger.does(None, audit.remember, "claims/2")
    assert audit.last_act(ledger.db, 2) is None
    forget(ledger, 2, "msg-1")
    assert audit.last_act(ledger.db, 1) is not None


def test_only_the_newest_acts_can_be_undone(ledger: Ledger) -> None:
    for number in range(audit.KEPT_ACTS + 3):
        ledger.does(1, audit.remember, f"claims/{number}")
    undone = []
    while (act := audit.last_act(ledger.db, 1)) is not None:
        undone += act["entries"]
        forget(ledger, 1, act["why"])
    newest = range(audit.KEPT_ACTS + 2, 2, -1)
    assert undone == [f"claims/{number}" for number in newest]
