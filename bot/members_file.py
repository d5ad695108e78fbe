"""A branch's list of members as a CSV file, taken into the books.

Says what a line of the list means, and changes only what differs; the roster keeps it. A
person is known by his bound WeChat id; without one by name and group card.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot import members_table as table
from bot.members_match import matched
from bot.members_table import Fault, MembersFileError, Place, Row, read_table, refused
from store import dues, roster
from store.database import Database
from store.models import Cause, Member, Role, Standing
from store.money import Fen, parse_yuan
from store.period import Period

__all__ = ["Line", "MembersFileError", "read", "take_in"]


@dataclass(frozen=True, slots=True)
class Line:
    """One member of the list, where he stands in it, and the fields that it has columns for."""

    member: Member
    wechat_ids: tuple[str, ...]
    amount: Fen | None
    where: Place
    listed: frozenset[str]


def read(path: Path, branch: str) -> list[Line]:
    """The lines of a list. Raises MembersFileError with all faults at once."""
    rows, faults = read_table(path)
    lines = []
    for row in rows:
        wrong = _faults(row)
        faults += [Fault(row.where, what) for what in wrong]
        if not wrong:
            lines.append(_line(branch, row))
    faults += _doubles(lines)
    if faults:
        raise refused(faults)
    return lines


def take_in(db: Database, cause: Cause, lines: list[Line]) -> int:
    """Add who is new, change what differs; a transaction must be open. Returns how many changed.

    Raises MembersFileError, before anything is changed, where a WeChat id is bound to somebody
    else than the list says.
    """
    return sum(_take_in(db, cause, line, before) for line, before in matched(db, lines))


def _take_in(db: Database, cause: Cause, line: Line, before: Member | None) -> bool:
    if before is None:
        member = roster.add_member(db, cause, line.member)
    else:
        wanted = {name: getattr(line.member, name) for name in line.listed}
        member = roster.change_member(db, cause, before, **wanted)
    new_ids = [i for i in line.wechat_ids if roster.member_of(db, i) is None]
    for wechat_id in new_ids:
        roster.bind(db, cause, wechat_id, member)
    verified = _verify(db, cause, member, line.amount, is_new=before is None)
    return member != before or bool(new_ids) or verified


def _verify(
    db: Database, cause: Cause, member: Member, amount: Fen | None, *, is_new: bool
) -> bool:
    """Keep a new amount as a base from this month on; the one before stays on the books.

    A month that is open already keeps its amount, unless it was opened without any.
    """
    this = Period.of(cause.at)
    before = dues.due(db, member.id, this)
    differs = amount is not None and before != amount
    if differs and amount is not None:
        since = Period(this.year, 1) if is_new else this
        dues.set_base(db, cause, member, since, amount, "名册")
    if is_new or (differs and before is None):
        for period in dues.opened_months(db, member.branch):
            if period >= this:
                dues.open_for(db, cause, member, period)
    return differs


def _faults(row: Row) -> list[str]:
    cells = row.cells
    found = []
    if not cells.get(table.NAME):
        found.append("缺姓名")
    written = cells.get(table.AMOUNT, "")
    amount = parse_yuan(written) if written else None
    if written and (amount is None or amount < 0):
        found.append(f"月应交元“{written}”不是金额，要写数字，如 20 或 0.2；还没核定就空着")
    return found


_FROM_COLUMNS = {
    "name": (table.NAME,),
    "card": (table.CARD,),
    "aliases": (table.ALIASES,),
    "roles": (table.OFFICE,),
    "standing": (table.OFFICE, table.CATEGORY, table.STANDING),
    "category": (table.CATEGORY,),
    "mobile": (table.OFFICE, table.CATEGORY, table.STANDING, table.PLACE),
    "party_group": (table.GROUP,),
    "place": (table.PLACE, table.HOME),
    "spouse": (table.SPOUSE,),
}
"""The columns a field is read from: without any of them the list says nothing about it."""


def _line(branch: str, row: Row) -> Line:
    cells = row.cells
    office, category = cells.get(table.OFFICE, ""), cells.get(table.CATEGORY, "")
    words = f"{office} {category} {cells.get(table.STANDING, '')}"
    name, card = _name(cells[table.NAME]), cells.get(table.CARD, "")
    member = Member(
        branch=branch,
        name=name,
        card="" if card in (name, cells[table.NAME]) else card,
        aliases=_parts(cells.get(table.ALIASES, "")),
        roles=_roles(office),
        standing=_standing(words),
        category=category,
        mobile=bool(re.search("(?<!非)流动", words) or cells.get(table.PLACE)),
        party_group=cells.get(table.GROUP, ""),
        place=cells.get(table.PLACE) or cells.get(table.HOME, ""),
        spouse=_name(cells.get(table.SPOUSE, "")),
    )
    listed = {name for name, columns in _FROM_COLUMNS.items() if cells.keys() & set(columns)}
    amount = parse_yuan(cells.get(table.AMOUNT, ""))
    ids = _parts(cells.get(table.WECHAT, ""))
    return Line(member, ids, amount, row.where, frozenset(listed))


def _name(written: str) -> str:
    """Offices pad a short name with blanks (``张　伟``)."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", written)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in re.split(r"[、;；,，/\s]+", cell) if part))


_OFFICES = (
    (
        Role.SECRETARY,
        re.compile(r"(?<![副团])(?<!团支部)(?<!团总支)(?<!团委)(?:书记|支书)|secretary"),
    ),
    (Role.COLLECTOR, re.compile(r"组织委员|收款|收缴|collector")),
    (Role.GROUP_LEADER, re.compile(r"(?<!副)(?<!村民小)(?<!生产小)组长|group_leader")),
    (Role.CLERK, re.compile(r"党务|干事|镇党委|clerk")),
)
_NO_OFFICE_NOW = re.compile(r"[原前老曾]|离任|退")


def _roles(office: str) -> tuple[Role, ...]:
    held = " ".join(word for word in _parts(office) if not _NO_OFFICE_NOW.match(word))
    return tuple(role for role, words in _OFFICES if words.search(held))


def _standing(words: str) -> Standing:
    if "预备" in words:
        return Standing.PROBATIONARY
    if re.search(r"积极分子|发展对象|申请人", words):
        return Standing.APPLICANT
    return Standing.FULL


def _doubles(lines: Iterable[Line]) -> list[Fault]:
    """Ids and people that stand in the list twice, each told where it stands again."""
    ids: dict[str, Line] = {}
    people: dict[tuple[str, str], Line] = {}
    faults = []
    for line in lines:
        name = line.member.name
        for wechat_id in line.wechat_ids:
            first = ids.setdefault(wechat_id, line)
            if first is not line:
                said = f"微信标识 {wechat_id} 第{first.where.number}行{first.member.name}已经用了"
                faults.append(Fault(line.where, said))
        first = people.setdefault((name, line.member.card), line)
        if first is not line:
            said = (
                f"和第{first.where.number}行的“{name}”分不开，请在“群昵称”里写明，如 {name}（二组）"
            )
            faults.append(Fault(line.where, said))
    return faults
