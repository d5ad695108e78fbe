"""Papers to take away: the same that the shell's commands make, of the visitor's branch alone.

Whose each is stands beside it in ``PAPERS``. The whole books, which hold all branches, go
only to the secretary of an only branch and to whoever owns the machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot import bases as base_sheet
from bot import dues_tables, papers, roster_sheet
from bot.books import document
from bot.documents import fonts, typesetting
from bot.faults import CommandError
from bot.members import export
from bot.web.console.files import made
from bot.web.house import House, Visitor
from handlers.permissions import OFFICERS_IN_PRIVATE, SECRETARY_IN_PRIVATE, Permission
from scheduler.publication import publication
from store import backup, bases, meeting_plan
from store.period import Period

EARLIEST = 2000


@dataclass(frozen=True, slots=True)
class Paper:
    """A file's name and what is in it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for, by whom. ``year`` and ``month`` are of the query, else this one."""

    house: House
    visitor: Visitor
    year: int
    month: Period

    @classmethod
    def of(cls, request: Request, house: House, visitor: Visitor) -> Order:
        """Raises HTTPException(400)."""
        this = Period.of(visitor.ctx.today)
        asked = request.query_params
        try:
            year = int(asked.get("year", this.year))
            month = Period.parse(asked["month"]) if "month" in asked else this
        except ValueError:
            raise HTTPException(400) from None
        if not (EARLIEST <= year <= this.year + 1 and EARLIEST <= month.year <= this.year + 1):
            raise HTTPException(400)
        return cls(house, visitor, year, month)


Maker = Callable[[Order], Paper]


def ledger(order: Order) -> Paper:
    """The year's ledger and report as a workbook."""
    from bot.documents import workbook  # here, not above: a start need not wait for Excel

    branch, ctx = order.visitor.branch, order.visitor.ctx
    sheets = papers.sheets(ctx.db, branch.id, branch.name, order.year, ctx.today)
    content = made(".xlsx", lambda path: workbook.write(path, sheets))
    return Paper(f"党费台账-{branch.name}-{order.year}.xlsx", content)


def year_report(order: Order) -> Paper:
    """The year for the assembly, to print; nobody is named."""
    branch, ctx = order.visitor.branch, order.visitor.ctx
    table = dues_tables.year_report(ctx.db, branch.id, branch.name, order.year, ctx.today)
    return Paper(f"党费年度汇总-{branch.name}-{order.year}.pdf", typesetting.page(table))


def publication_picture(order: Order) -> Paper:
    """A month's publication for the group."""
    return _publication(order, ".png")


def publication_page(order: Order) -> Paper:
    """A month's publication for the wall."""
    return _publication(order, ".pdf")


def _publication(order: Order, ending: str) -> Paper:
    branch, ctx = order.visitor.branch, order.visitor.ctx
    shows = order.house.settings_of(branch.id).dues.publication_shows
    table = publication(ctx.db, branch.id, branch.name, order.month, shows, ctx.today)
    lacking = "".join(sorted(fonts.missing(table.texts()))) if fonts.available() else ""
    if lacking:
        raise CommandError(f"电脑里的字体写不出“{lacking}”。{fonts.REMEDY}")
    draw = typesetting.picture if ending == ".png" else typesetting.page
    return Paper(f"党费公示-{branch.name}-{order.month}{ending}", draw(table))


def base_table(order: Order) -> Paper:
    """The year's base sheet, to be filled and signed."""
    branch = order.visitor.branch
    rows = bases.sheet(order.visitor.ctx.db, branch.id, order.year, branch.rounding)
    cells = base_sheet.table_of(rows)
    content = made(".xlsx", lambda path: roster_sheet.write(path, cells))
    return Paper(f"党费基数表-{branch.name}-{order.year}.xlsx", content)


def roster_table(order: Order) -> Paper:
    """The roster in the office's own columns."""
    branch, ctx = order.visitor.branch, order.visitor.ctx
    rows = export.table_of(ctx.db, {branch.id: branch.name}, Period.of(ctx.today))
    content = made(".xlsx", lambda path: roster_sheet.write(path, rows))
    return Paper(f"名册-{branch.name}-{ctx.today:%Y%m%d}.xlsx", content)


def plan(order: Order) -> Paper:
    """The year's plan of meetings."""
    from bot.documents import meetings_plan  # as above

    branch, ctx = order.visitor.branch, order.visitor.ctx
    slots = meeting_plan.year_of(ctx.db, branch.id, branch.meeting_rules, order.year, ctx.now)
    content = made(
        ".xlsx", lambda path: meetings_plan.write(order.year, {branch.name: slots}, path)
    )
    return Paper(f"会议计划-{branch.name}-{order.year}.xlsx", content)


def whole_books(order: Order) -> Paper:
    """All books as one JSON document. Raises HTTPException(403)."""
    may_have_all(order)
    text = json.dumps(document(order.visitor.ctx.db), ensure_ascii=False, indent=1)
    return Paper(f"账本-{order.visitor.ctx.today:%Y%m%d}.json", f"{text}\n".encode())


def safe_copy(order: Order) -> Paper:
    """A backup that was read back. Raises HTTPException(403)."""
    may_have_all(order)
    with TemporaryDirectory(prefix="zhibu-") as folder:
        ctx = order.visitor.ctx
        done = backup.backup(ctx.db, Path(folder), 1, ctx.now)
        return Paper(done.path.name, done.path.read_bytes())


def may_have_all(order: Order) -> None:
    """Nobody gets other branches' books. Raises HTTPException(403)."""
    if not owns_all(order.house, order.visitor):
        raise HTTPException(403)


def owns_all(house: House, visitor: Visitor) -> bool:
    """Whether all books are this visitor's to keep."""
    only_one = len(house.settings.branches) == 1
    return visitor.may(SECRETARY_IN_PRIVATE) and (only_one or visitor.session.owner)


PAPERS: dict[str, tuple[Permission, Maker]] = {
    "ledger.xlsx": (OFFICERS_IN_PRIVATE, ledger),
    "year.pdf": (OFFICERS_IN_PRIVATE, year_report),
    "publication.png": (OFFICERS_IN_PRIVATE, publication_picture),
    "publication.pdf": (OFFICERS_IN_PRIVATE, publication_page),
    "bases.xlsx": (OFFICERS_IN_PRIVATE, base_table),
    "roster.xlsx": (SECRETARY_IN_PRIVATE, roster_table),
    "meetings.xlsx": (SECRETARY_IN_PRIVATE, plan),
    "books.json": (SECRETARY_IN_PRIVATE, whole_books),
    "backup.journal": (SECRETARY_IN_PRIVATE, safe_copy),
}
"""By the name in the address: whose it is (as the commands that tell the same), and its maker."""
