"""Statements about dues: clauses one after the other become records.

Responsible for what carries over from clause to clause (topic, subject, sums that stand
alone; never a polarity) and for which record holds when clauses disagree. It must not know
the wording of a single clause.
"""

from __future__ import annotations

from handlers.reading.afterthoughts import doubts, hangs_in_doubt, names_another, takes_back
from handlers.reading.clauses import Clause, says
from handlers.reading.dues import verdict
from handlers.reading.entrusting import asks_for_help, entrusts, speaks_for, with_subjects
from handlers.reading.gathering import Gathering
from handlers.reading.leanings import Leanings
from handlers.reading.lexicon import HINTS
from handlers.reading.owners import Speaker, Who, note_named, owner_positions
from handlers.reading.patterns import fullmatch, match, search
from handlers.reading.questions import is_question
from handlers.reading.records import MOST_STATED, Statements, settle
from handlers.reading.scopes import Scope, addresses_all, waits
from handlers.reading.slots import is_slots_only
from handlers.reading.standing import Around, beside_others, gives_back, names_no_payment
from handlers.reading.verdicts import Verdict

_NEEDS_A_NAME = {"bare-proxy", "collected-list", "listed-below"}
_TO_ALL = {"notice-or-request", "relative", "can-or-relative"}


# 11月的党费去年没赶上, 之前漏了8月的: what the next clause is about.
_THEME = "M.*D|^[so]*Mes|^[uoknA]*M[eol]*$|^[JUo]+M$"
# 回头转你, 我下周补给他: after a request, what the helper gets back.
_PAYS_BACK = "[so]*[un]*uo?(?:Wx?[yhptro]*|W?a[yhptr]+)"


