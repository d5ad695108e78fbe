"""What the people of a world do: each month by habit, and in answer to what the bot says."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from store.period import Period
from tests.simulation import speech
from tests.simulation.cast import Branch, Habit, Person
from tests.simulation.channel import Channel, Posted
from tests.simulation.model import Model
from tests.simulation.speech import Meaning, Said, Spoken

Send = Callable[[datetime, Spoken], None]
"""Somebody will say this at that moment."""

_BIND = re.compile(r"群里“(?P<shown>.+?)”说自己是(?P<name>\S+?)。是的话回：绑定 (?P<number>\d+) ")
_QUOTED = re.compile(r"“(?P<text>.+)”", re.DOTALL)
UNSURE = "我拿不准发出去没有"


class Life:
    """Makes people speak. ``resent``: how often a secretary asked for a post once more."""

    def __init__(
        self, chance: random.Random, cast: list[Branch], model: Model, channel: Channel, send: Send
    ) -> None:
        self._chance = chance
        self._cast = cast
        self._model = model
        self._channel = channel
        self._send = send
        self.talk = 1.0  # how much people say beside their dues
        self._count = 0
        self._by_id = {p.wechat_id: p for b in cast for p in b.people}
        self._branch = {b.id: b for b in cast}
        self.resent: Counter[tuple[str, str]] = Counter()

    def say(self, at: datetime, sender: str, shown: str, room: str | None, said: Said) -> Spoken:
        """Put a message on its way; returns it, so that it can be taken back."""
        self._count += 1
        spoken = Spoken(f"m{self._count}", sender, shown, room, said[0], at, said[1])
        self._send(at, spoken)
        return spoken

    def _speaks(self, at: datetime, person: Person, said: Said, *, private: bool = False) -> Spoken:
        room = None if private else self._branch[person.branch].room
        return self.say(at, person.wechat_id, person.nickname, room, said)

    def lives(self, month: Period, start: datetime, end: datetime) -> None:
        """Everything that people do of themselves in a month, as far as it lies between."""
        first = start.replace(year=month.year, month=month.month, day=1, hour=8, minute=0)
        for branch in self._cast:
            for person in branch.people:
                self._month_of(person, month, first, start, end)
            self._office(branch, first, start, end)
            self._outsiders(branch, first, start, end)

    def _some_time(self, first: datetime, days: tuple[int, int]) -> datetime:
        minutes = self._chance.randrange(days[0] * 1440, days[1] * 1440)
        return first + timedelta(minutes=minutes, seconds=self._chance.uniform(0, 60))

    def _month_of(
        self, person: Person, month: Period, first: datetime, start: datetime, end: datetime
    ) -> None:
        planned: list[tuple[datetime, Callable[[datetime], object]]] = []
        late = person.habit is Habit.LATE
        if person.habit is not Habit.SILENT:
            at = self._some_time(first, (0, 20) if late else (4, 27))
            paying = month + -1 if late else month
            planned.append((at, lambda at: self._pays(at, person, paying)))
            if self._chance.random() < 0.5 * self.talk:
                planned.append(
                    (self._some_time(first, (0, 27)), lambda at: self._reports(at, person))
                )
            if self._chance.random() < 0.3 * self.talk:
                words = self._chance.choice(speech.CHATTER)
                at = self._some_time(first, (0, 27))
                planned.append((at, lambda at: self._speaks(at, person, (words, Meaning()))))
        for moment, act in planned:
            if start <= moment < end:
                act(moment)

    def _reports(self, at: datetime, person: Person) -> None:
        self._speaks(at, person, speech.check_in(person.city))

    def _pays(self, at: datetime, person: Person, month: Period) -> None:
        soon = timedelta(seconds=self._chance.randrange(20, 110))
        plain = speech.paid(month, at)
        exact = speech.paid(month, at, person.yuan, person.fen)
        said = self._chance.choice((plain, exact))
        if person.habit is Habit.WRONG:
            wrong = person.fen + 500
            self._speaks(
                at, person, speech.paid(month, at, f"{wrong // 100}.{wrong % 100:02}", wrong)
            )
            self._speaks(at + 3 * soon, person, exact)
            return
        spoken = self._speaks(at, person, said)
        if person.habit is Habit.HASTY:
            self._recalls(at + soon, person, spoken)
            self._speaks(at + 2 * soon, person, said)
        elif person.habit is Habit.FICKLE:
            self._speaks(at + soon, person, speech.undo())
            self._speaks(at + 2 * soon, person, said)
        elif person.office == "流动党员" and self._chance.random() < 0.2:
            people = self._branch[person.branch].people[2:]
            other = self._chance.choice(people)
            if other.habit is not Habit.SILENT:
                self._speaks(at + soon, person, speech.paid_for(other.name, month, at))

    def _recalls(self, at: datetime, person: Person, spoken: Spoken) -> None:
        self._count += 1
        self._send(
            at,
            Spoken(
                f"m{self._count}",
                person.wechat_id,
                person.nickname,
                spoken.room,
                "",
                at,
                Meaning(),
                recalls=spoken.id,
            ),
        )

    def _office(self, branch: Branch, first: datetime, start: datetime, end: datetime) -> None:
        planned: list[tuple[datetime, Person, Said]] = []
        for week in (7, 14, 21, 28):
            at = self._some_time(first, (week - 1, week))
            planned.append((at, branch.collector, speech.confirm_all()))
            one = self._chance.choice(branch.people[2:])
            planned.append(
                (self._some_time(first, (0, 27)), branch.collector, speech.confirm(one.name))
            )
        planned.append(
            (
                self._some_time(first, (24, 28)),
                branch.secretary,
                speech.confirm(branch.collector.name),
            )
        )
        at = self._some_time(first, (0, 18))
        begins = (at + timedelta(days=self._chance.randrange(2, 7))).replace(
            hour=19, minute=30, second=0, microsecond=0
        )
        planned.append((at, branch.secretary, speech.arrange(begins)))
        what = self._chance.random()
        if what < 0.3:
            moved = speech.change(begins + timedelta(days=1))
            planned.append(
                (at + timedelta(hours=self._chance.randrange(1, 30)), branch.secretary, moved)
            )
        elif what < 0.5:
            off = at + timedelta(hours=self._chance.randrange(1, 30))
            planned.append((off, branch.secretary, speech.cancel()))
        for moment, person, said in planned:
            if start <= moment < end:
                self._speaks(moment, person, said, private=True)

    def _outsiders(self, branch: Branch, first: datetime, start: datetime, end: datetime) -> None:
        """Those who have no right: an impostor with the secretary's name, a member with ideas."""
        impostor = f"wx-impostor-{branch.id}"
        someone = self._chance.choice(branch.people[2:])
        begins = first.replace(hour=19, minute=30) + timedelta(days=29)
        for _ in range(5):
            said = self._chance.choice(
                (
                    speech.confirm_all(),
                    speech.arrange(begins),
                    speech.cancel(),
                    speech.undo(),
                    ("@小助手 未交", Meaning()),
                    ("未交", Meaning()),
                    ("@小助手 我的", Meaning()),
                    (f"绑定 1 {someone.name}", Meaning("bind", someone.name, wechat_id=impostor)),
                    speech.paid(Period.of(first), first),
                )
            )
            at = self._some_time(first, (0, 28))
            if not start <= at < end:
                continue
            if self._chance.random() < 0.5:
                place = self._chance.choice((branch.room, None))
                self.say(at, impostor, branch.secretary.name, place, said)
            elif said[1].kind not in ("paid", "undo") and someone.habit is not Habit.SILENT:
                self._speaks(at, someone, said, private=self._chance.random() < 0.5)
        if self._chance.random() < 0.5:
            at = self._some_time(first, (0, 28))
            if start <= at < end:
                officer = self._chance.choice((branch.secretary, branch.collector))
                self._speaks(at, officer, ("@小助手 未交", Meaning()))

    def changes_phone(self, at: datetime, person: Person) -> None:
        """A member logs in under a new id; he says who he is, and the secretary will know."""
        person.wechat_id = f"{person.first_id}-{self._count}"
        self._by_id[person.wechat_id] = person
        person.nickname = f"{person.wechat_id}号"
        self._speaks(at, person, ("大家好，换手机了", Meaning()))
        self._speaks(at + timedelta(minutes=2), person, (f"我是{person.name}", Meaning()))

    def reads(self, posted: Posted) -> None:
        """Somebody reads what the bot said, and does what he is asked to."""
        at = posted.at + timedelta(seconds=self._chance.randrange(30, 4 * 3600))
        if posted.room is not None:
            if posted.text.startswith(("【会议通知】", "【会议提醒】")):
                self._answer_meeting(posted)
            return
        person = self._by_id.get(posted.to or "")
        if person is None:
            return
        if "之前记的是" in posted.text:
            if self._chance.random() < 0.85:
                self._speaks(
                    at,
                    person,
                    speech.option(self._chance.choice((1, 1, 2, 3)), "which"),
                    private=True,
                )
        elif UNSURE in posted.text:
            self._look(at, person, posted.text)
        elif (match := _BIND.search(posted.text)) is not None:
            self._binds(at, person, match)

    def _binds(self, at: datetime, secretary: Person, match: re.Match[str]) -> None:
        """The secretary knows his people: only who is who he says is bound."""
        known = [p for p in self._by_id.values() if p.nickname == match["shown"]]
        if known and known[0].name == match["name"]:
            said = speech.bind(int(match["number"]), match["name"], known[0].wechat_id)
            self._speaks(at, secretary, said, private=True)

    def _look(self, at: datetime, secretary: Person, text: str) -> None:
        """The secretary looks into the group and says what he sees."""
        quoted = _QUOTED.search(text)
        assert quoted is not None, text
        room = self._branch[secretary.branch].room
        there = any(p.room == room and p.text == quoted["text"] for p in self._channel.posts)
        if not there:
            self.resent[room, quoted["text"]] += 1
        said = speech.option(1 if there else 2, "unsure", quoted["text"])
        self._speaks(at, secretary, said, private=True)

    def _answer_meeting(self, posted: Posted) -> None:
        branch = next(b for b in self._cast if b.room == posted.room)
        for person in self._chance.sample(branch.people, k=min(3, len(branch.people))):
            if person.habit is not Habit.SILENT:
                at = posted.at + timedelta(minutes=self._chance.randrange(1, 600))
                self._speaks(at, person, speech.answer(self._chance.choice(speech.ANSWERS)))
