"""Faults to plant: what is done to the books, and where a check must say what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store.database import Database
from tests.store.conftest import NOON


def change(table: str, row_id: int, /, **fields: Any) -> Callable[[Database], None]:
    """Write other values into a document."""

    def act(db: Database) -> None:
        row = db.get(table, row_id)
        assert row is not None
        assert {field: row[field] for field in fields} != fields
        db.replace(table, row_id, {**row, **fields})

    return act


def remove(table: str, row_id: int) -> Callable[[Database], None]:
    """Take a document away."""

    def act(db: Database) -> None:
        assert db.tinydb.table(table).remove(doc_ids=[row_id]) == [row_id]

    return act


def copy(table: str, row_id: int, **fields: Any) -> Callable[[Database], None]:
    """Add a document like one that is there."""

    def act(db: Database) -> None:
        db.add(table, {**(db.get(table, row_id) or {}), **fields})

    return act


def drop_field(table: str, row_id: int, field: str) -> Callable[[Database], None]:
    """Take a field out of a document."""

    def act(db: Database) -> None:
        row = db.get(table, row_id)
        assert row is not None
        del row[field]
        db.replace(table, row_id, row)

    return act


PLANTED: dict[str, tuple[Callable[[Database], None], str, int, str]] = {
    # signatures
    "a claim without a cause": (change("claims", 1, why=""), "claims", 1, "来由"),
    "a receipt without a moment": (change("receipts", 1, at=""), "receipts", 1, "读不出来"),
    "a member without a moment": (change("members", 1, at=None), "members", 1, "时间"),
    "a check-in without a cause": (change("check_ins", 1, why=""), "check_ins", 1, "来由"),
    "a verified base without a cause": (change("dues_bases", 1, why=""), "dues_bases", 1, "来由"),
    "an answer without a cause": (
        change("meeting_answers", 1, why=""),
        "meeting_answers",
        1,
        "来由",
    ),
    "a reversal without a cause": (change("reversals", 1, why=""), "reversals", 1, "来由"),
    "a post without a cause": (change("outbox", 1, why=""), "outbox", 1, "来由"),
    "a claim that lacks who": (drop_field("claims", 1, "by"), "claims", 1, "by"),
    # shapes
    "an amount in words": (change("claims", 1, amount="20"), "claims", 1, "amount"),
    "an amount with a fraction": (change("receipts", 1, amount=20.5), "receipts", 1, "amount"),
    "no such month": (change("claims", 1, period="2026-13"), "claims", 1, "月份"),
    "no such state": (change("outbox", 1, state="perhaps"), "outbox", 1, "状态"),
    "no such moment": (change("inbox", 1, at="yesterday"), "inbox", 1, "时间"),
    # what is referred to
    "a claim of nobody": (change("claims", 1, member=77), "claims", 1, "members 第 77 条"),
    "a check-in of nobody": (change("check_ins", 1, member=77), "check_ins", 1, "第 77 条"),
    "a binding of nobody": (change("bindings", 1, member=77), "bindings", 1, "第 77 条"),
    "a base of nobody": (change("dues_bases", 1, member=77), "dues_bases", 1, "第 77 条"),
    "a balance of nobody": (change("balances", 1, member=77), "balances", 1, "第 77 条"),
    "an undo list of nobody": (change("recent_acts", 1, member=77), "recent_acts", 1, "第 77 条"),
    "a message of nobody": (change("inbox", 1, member=77), "inbox", 1, "第 77 条"),
    "a receipt of no claim": (change("receipts", 1, claim=77), "receipts", 1, "claims 第 77 条"),
    "an answer to no meeting": (
        *(change("meeting_answers", 1, meeting=77), "meeting_answers", 1),
        "meetings 第 77 条",
    ),
    "a reversal of nothing": (change("reversals", 1, entry=77), "reversals", 1, "第 77 条不存在"),
    "a reversal in no table": (change("reversals", 1, table="members"), "reversals", 1, "不存在"),
    "an act by nobody": (change("claims", 1, by=77), "claims", 1, "经手人"),
    "a delivery of no post": (change("deliveries", 1, posts=[77]), "deliveries", 1, "第 77 条"),
    "a claim that went away": (remove("claims", 3), "audit", 12, "claims/3"),
    "a member who went away": (remove("members", 2), "audit", 3, "members/2"),
    # slipped in
    "a member slipped in": (copy("members", 2), "members", 3, "来历"),
    "a receipt slipped in": (copy("receipts", 1, claim=1, period="2026-03"), "receipts", 3, "来历"),
    "a binding slipped in": (
        copy("bindings", 1, active="wx9", wechat_id="wx9"),
        "bindings",
        2,
        "来历",
    ),
    "a reversal slipped in": (copy("reversals", 1, entry=2), "reversals", 3, "来历"),
    # unique keys
    "a message twice": (copy("inbox", 1), "inbox", 3, "重复"),
    "a delivery twice": (copy("deliveries", 2), "deliveries", 3, "重复"),
    "a WeChat id of two": (copy("bindings", 1, member=1), "bindings", 2, "重复"),
    "a reversal twice": (copy("reversals", 1), "reversals", 3, "重复"),
    "a balance twice": (copy("balances", 1), "balances", 4, "重复"),
    # bindings and posts
    "a binding that ended and did not": (
        *(change("bindings", 1, ended_at=NOON.isoformat()), "bindings", 1),
        "前后说法不一",
    ),
    "a binding of another id": (change("bindings", 1, active="wx9"), "bindings", 1, "不一样"),
    "a post sent at no time": (change("outbox", 1, state="sent"), "outbox", 1, "发出的时间"),
    # receipts, states, what was owed
    "a receipt for another member": (change("receipts", 2, member=1), "receipts", 2, "对不上"),
    "a receipt for another month": (
        change("receipts", 2, period="2026-03"),
        "receipts",
        2,
        "对不上",
    ),
    "a receipt from oneself": (change("receipts", 2, by=2), "receipts", 2, "本人"),
    "a claim said to be received": (change("claims", 1, state="received"), "claims", 1, "claimed"),
    "a claim said to be open": (change("claims", 2, state="claimed"), "claims", 2, "received"),
    "a claim said to be withdrawn": (
        change("claims", 1, state="withdrawn"),
        "claims",
        1,
        "claimed",
    ),
    "a reversal that went away": (remove("reversals", 1), "claims", 2, "不止一次"),
    "a base changed afterwards": (change("dues_bases", 2, amount=1), "audit", 5, "当时核定"),
    # running totals
    "less due": (change("balances", 2, due=1), "balances", 2, "重新计算"),
    "more received": (change("balances", 3, received=9900), "balances", 3, "重新计算"),
    "nothing claimed": (change("balances", 2, claimed=0), "balances", 2, "重新计算"),
    "a month not owed": (change("balances", 1, opened=False), "balances", 1, "重新计算"),
    "a balance that went away": (remove("balances", 1), "balances", 0, "缺少"),
    "a larger claim": (change("claims", 1, amount=9900), "balances", 2, "重新计算"),
    "a smaller receipt": (change("receipts", 2, amount=1), "balances", 3, "重新计算"),
    "another branch's sum": (change("branch_months", 1, received=1), "branch_months", 1, "合计"),
    "a head too many": (change("branch_months", 1, heads_received=1), "branch_months", 1, "合计"),
    "a branch's month that went away": (remove("branch_months", 1), "branch_months", 0, "缺少"),
    "arrears forgiven": (change("member_totals", 2, arrears=0), "member_totals", 2, "重新计算"),
    "a month not told": (
        change("member_totals", 2, open_periods=[]),
        "member_totals",
        2,
        "重新计算",
    ),
    "arrears in another branch": (
        change("member_totals", 2, branch="B9"),
        "member_totals",
        2,
        "重新",
    ),
    "arrears that went away": (remove("member_totals", 1), "member_totals", 0, "缺少"),
    # the audit chain
    "another word in the log": (change("audit", 7, what="别的"), "audit", 7, "被改过"),
    "somebody else in the log": (change("audit", 7, by=1), "audit", 7, "被改过"),
    "another amount owed in the log": (change("audit", 5, detail={}), "audit", 5, "被改过"),
    "an entry of the log gone": (remove("audit", 7), "audit", 8, "接不上"),
    "the first entry of the log gone": (remove("audit", 1), "audit", 2, "接不上"),
    "the last entry of the log gone": (remove("audit", 16), "meeting_answers", 1, "来历"),
    "an entry added to the log": (copy("audit", 7), "audit", 17, "接不上"),
}
