"""``check``: validators over the whole store. Errors are values, and all are told at once.

Each table is read once: every row is looked at by the checks of its table, and
what the rows add up to by the checks of the whole books afterwards. Must not
change anything and must not know how the faults are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from store import (
    appraisal,
    arrears,
    attendance,
    audit,
    bases,
    bills,
    burden,
    checkins,
    contacts,
    dues,
    handing_over,
    homecomings,
    inbox,
    meetings,
    minutes,
    outbox,
    pastes,
    presence,
    questions,
    quorum,
    relays,
    roster,
    searches,
    steering,
    talks,
    totals,
    training,
)
from store.checks_audit import linked, names_exist
from store.checks_books import Books, Fault, Whole
from store.checks_collecting import batches_fit, reductions_fit
from store.checks_dues import openings_fit, receipts_fit, states_fit
from store.checks_rows import (
    RowCheck,
    audited,
    concerns,
    consistent,
    record_of,
    referring,
    signed,
    unique,
)
from store.checks_totals import totals_fit
from store.database import Database
from store.records import Table

READ: tuple[Table[Any], ...] = (
    audit.AUDIT,
    roster.MEMBERS,
    roster.OFFICE_LISTS,
    roster.BINDINGS,
    roster.STRANGERS,
    contacts.HEARD,
    searches.SEARCHES,
    homecomings.HOMECOMINGS,
    dues.BASES,
    bases.FREEZES,
    handing_over.BATCHES,
    arrears.TOLD,
    dues.OPENED,
    dues.CLAIMS,
    dues.RECEIPTS,
    dues.REVERSALS,
    bills.ARRIVALS,
    bills.PAYER_NAMES,
    totals.BALANCES,
    totals.MONTHS,
    totals.TOTALS,
    checkins.CHECK_INS,
    meetings.MEETINGS,
    meetings.ANSWERS,
    meetings.CHANGES,
    attendance.ATTENDANCE,
    quorum.LEFT_OUT,
    quorum.VOTES,
    minutes.NOTES,
    talks.TALKS,
    training.HOURS,
    appraisal.STEPS,
    appraisal.GRADES,
    questions.QUESTIONS,
    questions.LISTINGS,
    questions.ROUNDS,
    pastes.PASTED,
    inbox.INBOX,
    outbox.OUTBOX,
    outbox.DELIVERIES,
    outbox.WATERMARKS,
    presence.PRESENCES,
    relays.RELAYS,
    steering.INTERVENTIONS,
    burden.BURDENS,
    audit.RECENT,
)
"""Every table, in an order in which what a row refers to was read before it.

Only the audit log comes before what it names: it tells in which order things happened.
"""

ROW_CHECKS: tuple[RowCheck, ...] = (linked, signed, audited, referring, unique, consistent)
"""Each row is looked at by each of these."""

WHOLE_CHECKS: tuple[Whole, ...] = (
    names_exist,
    receipts_fit,
    states_fit,
    openings_fit,
    totals_fit,
    reductions_fit,
    batches_fit,
)
"""What all rows add up to is looked at by each of these."""


def check(db: Database) -> list[Fault]:
    """All faults of the books, in the order of the tables; empty where there are none."""
    books = Books()
    faults = [fault for table in READ for fault in _rows(db, table, books)]
    for whole in WHOLE_CHECKS:
        faults.extend(whole(books))
    return faults


def counts(db: Database) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: table.count(db) for table in READ}


def _rows(db: Database, table: Table[Any], books: Books) -> Iterator[Fault]:
    """The faults of one table's rows; a row that cannot be read is told and left out."""
    name = table.name
    ids, row_checks = books.ids[name], [c for c in ROW_CHECKS if concerns(c, table)]
    for row_id, row in db.each(name):
        ids.add(row_id)
        record = record_of(table.kind, {**row, "id": row_id})
        if isinstance(record, str):
            yield Fault(name, row_id, record)
            continue
        for row_check in row_checks:
            for says in row_check(name, row_id, row, books):
                yield Fault(name, row_id, says)
        books.keep(name, record)
