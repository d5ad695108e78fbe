"""A branch's list of members, Excel or CSV, taken into the books.

Says what a line of the list means, and changes only what differs; the roster keeps it. A
person is known by his bound WeChat id; without one by name and group card.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.members import table
from bot.members.line import NO_NAME, Line, line_of
from bot.members.match import matched
from bot.members.table import Fault, MembersFileError, read_table, refused
from store import dues, roster
from store.database import Database
from store.models import Cause, Member, OfficeList
from store.money import Fen
from store.period import Period

__all__ = ["Line", "MembersFileError", "read", "take_in", "take_in_news"]


def read(path: Path, branch: str) -> list[Line]:
    """The lines of a list. Raises MembersFileError with all faults at once.

    A cell that is odd is left out, except for an amount: that is a fault.
    """
    sheet = read_table(path)
    faults, found = list(sheet.faults), []
    for row in sheet.rows:
        line = line_of(branch, row)
        if line is None:
            faults.append(Fault(row.where, NO_NAME))
            continue
        wrong = [Fault(row.where, odd.says) for odd in line.odd if odd.column == table.AMOUNT]
        faults += wrong
        found += [] if wrong else [line]
    faults += doubles(found)
    if faults:
        raise refused(faults)
    return found


def take_in(db: Database, cause: Cause, lines: list[Line]) -> int:
    """Add who is new, change what differs; a transaction must be open. Returns how many changed.

    Raises MembersFileError, before anything is changed, where a WeChat id is bound to somebody
    else than the list says.
    """
    return sum(take_in_line(db, cause, line, before) for line, before in matched(db, lines))


def take_in_news(db: Database, cause: Cause, lines: list[Line]) -> int:
    """As ``take_in``, but a line that reads as it did the last time changes nothing.

    So that what was changed in the chat since is not undone by the old list; and a list that
    is all as it was is not compared with anybody.
    """
    if not lines:
        return 0
    branch = lines[0].member.branch
    before = roster.office_list(db, branch)
    digests = tuple(line.digest for line in lines)
    if before is not None and before.digests == digests:
        return 0
    known = frozenset(before.digests) if before else frozenset()
    pairs = matched(db, lines)
    news = [(line, member) for line, member in pairs if line.digest not in known or not member]
    columns = before.columns if before else ()
    roster.keep_office_list(db, OfficeList(branch, cause.at, columns, digests))
    return sum(take_in_line(db, cause, line, member) for line, member in news)


def wanted(line: Line, before: Member) -> dict[str, Any]:
    """What the list says of somebody known, field by field.

    A list that only tells where he went to says nothing new of where he is, unless that changed.
    """
    listed = line.listed
    if table.HOME not in line.columns and line.member.went_to == before.went_to:
        listed = listed - {"place"}
    kept = [c for c in before.cells if c.split("\t")[0] not in line.columns]
    fields = {name: getattr(line.member, name) for name in sorted(listed)}
    return {**fields, "cells": tuple(sorted((*kept, *line.member.cells)))}


def take_in_line(db: Database, cause: Cause, line: Line, before: Member | None) -> bool:
    """Add or change one member; whether anything changed. A transaction must be open."""
    if before is None:
        member = roster.add_member(db, cause, line.member)
    else:
        member = roster.change_member(db, cause, before, **wanted(line, before))
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


def doubles(lines: Iterable[Line]) -> list[Fault]:
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
