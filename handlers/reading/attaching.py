"""Attaching: names, months and sums said after a statement, to the record they belong to.

Responsible for what a group of slots without a predicate adds to the records before it: a sum,
a second person, each his own share. It must not know sentences.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause
from handlers.reading.owners import Speaker
from handlers.reading.patterns import search
from handlers.reading.records import Record
from handlers.reading.slots import Slots

_SEVERAL = "两口|夫妻|[俩仨]|[两二三四五]个"


def attach(group: Slots, clause: Clause, last: list[Record], records: list[Record]) -> None:
    """Add ``group`` to one of the ``last`` records, or a record of its own to ``records`` too."""
    if group.people and group.sums and (whole := _whole_of(group, last)):
        _add_like(whole, group, clause, last, records)
        _split_off(whole, group, last, records)
        return
    latest = last[-1]
    if "=" in group.sums and not group.people and _same_payer(records):
        first, second = records[-2:]
        first.slots.months = [*first.slots.months, *second.slots.months]
        records.remove(second)
        last[:] = [first]
        latest = first
    bare_months = group.months and not (group.people or group.sums)
    if bare_months and latest.slots.lent:
        latest.slots.months, latest.slots.lent = group.months, False
        return
    if len(last) > 1 and bare_months:
        for record in last:
            record.slots.months = record.slots.months or list(group.months)
        return
    if _is_company(latest, group, last):
        latest.slots.people, group.people = group.people, []
        latest.named = True
        latest.slots.take(group)
    elif group.people and group.sums and (latest.named or latest.slots.sums):
        _add_like(latest, group, clause, last, records)
    elif group.people and group.sums and not latest.named:
        latest.slots.take(group)
        latest.named = True
    elif group.people and not group.sums and latest.named:
        if any(not known for _, known in latest.slots.people) and len(last) == 1:
            latest.slots.people = group.people
    elif latest.slots.lacks(group):
        latest.named = latest.named or bool(group.people)
        latest.slots.take(group)
        latest.span = (latest.span[0], max(latest.span[1], clause.span[1]))


def _same_payer(records: list[Record]) -> bool:
    """七月的补交了，八月的也交了，拢共36: both months of one payer, without a sum so far."""
    if len(records) < 2:
        return False
    first, second = records[-2:]
    alike = first.cell == second.cell == "paid" and first.slots.people == second.slots.people
    months = first.slots.months and second.slots.months
    return bool(alike and months and not (first.slots.sums or second.slots.sums))


def _is_company(latest: Record, group: Slots, last: list[Record]) -> bool:
    """孙丽的我也交了，俩人共24: those of the record and one more."""
    stated, also = latest.slots.people, group.people
    more = len(also) > len(stated) and all(who in also for who in stated)
    return bool(latest.named and stated and more and len(last) == 1)


def _whole_of(group: Slots, last: list[Record]) -> Record | None:
    """The record of several, without a sum, that somebody's own sum belongs to."""
    for record in last:
        stated = record.slots.people
        several = len(stated) > 1 and all(who in stated for who in group.people)
        crowd = bool(stated) and not any(known for _, known in stated)
        crowd = crowd and any(search(_SEVERAL, word) for word, _ in stated)
        if not record.slots.sums and (several or crowd):
            return record
    return None


def _split_off(whole: Record, group: Slots, last: list[Record], records: list[Record]) -> None:
    """我和孙丽都交了，我20她15: each with his own sum."""
    left = [who for who in whole.slots.people if who[1] and who not in group.people]
    whole.slots.people = left
    if not left:
        records.remove(whole)
        last.remove(whole)


def _add_like(
    latest: Record, group: Slots, clause: Clause, last: list[Record], records: list[Record]
) -> None:
    if not group.months and latest.slots.months:
        group.months, group.lent = list(latest.slots.months), True
    added = Record(
        latest.cell, group, latest.rule, clause.span, clause.sentence, True, latest.fresh,
        latest.make_up, latest.added, True,
    )  # fmt: skip
    latest.listed = True
    records.append(added)
    last.append(added)


def add_company(
    groups: list[Slots], latest: Record, speaker: Speaker, records: list[Record]
) -> None:
    """党费交了40，含孙丽的: hers is part of it; …含孙丽的15: the rest is his own."""
    stated = latest.slots.people or speaker.me
    whole, part = latest.slots.sums.get("", [0])[0], groups[0].sums.get("", [0])[0]
    if len(groups) == 1 and 0 < part < whole and groups[0].people:
        latest.slots.sums[""] = [whole - part]
        groups[0].months = list(latest.slots.months)
        added = Record(
            latest.cell, groups[0], latest.rule, latest.span, latest.sentence, True,
            latest.fresh, latest.make_up, latest.added, True,
        )  # fmt: skip
        records.append(added)
        return
    also = [who for group in groups for who in group.people if who not in stated]
    latest.slots.people, latest.named = [*stated, *also], True
