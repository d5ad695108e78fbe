"""One line of an office's list as a member: what each cell means, and what is odd about it.

An odd cell is left out and told; the line counts without it. An identity number is never
taken in, whatever column it stands in. Knows no file and no books.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.members import table
from bot.members.columns import BY_NAME, COLUMNS, usual_cell
from bot.members.table import Place, Row
from handlers import member_words as words
from store.models import Member
from store.money import Fen

NO_NAME = "缺姓名"

IDENTITY_COLUMN = re.compile(r"身份证|公民身份|证件号")


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that was left out: which column, and why, in Chinese."""

    column: str
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """One member of the list, where he stands in it, and the fields that it has columns for.

    ``columns`` are those it has a usable cell in; ``digest`` is of all its cells.
    """

    member: Member
    wechat_ids: tuple[str, ...]
    amount: Fen | None
    where: Place
    listed: frozenset[str]
    odd: tuple[Odd, ...] = ()
    columns: frozenset[str] = frozenset()
    digest: str = ""


_FROM_COLUMNS = {
    **{column.field: (column.name,) for column in COLUMNS},
    "roles": (table.OFFICE,),
    "standing": (table.OFFICE, table.CATEGORY, table.STANDING),
    "mobile": (table.OFFICE, table.CATEGORY, table.STANDING, table.PLACE, table.MOBILE),
    "place": (table.PLACE, table.HOME),
}
"""The columns a field is read from: without any of them the list says nothing about it."""


def line_of(branch: str, row: Row) -> Line | None:
    """The line as a member of the branch; None where it names nobody."""
    odd: list[Odd] = []
    cells = _without_identity(row.cells, odd)
    if not cells.get(table.NAME):
        return None
    read = {name: _read(name, cells[name], odd) for name in BY_NAME if cells.get(name)}
    _in_order(read, odd)
    amount = _amount(cells.get(table.AMOUNT, ""), odd)
    left_out = {one.column for one in odd}
    member = _member(branch, cells, {n: value for n, value in read.items() if n not in left_out})
    member = replace(member, cells=_kept(member, cells, left_out))
    columns = cells.keys() - left_out
    listed = {field for field, names in _FROM_COLUMNS.items() if columns & set(names)} | {"cells"}
    ids = words.parts(cells.get(table.WECHAT, ""))
    return Line(
        member,
        ids,
        amount,
        row.where,
        frozenset(listed),
        tuple(odd),
        frozenset(columns),
        _digest(cells),
    )


def _member(branch: str, cells: Mapping[str, str], read: Mapping[str, Any]) -> Member:
    office, category = read.get(table.OFFICE, ""), read.get(table.CATEGORY, "")
    said = f"{office} {category} {cells.get(table.STANDING, '')}"
    name, card = read[table.NAME], read.get(table.CARD, "")
    went_to = read.get(table.PLACE, "")
    fields = {BY_NAME[column].field: value for column, value in read.items()}
    fields |= {
        "card": "" if card in (name, cells[table.NAME]) else card,
        "roles": words.roles(office),
        "place": read.get(table.HOME) or went_to,
    }
    fields.setdefault("standing", words.standing(said))
    fields.setdefault("mobile", words.is_mobile(said) or bool(went_to))
    return Member(branch=branch, **fields)


def _read(name: str, written: str, odd: list[Odd]) -> Any:
    try:
        return BY_NAME[name].read(written)
    except words.OddCellError as error:
        odd.append(Odd(name, f"{name}“{written}”{error}"))
        return None


def _in_order(read: Mapping[str, Any], odd: list[Odd]) -> None:
    """Nobody becomes a full member before he joined."""
    joined, full = read.get(table.JOINED), read.get(table.FULL_SINCE)
    if joined and full and full[:7] < joined[:7]:
        odd.append(Odd(table.FULL_SINCE, f"转正日期 {full} 早于入党日期 {joined}，请核对"))


def _amount(written: str, odd: list[Odd]) -> Fen | None:
    try:
        return words.money(written) if written else None
    except words.OddCellError as error:
        odd.append(Odd(table.AMOUNT, f"月应交元“{written}”{error}"))
        return None


def _without_identity(cells: Mapping[str, str], odd: list[Odd]) -> dict[str, str]:
    """The cells without identity numbers; only that one was there is told, never the number."""
    clean: dict[str, str] = {}
    for column, written in cells.items():
        if IDENTITY_COLUMN.search(column):
            continue
        if words.IDENTITY.search(words.half(written)):
            odd.append(Odd(column, f"{column}里有身份证号，用不着，没有收"))
            written = ""
        clean[column] = written
    return clean


def _kept(member: Member, cells: Mapping[str, str], left_out: set[str]) -> tuple[str, ...]:
    """The cells that the fields do not tell: columns that we do not use, the office's wording."""
    return tuple(
        sorted(
            f"{column}\t{written}"
            for column, written in cells.items()
            if column not in left_out and written != _told(member, column, written)
        )
    )


def _told(member: Member, column: str, written: str) -> str:
    """The cell as we would write it ourselves."""
    if column == table.AMOUNT and written:
        return words.money_written(words.money(written))
    if column == table.WECHAT:
        return "、".join(words.parts(written))
    known = BY_NAME.get(column)
    return usual_cell(known, member) if known else ""


def _digest(cells: Mapping[str, str]) -> str:
    text = "\n".join(f"{column}\t{cells[column]}" for column in sorted(cells))
    return hashlib.sha256(text.encode()).hexdigest()[:24]
