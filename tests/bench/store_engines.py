"""Four ways to keep the same claims, with the same five acts: what the store benchmark compares."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import defaultdict
from pathlib import Path
from typing import Any

from tinydb import TinyDB, where

from store.database import Database, TableSpec

Claim = dict[str, Any]
MONTHS = 12
MEMBERS_A_BRANCH = 30


def claims(count: int, first: int = 0) -> list[Claim]:
    """Claims of members over twelve months; about 150 bytes each as JSON."""
    return [claim(number) for number in range(first, first + count)]


def claim(number: int) -> Claim:
    """The claim with this number, always the same."""
    member, month = divmod(number, MONTHS)
    return {
        "member": f"M{member:06}",
        "branch": f"B{member // MEMBERS_A_BRANCH:05}",
        "period": f"2026-{month + 1:02}",
        "amount": 500 + number % 1500,
        "state": "open",
        "who": "secretary",
        "why": f"message-{number:08}",
    }


class Journal:
    """This store; a branch's roll-up is a running total, kept as the subject modules keep it."""

    label = "this store"
    tables = (
        TableSpec("claims", unique=(("member", "period"),), indexes=(("branch", "period"),)),
        TableSpec("totals", unique=(("branch", "period"),)),
    )

    def __init__(self, folder: Path) -> None:
        self.db = Database(folder / "journal", self.tables)

    def fill(self, rows: list[Claim]) -> None:
        for start in range(0, len(rows), 5000):
            with self.db.transaction():
                for row in rows[start : start + 5000]:
                    self._add_with_total(row)

    def insert(self, row: Claim) -> None:
        with self.db.transaction():
            self.db.add("claims", row)

    def insert_with_total(self, row: Claim) -> None:
        with self.db.transaction():
            self._add_with_total(row)

    def _add_with_total(self, row: Claim) -> None:
        self.db.add("claims", row)
        key = {"branch": row["branch"], "period": row["period"]}
        total = self.db.one("totals", **key)
        if total is None:
            self.db.add("totals", {**key, "amount": row["amount"]})
        else:
            total["amount"] += row["amount"]
            self.db.replace("totals", total["id"], total)

    def update(self, member: str, period: str) -> None:
        with self.db.transaction():
            row = self.db.one("claims", member=member, period=period)
            assert row is not None
            self.db.replace("claims", row["id"], {**row, "state": "paid"})

    def lookup(self, member: str, period: str) -> Claim:
        row = self.db.one("claims", member=member, period=period)
        assert row is not None
        return row

    def roll_up(self, branch: str, period: str) -> int:
        total = self.db.one("totals", branch=branch, period=period)
        return 0 if total is None else int(total["amount"])

    def roll_up_by_scan(self, branch: str, period: str) -> int:
        return sum(row["amount"] for row in self.db.find("claims", branch=branch, period=period))

    def close(self) -> None:
        self.db.close()


class SQLite:
    """SQLite with a write-ahead log, synchronous=FULL, and the same keys as indexes."""

    label = "SQLite WAL FULL"

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "sqlite.db", isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute(
            "CREATE TABLE IF NOT EXISTS claims (id INTEGER PRIMARY KEY, member, branch, period,"
            " amount, state, who, why, UNIQUE (member, period))"
        )
        self.db.execute("CREATE INDEX IF NOT EXISTS by_branch ON claims (branch, period)")
        self.db.execute(
            "CREATE TABLE IF NOT EXISTS totals"
            " (branch, period, amount, PRIMARY KEY (branch, period))"
        )

    def fill(self, rows: list[Claim]) -> None:
        self.db.execute("BEGIN")
        for row in rows:
            self._add_with_total(row)
        self.db.execute("COMMIT")

    def insert_with_total(self, row: Claim) -> None:
        self.db.execute("BEGIN")
        self._add_with_total(row)
        self.db.execute("COMMIT")

    def _add_with_total(self, row: Claim) -> None:
        self.insert(row)
        self.db.execute(
            "INSERT INTO totals VALUES (:branch, :period, :amount)"
            " ON CONFLICT DO UPDATE SET amount = amount + :amount",
            row,
        )

    def insert(self, row: Claim) -> None:
        self.db.execute(
            "INSERT INTO claims (member, branch, period, amount, state, who, why)"
            " VALUES (:member, :branch, :period, :amount, :state, :who, :why)",
            row,
        )

    def update(self, member: str, period: str) -> None:
        self.db.execute(
            "UPDATE claims SET state='paid' WHERE member=? AND period=?", (member, period)
        )

    def lookup(self, member: str, period: str) -> Any:
        found = self.db.execute(
            "SELECT * FROM claims WHERE member=? AND period=?", (member, period)
        )
        return found.fetchone()

    def roll_up(self, branch: str, period: str) -> int:
        found = self.db.execute(
            "SELECT sum(amount) FROM claims WHERE branch=? AND period=?", (branch, period)
        )
        return found.fetchone()[0] or 0

    def close(self) -> None:
        self.db.close()


class JSONLines:
    """The floor: one line and one fsync a change, everything in dicts, nothing guarded."""

    label = "JSON lines + fsync"

    def __init__(self, folder: Path) -> None:
        self.rows: dict[tuple[str, str], Claim] = {}
        self.branches: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        path = folder / "claims.jsonl"
        if path.exists():
            for line in path.read_bytes().splitlines():
                self._keep(json.loads(line))
        self.file = path.open("ab", buffering=0)

    def _keep(self, row: Claim) -> None:
        key = (row["member"], row["period"])
        if key in self.rows:
            self.rows[key].update(row)
        else:
            self.rows[key] = row
            self.branches[row["branch"], row["period"]].append(row)

    def fill(self, rows: list[Claim]) -> None:
        self.file.write(b"".join(json.dumps(row).encode() + b"\n" for row in rows))
        os.fsync(self.file.fileno())
        for row in rows:
            self._keep(row)

    def insert(self, row: Claim) -> None:
        self.fill([row])

    def update(self, member: str, period: str) -> None:
        self.fill([{**self.rows[member, period], "state": "paid"}])

    def lookup(self, member: str, period: str) -> Claim:
        return self.rows[member, period]

    def roll_up(self, branch: str, period: str) -> int:
        return sum(row["amount"] for row in self.branches[branch, period])

    def close(self) -> None:
        self.file.close()


class TinyJSON:
    """TinyDB as shipped: the whole file anew on each change."""

    label = "TinyDB JSONStorage"

    def __init__(self, folder: Path) -> None:
        self.db = TinyDB(folder / "tiny.json")
        self.table = self.db.table("claims", cache_size=0)
        len(self.table)  # it reads the file only when asked

    def fill(self, rows: list[Claim]) -> None:
        self.table.insert_multiple(rows)

    def insert(self, row: Claim) -> None:
        self.table.insert(row)

    def update(self, member: str, period: str) -> None:
        self.table.update(
            {"state": "paid"}, (where("member") == member) & (where("period") == period)
        )

    def lookup(self, member: str, period: str) -> Any:
        return self.table.get((where("member") == member) & (where("period") == period))

    def roll_up(self, branch: str, period: str) -> int:
        found = self.table.search((where("branch") == branch) & (where("period") == period))
        return sum(row["amount"] for row in found)

    def close(self) -> None:
        self.db.close()


ENGINES = {"journal": Journal, "sqlite": SQLite, "jsonl": JSONLines, "tinydb": TinyJSON}
