"""Records: what a message states about dues, settled where its clauses disagree.

Responsible for which statement holds (the fact after the plan, the success after the failure)
and for what is one record. It must not know any wording.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause
from handlers.reading.slots import IMPOSSIBLE_FEN, Slots
from handlers.reading.verdicts import Verdict

# Statements settle with those shortly before them; a message of hundreds is a list.
_NEAR = 40
MOST_STATED = 200
"""Nobody states more payments in one message that is no #接龙."""


class Record:
    """One statement about dues: what is stated, of whom, and where it stands."""

    __slots__ = (
        "added", "cell", "fresh", "listed", "make_up", "named", "rule", "sentence", "slots", "span",
    )  # fmt: skip

    def __init__(
        self, cell: str, slots: Slots, rule: str, span: tuple[int, int], sentence: int, named: bool,
        fresh: bool, make_up: bool, added: bool, listed: bool,
    ) -> None:  # fmt: skip
        self.cell, self.slots, self.rule, self.span = cell, slots, rule, span
        self.sentence, self.named, self.fresh = sentence, named, fresh
        self.make_up, self.added, self.listed = make_up, added, listed


class Statements:
    """What a message says about dues, and what stands in the way of recording it."""

    __slots__ = (
        "asks", "contradicts", "hedged", "impossible", "noun_phrase", "records", "too_many",
        "trail",
    )  # fmt: skip

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.asks = self.hedged = self.impossible = False
        self.contradicts = self.noun_phrase = self.too_many = False
        self.trail: list[tuple[Clause, Verdict]] = []


def settle(found: Statements) -> None:
    """Which records hold: the fact after the plan, the success after the failure."""
    kept: list[Record] = []
    for record in found.records:
        for earlier in _may_settle(kept[-_NEAR:], record):
            if not _same_months(earlier, record):
                continue
            outcome = _outcome(earlier, record)
            if outcome == "later":
                record.slots.months = record.slots.months or earlier.slots.months
                kept.remove(earlier)
            elif outcome == "earlier":
                break
        else:
            kept.append(record)
    kept = [record for record in kept if not _is_total(record, kept)]
    found.records = [record for record in kept if _possible(record, found)]


def _is_total(record: Record, others: list[Record]) -> bool:
    """一共交了60，孙丽20，黄磊20，我20: the total of those that are listed."""
    total = record.slots.sums.get("=") or record.slots.sums.get("")
    if record.cell != "paid" or record.named or not total or len(others) > _NEAR:
        return False
    parts = [one for one in others if one is not record and one.cell == "paid" and one.named]
    shares = [one.slots.sums.get("", [0])[0] for one in parts]
    return len(parts) > 1 and all(shares) and sum(shares) == total[0]


def _may_settle(near: list[Record], later: Record) -> list[Record]:
    """Those of the same person, and not simply with two sums."""
    people, cell, sums = later.slots.people, later.cell, later.slots.sums
    return [
        one
        for one in near
        if (one.cell != cell or not sums or one.slots.sums == sums or not one.slots.sums)
        and one.slots.people == people
    ]


def _same_months(one: Record, other: Record) -> bool:
    first, second = one.slots.months, other.slots.months
    return not first or not second or first == second


def _outcome(earlier: Record, later: Record) -> str:
    """Which of two statements about the same person stands: earlier, later, or both."""
    cells = (earlier.cell, later.cell)
    if cells == ("promise", "denied") and earlier.rule == "going-to":
        return "later"
    if cells == ("denied", "paid"):
        return "later"
    if cells == ("paid", "denied"):
        return "later"
    if cells == ("promise", "paid"):
        return "later" if later.fresh or earlier.rule == "had-planned" else "earlier"
    if earlier.cell == later.cell:
        return _same_cell(earlier, later)
    return "both"


def _same_cell(earlier: Record, later: Record) -> str:
    if later.slots.sums and earlier.slots.sums and later.slots.sums != earlier.slots.sums:
        return "both"
    if later.added and later.slots.months and not earlier.slots.months and earlier.slots.sums:
        return "both"
    earlier.slots.take(later.slots)
    earlier.span = (earlier.span[0], max(earlier.span[1], later.span[1]))
    return "earlier"


def _possible(record: Record, found: Statements) -> bool:
    """A sum over 100,000 yuan is a joke; two sums for one record are a question."""
    if record.cell != "paid":
        return True
    amount, contradicts = record.slots.amount(max(len(record.slots.people), 1))
    if amount is not None and amount > IMPOSSIBLE_FEN:
        found.impossible = True
        return False
    if contradicts:
        found.contradicts = True
        return False
    return True


def _other_months(earlier: Record, later: Record) -> bool:
    """本月的已缴，上月的也缴了: one payer, no sums, one record of both months."""
    first, second = earlier.slots, later.slots
    if earlier.cell != later.cell or first.people != second.people or first.sums or second.sums:
        return False
    return bool(first.months and second.months)


def joined(records: list[Record]) -> list[Record]:
    """Two statements about two people with the same months and sum are one record."""
    if len(records) < 2:
        return records
    kept: list[Record] = []
    for record in records:
        sums = record.slots.sums
        for earlier in [one for one in kept[-_NEAR:] if one.slots.sums == sums]:
            if _other_months(earlier, record):
                earlier.slots.months = earlier.slots.months + record.slots.months
                break
            if earlier.listed and record.listed and record.slots.sums:
                continue
            same = (earlier.cell, earlier.slots.months, earlier.slots.duration, earlier.slots.sums)
            if same == (record.cell, record.slots.months, record.slots.duration, record.slots.sums):
                added = [who for who in record.slots.people if who not in earlier.slots.people]
                earlier.slots.people = earlier.slots.people + added
                if earlier.slots.sums.get(""):
                    earlier.slots.sums = {"/": earlier.slots.sums[""]}
                break
        else:
            kept.append(record)
    return kept
