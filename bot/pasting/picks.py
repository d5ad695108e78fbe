"""What somebody picks instead of a wording of his own, made into one.

A pick is said in plain words and goes the way of any other message: it is read, shown and
booked by the same rules. Knows no page and no books.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from store.money import Fen, yuan
from store.period import Period


class Matter(StrEnum):
    """What a message can be taken for."""

    PAID = "党费已交"
    NOT_PAID = "党费还没交"
    CHECK_IN = "报到"
    LEAVE = "会议请假"
    COMES = "参加会议"
    COMES_NOT = "不参加会议"


_PLAIN = {
    Matter.LEAVE: "会议请假",
    Matter.COMES: "参加会议",
    Matter.COMES_NOT: "不参加会议",
}


@dataclass(frozen=True, slots=True)
class Pick:
    """A matter with what belongs to it: months and sum of dues, a place, whom it is about."""

    matter: Matter
    months: tuple[Period, ...] = ()
    amount: Fen | None = None
    place: str = ""
    about: str = ""

    @property
    def wording(self) -> str:
        """``2026年3月党费已交42元``, ``替赵强交了2026年3月党费32元``, ``报到，东莞``"""
        months = "、".join(f"{month.year}年{month.month}月" for month in self.months)
        if self.matter is Matter.PAID:
            amount = f"{yuan(self.amount)}元" if self.amount is not None else ""
            said = f"{months}党费{amount}"
            return f"替{self.about}交了{said}" if self.about else f"{months}党费已交{amount}"
        if self.matter is Matter.NOT_PAID:
            return f"{self.about}{months}党费还没交"
        if self.matter is Matter.CHECK_IN:
            return "，".join(part for part in (f"{self.about}报到", self.place) if part)
        return f"{self.about}{_PLAIN[self.matter]}"
