"""Gathering: what the clauses of one message state, with the slots that belong to each.

Responsible for names, months and sums that stand alone in a clause: to which statement before
or after they belong. It must not know why a clause states what it states.
"""

from __future__ import annotations

from handlers.reading import sharing
from handlers.reading.attaching import add_company, attach
from handlers.reading.calling import is_vocative, nobody_known, only_calls
from handlers.reading.clauses import Clause, says
from handlers.reading.entrusting import Entrusted, by_me, only_carries
from handlers.reading.months import Month
from handlers.reading.owners import Speaker
from handlers.reading.patterns import fullmatch, match, search, sub
from handlers.reading.records import Record, Statements
from handlers.reading.slots import Slots, fill
from handlers.reading.verdicts import Verdict

_LISTS = "[VW]x*l?(?:D)?M[eD]*[$#]$"
_PART_OF = ("在里", "也在里", "包含在内", "包括在内", "也", "都")


class Gathering:
    """The records of one message so far, the last ones, and slots that wait for a predicate."""

    def __init__(self, clauses: list[Clause], speaker: Speaker) -> None:
        self._clauses, self._speaker = clauses, speaker
        self._made_up: set[int] | None = None
        self.found = Statements()
        self._theme: tuple[int, list[tuple[Month, bool]]] = (-1, [])
        self.loose: list[Slots] = []
        self.sums_wait = self.people_wait = False
        """Whether a sum, or somebody, is among the loose slots."""
        self.last: list[Record] = []
        self.entrusted = Entrusted(speaker)
        self._crowd: tuple[Clause, Verdict] | None = None
        """What was stated of so many people, none of them named yet."""
        self._theirs = self._said_dues = self._lists = False

    def hold(self, clause: Clause) -> None:
        """Keep the slots of a clause for the predicate that follows."""
        self._wait([group for group in fill(clause, self._speaker) if not group.is_empty])

    def _wait(self, groups: list[Slots]) -> None:
        self.loose += groups
        self.sums_wait = self.sums_wait or any(group.sums for group in groups)
        self.people_wait = self.people_wait or any(group.people for group in groups)

    def record(self, clause: Clause, judged: Verdict) -> None:
        """Write what a clause states, with its slots and the loose ones before it."""
        groups = sharing.shared(
            [group for group in fill(clause, self._speaker) if not group.is_empty]
        )
        if judged.rule == "collected-list":
            for group in groups:
                group.people = [who for who in group.people if not nobody_known(who)]
            groups = [group for group in groups if not group.is_empty]
        if not groups and not self.loose and self._said_already(clause, judged):
            return
        if not self.loose and sharing.says_how_much(clause, groups, self.last, judged.cell):
            self.last[0].slots.sums = groups[0].sums
            return
        if _carries(clause, groups):
            groups[0].people = []
        if len(groups) == 1 and sharing.and_ones_own(clause):
            groups[0].people = [*self._speaker.me, *groups[0].people]
        several = len(groups) > 1 or len([1 for slots in self.loose if slots.people]) > 1
        named = bool([1 for group in groups if group.people])
        if not several:
            groups = groups or [Slots()]
            if self.entrusted.hands_on(clause, groups):
                groups[0].people = []
                if groups[0].is_empty and not self.loose and self._told_in(clause):
                    return
            self.entrusted.give(clause, groups)
        groups = self._with_loose(clause, groups or [Slots()])
        sharing.own_share(groups, clause, self._clauses)
        people = [who for group in groups for who in group.people]
        if [1 for who in people if not who[1] and nobody_known(who)]:
            self.last, self._crowd = [], (clause, judged)
            return
        named = named or bool(people)
        news, made_up = sharing.tells_news(clause), self._makes_up(clause, judged)
        added, listed = says(clause, "o", ("也", "都")), several or sharing.is_numbered(clause)
        self._said_dues = "D" in clause.core
        self._lists = judged.cell == "paid" and bool(search(_LISTS, clause.core))
        earlier = [] if "D" in clause.core or "k" in clause.core else self.last
        self.last = [
            Record(
                judged.cell, group, judged.rule, clause.span, clause.sentence, named, news,
                made_up, added, listed,
            )
            for group in groups
        ]  # fmt: skip
        if judged.cell == "paid" and earlier:
            sharing.share_months(earlier, self.last)
        self._take_theme(judged)
        self.found.records += self.last

    def believe(self, clause: Clause) -> None:
        """孙丽还以为10月的没交，…: whose and which months the fact after it is about."""
        if "M" in clause.core:
            self.set_theme(clause)
        if match("o*[pr]o*I", clause.core) and "s" not in clause.core:
            self.entrusted.note(clause)

    def set_theme(self, clause: Clause) -> None:
        """11月的党费去年没赶上，…: the months that the sentence is about."""
        months = [month for token in clause.tokens if token[0] == "M" for month in token[3]]
        self._theme = (clause.sentence, months)

    def _take_theme(self, judged: Verdict) -> None:
        sentence, months = self._theme
        if judged.cell not in {"paid", "denied"}:
            return
        for record in self.last:
            lacks = not record.slots.months and not record.slots.duration
            if lacks and record.sentence == sentence:
                record.slots.months = list(months)

    def place_slots(self, position: int, clause: Clause) -> None:
        """A clause of names, months and sums only belongs to the predicate before or after."""
        groups = [group for group in fill(clause, self._speaker) if not group.is_empty]
        if "D" not in clause.core and any(token[3] in {"差", "欠"} for token in clause.tokens):
            return
        if match("ys?$", clause.core) and says(clause, ".", ("别",)):
            return
        if not groups or is_vocative(clause, self._speaker) or only_calls(groups):
            return
        if match("[prh]o+s[$#]$|so+[prh][$#]$", clause.core) and says(clause, "o", ("欠", "还")):
            return
        if clause.core == "p" and any(
            "y" in c.core for c in self._clauses[position + 1 : position + 2]
        ):
            called = self._speaker.who(next(t for t in clause.tokens if t[0] == "p"))[0]
            self._speaker.spoken_to = (called[0],) if called[1] else ()
            return
        if self._crowd and not self.last and [1 for one in groups if one.people and one.sums]:
            self._count_off(*self._crowd, groups)
            return
        if self.last and sharing.begins_anew(
            self._clauses[position : position + 2], groups, self.last
        ):
            self._wait(groups)
            return
        later = any(search("[VWJ]", c.core) for c in self._clauses[position + 1 : position + 4])
        if not self.last or ("D" in clause.core and later):
            self._wait(groups)
            self._theirs = (self._theirs and "p" not in clause.core) or bool(
                match("(?:Me)?o*(?:s&?)?[pr][pr&]*e?M?e?D[$#]?$", clause.core)
            )
            return
        part = match("o*&[pr][pr&e]*[$#]?(?:zo?)?$", clause.core) or (
            says(clause, "o", _PART_OF) and match("o*[pr][pr&e]*o+z?$", clause.core)
        )
        if part and len(self.last) == 1:
            add_company(groups, self.last[0], self._speaker, self.found.records)
            return
        if (
            "D" in clause.core
            and len(groups) == 1
            and sharing.is_share(groups[0], self.last[-1], self._said_dues)
        ):
            self.last[-1].slots.sums = groups[0].sums
            return
        if self._lists and sharing.goes_on(groups, self.last[-1]):
            self._count_on(clause, groups[0])
            return
        if self._lists and self.last[-1].listed and sharing.is_sum_of_all(groups):
            return
        for group in groups:
            attach(group, clause, self.last, self.found.records)

    def _count_on(self, clause: Clause, group: Slots) -> None:
        """交了3月的102，4月的102: the same payer, another month, a record of its own."""
        first = self.last[-1]
        group.people = list(first.slots.people)
        self.last = [
            Record(
                first.cell, group, first.rule, clause.span, clause.sentence, first.named,
                first.fresh, first.make_up, first.added, True,
            )
        ]  # fmt: skip
        first.listed = True
        self.found.records += self.last

    def _count_off(self, clause: Clause, judged: Verdict, groups: list[Slots]) -> None:
        """三个人的我都交了：孙丽15，黄磊12: each of those who were only counted."""
        where = (judged.rule, clause.span, clause.sentence)
        self.last = [
            Record(judged.cell, group, *where, True, False, False, False, True) for group in groups
        ]
        self.found.records += self.last

    def take_back(self, clause: Clause) -> None:
        """找回88: what was handed over is not what was paid, unless that was told besides."""
        told = self._said_dues and bool(self.last)
        if not (told and sharing.is_rest(clause, self.last[-1], self._clauses)):
            self.drop_last()

    def drop_last(self) -> None:
        """Take back the statement just made."""
        self.found.records = [one for one in self.found.records if one not in self.last]
        self.last = []

    def drop_paid(self, sentence: int) -> None:
        """Take back what the sentence stated as paid."""
        self.found.records = [
            record
            for record in self.found.records
            if record.cell != "paid" or record.sentence != sentence
        ]
        self.last = []

    def _makes_up(self, clause: Clause, judged: Verdict) -> bool:
        """补 in the clause itself, or beside a payment anywhere in its sentence."""
        if self._made_up is None:
            self._made_up = {c.sentence for c in self._clauses if says(c, "VWo", ("补",))}
        if judged.cell == "paid":
            return clause.sentence in self._made_up
        return says(clause, "VWo", ("补",))

    def _told_in(self, clause: Clause) -> bool:
        """Whether its sentence has told of a payment just before."""
        last = self.last[-1] if self.last else None
        return last is not None and last.cell == "paid" and last.sentence == clause.sentence

    def _said_already(self, clause: Clause, judged: Verdict) -> bool:
        """托我代缴10月党费伍元，已缴: the same payment once more, without a word added."""
        last = self.last[-1] if self.last else None
        if fullmatch("[okzn2A]*[VW]x?l?e", clause.core) and "k" not in clause.core:
            return last is not None and last.cell == "paid" == judged.cell
        same = last is not None and last.sentence == clause.sentence and last.cell == judged.cell
        said = sub("(?<=[WG])[pty]+", "", clause.core)
        return same and judged.cell == "paid" and not search("[psrhywe]", said)

    def _with_loose(self, clause: Clause, groups: list[Slots]) -> list[Slots]:
        """Give a predicate what was said before it without one (我的42，刘洋的14，都交了)."""
        loose, self.loose = self.loose, []
        self.sums_wait = self.people_wait = False
        if not loose and not self._theirs:
            return groups
        if any(known for slots in loose for _, known in slots.people):
            loose = [s for s in loose if not s.people or any(known for _, known in s.people)]
        listed = [slots for slots in loose if slots.sums and (slots.people or slots.months)]
        if not any(slots.people for slots in listed) and len(listed) < 2:
            listed = []
        if len(groups) == 1 and self._theirs and by_me(clause, groups[0], self._speaker.me):
            groups[0].people = []
        self._theirs = False
        if len(groups) == 1 and only_carries(clause, groups[0], listed, self._speaker):
            groups[0].people = []
        if listed and len(groups) == 1 and not groups[0].people and not groups[0].sums.get(""):
            if all(slots.sums for slots in listed) and len(listed) > 1:
                groups[0].sums.pop("=", None)
            sharing.give_months(loose, listed)
            for slots in listed:
                slots.take(groups[0])
                for other in loose:
                    if not other.people and not other.sums:
                        slots.take(other)
            return listed
        for slots in loose:
            if len(groups) == 1 and not slots.sums and not slots.people and groups[0].months:
                groups[0].months = slots.months + groups[0].months
            elif len(groups) == 1 and groups[0].lacks(slots):
                also = [who for who in slots.people if who not in groups[0].people]
                company = bool(groups[0].people) and not sharing.names_an_owner(clause)
                groups[0].take(slots)
                groups[0].people += also if company and not slots.sums else []
        return groups


def _carries(clause: Clause, groups: list[Slots]) -> bool:
    """我统一转给李委员了：孙丽12，刘洋10: he only carries what is listed after it."""
    return len(groups) == 1 and not groups[0].sums and says(clause, "oi", ("统一",))