class DuesReader:
    """Reads the clauses of one message; thrown away with it."""

    def __init__(self, clauses: list[Clause], speaker: Speaker, pending: str | None) -> None:
        clauses = with_subjects(clauses)
        self._clauses, self._speaker, self._pending = clauses, speaker, pending
        self._scope = Scope(speaker)
        self._gathering = Gathering(clauses, speaker)
        self._found = self._gathering.found
        self._leanings = Leanings(clauses, speaker, pending, self._gathering)
        self._position = 0

    def read(self) -> Statements:
        """All records, settled against each other."""
        notice = asked = False
        for position, clause in enumerate(self._clauses):
            self._position = position
            if self._scope.enter(clause):
                self._gathering.drop_paid(clause.sentence)
            judged = self._judge(clause)
            judged = self._beside_others(judged, position)
            asked = asked or judged.rule in {"request", "notice-or-request"}
            if asked and judged.cell == "promise" and fullmatch(_PAYS_BACK, clause.core):
                judged = Verdict("none", "pays-back")
            if judged.rule == "failed-attempt" and self._found.asks and names_no_payment(clause):
                judged = Verdict("none", "about-something-else")
            self._scope.future = self._scope.future or waits(clause)
            self._found.trail.append((clause, judged))
            notice = notice or judged.rule in _TO_ALL
            self._act(position, clause, judged)
            self._remember(clause)
            if len(self._found.records) > MOST_STATED:
                self._found.records, self._found.too_many = [], True
                break
        if self._found.records:
            self._keep_those_meant(notice)
        self._found.noun_phrase = self._scope.topic == "D" and self._gathering.sums_wait
        return self._found

    def _beside_others(self, judged: Verdict, position: int) -> Verdict:
        """What the verdict becomes by the clauses before and after it."""
        stands = judged.cell in {"promise", "denied", "paid"} or judged.rule == "bare"
        if not stands and judged.rule not in {"relative", "can-or-relative", "unknown-words"}:
            return judged
        around = Around(
            self._clauses[position - 1] if position else None,
            self._clauses[position + 1 : position + 3],
            [(one, said.rule) for one, said in self._found.trail[-2:]],
            self._scope.future,
        )
        return beside_others(judged, self._clauses[position], around)

    def _keep_those_meant(self, notice: bool) -> None:
        """The records of people, not of everybody; each with its person; settled."""
        records = self._found.records
        if addresses_all(self._clauses):
            records = [r for r in records if r.cell == "paid" or r.named]
        if notice:
            records = [r for r in records if r.rule != "done-of" or r.named]
        self._found.records = [r for r in records if r.named or r.rule not in _NEEDS_A_NAME]
        for record in self._found.records:
            record.slots.people = record.slots.people or self._speaker.me
        settle(self._found)

    def _judge(self, clause: Clause) -> Verdict:
        core = clause.core
        if self._gathering.last and (takes_back(clause) or self._was_another(clause)):
            return Verdict("hedged", "afterthought")
        if self._scope.topic == "O" or ("O" in core and not _dues_beside(core)):
            return Verdict("none", "other-object")
        if "Z" in core and core[0] != "q" and not self._scope.kind and search("Z.*[VW]", core):
            return Verdict("aside", "own-words")
        if "T" in core and not self._scope.kind and entrusts(clause, self._scope.topic):
            return Verdict("none", "entrusted")
        alone = is_slots_only(core) and clause.last != "吧" and not is_question(clause)
        alone = alone and not (core.endswith("G") or says(clause, "G", ("来", "去", "走", "过")))
        how_much = self._gathering.last and fullmatch("[so]*[VW]x?e=?[$#]", core)
        if (alone and not self._scope.kind) or how_much:
            return Verdict("none", "slots")
        if search("[VWJDKfEF]|a[pt]+l|al[pt]|^o*Aa$", core) or (
            core.endswith("N")
            and self._scope.topic == "D"
            and not (clause.end == "?" and "U" in core)
        ):
            if ("d" in core or "a" in core) and asks_for_help(clause) and not is_question(clause):
                return Verdict("none", "request")
            if self._scope.topic != "D" and self._object_follows(clause):
                return Verdict("none", "other-object")
            topic = self._scope.topic
            about = "D" in core or topic == "D"
            return verdict(
                clause,
                about=about,
                scoped=self._scope.kind,
                leaning=not about and self._leanings.leans(self._position),
                listed="J" in core and self._leanings.listed(self._position, topic),
            )
        if is_question(clause):
            return (
                Verdict("question", "elliptic") if self._elliptic(clause) else Verdict("none", "")
            )
        if hangs_in_doubt(clause) and doubts(clause, told=bool(self._gathering.last)):
            return Verdict("hedged", "afterthought")
        return Verdict("none", "")

    def _was_another(self, clause: Clause) -> bool:
        """交了，电费，十五: where nothing before it was about dues."""
        before = self._clauses[: self._position]
        return names_another(clause) and not any("D" in one.core for one in before)

    def _object_follows(self, clause: Clause) -> bool:
        """已交！代码已提交！ what follows names what was handed in."""
        after = self._clauses[self._position + 1 : self._position + 2]
        if not after or "O" not in after[0].core or not fullmatch("[soAk]*Vx?l?", clause.core):
            return False
        return search("^[UO]*O[UO]*A[VWUO]", after[0].core) is not None

    def _elliptic(self, clause: Clause) -> bool:
        """交了，42？ and 我交了，你们呢？: the question is about what was just said."""
        if not self._gathering.last and self._scope.topic != "D":
            return False
        core = clause.core.replace("q", "")
        return "U" not in core and not search("[cmL13]", core)

    def _act(self, position: int, clause: Clause, judged: Verdict) -> None:
        core = clause.core
        if judged.cell in {"paid", "denied", "promise"}:
            self._gathering.record(clause, judged)
            self._scope.topic = "D"
        elif judged.cell == "aside" and "V" in clause.core:
            self._scope.topic = "D"
            if "I" in clause.core:
                self._gathering.believe(clause)
        elif judged.cell == "question":
            if "V" in clause.core:
                self._scope.topic = "D"
            if not self._is_echo(position, clause):
                self._found.asks = True
                self._unsay(clause)
        elif judged.cell == "hedged":
            self._found.hedged = True
            if judged.rule == "afterthought":
                self._gathering.drop_paid(clause.sentence)
        elif match("[$#MRD=/%o]*e[togwyU]*i", clause.core):
            self._gathering.drop_paid(clause.sentence)
        elif search("^[o]*[jU]U?G?l?[$#]$", core) and gives_back(clause):
            self._gathering.take_back(clause)
        elif judged.rule == "entrusted":
            self._scope.topic = "D"
            self._gathering.entrusted.note(clause)
        elif speaks_for(clause):
            self._gathering.entrusted.note(clause)
        elif judged.rule == "slots":
            self._gathering.place_slots(position, clause)
        elif judged.rule == "bare":
            self._gathering.hold(clause)
        elif _sets_theme(clause, judged.rule):
            self._gathering.set_theme(clause)

    def _is_echo(self, position: int, clause: Clause) -> bool:
        """交了？没有啊，还没交; 要是没交能这么硬气？交了的: the answer follows at once."""
        rhetorical = (
            search("q[VW]", clause.core) and says(clause, "q", ("哪",)) and clause.end != "?"
        ) or says(clause, "q", ("能不",))
        shape = "q.*N[^VW]*V|N[^VW]*V.*q|^[so]*Vq$|s[^VW]*B[^VW]*VD?q$"
        rhetorical = rhetorical or bool(search(shape, clause.core))
        only_named = fullmatch("[ot]*(?:yZ)?o*M?e?Dq?", clause.core) is not None
        rhetorical = rhetorical or (only_named and clause.last in {"吗", "么", "嘛"})
        if "q" in clause.core and "C" not in clause.core and not rhetorical:
            return False
        return any(
            "q" not in later.core
            and later.end != "?"
            and search("[VNW]" if only_named else "[VN]", later.core)
            for later in self._clauses[position + 1 : position + 3 + only_named]
        )

    def _unsay(self, clause: Clause) -> None:
        """党费交了，20吗: the question takes back what its own sentence stated before it."""
        core = clause.core
        if "y" in core or search("J", core) or sum(tag == "q" for tag in core) > 1:
            return
        own = any(token[0] == "q" and token[3] not in HINTS["yes-or-no"] for token in clause.tokens)
        besides = says(clause, "o&", ("另外", "还有", "顺便", "顺带"))
        if not own and not besides:
            self._gathering.drop_paid(clause.sentence)

    def _remember(self, clause: Clause) -> None:
        """Whom 他 and 两个人 mean from here on."""
        if "p" not in clause.core and "r" not in clause.core:
            return
        named: list[Who] = []
        for at in owner_positions(clause):
            if clause.tags[at] in "prs" and not (clause.tags[at] == "r" and "p" in clause.tags):
                named += self._speaker.who(clause.tokens[at])
        if "a" in clause.core:
            self._gathering.entrusted.hand(clause)
        if not named or named == self._speaker.me:
            note_named(clause, self._speaker)
        if named and not (len(named) == 1 and named == self._speaker.me):
            self._speaker.named = named


def _sets_theme(clause: Clause, rule: str) -> bool:
    """11月的党费去年没赶上, 4到6月一直在海上: which months the next clause is about."""
    if rule == "" and match("M[okA]*z", clause.core):
        return sum(len(token[3]) for token in clause.tokens if token[0] == "M") > 1
    return rule in {"", "open", "unknown-words"} and search(_THEME, clause.core) is not None


def _dues_beside(core: str) -> bool:
    """Dues and something else in one clause: 党费20和电费85都交了."""
    return "D" in core
