"""Checks that look at one row: its shape, its signature, its keys, what it refers to.

Each is a small function that yields Chinese sentences. Most are declared as data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from store.checks_audit import linked
from store.checks_books import Books
from store.codec import from_row, misshapen
from store.indexes import Row
from store.models import PostState
from store.records import Table
from store.tables import TABLES

RowCheck = Callable[[str, int, Row, Books], Iterator[str]]

REFERENCES: dict[str, dict[str, str]] = {
    "bindings": {"member": "members"},
    "strangers": {"says": "members"},
    "heard": {"member": "members"},
    "searches": {"member": "members"},
    "homecomings": {"member": "members"},
    "dues_bases": {"member": "members"},
    "told_arrears": {"member": "members"},
    "claims": {"member": "members"},
    "receipts": {"member": "members", "claim": "claims"},
    "arrivals": {"receipt": "receipts"},
    "payer_names": {"member": "members"},
    "balances": {"member": "members"},
    "member_totals": {"member": "members"},
    "check_ins": {"member": "members"},
    "meeting_changes": {"meeting": "meetings"},
    "attendance": {"member": "members", "meeting": "meetings"},
    "talks": {"first": "members", "second": "members"},
    "training_hours": {"member": "members"},
    "meeting_notes": {"meeting": "meetings"},
    "left_out": {"member": "members", "meeting": "meetings"},
    "vote_counts": {"meeting": "meetings"},
    "meeting_answers": {"member": "members", "meeting": "meetings"},
    "inbox": {"member": "members"},
    "deliveries": {"posts": "outbox"},
    "interventions": {"meeting": "meetings"},
    "recent_acts": {"member": "members"},
}
"""Which field of which table holds the ids of which other table. Besides, ``by`` is a member."""

AUDITED = frozenset(
    {
        *("arrivals", "payer_names"),
        *("members", "searches", "homecomings"),
        *("bindings", "dues_bases", "claims", "receipts"),
        *("base_freezes", "handed_over"),
        *("check_ins", "meetings", "meeting_answers", "attendance", "interventions"),
        *("left_out", "vote_counts", "meeting_notes"),
        *("talks", "training_hours", "appraisal_steps", "grade_counts"),
    }
)
"""Tables whose every row is named in the audit log: one that is not was slipped in."""

_SIGNATURE = {"at": "没有记下时间", "why": "没有记下来由"}
_UNIQUE = {spec.name: spec.unique for spec in TABLES}


def concerns(row_check: RowCheck, table: Table[Any]) -> bool:
    """Whether a check has anything to say of a table's rows: most have not, of most tables."""
    has = {field.name for field in fields(table.kind)}
    here: dict[RowCheck, bool] = {
        signed: bool(has & _SIGNATURE.keys()),
        audited: table.name in AUDITED or table.name == "reversals",
        referring: "by" in has or table.name in REFERENCES or table.name == "reversals",
        unique: bool(_UNIQUE.get(table.name)),
        consistent: table.name in ("bindings", "outbox"),
        linked: table.name == "audit",
    }
    return here[row_check]


def record_of(kind: type[Any], row: Row) -> Any:
    """The record in a row, or a sentence that tells why it cannot be read."""
    wrong = misshapen(kind, row)
    if wrong:
        return f"读不出来：{'、'.join(wrong)} 缺少或不对。"
    try:
        return from_row(kind, row)
    except ValueError:
        return "读不出来：时间、月份或状态不对。"


def signed(table: str, row_id: int, row: Row, books: Books) -> Iterator[str]:
    """Whatever carries a moment and a cause has them filled in."""
    for field, says in _SIGNATURE.items():
        if field in row and not row[field]:
            yield f"{says}（{field}）。"


def audited(table: str, row_id: int, row: Row, books: Books) -> Iterator[str]:
    """The audit log tells of it."""
    known = table not in AUDITED or f"{table}/{row_id}" in books.named
    if table == "reversals":
        known = f"{row['table']}/{row['entry']}" in books.taken_back
    if not known:
        yield "操作日志里没有这一条的来历。"


def referring(table: str, row_id: int, row: Row, books: Books) -> Iterator[str]:
    """What it refers to exists."""
    by = row.get("by")
    if by is not None and table != "audit" and by not in books.ids["members"]:
        yield f"经手人（第 {by} 号党员）不在名册里。"
    for field, target in REFERENCES.get(table, {}).items():
        value = row.get(field)
        for one in value if isinstance(value, list) else [value]:
            if one is not None and one not in books.ids[target]:
                yield f"所指的 {target} 第 {one} 条不存在。"
    if table == "reversals" and not _reverses(row, books):
        yield f"所冲销的 {row['table']} 第 {row['entry']} 条不存在。"


def unique(table: str, row_id: int, row: Row, books: Books) -> Iterator[str]:
    """No other row has its key."""
    for key in _UNIQUE.get(table, ()):
        values = tuple([row.get(field) for field in key])
        if None in values:
            continue
        first = books.keys[table, key].setdefault(values, row_id)
        if first != row_id:
            yield f"和第 {first} 条重复（{'、'.join(key)} 相同）。"


def consistent(table: str, row_id: int, row: Row, books: Books) -> Iterator[str]:
    """Fields that say the same thing twice agree."""
    if table == "bindings" and (row["active"] is None) == (row["ended_at"] is None):
        yield "绑定是否还有效，前后说法不一。"
    if table == "bindings" and row["active"] not in (None, row["wechat_id"]):
        yield "有效的微信标识和登记的不一样。"
    if table == "outbox" and row["state"] == PostState.SENT and not row["sent_at"]:
        yield "记着已发出，却没有发出的时间。"


def _reverses(row: Row, books: Books) -> bool:
    return row["table"] in ("claims", "receipts") and row["entry"] in books.ids[row["table"]]
