"""Which line of a members' list is whom in the books.

By bound WeChat id first, then by name and group card, then by a name that only one has on
both sides. Nobody is taken for two lines, and no id changes hands: what does not fit is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from bot.members.table import Fault, Place, refused
from store import roster
from store.database import Database
from store.models import Member


class Listed(Protocol):
    """A line of the list, as far as it says who it is."""

    @property
    def member(self) -> Member: ...
    @property
    def wechat_ids(self) -> tuple[str, ...]: ...
    @property
    def where(self) -> Place: ...


L = TypeVar("L", bound=Listed)
Called = tuple[str, ...]


def matched(db: Database, lines: Sequence[L]) -> list[tuple[L, Member | None]]:
    """Each line with its member in the books, None for who is new. Raises MembersFileError."""
    pairs, faults = match(db, lines)
    if faults:
        raise refused(faults)
    return pairs


def match(db: Database, lines: Sequence[L]) -> tuple[list[tuple[L, Member | None]], list[Fault]]:
    """As ``matched``, but what does not fit is told beside the pairs."""
    if not lines:
        return [], []
    books = roster.members(db, lines[0].member.branch)
    found: dict[int, Member] = {}
    faults = _by_id(db, lines, found, _grouped(books, _name_and_card))
    _pair(lines, found, books, _name_and_card)
    _pair(lines, found, books, _name, lambda line, m: not (line.wechat_ids and _ids(db, m)))
    faults += _unclear(lines, found, books)
    return [(line, found.get(number)) for number, line in enumerate(lines)], faults


def _by_id(
    db: Database,
    lines: Sequence[Listed],
    found: dict[int, Member],
    books: Mapping[Called, Sequence[Member]],
) -> list[Fault]:
    """Match by bound WeChat ids; what does not fit is told and matched no further."""
    faults: list[Fault] = []
    taken: set[int] = set()
    for number, line in enumerate(lines):
        for member in _bound(db, line):
            wrong = _conflict(line, member, books)
            if wrong is None and (number in found or member.id in taken):
                wrong = _NOT_HIS.format("、".join(line.wechat_ids), member.called)
            faults += [Fault(line.where, wrong)] if wrong else []
            found[number] = member
            taken.add(member.id)
    return faults


def _ids(db: Database, member: Member) -> list[str]:
    return roster.wechat_ids(db, member.id)


def _bound(db: Database, line: Listed) -> list[Member]:
    """Whose the line's ids are now, each once."""
    members = (roster.member_of(db, wechat_id) for wechat_id in line.wechat_ids)
    return list({m.id: m for m in members if m is not None}.values())


_NOT_HIS = "微信标识 {} 绑的是{}，这里写在了另一位名下，请核对"


def _conflict(line: Listed, member: Member, books: Mapping[Called, Sequence[Member]]) -> str | None:
    """Why a line cannot be the member that its WeChat id is bound to."""
    new, ids = line.member, "、".join(line.wechat_ids)
    if member.branch != new.branch:
        return f"微信标识 {ids} 已是另一个支部（{member.branch}）{member.called}的，请核对"
    if new.name not in (member.name, *member.aliases) and member.name not in new.aliases:
        return (
            f"微信标识 {ids} 绑的是{member.called}，这里写成了{new.name}。"
            f"写错了请改正；是同一位改了姓名，请在“别名”一列写上{member.name}"
        )
    others = [m for m in books.get(_name_and_card(new), ()) if m.id != member.id]
    return _NOT_HIS.format(ids, member.called) if others else None


def _pair(
    lines: Sequence[Listed],
    found: dict[int, Member],
    books: Sequence[Member],
    called: Callable[[Member], Called],
    fits: Callable[[Listed, Member], bool] = lambda line, member: True,
) -> None:
    """Match lines and members that are called the same, where there is one on either side."""
    taken = {member.id for member in found.values()}
    free = _grouped((member for member in books if member.id not in taken), called)
    waiting = [number for number in range(len(lines)) if number not in found]
    rivals = Counter(called(lines[number].member) for number in waiting)
    for number in waiting:
        mine = called(lines[number].member)
        same = free.get(mine, [])
        if rivals[mine] == len(same) == 1 and fits(lines[number], same[0]):
            found[number] = same[0]


def _unclear(
    lines: Sequence[Listed], found: Mapping[int, Member], books: Sequence[Member]
) -> list[Fault]:
    """Lines that may or may not be somebody of that name whom no line claims."""
    taken = {member.id for member in found.values()}
    free = _grouped((member for member in books if member.id not in taken), _name)
    faults = []
    for number, line in enumerate(lines):
        same = free.get(_name(line.member), [])
        if number not in found and same:
            before = f"照旧写“{same[0].card}”" if same[0].card else "照旧空着"
            said = (
                f"账上已有一位“{same[0].called}”，分不清是不是这一位。"
                f"是同一位，“群昵称”请先{before}；是另一位，请把两位都写进名册"
            )
            faults.append(Fault(line.where, said))
    return faults


def _grouped(
    members: Iterable[Member], called: Callable[[Member], Called]
) -> dict[Called, list[Member]]:
    groups: dict[Called, list[Member]] = {}
    for member in members:
        groups.setdefault(called(member), []).append(member)
    return groups


def _name_and_card(member: Member) -> Called:
    return member.name, member.card


def _name(member: Member) -> Called:
    return (member.name,)
