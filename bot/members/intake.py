"""What taking in an office's list would change: who is new, what differs, what is odd.

Decides first, changes afterwards: the preview that a person agrees to is what is done. A row
that cannot be told whose it is stays out; an odd cell stays out, its row counts. Knows no
terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from bot.members import table
from bot.members.columns import COLUMNS, Column, kept_cells
from bot.members.line import IDENTITY_COLUMN, NO_NAME, Line, line_of
from bot.members.listing import doubles, take_in_line, wanted
from bot.members.match import match
from bot.members.table import Fault, Row, Sheet, read_table
from handlers import member_words as words
from store import dues, roster
from store.database import Database
from store.models import Cause, Member, OfficeList
from store.period import Period


class Difference(NamedTuple):
    """What a list changes of somebody: the column, before, after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Meant:
    """A line, whom it means (None: somebody new), and what it changes of him."""

    line: Line
    member: Member | None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """What a list comes to.

    ``odd``: left out, with the reason; ``besides``: columns that are only kept; ``identity``:
    columns of identity numbers, not taken in; ``absent``: members whom the list does not name,
    to whom nothing happens.
    """

    heads: tuple[str, ...]
    meant: tuple[Meant, ...]
    odd: tuple[Fault, ...]
    besides: tuple[str, ...]
    identity: tuple[str, ...]
    absent: tuple[Member, ...]

    @property
    def new(self) -> list[Meant]:
        return [one for one in self.meant if one.member is None]

    @property
    def changed(self) -> list[Meant]:
        return [one for one in self.meant if one.differences]

    @property
    def same(self) -> int:
        return len(self.meant) - len(self.new) - len(self.changed)


@dataclass(frozen=True, slots=True)
class Belonging:
    """Which branch a row belongs to: ``names`` of the branches by id, ``only`` the one it is of."""

    names: Mapping[str, str]
    only: str | None = None

    def of(self, row: Row) -> str:
        """The branch's id. Raises OddCellError."""
        written = row.cells.get(table.BRANCH, "")
        found = [b for b, name in self.names.items() if written and _is_called(written, b, name)]
        if self.only is not None and found not in ([], [self.only]):
            raise words.OddCellError(f"写的是“{written}”，不是这个支部的")
        if self.only is not None or not written:
            branch = self.only or (next(iter(self.names)) if len(self.names) == 1 else None)
            if branch is None:
                raise words.OddCellError("没写支部，请填上，或用 --branch 指明")
            return branch
        if len(found) != 1:
            raise words.OddCellError(f"支部“{written}”在配置里没有对上，请核对，或用 --branch 指明")
        return found[0]


def _is_called(written: str, branch: str, name: str) -> bool:
    """The office may leave the township or 党 out (柳河村支部)."""

    def short(text: str) -> str:
        return text.replace("党支部", "").replace("支部", "").replace("中共", "")

    return written in (branch, name) or (bool(short(written)) and name.find(short(written)) >= 0)


def look_at(db: Database, path: Path, belonging: Belonging, now: datetime) -> Intake:
    """What a list would change. Raises MembersFileError where it cannot be read at all."""
    sheet = read_table(path)
    odd = list(sheet.faults)
    lines = _lines(sheet, belonging, odd)
    meant: list[Meant] = []
    absent: list[Member] = []
    for branch in dict.fromkeys(line.member.branch for line in lines):
        pairs = _matched(db, [line for line in lines if line.member.branch == branch], odd)
        named = {member.id for _, member in pairs if member}
        absent += [m for m in roster.members(db, branch) if m.id not in named]
        meant += [Meant(line, m, _differences(db, line, m, now) if m else ()) for line, m in pairs]
    odd += [Fault(one.line.where, what.says) for one in meant for what in one.line.odd]
    unknown = [head for head in sheet.heads if table.column(head) not in table.KNOWN]
    identity = tuple(head for head in unknown if IDENTITY_COLUMN.search(head))
    return Intake(
        heads=tuple(head for head in sheet.heads if head not in identity),
        meant=tuple(meant),
        odd=tuple(sorted(set(odd))),
        besides=tuple(head for head in unknown if head not in identity),
        identity=identity,
        absent=tuple(absent),
    )


def take(
    db: Database, cause: Cause, intake: Intake, step: Callable[[], None] = lambda: None
) -> None:
    """Do what was looked at; a transaction must be open. ``step`` is called after each member."""
    for one in intake.meant:
        if one.member is None or one.differences:
            take_in_line(db, cause, one.line, one.member)
        step()
    for branch in dict.fromkeys(one.line.member.branch for one in intake.meant):
        before = roster.office_list(db, branch)
        digests = before.digests if before else ()
        if before is None or before.columns != intake.heads:
            roster.keep_office_list(db, OfficeList(branch, cause.at, intake.heads, digests))


def _lines(sheet: Sheet, belonging: Belonging, odd: list[Fault]) -> list[Line]:
    """The rows that say whom they mean; the others are told."""
    broken = {fault.where for fault in sheet.faults}
    found: list[Line] = []
    for row in sheet.rows:
        if row.where in broken:
            continue
        try:
            line = line_of(belonging.of(row), row)
        except words.OddCellError as error:
            odd.append(Fault(row.where, str(error)))
            continue
        if line is None:
            odd.append(Fault(row.where, NO_NAME))
        else:
            found.append(line)
    twice = doubles(found)
    odd += twice
    return _without(found, twice)


def _matched(
    db: Database, lines: list[Line], odd: list[Fault]
) -> Sequence[tuple[Line, Member | None]]:
    """Lines with their members; what does not fit is told and left out, until all fits."""
    pairs, faults = match(db, lines)
    while faults:
        odd += faults
        lines = _without(lines, faults)
        pairs, faults = match(db, lines)
    return pairs


def _without(lines: Iterable[Line], faults: Iterable[Fault]) -> list[Line]:
    places = {fault.where for fault in faults}
    return [line for line in lines if line.where not in places]


def _differences(db: Database, line: Line, member: Member, now: datetime) -> tuple[Difference, ...]:
    return (*_of_fields(line, member), *_of_books(db, line, member, now))


def _of_fields(line: Line, member: Member) -> Iterator[Difference]:
    after = replace(member, **wanted(line, member))
    if after == member:
        return
    told = False
    for column in COLUMNS:
        was, is_now = getattr(member, column.field), getattr(after, column.field)
        if was != is_now:
            told = True
            yield Difference(column.label, _shown(column, was), _shown(column, is_now))
    was_kept, kept = kept_cells(member), kept_cells(after)
    for name in sorted((was_kept.keys() | kept.keys()) - table.KNOWN):
        if was_kept.get(name) != kept.get(name):
            told = True
            yield Difference(name, was_kept.get(name, ""), kept.get(name, ""))
    if not told:
        yield Difference("写法", "", "")


def _shown(column: Column, value: Any) -> str:
    return "" if value is None else column.write(value)


def _of_books(db: Database, line: Line, member: Member, now: datetime) -> Iterator[Difference]:
    new_ids = [i for i in line.wechat_ids if roster.member_of(db, i) is None]
    if new_ids:
        yield Difference("微信标识", "", "、".join(new_ids))
    due = dues.due(db, member.id, Period.of(now))
    if line.amount is not None and line.amount != due:
        was = "" if due is None else words.money_written(due)
        yield Difference("月应交", was, words.money_written(line.amount))
