"""Books to try the store's subjects on: the tables of the program, in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from store import dues, roster
from store.database import Database, TableSpec
from store.disk import Disk
from store.models import Cause, DuesBase, Member, Receipt
from store.money import Fen
from store.period import Period
from store.tables import TABLES

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=timezone(timedelta(hours=8)))
MARCH = Period(2026, 3)


class HastyDisk(Disk):
    """Waits for no drive: what these tests are about is not whether it survives a power cut."""

    def sync(self, descriptor: int) -> None:
        """Say it is done."""

    def sync_folder(self, folder: Path) -> None:
        """Say it is done."""


class Ledger:
    """Books, spoken to in one line an event: each event is one message and one transaction."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = Database(folder, TABLES, disk=HastyDisk())
        self.moment = NOON
        self.messages = 0

    def cause(self, by: int | None) -> Cause:
        """The next message, a minute after the one before."""
        self.messages += 1
        self.moment += timedelta(minutes=1)
        return Cause(self.moment, by, f"msg-{self.messages}")

    def does(self, by: int | None, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Let somebody do something, alone in a transaction."""
        with self.db.transaction():
            return act(self.db, self.cause(by), *given, **named)

    def member(self, name: str, yuan: int | None = None, **fields: Any) -> Member:
        """Somebody on the roster, with a verified amount in yuan from the year's first month."""
        made: Member = self.does(None, roster.add_member, Member("B01", name, **fields))
        if yuan is not None:
            self.verifies(made, yuan)
        return made

    def verifies(self, member: Member, yuan: int, since: Period = Period(2026, 1)) -> DuesBase:
        """What a member owes from a month on."""
        base: DuesBase = self.does(None, dues.set_base, member, since, Fen(yuan * 100), "核定")
        return base

    def receives(self, by: Member, claim: Any, yuan: int | None = None) -> Receipt:
        """The collector's word that a claim's money arrived."""
        amount = None if yuan is None else Fen(yuan * 100)
        receipt: Receipt = self.does(by.id, dues.receive, claim, amount)
        return receipt

    @contextmanager
    def with_tables(self, tables: tuple[TableSpec, ...]) -> Iterator[Database]:
        """The same books under other rules: by somebody who does not go through this program."""
        self.db.close()
        other = Database(self.folder, tables, disk=HastyDisk())
        try:
            with other.transaction():
                yield other
        finally:
            other.close()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Empty books."""
    made = Ledger(tmp_path / "books")
    yield made
    made.db.close()
