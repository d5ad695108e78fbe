"""``zhibu bases``: the year's base sheet out to a file, and back after it was filled and signed.

Taken in only after a preview and one agreement; the column 核定 counts, the others are for
people to read. Knows how to read and print, not what may be verified (``store/bases.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot import roster_sheet, settings_file
from bot.clock import Clock
from bot.faults import CommandError
from bot.keeping import opened
from bot.members.table import Row, read_table
from bot.pasting.screen import Screen
from bot.settings import BranchSettings
from handlers import base_words
from store import bases, dues, roster
from store.bases import SheetRow
from store.database import Database
from store.dues_rates import Rounding
from store.models import Cause, DuesBase, Member
from store.money import Fen, parse_yuan, yuan
from store.period import Period
from store.tables import TABLES
from store.tabular import Column, Holds, Table

HEADS = ("姓名", "类别", "去年", "基数", "按规定", "核定", "备注")

_SUMS = frozenset({"去年", "基数", "核定"})
_NOTES = (
    "金额单位：元。只填“核定”一栏（每月交多少），“按规定”是建议数。",
    "在职：3000元以内0.5%，3000—5000元1%，5000—10000元1.5%，10000元以上2%，按全额算。",
    "正好3000、5000、10000元的按低的一档。离退休：5000元以内0.5%，以上1%。",
    "农民每月0.2—1元；学生、下岗、低保每月0.2元。",
)
_SIGNATURE = "核定人：＿＿＿＿＿　　书记：＿＿＿＿＿　　支部（章）　　　　　年　　月　　日"

SHOWN = 30
"""How many lines of the preview are shown; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """The command as it was typed."""

    year: int
    branch: str | None
    config: Path
    data: Path | None = None
    yes: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A line of the sheet that verifies another amount than the books hold."""

    member: Member
    amount: Fen
    income: Fen | None
    before: Fen | None


def table_of(rows: list[SheetRow]) -> list[list[str]]:
    """The base sheet, heads first; amounts in yuan. A card tells those of the same name apart."""
    return [list(HEADS), *(_cells(row) for row in rows)]


def paper(rows: list[SheetRow], branch: str, year: int) -> Table:
    """The sheet as it is printed and signed; the column names are those that are read back."""
    columns = tuple(Column(head, Holds.MONEY if head in _SUMS else Holds.TEXT) for head in HEADS)
    lines = tuple(
        (
            row.member.called,
            row.member.category,
            row.last_year,
            row.base,
            base_words.proposed(row.proposal),
            row.verified,
            base_words.note(row),
        )
        for row in rows
    )
    return Table(
        title=f"{year}年党费基数核定表",
        subtitle=branch,
        columns=columns,
        rows=lines,
        notes=_NOTES,
        footer=(_SIGNATURE,),
    )


def export(wishes: Wishes, target: Path, screen: Screen) -> None:
    """Write the sheet. Raises CommandError where there are no books, DiskError for the file."""
    from bot.documents import workbook  # here, not above: a start need not wait for Excel

    branch, data = _branch(wishes)
    db = opened(data)
    try:
        rows = bases.sheet(db, branch.id, wishes.year, branch.dues.rounding)
    finally:
        db.close()
    if target.suffix.lower() in roster_sheet.EXCEL:
        workbook.write(target, [(f"{wishes.year}年", paper(rows, branch.name, wishes.year))])
    else:
        roster_sheet.write(target, table_of(rows))
    screen.say(
        f"{wishes.year}年党费基数表写好了：{target}，共{len(rows)}人。里面有收入，请妥善保管。"
    )


def take_in(wishes: Wishes, file: Path, clock: Clock, screen: Screen) -> int:
    """Show what a filled sheet verifies, and keep it after one agreement; returns how many.

    Raises the mendable errors, in Chinese.
    """
    branch, data = _branch(wishes)
    now = clock.now()
    db = Database(data, TABLES)
    try:
        if bases.is_frozen(db, branch.id, wishes.year):
            raise CommandError(f"{wishes.year}年的基数已经冻结，年中变动请用“核定”一位一位写原因。")
        odd: list[str] = []
        filled = list(_filled(db, branch.id, wishes.year, file, odd))
        for line in _told(filled, odd):
            screen.say(line)
        if not filled or not _agreed(wishes, screen):
            return 0
        cause = Cause(now, None, f"bases/{file.name}/{now:%Y%m%d-%H%M%S}")
        with db.transaction():
            for one in filled:
                bases.verify(db, cause, one.member, _base(one, cause, wishes.year))
        screen.say(f"核定好了：{len(filled)}人。")
        return len(filled)
    finally:
        db.close()


def _branch(wishes: Wishes) -> tuple[BranchSettings, Path]:
    settings = settings_file.load(wishes.config)
    found = [b for b in settings.branches if wishes.branch in (None, b.id, b.name)]
    if len(found) != 1:
        names = "、".join(b.id for b in settings.branches)
        raise CommandError(f"要用 --branch 写明是哪个支部。有：{names}。")
    return found[0], wishes.data or settings.data


def _cells(row: SheetRow) -> list[str]:
    return [
        row.member.called,
        row.member.category,
        _yuan(row.last_year),
        _yuan(row.base),
        base_words.proposed(row.proposal),
        _yuan(row.verified),
        base_words.note(row),
    ]


def _yuan(amount: Fen | None) -> str:
    return "" if amount is None else yuan(amount)


def _filled(db: Database, branch: str, year: int, file: Path, odd: list[str]) -> Iterator[Filled]:
    """The lines that change something; what cannot be read goes to ``odd``."""
    known: Mapping[int, SheetRow] = {
        row.member.id: row for row in bases.sheet(db, branch, year, Rounding.FEN)
    }
    for row in read_table(file).rows:
        written = row.cells.get("核定", "")
        if not written:
            continue
        amount, income = parse_yuan(written), _income(row)
        holders = [m for m in roster.named(db, branch, row.cells["姓名"]) if m.id in known]
        if amount is None or amount < 0:
            odd.append(f"{row.where}：核定“{written}”不是金额")
        elif len(holders) != 1:
            odd.append(f"{row.where}：“{row.cells['姓名']}”在名册里没对上")
        elif known[holders[0].id].verified != amount:
            before = dues.due(db, holders[0].id, Period(year, 1))
            yield Filled(holders[0], amount, income, before)


def _income(row: Row) -> Fen | None:
    written = row.cells.get("基数") or row.cells.get("月收入", "")
    return parse_yuan(written) if written else None


def _base(one: Filled, cause: Cause, year: int) -> DuesBase:
    return DuesBase(
        member=one.member.id,
        since=Period(year, 1),
        amount=one.amount,
        reason=f"{year}年基数表",
        at=cause.at,
        by=cause.by,
        why=cause.why,
        income=one.income,
    )


def _told(filled: list[Filled], odd: list[str]) -> Iterator[str]:
    yield f"要核定的 {len(filled)} 人，没看懂的 {len(odd)} 处。"
    for one in filled[:SHOWN]:
        before = f"（原来{yuan(one.before)}元）" if one.before is not None else ""
        yield f"  {one.member.called} 每月{yuan(one.amount)}元{before}"
    if len(filled) > SHOWN:
        yield f"  还有{len(filled) - SHOWN}人"
    yield from (f"  {line}" for line in odd)


def _agreed(wishes: Wishes, screen: Screen) -> bool:
    if wishes.yes:
        return True
    if not screen.present:
        screen.say("只是给您看，还没有记。要记请加 --yes 再运行一次。")
        return False
    if screen.ask("要这样核定吗？回 是 就记，直接回车不记：") in ("是", "y", "yes", "好", "对"):
        return True
    screen.say("没有记，账本没有变。")
    return False
