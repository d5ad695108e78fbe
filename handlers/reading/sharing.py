"""Sharing: what the groups of one clause, or one clause and the last, have in common.

Responsible for months said once for several, for lines of a list, and for news. It must not
know why a clause states what it states.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says
from handlers.reading.lexicon import HINTS
from handlers.reading.patterns import fullmatch, match, pattern, search
from handlers.reading.records import Record
from handlers.reading.slots import Slots

_FRESH = pattern(r"[Akn>]|o*V")


def tells_news(clause: Clause) -> bool:
    """今天…, 已…, 刚好路过就交了, 干脆先交了: what happened, whatever had been planned."""
    if _FRESH.match(clause.core) or search("[Akn>]", clause.core):
        return True
    return any(token[3] in HINTS["chance"] for token in clause.tokens if token[0] in "oG")


def is_numbered(clause: Clause) -> bool:
    """1. 孙丽 已交10元: a line of a list."""
    first = clause.tokens[0]
    return first[0] == "." and str(first[3])[:1].isdigit()


def share_months(earlier: list[Record], later: list[Record]) -> None:
    """5月党费我交了20，代红梅交了30: the months of the first are the months of the second."""
    first = earlier[-1]
    if first.cell != "paid" or not first.slots.months or first.listed:
        return
    for record in later:
        slots, same = record.slots, record.slots.people == first.slots.people
        alone = not (slots.months or slots.duration) and slots.people and not same
        if alone and record.sentence == first.sentence:
            slots.months = list(first.slots.months)


def shared(groups: list[Slots]) -> list[Slots]:
    """Months said once for several people belong to each of them."""
    common = [group for group in groups if not group.people and not group.sums]
    owned = [group for group in groups if group.people or group.sums]
    if len(owned) < 1 or not common:
        return groups
    for group in owned:
        for shared in common:
            group.take(shared)
    return owned


def and_ones_own(clause: Clause) -> bool:
    """和孙丽的一共40, 连孙丽的一起: hers and his own."""
    if match("o*&[pr]eo*=o*[VW]", clause.core):
        return True
    shape = "o*&[pr]eo+[VW]|[unGlo]*&[pr]eDo+[VW]"
    return bool(match(shape, clause.core)) and says(clause, "&", ("连",))


def names_an_owner(clause: Clause) -> bool:
    """Whether somebody stands in the clause at all."""
    return search("[psrhyw]", clause.core) is not None


def is_share(group: Slots, latest: Record, said_dues: bool) -> bool:
    """转了100，其中党费20: what of it is dues."""
    if said_dues or latest.cell != "paid" or group.people or not group.sums:
        return False
    return bool(latest.slots.sums) and latest.slots.sums != group.sums


def begins_anew(clauses: list[Clause], groups: list[Slots], last: list[Record]) -> bool:
    """一到五月：已交；六月：未交: another month before its own predicate."""
    known = [month for record in last for month in record.slots.months]
    if len(clauses) < 2 or not known or clauses[0].end == ";":
        return False
    if not fullmatch("M[eoD]*", clauses[0].core):
        return False
    other = all(month not in known for group in groups for month in group.months)
    return other and bool(match("[okn]*[ANVW]", clauses[1].core))


def own_share(groups: list[Slots], clause: Clause, clauses: list[Clause]) -> None:
    """党费20加团费5，共25都交了: his dues alone, not the total of everything."""
    sums = groups[0].sums
    if len(groups) != 1 or not (sums.get("") and sums.get("=")):
        return
    if any(
        "O" in one.core and search("[$#]", one.core)
        for one in clauses
        if one.sentence == clause.sentence
    ):
        del sums["="]


def give_months(loose: list[Slots], listed: list[Slots]) -> None:
    """7月：孙丽32；8月：黄磊15: each the months said right before."""
    heads = [slots for slots in loose if slots.months and not (slots.people or slots.sums)]
    if len(heads) < 2:
        return
    latest: Slots | None = None
    for slots in loose:
        if slots in heads:
            latest = slots
        elif slots in listed and latest is not None:
            slots.months = slots.months or list(latest.months)


def goes_on(groups: list[Slots], last: Record) -> bool:
    """交了3月的102，4月的102: another month with its own sum, of the same payer."""
    if len(groups) != 1 or groups[0].people or not (groups[0].months and groups[0].sums.get("")):
        return False
    known = [month for month, _ in last.slots.months]
    return not any(month in known for month, _ in groups[0].months)


def is_sum_of_all(groups: list[Slots]) -> bool:
    """一共204, after each month with its own sum."""
    return len(groups) == 1 and groups[0].sums.keys() == {"="} and not groups[0].people


def is_rest(clause: Clause, last: Record, clauses: list[Clause]) -> bool:
    """给陶会计一百，党费交了12，找回88: 12 paid and 88 back make the 100 given."""
    stated = last.slots.sums.get("")
    back = [token[3] for token in clause.tokens if token[0] in "$#"]
    if not stated or not back:
        return False
    given = [token[3] for one in clauses for token in one.tokens if token[0] in "$#"]
    return stated[0] + back[0] in given


_A_SUM = "[ozn=.]*A?[oz.]*[VW]x*l?[=o.]*[$#]e?[.]*"


def says_how_much(clause: Clause, told: list[Slots], last: list[Record], cell: str) -> bool:
    """董叔的党费是我垫的，已交36: the sum of the payment just told, and no other payment."""
    if not len(told) == len(last) == 1 or not last[0].cell == "paid" == cell:
        return False
    one, earlier = told[0], last[0]
    if earlier.sentence != clause.sentence or earlier.slots.sums:
        return False
    if one.people or one.months or one.duration or not fullmatch(_A_SUM, clause.core):
        return False
    return not says(clause, "o", ("也", "又", "还", "另", "再"))
