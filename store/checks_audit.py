"""Checks of the audit log: its chain is unbroken, and what it names exists."""

from __future__ import annotations

from collections.abc import Iterator

from store.audit import AUDIT, row_digest
from store.checks_books import Books, Fault
from store.codec import from_row
from store.dues import BASE_VERIFIED, CLAIM_WITHDRAWN, MONTH_OPENED, RECEIPT_REVERSED
from store.indexes import Row
from store.models import AuditEntry


def linked(table: str, row_id: int, row: Row, books: Books) -> Iterator[str]:
    """An entry carries its own hash and the one before it; remembers what it names."""
    if table != AUDIT.name:
        return
    if row["previous"] != books.last_hash:
        yield "和前一条接不上：前面有操作日志被改过、删过或插进来过。"
    if row["hash"] != row_digest(row):
        yield "写下以后被改过。"
    books.last_hash = row["hash"]
    for name in row["about"]:
        books.named.setdefault(name, row_id)
    if row["by"] is not None:
        books.actors.setdefault(row["by"], row_id)
    if row["what"] in (CLAIM_WITHDRAWN, RECEIPT_REVERSED):
        books.taken_back.update(row["about"][:1])
    if row["what"] in (BASE_VERIFIED, MONTH_OPENED):
        books.steps.append(from_row(AuditEntry, {**row, "id": row_id}))


def names_exist(books: Books) -> Iterator[Fault]:
    """Nothing that the audit log names is gone, nor anybody who did something."""
    for name, entry in books.named.items():
        table, _, row_id = name.partition("/")
        if not row_id.isdecimal() or int(row_id) not in books.ids[table]:
            yield Fault(AUDIT.name, entry, f"提到的 {name} 不在账本里。")
    for member, entry in books.actors.items():
        if member not in books.ids["members"]:
            yield Fault(AUDIT.name, entry, f"经手人（第 {member} 号党员）不在名册里。")
