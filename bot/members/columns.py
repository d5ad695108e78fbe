"""What each column of a members' list says about a member, read and written.

A column that says nothing new is empty: what it would say is implied by the others. What the
office words in its own way is kept beside the value, so that its list comes back as it was.
Knows no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.members import table
from handlers import member_words as words
from store.models import Member


@dataclass(frozen=True, slots=True)
class Column:
    """One column that holds a field of a member.

    ``label`` is what it is called in a list of our own; ``read`` raises OddCellError;
    ``implied`` is the value that an empty cell stands for, given the rest of the member.
    """

    name: str
    label: str
    field: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    implied: Callable[[Member], Any]


def _nothing(member: Member) -> str:
    return ""


def _as_it_is(value: str) -> str:
    return value


def _text(name: str, field: str, label: str = "") -> Column:
    return Column(name, label or name, field, _as_it_is, _as_it_is, _nothing)


def _day(name: str, field: str) -> Column:
    return Column(name, name, field, words.day, _as_it_is, _nothing)


def words_of(member: Member) -> str:
    """Where the list may say in passing that somebody is mobile or on probation."""
    return f"{member.office} {member.category}"


COLUMNS: tuple[Column, ...] = (
    Column(table.NAME, table.NAME, "name", words.name, _as_it_is, _nothing),
    _text(table.GROUP, "party_group"),
    _text(table.OFFICE, "office", "职务"),
    Column(
        table.STANDING,
        table.STANDING,
        "standing",
        words.standing,
        words.STANDING_NAMES.__getitem__,
        lambda m: words.standing(words_of(m)),
    ),
    _text(table.CATEGORY, "category"),
    _day(table.JOINED, "joined_on"),
    _day(table.FULL_SINCE, "full_since"),
    Column(table.PHONE, table.PHONE, "phone", words.phone, _as_it_is, _nothing),
    Column(
        table.MOBILE,
        table.MOBILE,
        "mobile",
        words.yes_or_no,
        lambda mobile: "是" if mobile else "否",
        lambda m: words.is_mobile(words_of(m)) or bool(m.went_to),
    ),
    _day(table.LEFT_HOME, "left_home_on"),
    _text(table.PLACE, "went_to"),
    Column(table.HOME, table.HOME, "place", _as_it_is, _as_it_is, lambda m: m.went_to),
    _text(table.CONTACT, "contact_person"),
    Column(
        table.INCOME,
        table.INCOME,
        "income",
        words.money,
        words.money_written,
        lambda m: None,
    ),
    Column(table.SPOUSE, table.SPOUSE, "spouse", words.name, _as_it_is, _nothing),
    _text(table.CARD, "card", "微信群名片"),
    Column(
        table.ALIASES,
        table.ALIASES,
        "aliases",
        words.parts,
        "、".join,
        lambda m: (),
    ),
)
"""In the order of a list of our own."""

BY_NAME = {column.name: column for column in COLUMNS}

LABELS = {column.name: column.label for column in COLUMNS} | {
    table.BRANCH: "支部",
    table.AMOUNT: "月应交",
    table.WECHAT: "微信标识",
}

ORDER = (
    *(table.NAME, table.BRANCH, table.GROUP, table.OFFICE, table.STANDING, table.CATEGORY),
    *(table.JOINED, table.FULL_SINCE, table.PHONE, table.MOBILE, table.LEFT_HOME, table.PLACE),
    *(table.HOME, table.CONTACT, table.INCOME, table.AMOUNT, table.SPOUSE, table.CARD),
    *(table.WECHAT, table.ALIASES),
)
"""All columns of a list of our own, by name."""


def usual_cell(column: Column, member: Member) -> str:
    """What the column says of a member in our own words; empty where the rest implies it."""
    value = _value(column, member)
    return "" if value is None or value == column.implied(member) else column.write(value)


def kept_cells(member: Member) -> dict[str, str]:
    """The cells of the office's list that the member's fields do not tell, by column."""
    return dict(cell.split("\t", 1) for cell in member.cells)


def cell(column: Column, member: Member, kept: Mapping[str, str]) -> str:
    """What the column says of a member, as the office words it while that is still true."""
    written = kept.get(column.name)
    if written is None:
        return usual_cell(column, member)
    try:
        value = column.read(written) if written else column.implied(member)
    except words.OddCellError:
        return usual_cell(column, member)
    if column.field == "card" and value == member.name:
        value = ""
    return written if value == _value(column, member) else usual_cell(column, member)


def _value(column: Column, member: Member) -> Any:
    """The field; the office in words where only the rights are known."""
    if column.field == "office" and words.roles(member.office) != member.roles:
        return "、".join(words.ROLE_NAMES[role] for role in member.roles)
    return getattr(member, column.field)
