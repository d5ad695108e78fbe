"""What must hold whatever happens: the books against the model, the group against both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.app import App
from store import checkins, dues, inbox, meetings, outbox, questions, roster, totals
from store.checks import check
from store.models import MeetingState, PostState, QuestionState
from store.period import Period
from store.records import Table
from tests.simulation.channel import Posted
from tests.simulation.model import Model
from tests.simulation.speech import SECRETS


class Violation(AssertionError):
    """Something happened that must never happen."""


def hold(condition: object, what: str) -> None:
    if not condition:
        raise Violation(what)


_CLAIMED = re.compile(r"^(\S+) (\d+)月党费(?: [\d.]+元)?，(?:记好了|记下了)", re.MULTILINE)
_CHECKED_IN = re.compile(r"^(\S+) (\d+)月报到，记下了", re.MULTILINE)
_RECEIVED = re.compile(r"^已确认收到：(.+)，共\d+笔", re.MULTILINE)
_RECEIVED_ONE = re.compile(r"(\S+) (\d+)月$")


_ACKNOWLEDGED: dict[str, Table[Any]] = {
    "claim": dues.CLAIMS,
    "check-in": checkins.CHECK_INS,
    "receipt": dues.RECEIPTS,
}
"""What is acknowledged to people, and where it stands."""


@dataclass
class Promises:
    """Everything that was acknowledged to anybody; it stays on the books for ever."""

    made: list[tuple[str, str, Period]] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)  # of members, by name

    def read(self, posted: Posted) -> None:
        """Take down what a post acknowledges."""
        year = posted.at.year

        def promise(kind: str, name: str, month: str) -> None:
            self.made.append((kind, name, Period(year, int(month))))

        for name, month in _CLAIMED.findall(posted.text):
            promise("claim", name, month)
        for name, month in _CHECKED_IN.findall(posted.text):
            promise("check-in", name, month)
        for received in _RECEIVED.findall(posted.text):
            for one in received.split("、"):
                if (match := _RECEIVED_ONE.fullmatch(one)) is not None:
                    promise("receipt", match[1], match[2])

    def kept(self, app: App, since: int = 0) -> None:
        """All promises from that one on are on the books."""
        if len(self.made) == since:
            return
        if not self.ids:
            self.ids = {m.name: m.id for m in roster.MEMBERS.find(app.db)}
        for kind, name, month in self.made[since:]:
            hold(name in self.ids, f"{name} was acknowledged and is nobody")
            found = _ACKNOWLEDGED[kind].find(app.db, member=self.ids[name], period=month)
            hold(found, f"{kind} of {name} for {month} was acknowledged and is not on the books")

    def all_kept(self, app: App) -> None:
        """All of them, by one look through each table."""
        if not self.made:
            return
        on_books = {
            (kind, row["member"], row["period"])
            for kind, table in _ACKNOWLEDGED.items()
            for row in app.db.find(table.name)
        }
        missing = [
            promise
            for promise in dict.fromkeys(self.made)
            if (promise[0], self.ids.get(promise[1]), str(promise[2])) not in on_books
        ]
        hold(not missing, f"acknowledged, and not on the books: {missing[:3]}")


def compare(app: App, model: Model) -> None:
    """The whole books against the model, as they are written: there may be a year of them."""
    names = {m.id: m.name for m in roster.MEMBERS.find(app.db)}
    months = {c.month: str(c.month) for c in (*model.claims, *model.check_ins)}

    def rows(table: Table[Any]) -> list[dict[str, Any]]:
        return app.db.find(table.name)

    _same(
        "claims",
        [
            (names[c["member"]], c["period"], c["amount"], c["state"], c["why"])
            for c in rows(dues.CLAIMS)
        ],
        [(c.name, months[c.month], c.fen, c.state, c.why) for c in model.claims],
    )
    _same(
        "check-ins",
        [
            (names[c["member"]], c["period"], c["place"], c["withdrawn"])
            for c in rows(checkins.CHECK_INS)
        ],
        [(c.name, months[c.month], c.place, c.withdrawn) for c in model.check_ins],
    )
    _same(
        "meetings",
        [
            (m["branch"], m["begins"], m["state"] == MeetingState.CANCELLED)
            for m in rows(meetings.MEETINGS)
        ],
        [(m.branch, m.begins.isoformat(), m.cancelled) for m in model.meetings],
    )
    _same(
        "answers",
        [
            (names[a["member"]], a["answer"], a["reason"] or "", a["withdrawn"])
            for a in rows(meetings.ANSWERS)
        ],
        [(a.name, *a.said, a.withdrawn) for m in model.meetings for a in m.answers],
    )
    _same(
        "bindings",
        [(b["wechat_id"], names[b["member"]], not b["active"]) for b in rows(roster.BINDINGS)],
        [(b.wechat_id, b.name, b.ended) for b in model.bindings],
    )
    Counts().hold(app, model)
    _balances(app, model, names)


_COUNTED = (
    dues.CLAIMS.name,
    dues.RECEIPTS.name,
    dues.REVERSALS.name,
    checkins.CHECK_INS.name,
    meetings.MEETINGS.name,
    meetings.ANSWERS.name,
    roster.BINDINGS.name,
)


class Counts:
    """As many records as the model has: cheap enough for every step.

    A table that did not change since the last look has as many as it had then.
    """

    def __init__(self) -> None:
        self._stamps: tuple[int, ...] = ()
        self._numbers: tuple[int, ...] = ()

    def hold(self, app: App, model: Model) -> None:
        """Each table has as many as there should be."""
        stamps = app.db.stamps(*_COUNTED)
        if stamps != self._stamps:
            self._stamps = stamps
            self._numbers = tuple(app.db.count(table) for table in _COUNTED)
        expected = (
            len(model.claims),
            model.receipts,
            model.reversals,
            len(model.check_ins),
            len(model.meetings),
            model.answers,
            len(model.bindings),
        )
        if self._numbers != expected:
            told = dict(zip(_COUNTED, zip(self._numbers, expected, strict=True), strict=True))
            wrong = {name: both for name, both in told.items() if both[0] != both[1]}
            raise Violation(f"so many where there should be: {wrong}")


def _balances(app: App, model: Model, names: dict[int, str]) -> None:
    months = {claim.month: str(claim.month) for claim in model.claims}
    waits: Counter[tuple[str, str]] = Counter()
    arrived: Counter[tuple[str, str]] = Counter()
    for claim in model.claims:
        if claim.state == "claimed":
            waits[claim.name, months[claim.month]] += claim.fen
        elif claim.state == "received":
            arrived[claim.name, months[claim.month]] += claim.fen
    for balance in app.db.find(totals.BALANCES.name):
        key = (names[balance["member"]], balance["period"])
        said = (balance["claimed"], balance["received"])
        true = (waits[key], arrived[key])
        hold(said == true, f"balance of {key}: {said} where it should be {true}")


def _same(what: str, books: Iterable[Hashable], true: Iterable[Hashable]) -> None:
    """The same, each as often; in whatever order."""
    left, right = Counter(books), Counter(true)
    if left != right:
        raise Violation(
            f"{what}: on the books but not true {[*(left - right)]}, "
            f"true but not on the books {[*(right - left)]}"
        )


def sound(app: App) -> None:
    """The store's own validators find nothing."""
    faults = check(app.db)
    hold(not faults, f"zhibu check: {faults[:3]}")


