"""The commands that write papers: the publication to post and to print, the year's ledger.

Opens the books to read only: the service may go on meanwhile. Knows where files go, not what
stands in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from bot import dues_tables, settings_file
from bot.documents import fonts, typesetting
from bot.faults import CommandError
from bot.keeping import opened
from bot.reconcile_desk import branch_of
from bot.settings import BranchSettings, Settings
from scheduler.publication import publication
from store.database import Database
from store.errors import disk_errors
from store.period import Period
from store.tabular import Table


@dataclass(frozen=True, slots=True)
class Wishes:
    """``zhibu ledger`` as it was typed."""

    year: int
    out: Path
    branch: str | None
    config: Path
    data: Path | None


def publish(
    month: str,
    out: Path,
    branch: str | None,
    config: Path,
    data: Path | None,
    now: datetime,
    screen: TextIO,
) -> None:
    """A month's publication as PNG and PDF, showing what the branch has set."""
    try:
        period = Period.parse(month)
    except ValueError:
        raise CommandError(f"“{month}”不是月份，要写成 2026-03 这样。") from None
    settings = settings_file.load(config)
    chosen = branch_of(settings, branch)
    db = opened(data or settings.data)
    try:
        shows = chosen.dues.publication_shows
        table = publication(db, chosen.id, chosen.name, period, shows, now.date())
    finally:
        db.close()
    lacking = fonts.missing(table.texts()) if fonts.available() else {}
    for character, text in lacking.items():
        screen.write(f"注意：“{text}”里的“{character}”，电脑里的字体写不出来。{fonts.REMEDY}\n")
    stem = f"党费公示-{chosen.name}-{period}"
    _written(out / f"{stem}.png", typesetting.picture(table), screen)
    _written(out / f"{stem}.pdf", typesetting.page(table), screen)


def keep_ledger(wishes: Wishes, now: datetime, screen: TextIO) -> None:
    """The year's ledger and report as a workbook, or the report alone as a page to print."""
    from bot.documents import workbook  # here, not above: a start need not wait for Excel

    ending = wishes.out.suffix.lower()
    if ending not in (".xlsx", ".pdf"):
        raise CommandError(
            f"写不成“{wishes.out.name}”：文件名要以 .xlsx（台账）或 .pdf（年度汇总）结尾。"
        )
    settings = settings_file.load(wishes.config)
    chosen = _branches(settings, wishes.branch)
    db = opened(wishes.data or settings.data)
    try:
        if ending == ".pdf":
            if len(chosen) != 1:
                raise CommandError("年度汇总的 .pdf 一次写一个支部，请加 --branch。")
            table = dues_tables.year_report(
                db, chosen[0].id, chosen[0].name, wishes.year, now.date()
            )
            _written(wishes.out, typesetting.page(table), screen)
            return
        found = [
            sheet
            for b in chosen
            for sheet in sheets(
                db, b.id, b.name, wishes.year, now.date(), f"{b.name} " if len(chosen) > 1 else ""
            )
        ]
    finally:
        db.close()
    with disk_errors(wishes.out, "写表格"):
        wishes.out.parent.mkdir(parents=True, exist_ok=True)
    workbook.write(wishes.out, found)
    screen.write(f"写好了：{wishes.out}\n")


def _branches(settings: Settings, wanted: str | None) -> list[BranchSettings]:
    return [branch_of(settings, wanted)] if wanted else list(settings.branches)


def sheets(
    db: Database, branch: str, name: str, year: int, today: date, of: str = ""
) -> list[tuple[str, Table]]:
    """A branch's sheets of a year; ``of`` tells in their names whose they are."""
    return [
        (f"{of}台账", dues_tables.ledger(db, branch, name, year)),
        (f"{of}年度汇总", dues_tables.year_report(db, branch, name, year, today)),
    ]


def _written(file: Path, content: bytes, screen: TextIO) -> None:
    with disk_errors(file, "写文件"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    screen.write(f"写好了：{file}\n")
