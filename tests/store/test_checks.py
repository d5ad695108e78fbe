"""Planted faults: whoever changes the books behind the program's back is found out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store import audit, checkins, dues, inbox, meetings, outbox, roster
from store.checks import READ, check, counts
from store.database import Database, StoreError, TableSpec
from store.models import (
    Delivery,
    DeliveryState,
    InboxRow,
    Meeting,
    OutboxRow,
    PostState,
)
from store.tables import TABLES
from tests.store.conftest import MARCH, NOON, HastyDisk, Ledger
from tests.store.planted import PLANTED, change, copy, remove

UNGUARDED = tuple(TableSpec(spec.name) for spec in TABLES)
"""The same tables without a unique key: what another program would write."""


@pytest.fixture
def books(ledger: Ledger) -> Ledger:
    """One of everything: two members, three claims (open, received, taken back), a meeting."""
    wang, zhang = ledger.member("王建国", 30), ledger.member("张伟", 20)
    ledger.does(None, dues.open_month, "B01", MARCH)
    ledger.does(wang.id, roster.bind, "wxid_zhang", zhang)
    ledger.does(zhang.id, dues.claim, zhang, MARCH, None)
    received = ledger.does(zhang.id, dues.claim, zhang, MARCH + 1, None)
    again = ledger.does(wang.id, dues.reverse_receipt, ledger.receives(wang, received))
    ledger.receives(wang, again)
    ledger.does(zhang.id, dues.withdraw, ledger.does(zhang.id, dues.claim, zhang, MARCH, None))
    ledger.does(zhang.id, checkins.check_in, zhang, MARCH, place="上海")
    meeting = ledger.does(wang.id, meetings.arrange, _meeting(ledger))
    ledger.does(zhang.id, meetings.answer, meeting, zhang, "leave", "work")
    with ledger.db.transaction():
        for number in (1, 2):
            row = InboxRow(f"msg-{number}", "R01", "wxid_zhang", NOON, "answered", member=zhang.id)
            inbox.mark(ledger.db, row)
            said = outbox.put(ledger.db, OutboxRow("收到", NOON, f"msg-{number}"))
            posted = Delivery(f"k/{number}", "B01", "k", NOON, NOON, DeliveryState.POSTED)
            outbox.delivered(ledger.db, replace(posted, posts=(said.id,)))
        outbox.put(ledger.db, OutboxRow("正在发", NOON, "msg-2", state=PostState.SENDING))
    return ledger


def _meeting(ledger: Ledger) -> Meeting:
    return Meeting("B01", "assembly", NOON, *_signature(ledger))


def _signature(ledger: Ledger) -> tuple[Any, ...]:
    cause = ledger.cause(1)
    return cause.at, cause.by, cause.why


def test_books_kept_by_the_program_are_sound(books: Ledger) -> None:
    assert check(books.db) == []
    sizes = counts(books.db)
    assert (sizes["members"], sizes["claims"], sizes["receipts"], sizes["reversals"]) == (
        2,
        3,
        2,
        2,
    )


def test_every_table_is_read() -> None:
    assert sorted(table.name for table in READ) == sorted(spec.name for spec in TABLES)


def test_sound_books_are_sound_to_a_reader_beside_the_writer(books: Ledger) -> None:
    reader = Database(books.folder, TABLES, read_only=True)
    try:
        assert check(reader) == []
    finally:
        reader.close()


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found(books: Ledger, name: str) -> None:
    plant, table, row_id, says = PLANTED[name]
    with books.with_tables(UNGUARDED) as db:
        assert check(db) == []
        plant(db)
        found = [fault.says for fault in check(db) if (fault.table, fault.id) == (table, row_id)]
    assert any(says in told for told in found), found


def test_whoever_mends_the_hash_breaks_the_chain_further_on(books: Ledger) -> None:
    with books.with_tables(UNGUARDED) as db:
        entry = audit.AUDIT.get(db, 7)
        assert entry is not None
        forged = replace(entry, what="别的")
        audit.AUDIT.put(db, replace(forged, hash=audit.digest(forged)))
        assert [(fault.id, fault.table) for fault in check(db)] == [(8, "audit")]


def test_a_moment_in_two_places_is_told_everywhere_at_once(books: Ledger) -> None:
    with books.with_tables(UNGUARDED) as db:
        change("claims", 1, why="")(db)
        change("outbox", 2, why="")(db)
        change("audit", 9, why="")(db)
        places = {(fault.table, fault.id) for fault in check(db)}
    assert {("claims", 1), ("outbox", 2), ("audit", 9)} <= places


def test_doubles_do_not_even_open(books: Ledger, tmp_path: Path) -> None:
    with books.with_tables(UNGUARDED) as db:
        copy("inbox", 1)(db)
    with pytest.raises(StoreError, match="zhibu restore"):
        Database(books.folder, TABLES, disk=HastyDisk())


def test_older_books_whose_log_does_not_tell_what_was_owed_are_sound(ledger: Ledger) -> None:
    """Books begun before the log told the amounts of an opened month."""
    zhang = ledger.member("张伟", 20)
    ledger.verifies(zhang, 30, since=MARCH)
    ledger.does(None, dues.open_month, "B01", MARCH)
    with ledger.with_tables(UNGUARDED) as db:
        remove("audit", 4)(db)
        assert check(db) == []
        change("balances", 1, due=2500)(db)
        assert {fault.table for fault in check(db)} >= {"balances"}
