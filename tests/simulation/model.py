"""The books as they ought to be: what a correct program does about each message.

Written from the rules, not from the program: months of dues, who may do what, one
question a person, undo of one's own last act.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from store.period import Period
from tests.simulation.cast import Branch, Person
from tests.simulation.speech import Meaning, Spoken

REPEAT_WITHIN = timedelta(seconds=4)
STILL_COMING = timedelta(hours=2)
EXPIRES = timedelta(hours=24)


@dataclass
class Claim:
    name: str
    month: Period
    fen: int
    why: str
    by: str
    state: str = "claimed"  # received, withdrawn


@dataclass
class CheckIn:
    name: str
    month: Period
    place: str
    withdrawn: bool = False


@dataclass
class Answer:
    name: str
    said: tuple[str, str]
    withdrawn: bool = False


@dataclass
class Meeting:
    branch: str
    begins: datetime
    arranged_at: datetime
    cancelled: bool = False
    answers: list[Answer] = field(default_factory=list)


@dataclass
class Binding:
    wechat_id: str
    name: str
    ended: bool = False


Entry = Claim | CheckIn | Answer | Meeting | Binding | tuple[str, Claim]


@dataclass
class Asked:
    """Another sum for a month: what would be claimed, and when he was asked."""

    claim: Claim
    at: datetime
    answered: bool = False


class Model:
    """The true state of all branches."""

    def __init__(self, branches: list[Branch], year: int) -> None:
        self._verified_from = Period(year, 1)
        self.branches = {branch.id: branch for branch in branches}
        self.rooms = {branch.room: branch for branch in branches}
        self.people = {p.name: p for branch in branches for p in branch.people}
        self.offices = {p.name: p.office for p in self.people.values()}
        self.bindings = [Binding(p.wechat_id, p.name) for p in self.people.values()]
        self.claims: list[Claim] = []
        self.receipts = 0
        self.reversals = 0
        self.check_ins: list[CheckIn] = []
        self.meetings: list[Meeting] = []
        self.answers = 0
        self.handled: set[str] = set()
        self.known_words: dict[tuple[str | None, str, str], list[datetime]] = defaultdict(list)
        self._by_month: dict[tuple[str, Period], list[Claim]] = defaultdict(list)
        self._by_branch: dict[str, list[Claim]] = defaultdict(list)
        self._by_message: dict[str, list[Claim]] = defaultdict(list)
        self._checked_in: dict[tuple[str, Period], list[CheckIn]] = defaultdict(list)
        self._meetings_of: dict[str, list[Meeting]] = defaultdict(list)
        self._acts: dict[str, list[tuple[str, list[Entry]]]] = defaultdict(list)
        self._asked: dict[str, list[Asked]] = defaultdict(list)
        self._bound = {b.wechat_id: b for b in self.bindings}

    def who(self, wechat_id: str) -> Person | None:
        """Whose phone this is, as far as the secretary has said."""
        binding = self._bound.get(wechat_id)
        return self.people[binding.name] if binding and not binding.ended else None

    def heard(self, spoken: Spoken) -> None:
        """A message was handled: everything that it changes."""
        if spoken.id in self.handled:
            return
        self.handled.add(spoken.id)
        repeat = self._is_repeat(spoken)
        speaker = self.who(spoken.sender)
        if speaker is None or repeat or not self._is_at_home(speaker, spoken):
            return
        if spoken.recalls is not None:
            self._recall(speaker, spoken.recalls)
            return
        act = getattr(self, f"_{spoken.meaning.kind}", None)
        if act is not None:
            act(speaker, spoken, spoken.meaning)

    def _is_at_home(self, speaker: Person, spoken: Spoken) -> bool:
        return spoken.room is None or self.rooms[spoken.room].id == speaker.branch

    def _is_repeat(self, spoken: Spoken) -> bool:
        if spoken.recalls is not None:
            return False
        before = self.known_words[spoken.room, spoken.sender, spoken.text]
        repeat = len(spoken.text) >= 4 and any(
            abs(at - spoken.at) <= REPEAT_WITHIN for at in before
        )
        before.append(spoken.at)
        return repeat

    def standing(self, name: str, month: Period) -> list[Claim]:
        """Claims that were not taken back."""
        return [c for c in self._by_month[name, month] if c.state != "withdrawn"]

    def coming(self, branch: str, at: datetime) -> list[Meeting]:
        """The meetings that still take answers."""
        return [
            m for m in self._meetings_of[branch] if not m.cancelled and m.begins + STILL_COMING > at
        ]

    def _paid(self, speaker: Person, spoken: Spoken, said: Meaning) -> None:
        person = self.people[said.about] if said.about else speaker
        assert said.month is not None
        before = self.standing(person.name, said.month)
        if person is not speaker and self.offices[speaker.name] == "组织委员":
            self._received_from(speaker, person, spoken, said.month)
            return
        fen = said.fen or self._owed(person, said.month)
        claim = Claim(person.name, said.month, fen, spoken.id, speaker.name)
        owed = self._owed(person, said.month)
        if not before or sum(c.fen for c in before) + claim.fen == owed > 0:
            self._claim(speaker, claim)
        elif said.fen is not None and said.fen not in {c.fen for c in before}:
            self._asked[spoken.sender].append(Asked(claim, spoken.at))

    def _owed(self, person: Person, month: Period) -> int:
        """What is verified for a month: from January of the year in which the lists were read."""
        return person.fen if month >= self._verified_from else 0

    def _received_from(
        self, speaker: Person, person: Person, spoken: Spoken, month: Period
    ) -> None:
        """The collector's word about others is a receipt."""
        before = self.standing(person.name, month)
        if not before:
            fen = self._owed(person, month)
            self._claim(speaker, Claim(person.name, month, fen, spoken.id, speaker.name))
            before = self.standing(person.name, month)
        for claim in before:
            if claim.state == "claimed":
                self._receive(speaker, spoken, claim)

    def _receive(self, speaker: Person, spoken: Spoken, claim: Claim) -> None:
        claim.state = "received"
        self.receipts += 1
        self._did(speaker, spoken.id, ("receipt", claim))

    def _claim(self, speaker: Person, claim: Claim) -> None:
        self.claims.append(claim)
        self._by_month[claim.name, claim.month].append(claim)
        self._by_branch[self.people[claim.name].branch].append(claim)
        self._by_message[claim.why].append(claim)
        self._did(speaker, claim.why, claim)
        if self.branches[self.people[claim.name].branch].trust:
            claim.state = "received"
            self.receipts += 1

    def _which(self, speaker: Person, spoken: Spoken, said: Meaning) -> None:
        """The answer to: another sum for this month, is it a correction?"""
        questions = self._asked[spoken.sender]
        seen = [q for q in questions if q.at <= spoken.at] or questions  # by who answers
        if not seen or seen[-1].answered or spoken.room is not None:
            return
        if seen[-1].at + EXPIRES <= spoken.at:
            return
        seen[-1].answered = True
        claim = seen[-1].claim
        if said.option == 1:
            for before in self.standing(claim.name, claim.month):
                if before.state == "claimed":
                    self._withdraw(before)
        if said.option < 3:
            claim.why = spoken.id
            self._claim(speaker, claim)

    def _is_confirmed(self, claim: Claim) -> bool:
        """Received by the collector's word; where a branch trusts, nobody gave his."""
        trusts = self.branches[self.people[claim.name].branch].trust
        return claim.state == "received" and not trusts

    def _withdraw_unconfirmed(self, claim: Claim) -> None:
        if claim.state == "withdrawn" or self._is_confirmed(claim):
            return
        self.reversals += claim.state == "received"  # the receipt that trust gave goes first
        self._withdraw(claim)

    def _withdraw(self, claim: Claim) -> None:
        claim.state = "withdrawn"
        self.reversals += 1

    def _check_in(self, speaker: Person, spoken: Spoken, said: Meaning) -> None:
        month = Period.of(spoken.at)
        own = self._checked_in[speaker.name, month]
        known = [c for c in own if not c.withdrawn]
        if not known or known[-1].place != said.place:
            own.append(CheckIn(speaker.name, month, said.place))
            self.check_ins.append(own[-1])
            self._did(speaker, spoken.id, own[-1])

    def _answer(self, speaker: Person, spoken: Spoken, said: Meaning) -> None:
        coming = self.coming(speaker.branch, spoken.at)
        if not coming:
            return
        before = [a for a in coming[0].answers if a.name == speaker.name and not a.withdrawn]
        now = (said.answer, said.place)
        if not before or before[-1].said != now:
            coming[0].answers.append(Answer(speaker.name, now))
            self.answers += 1
            self._did(speaker, spoken.id, coming[0].answers[-1])

    def _did(self, speaker: Person, why: str, entry: Entry) -> None:
        acts = self._acts[speaker.name]
        if acts and acts[-1][0] == why:
            acts[-1][1].append(entry)
        else:
            acts.append((why, [entry]))
        del acts[:-8]

    def _undo(self, speaker: Person, spoken: Spoken, said: Meaning) -> None:
        acts = self._acts[speaker.name]
        if not acts:
            return
        entries = acts[-1][1]
        if any(isinstance(e, Claim) and self._is_confirmed(e) for e in entries):
            return  # confirmed by then: not over the collector's head
        for entry in reversed(entries):
            self._take_back(entry)
        acts.pop()

    def _take_back(self, entry: Entry) -> None:
        if isinstance(entry, Claim):
            self._withdraw_unconfirmed(entry)
        elif isinstance(entry, tuple):
            if entry[1].state == "received":
                entry[1].state = "claimed"
                self.reversals += 1
        elif isinstance(entry, Meeting):
            entry.cancelled = True
        elif isinstance(entry, Binding):
            entry.ended = True
        else:
            entry.withdrawn = True

    def _recall(self, speaker: Person, message: str) -> None:
        for why, entries in list(self._acts[speaker.name]):
            if why == message:
                for entry in entries:
                    if isinstance(entry, CheckIn | Answer):
                        entry.withdrawn = True
        claims = [c for c in self._by_message[message] if c.by == speaker.name]
        for claim in claims:
            self._withdraw_unconfirmed(claim)
        if not any(c.state == "received" for c in claims):
            acts = self._acts[speaker.name]
            acts[:] = [act for act in acts if act[0] != message]

    def _arrange(self, speaker: Person, spoken: Spoken, said: Meaning) -> None:
        if self.offices[speaker.name] == "书记":
            assert said.begins is not None
            self.meetings.append(Meeting(speaker.branch, said.begins, spoken.at))
            self._meetings_of[speaker.branch].append(self.meetings[-1])
            self._did(speaker, spoken.id, self.meetings[-1])

    def _change(self, speaker: Person, spoken: Spoken, said: Meaning) -> None:
        coming = self.coming(speaker.branch, spoken.at)
        if self.offices[speaker.name] == "书记" and len(coming) == 1:
            assert said.begins is not None
            coming[0].begins, coming[0].arranged_at = said.begins, spoken.at

    def _cancel(self, speaker: Person, spoken: Spoken, said: Meaning) -> None:
        coming = self.coming(speaker.branch, spoken.at)
        if self.offices[speaker.name] == "书记" and len(coming) == 1:
            coming[0].cancelled = True

    def _confirm(self, speaker: Person, spoken: Spoken, said: Meaning) -> None:
        if self.offices[speaker.name] not in ("书记", "组织委员") or said.about == speaker.name:
            return
        for claim in self._by_branch[speaker.branch]:
            others = claim.name != speaker.name
            if others and claim.state == "claimed" and said.about in ("", claim.name):
                self._receive(speaker, spoken, claim)

    def _bind(self, speaker: Person, spoken: Spoken, said: Meaning) -> None:
        if self.offices[speaker.name] != "书记" or self.who(said.wechat_id) is not None:
            return
        binding = Binding(said.wechat_id, said.about)
        self.bindings.append(binding)
        self._bound[said.wechat_id] = binding
        self._did(speaker, spoken.id, binding)