def outcome(app: App, message: str) -> str | None:
    """What the program says it did with a message."""
    row = inbox.INBOX.one(app.db, message=message)
    return row.outcome if row else None


def settled(app: App) -> None:
    """After a quiet week: nothing waits, nothing is unsure, nothing is being asked."""
    for state in (PostState.NEW, PostState.SENDING, PostState.AMBIGUOUS, PostState.ASKED):
        left = outbox.in_state(app.db, state)
        hold(not left, f"after a quiet week {len(left)} posts are {state.value}: {left[:1]}")
    still = questions.QUESTIONS.find(app.db, state=QuestionState.OPEN)
    hold(not still, f"after a quiet week {len(still)} questions are open: {still[:1]}")


_SUM = re.compile(r"\d+\.\d\d")
PUBLIC_SUMS = ("【党费收缴公示】",)


@dataclass
class Privacy:
    """What may be said in a group: names that were spoken of there, sums that were said."""

    model: Model
    spoken_of: set[str] = field(default_factory=set)
    said_sums: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        people = self.model.people.values()
        self._lengths = sorted({len(p.name) for p in people})
        self._sums = {p.yuan: p.name for p in people}

    def _names_in(self, text: str) -> set[str]:
        """Whose name stands in a text; quick, as there are hundreds of people."""
        pieces = {text[n : n + size] for size in self._lengths for n in range(len(text))}
        return pieces & self.model.people.keys()

    def _sums_in(self, text: str) -> set[str]:
        """Which monthly amounts stand in a text, also as the end of a longer number."""
        numbers = [match[0] for match in _SUM.finditer(text)]
        return {number[n:] for number in numbers for n in range(len(number))} & self._sums.keys()

    def heard(self, speaker: str | None, text: str) -> None:
        """Somebody spoke: he may now be named, and whom he named, and the sum he said."""
        if speaker is not None:
            self.spoken_of.add(speaker)
        self.spoken_of |= self._names_in(text)
        self.said_sums |= self._sums_in(text)

    def check(self, posted: Posted) -> None:
        """A post in a group gives nothing away."""
        if posted.room is None:
            return
        for secret in SECRETS:
            hold(secret not in posted.text, f"“{secret}” was said in the group")
        named = self._names_in(posted.text) - self.spoken_of
        hold(not named, f"{named} were named in a group")
        if not posted.text.startswith(PUBLIC_SUMS):
            for told in self._sums_in(posted.text) - self.said_sums:
                hold(False, f"{told} of {self._sums[told]} was told to a group")

    def check_line(self, line: str) -> None:
        """A log line, or a file's name, gives nothing away."""
        for secret in SECRETS:
            hold(secret not in line, f"“{secret}” is in a log line or file name: {line}")
        hold(not self._sums_in(line), f"a sum is in a log line: {line}")
        hold(not self._names_in(line), f"a name is in a log line or file name: {line}")


def waits(app: App, now: datetime) -> bool:
    """Whether something waits that no moment is set for."""
    return bool(outbox.waiting(app.db, now) or outbox.in_state(app.db, PostState.AMBIGUOUS))


QUIET = (21, 8)


def in_quiet_hours(moment: datetime) -> bool:
    return moment.hour >= QUIET[0] or moment.hour < QUIET[1]
