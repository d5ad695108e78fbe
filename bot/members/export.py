"""The roster as the table an office knows: its own columns in their order, its own words.

Taken in again, the table changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from bot import roster_sheet, settings_file
from bot.clock import SystemClock
from bot.keeping import opened
from bot.members import table
from bot.members.columns import BY_NAME, LABELS, ORDER, cell, kept_cells, usual_cell
from handlers import member_words as words
from store import dues, roster
from store.database import Database
from store.models import Member
from store.period import Period

Table = list[list[str]]


def table_of(db: Database, branches: Mapping[str, str], this: Period) -> Table:
    """The members of these branches (names by id), heads first; ``this``: the month of the dues."""
    members = [m for branch in branches for m in roster.members(db, branch)]
    rows = [_row(db, member, branches, this) for member in members]
    heads = _heads(db, branches)
    columns = [table.column(head) or head for head in heads]
    for name in (*ORDER, *_besides(members)):
        if name not in columns and _is_needed(name, members, rows, len(branches)):
            heads.append(LABELS.get(name, name))
            columns.append(name)
    return [heads, *([row.get(name, "") for name in columns] for row in rows)]


def export_roster(data: Path, config: Path, target: Path, out: TextIO) -> None:
    """The roster of all branches into a file; the branches are called as the config has it.

    Raises CommandError where there are no books, DiskError where the file cannot be written.
    """
    names = _branch_names(config)
    db = opened(data)
    try:
        known = {m.branch: names.get(m.branch, m.branch) for m in roster.MEMBERS.find(db)}
        branches = {b: name for b, name in names.items() if b in known} | known
        rows = table_of(db, branches, Period.of(SystemClock().now()))
    finally:
        db.close()
    roster_sheet.write(target, rows)
    out.write(f"名册导出好了：{target}，共{len(rows) - 1}人。里面有电话，请妥善保管。\n")


def _branch_names(config: Path) -> dict[str, str]:
    if not config.exists():
        return {}
    return {branch.id: branch.name for branch in settings_file.load(config).branches}


def _heads(db: Database, branches: Mapping[str, str]) -> list[str]:
    """The columns as the office last had them, those of the first branch first."""
    heads: dict[str, str] = {}
    for branch in branches:
        taken = roster.office_list(db, branch)
        for head in taken.columns if taken else ():
            heads.setdefault(table.column(head) or head, head)
    return list(heads.values()) or [table.NAME]


def _besides(members: Sequence[Member]) -> list[str]:
    """Columns of the office's lists that the program only keeps."""
    kept = (name for member in members for name in kept_cells(member))
    return [name for name in dict.fromkeys(kept) if name not in table.KNOWN]


def _is_needed(
    name: str, members: Sequence[Member], rows: Sequence[Mapping[str, str]], branches: int
) -> bool:
    """Whether something would be lost without this column."""
    if name == table.BRANCH:
        return branches > 1
    column = BY_NAME.get(name)
    if column is not None:
        return any(usual_cell(column, member) for member in members)
    return any(row.get(name) for row in rows)


def _row(db: Database, member: Member, branches: Mapping[str, str], this: Period) -> dict[str, str]:
    kept = kept_cells(member)
    row = {name: cell(column, member, kept) for name, column in BY_NAME.items()}
    row |= {name: text for name, text in kept.items() if name not in table.KNOWN}
    row[table.BRANCH] = kept.get(table.BRANCH, branches[member.branch])
    ids = roster.wechat_ids(db, member.id)
    written = kept.get(table.WECHAT, "")
    row[table.WECHAT] = written if list(words.parts(written)) == ids else "、".join(ids)
    due = dues.due(db, member.id, this)
    row[table.AMOUNT] = "" if due is None else words.money_written(due)
    if (amount := kept.get(table.AMOUNT)) and words.money(amount) == due:
        row[table.AMOUNT] = amount
    return row
