"""Books of a small branch: who paid in March 2026, who has said so, who has not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from bot.clock import SHANGHAI
from store import dues, roster
from store.database import Database
from store.models import Cause, Member, Role
from store.money import Fen
from store.period import Period
from store.tables import TABLES

TODAY = date(2026, 3, 31)
NOON = datetime(2026, 3, 10, 12, tzinfo=SHANGHAI)
PEOPLE = {"李秀英": 1500, "张伟": 4200, "李䶮": 20, "刘洋": 1400}
PAID = ("李秀英", "张伟", "李䶮")


@contextmanager
def some_books(folder: Path) -> Iterator[Database]:
    """Three months are owed; in March all but 刘洋 have paid, in February 张伟, in January none."""
    folder.mkdir(parents=True, exist_ok=True)
    db = Database(folder, TABLES)
    by = {}
    with db.transaction():
        for name, fen in PEOPLE.items():
            roles = (Role.COLLECTOR,) if name == "李秀英" else ()
            by[name] = roster.add_member(db, _cause(name), Member("B01", name, roles=roles))
            dues.set_base(db, _cause(name), by[name], Period(2026, 1), Fen(fen), "核定")
        for month in (1, 2, 3):
            dues.open_month(db, _cause(f"month/{month}"), "B01", Period(2026, month))
        for month, name in [(2, "张伟"), *((3, name) for name in PAID)]:
            cause = _cause(f"{name}/{month}")
            claim = dues.claim(db, cause, by[name], Period(2026, month), None)
            dues.receive(db, cause, claim)
    try:
        yield db
    finally:
        db.close()


def _cause(why: str) -> Cause:
    return Cause(NOON, None, why)
