"""An office with its lists: written as offices write them, taken in, and handed back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path

import openpyxl

from bot import roster_sheet
from bot.clock import SHANGHAI, VirtualClock
from bot.members.export import Table, table_of
from bot.members.importing import Wishes, take_in_file
from bot.pasting.screen import Screen
from store import roster
from store.database import Database
from store.models import Member
from store.period import Period
from store.tables import TABLES

CONFIG = """
branches:
  - id: B01
    name: 青石镇柳河村党支部
  - id: B02
    name: 青石镇石桥村党支部
"""
NAMES = {"B01": "青石镇柳河村党支部", "B02": "青石镇石桥村党支部"}
NOON = datetime(2026, 3, 2, 12, tzinfo=SHANGHAI)


def workbook(path: Path, rows: Iterable[Sequence[object]], merge: str | None = None) -> Path:
    """A workbook as somebody made it by hand."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    book.save(path)
    return path


class Office:
    """Runs ``zhibu import`` as somebody at a terminal would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "config.yaml").write_text(CONFIG, "utf-8")

    def imports(
        self, file: Path, *, branch: str | None = None, answer: str | None = "是", yes: bool = False
    ) -> str:
        """What the command says; ``answer`` None: there is no terminal."""
        out = StringIO()
        screen = Screen(StringIO(f"{answer or ''}\n"), out, present=answer is not None)
        wishes = Wishes(file, branch, self.folder / "config.yaml", self.folder / "data", yes)
        take_in_file(wishes, VirtualClock(NOON), screen)
        return out.getvalue().replace(f"{self.folder}/", "")

    def books(self) -> Database:
        return Database(self.folder / "data", TABLES)

    def members(self) -> dict[str, Member]:
        db = self.books()
        try:
            return {m.called: m for m in roster.MEMBERS.find(db)}
        finally:
            db.close()

    def table(self, *branches: str) -> Table:
        db = self.books()
        try:
            return table_of(db, {b: NAMES[b] for b in branches or ("B01",)}, Period.of(NOON))
        finally:
            db.close()

    def exports(self, name: str, *branches: str) -> Path:
        roster_sheet.write(self.folder / name, self.table(*branches))
        return self.folder / name
