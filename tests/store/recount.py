"""What the books must say, counted anew from a plain diary of what happened.

Written from the rules alone; it asks neither the store's sums nor its checks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from store.period import Period

Key = tuple[int, Period]


@dataclass
class Told:
    """A claim as the diary has it; ``arrived`` in fen while a receipt of it stands."""

    member: int
    period: Period
    amount: int
    withdrawn: bool = False
    arrived: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether the collector still has to say something."""
        return not self.withdrawn and self.arrived is None


@dataclass
class Diary:
    """Everything that happened: verified amounts, opened months, claims by id."""

    verified: list[tuple[int, Period, int]] = field(default_factory=list)
    reduced: list[tuple[int, Period, Period, int]] = field(default_factory=list)
    """Who pays less, from which month, to which, and how much."""
    owed: dict[Key, int] = field(default_factory=dict)
    claims: dict[int, Told] = field(default_factory=dict)
    home: dict[Key, str] = field(default_factory=dict)
    """The branch a member's month began in."""

    def due(self, member: int, period: Period) -> int:
        """What is verified for a month: the newest word for the latest beginning.

        An approved reduction for that month goes before it, too.
        """
        less = [
            (since, place, amount)
            for place, (who, since, until, amount) in enumerate(self.reduced)
            if who == member and since <= period <= until
        ]
        if less:
            return max(less)[2]
        valid = [
            (since, place, amount)
            for place, (who, since, amount) in enumerate(self.verified)
            if who == member and since <= period
        ]
        return max(valid)[2] if valid else 0

    def begins(self, member: int, branch: str, period: Period) -> None:
        """Something happened to a member's month."""
        self.home.setdefault((member, period), branch)

    def claimed(self, key: Key) -> int:
        """Fen that wait for the collector."""
        return sum(
            c.amount for c in self.claims.values() if (c.member, c.period) == key and c.is_open
        )

    def waits(self, key: Key) -> bool:
        """Whether a claim waits for the collector, though it be of nothing."""
        return any((c.member, c.period) == key and c.is_open for c in self.claims.values())

    def received(self, key: Key) -> int:
        """Fen that arrived."""
        return sum(c.arrived or 0 for c in self.claims.values() if (c.member, c.period) == key)

    def lacking(self, key: Key) -> int:
        """Fen of an opened month that did not arrive."""
        return max(0, self.owed.get(key, 0) - self.received(key))

    def balances(self) -> dict[Key, tuple[str, int, int, int, bool]]:
        """Branch, due, claimed, received, opened of each member's month."""
        return {
            key: (
                branch,
                self.owed.get(key, 0),
                self.claimed(key),
                self.received(key),
                key in self.owed,
            )
            for key, branch in self.home.items()
        }

    def branch_months(self) -> dict[tuple[str, Period], tuple[int, ...]]:
        """Due, claimed, received in fen; heads that owe, that claimed, that paid in full."""
        by_month = sorted(self.home, key=lambda key: (self.home[key], key[1]))
        found = {}
        for month, group in groupby(by_month, key=lambda key: (self.home[key], key[1])):
            keys = list(group)
            owing = [key for key in keys if self.owed.get(key, 0) > 0]
            found[month] = (
                sum(self.owed.get(key, 0) for key in keys),
                sum(map(self.claimed, keys)),
                sum(map(self.received, keys)),
                len(owing),
                len([key for key in keys if self.waits(key)]),
                len([key for key in owing if self.lacking(key) == 0]),
            )
        return found

    def arrears(self) -> dict[int, tuple[int, tuple[str, ...]]]:
        """Fen that a member lacks over all opened months, and which months these are."""
        found = {}
        for member in {member for member, _ in self.home}:
            months = [key for key in self.home if key[0] == member and self.lacking(key)]
            lacking = sum(map(self.lacking, months))
            found[member] = lacking, tuple(sorted(str(period) for _, period in months))
        return found
