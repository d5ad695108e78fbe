"""Checks around the dues: reductions were approved, batches follow one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from store.checks_books import Books, Fault
from store.models import HandingOver


def reductions_fit(books: Books) -> Iterator[Fault]:
    """Less is paid only with the date and the organ of an approval (Art. 7), for some months."""
    for base in books.bases.values():
        if base.until is not None and not (base.organ and base.approved_on):
            yield Fault("dues_bases", base.id, "是减免，却没有批准的日期或机关。")
        if base.until is not None and base.until < base.since:
            yield Fault("dues_bases", base.id, "减免的起止月份颠倒了。")


def batches_fit(books: Books) -> Iterator[Fault]:
    """Batches are numbered in turn, close months in turn, and none holds a month beyond its end."""
    standing: dict[str, list[HandingOver]] = defaultdict(list)
    for batch in books.batches:
        if not batch.withdrawn:
            standing[batch.branch].append(batch)
    for own in standing.values():
        for place, batch in enumerate(own, 1):
            if batch.number != place:
                yield Fault(
                    "handed_over", batch.id, f"是第 {place} 批，却记着第 {batch.number} 批。"
                )
            if place > 1 and batch.up_to < own[place - 2].up_to:
                yield Fault("handed_over", batch.id, "结清的月份比前一批还早。")
            if max(batch.parts, default="") > str(batch.up_to):
                yield Fault("handed_over", batch.id, "里面有它还没有结清的月份。")
