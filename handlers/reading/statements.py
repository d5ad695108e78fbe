"""Statements about dues: clauses one after the other become records.

Responsible for what carries over from clause to clause (topic, subject, sums that stand
alone; never a polarity) and for which record holds when clauses disagree. It must not know
the wording of a single clause.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause
from handlers.reading.dues import Verdict, verdict
from handlers.reading.owners import Speaker, Who, owner_positions
from handlers.reading.patterns import fullmatch, match, pattern, remembered, search, sub
from handlers.reading.questions import is_question
from handlers.reading.records import Record, Statements, settle
from handlers.reading.slots import Slots, fill

_SLOT_ONLY = pattern(r"^[psrhywteD$#MR/%=o&n20kAG>z]*$")
_SCOPE_END = pattern(r"[o]*s[^rd]")
_MEMORY = (
    "记不",
    "不确定",
    "不太确定",
    "拿不准",
    "不清楚",
    "吃不准",
    "没印象",
    "不记得",
    "不敢",
    "没把握",
    "印象",
)
_TO_ALL = {"notice-or-request", "relative", "can-or-relative"}
_YES_OR_NO = {
    "吗",
    "么",
    "对吧",
    "对吗",
    "是吧",
    "是吗",
    "是不是",
    "是么",
    "没错吧",
    "对不",
    "对不对",
}
_HONORIFIC = tuple("姐哥叔婶姨总嫂爷伯记员计任长")
_FRESH = pattern(r"[Akn>]|o*V")


class DuesReader:
    """Reads the clauses of one message; thrown away with it."""

    def __init__(self, clauses: list[Clause], speaker: Speaker, pending: str | None) -> None:
        self._clauses, self._speaker, self._pending = clauses, speaker, pending
        self._found = Statements()
        self._loose: list[Slots] = []
        self._last: list[Record] = []
        self._topic = self._scope = ""
        self._ordered = False
        self._sentence = -1
        self._position = 0
        self._made_up = {c.sentence for c in clauses if _says(c, "VWo", ("补",))}

    def read(self) -> Statements:
        """All records, settled against each other."""
        notice = False
        for position, clause in enumerate(self._clauses):
            self._position = position
            self._enter(clause)
            judged = self._judge(clause)
            self._found.trail.append((clause, judged))
            notice = notice or judged.rule in _TO_ALL
            self._act(position, clause, judged)
            self._remember(clause)
        if notice:
            self._found.records = [r for r in self._found.records if r.rule != "done-of" or r.named]
        unnamed = {"bare-proxy", "collected-list"}
        self._found.records = [r for r in self._found.records if r.named or r.rule not in unnamed]
        for record in self._found.records:
            record.slots.people = record.slots.people or self._speaker.me
        self._found.noun_phrase = any(s.sums for s in self._loose) and self._topic == "D"
        settle(self._found)
        return self._found

    def _enter(self, clause: Clause) -> None:
        """What still reaches into this clause from the ones before it."""
        core = clause.core
        if clause.sentence != self._sentence:
            self._sentence, self._scope = clause.sentence, ""
            self._topic = "" if self._topic == "O" else self._topic
        if self._scope in {"hearsay", "said"}:
            others = self._speaker.named and self._speaker.me[0] not in self._speaker.named
            if ">" in core or (others and _SCOPE_END.match(core)):
                self._scope = ""
        if "O" in core and "D" not in core:
            self._topic = "O"
        elif "D" in core:
            self._topic = "D"
        if self._ordered and match("b|M?e?D[^skA]*$", core):
            self._scope = "order"
        self._ordered = clause.end == "," and _hurries(clause)
        if self._scope == "luck" and match("[so]*[Ak>]", core):
            self._scope = ""
        if core.endswith("C") and _says(clause, "C", ("不管", "不论")):
            return
        if "C" in core:
            self._scope = "luck" if _says(clause, "C", ("幸亏", "幸好")) else "condition"
            if any(token[3] == "的话" for token in clause.tokens):
                self._drop_paid(clause.sentence)
        elif "Y" in core and self._scope != "condition":
            self._scope = "hearsay"
        elif "Z" in core and self._scope != "condition" and _reported(core):
            self._scope = "said"

    def _judge(self, clause: Clause) -> Verdict:
        core = clause.core
        if self._topic == "O" or ("O" in core and not _dues_beside(core)):
            return Verdict("none", "other-object")
        if "Z" in core and not self._scope and search("Z.*[VW]", core):
            return Verdict("aside", "own-words")
        alone = _is_slots_only(core) and clause.last != "吧" and not is_question(clause)
        if alone and not self._scope:
            return Verdict("none", "slots")
        if search("[VWJDKfEF]", core) or (core.endswith("N") and self._topic == "D"):
            if _asks_for_help(core) and not is_question(clause):
                return Verdict("none", "request")
            return verdict(
                clause,
                topic=self._topic,
                scoped=self._scope,
                leaning=self._leans(clause),
                listed=self._listed(clause),
            )
        if is_question(clause):
            return (
                Verdict("question", "elliptic") if self._elliptic(clause) else Verdict("none", "")
            )
        if "H" in core or clause.last == "吧":
            return (
                Verdict("hedged", "afterthought") if self._doubts(clause) else Verdict("none", "")
            )
        return Verdict("none", "")

    def _listed(self, clause: Clause) -> bool:
        """张伟42，刘洋14，已收; 收到：张伟42、刘洋14."""
        if any(slots.people and slots.sums for slots in self._loose):
            return True
        if self._pending != "dues" and self._topic != "D":
            return False
        after = self._clauses[self._position + 1 : self._position + 2]
        return any(match("p[$#]", later.core) for later in after)

    def _leans(self, clause: Clause) -> bool:
        """转了, 付了 mean dues in an open round when a sum or somebody of the branch is named."""
        if self._pending != "dues" or "U" in clause.core:
            return False
        core = clause.core
        if "f" in core and ("W" in core or self._tried(clause)):
            return True
        if fullmatch("[sonk]*u[onG]*W", core) and _says(clause, "W", ("转", "补", "付", "上")):
            return True
        if "u" in core and _says(clause, "W", ("补", "上交", "上缴")):
            return True
        if ("M" in core and _says(clause, "W", ("补",))) or search("d[prh]+W", core):
            return True
        if search("a[shr]", core):
            return False
        if self._goes_to_a_member(clause):
            return False
        if search("[$#]|a[pt]|W[pt]", clause.core) or any(slots.sums for slots in self._loose):
            return True
        after = self._clauses[self._position + 1 : self._position + 3]
        return any("D" in later.core and _SLOT_ONLY.match(later.core) for later in after)

    def _tried(self, clause: Clause) -> bool:
        """转了半天，限额了; 那条不算，没付成功: what failed is the payment spoken of before."""
        before = self._clauses[: self._position][-2:]
        return any(search("[VWFv]", c.core) for c in before if c.sentence == clause.sentence)

    def _goes_to_a_member(self, clause: Clause) -> bool:
        """转了500给孙丽: money for somebody who holds no office in the branch."""
        found = search("[aW]p", clause.core)
        if not found:
            return False
        tokens = [token for token in clause.tokens if token[0] != "."]
        return not self._speaker.roster.holds_office(tokens[found.end() - 1][3])

    def _elliptic(self, clause: Clause) -> bool:
        """交了，42？ and 我交了，你们呢？: the question is about what was just said."""
        if not self._last and self._topic != "D":
            return False
        core = clause.core.replace("q", "")
        return "U" not in core and not search("[cmL13]", core)

    def _doubts(self, clause: Clause) -> bool:
        """交了，记不清了; 交了，好像是20: doubt that reaches back."""
        words = [str(token[3]) for token in clause.tokens if token[0] == "H"]
        if any(word.startswith(_MEMORY) for word in words):
            return True
        if match("[on]*u", clause.core) and not words:
            return False
        return bool(self._last) and not search("[Ucm13L4567]", clause.core)

    def _act(self, position: int, clause: Clause, judged: Verdict) -> None:
        if judged.cell in {"paid", "denied", "promise"}:
            self._record(clause, judged)
            self._topic = "D"
        elif judged.cell == "aside" and "V" in clause.core:
            self._topic = "D"
        elif judged.cell == "question":
            if "V" in clause.core:
                self._topic = "D"
            if not self._is_echo(position, clause):
                self._found.asks = True
                self._unsay(clause)
        elif judged.cell == "hedged":
            self._found.hedged = True
            if judged.rule == "afterthought":
                self._drop_paid(clause.sentence)
        elif match("[$#MRD=/%o]*e[togwyU]*i", clause.core):
            self._drop_paid(clause.sentence)
        elif judged.rule == "slots":
            self._place_slots(position, clause)
        elif judged.rule == "bare":
            self._loose += [group for group in fill(clause, self._speaker) if not group.is_empty]

    def _is_echo(self, position: int, clause: Clause) -> bool:
        """交了？没有啊，还没交; 要是没交能这么硬气？交了的: the answer follows at once."""
        rhetorical = (
            search("q[VW]", clause.core) and _says(clause, "q", ("哪",)) and clause.end != "?"
        )
        rhetorical = rhetorical or bool(search("q.*N[^VW]*V|N[^VW]*V.*q", clause.core))
        if "q" in clause.core and "C" not in clause.core and not rhetorical:
            return False
        return any(
            "q" not in later.core and later.end != "?" and search("[VN]", later.core)
            for later in self._clauses[position + 1 : position + 3]
        )

    def _unsay(self, clause: Clause) -> None:
        """党费交了，20吗: the question takes back what its own sentence stated before it."""
        core = clause.core
        if "y" in core or search("J", core) or sum(tag == "q" for tag in core) > 1:
            return
        own = any(token[0] == "q" and token[3] not in _YES_OR_NO for token in clause.tokens)
        if not own:
            self._drop_paid(clause.sentence)

    def _drop_paid(self, sentence: int) -> None:
        self._found.records = [
            record
            for record in self._found.records
            if record.cell != "paid" or record.sentence != sentence
        ]
        self._last = []

    def _record(self, clause: Clause, judged: Verdict) -> None:
        groups = _shared([group for group in fill(clause, self._speaker) if not group.is_empty])
        if not groups and not self._loose and self._said_already(clause, judged):
            return
        named = any(group.people for group in groups)
        several = len(groups) > 1 or sum(1 for slots in self._loose if slots.people) > 1
        groups = self._with_loose(clause, groups or [Slots()])
        named = named or any(group.people for group in groups)
        if any(_nobody_known(who) for group in groups for who in group.people):
            self._last = []
            return
        start, end = clause.span
        earlier = [] if "D" in clause.core or "k" in clause.core else self._last
        self._last = [
            Record(
                judged.cell, group, judged.rule, (start, end), clause.sentence, named,
                bool(_FRESH.match(clause.core) or search("[Akn>]", clause.core)),
                self._makes_up(clause, judged),
                _says(clause, "o", ("也", "都")),
                several or _is_numbered(clause),
            )
            for group in groups
        ]  # fmt: skip
        if judged.cell == "paid" and earlier:
            _share_months(earlier, self._last)
        self._found.records += self._last

    def _makes_up(self, clause: Clause, judged: Verdict) -> bool:
        """补 in the clause itself, or beside a payment anywhere in its sentence."""
        beside = judged.cell == "paid" and clause.sentence in self._made_up
        return beside or _says(clause, "VWo", ("补",))

    def _said_already(self, clause: Clause, judged: Verdict) -> bool:
        """托我代缴10月党费伍元，已缴: the same payment once more, without a word added."""
        last = self._last[-1] if self._last else None
        same = last is not None and last.sentence == clause.sentence and last.cell == judged.cell
        said = sub("(?<=[WG])[pt]+", "", clause.core)
        return same and judged.cell == "paid" and not search("[psrhywe]", said)

    def _with_loose(self, clause: Clause, groups: list[Slots]) -> list[Slots]:
        """Give a predicate what was said before it without one (我的42，刘洋的14，都交了)."""
        loose, self._loose = self._loose, []
        listed = [slots for slots in loose if slots.sums and (slots.people or slots.months)]
        if not any(slots.people for slots in listed) and len(listed) < 2:
            listed = []
        if listed and len(groups) == 1 and not groups[0].people and not groups[0].sums:
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
                groups[0].take(slots)
        return groups

    def _place_slots(self, position: int, clause: Clause) -> None:
        """A clause of names, months and sums only belongs to the predicate before or after."""
        groups = [group for group in fill(clause, self._speaker) if not group.is_empty]
        if not groups or self._is_vocative(clause):
            return
        if clause.core == "p" and any(
            "y" in c.core for c in self._clauses[position + 1 : position + 3]
        ):
            called = self._speaker.who(next(t for t in clause.tokens if t[0] == "p"))[0]
            self._speaker.spoken_to = (called[0],) if called[1] else ()
            return
        later = any(search("[VWJ]", c.core) for c in self._clauses[position + 1 : position + 4])
        if not self._last or ("D" in clause.core and later):
            self._loose += groups
            return
        for group in groups:
            self._attach(group, clause)

    def _is_vocative(self, clause: Clause) -> bool:
        """秀英姐，…: a nickname of respect alone in a clause is a call."""
        words = [str(token[3]) for token in clause.tokens if token[0] == "p"]
        return (
            clause.core == "p"
            and words[0].endswith(_HONORIFIC)
            and self._speaker.who(clause.tokens[0])[0] != self._speaker.me[0]
        )

    def _attach(self, group: Slots, clause: Clause) -> None:
        last = self._last[-1]
        if group.people and group.sums and (last.named or last.slots.sums):
            self._add_like(last, group, clause)
        elif group.people and group.sums and not last.named:
            last.slots.take(group)
            last.named = True
        elif group.people and not group.sums and last.named:
            if any(not known for _, known in last.slots.people) and len(self._last) == 1:
                last.slots.people = group.people
        elif last.slots.lacks(group):
            last.slots.take(group)
            last.span = (last.span[0], max(last.span[1], clause.span[1]))

    def _add_like(self, last: Record, group: Slots, clause: Clause) -> None:
        if not group.months:
            group.months = list(last.slots.months)
        added = Record(
            last.cell, group, last.rule, clause.span, clause.sentence, True, last.fresh,
            last.make_up, last.added, True,
        )  # fmt: skip
        self._found.records.append(added)
        self._last.append(added)

    def _remember(self, clause: Clause) -> None:
        """Whom 他 and 两个人 mean from here on."""
        if "p" not in clause.core and "r" not in clause.core:
            return
        named: list[Who] = []
        for at in owner_positions(clause):
            if clause.tags[at] in "prs" and not (clause.tags[at] == "r" and "p" in clause.tags):
                named += self._speaker.who(clause.tokens[at])
        if named and not (len(named) == 1 and named == self._speaker.me):
            self._speaker.named = named


@remembered
def _is_slots_only(core: str) -> bool:
    """Names, months, sums and fillers: no predicate of its own."""
    return bool(_SLOT_ONLY.match(core))


@remembered
def _asks_for_help(core: str) -> bool:
    """帮我交一下: nobody is said to have done it; 他帮我交了, 已帮我交了 tell."""
    helped = "d" in core and search("ds(?![pre])", core)
    return bool(helped) and not search("[prhywtU].*ds|A.*ds|T|f", core)


def _nobody_known(who: Who) -> bool:
    """你 and 3人 without a name: nobody who could be asked about."""
    return not who[1] and bool(
        match(r"[你您恁侬]|[\d几一两二三四五六七八九十]+个?[人位名]", who[0])
    )


def _says(clause: Clause, tags: str, starts: tuple[str, ...]) -> bool:
    """Whether a token with one of these tags starts with one of these words."""
    return any(token[0] in tags and token[3].startswith(starts) for token in clause.tokens)


def _reported(core: str) -> bool:
    """Somebody else says it: 张伟说…, 赵强跟我讲…; not 我说, 上周说."""
    before = core.partition("Z")[0]
    return bool(search("[phrtUgyw]", before)) and not match("[ok]*s?o*$", before)


def _dues_beside(core: str) -> bool:
    """Dues and something else in one clause: 党费20和电费85都交了."""
    return "D" in core


def _hurries(clause: Clause) -> bool:
    """赶紧的，…: an order, and so is what follows it."""
    hurry = _says(clause, "ui", ("赶", "快", "抓紧", "速", "尽快", "务必"))
    return hurry and bool(match("o*[ui]e?$", clause.core))


def _is_numbered(clause: Clause) -> bool:
    """1. 孙丽 已交10元: a line of a list."""
    first = clause.tokens[0]
    return first[0] == "." and str(first[3])[:1].isdigit()


def _share_months(earlier: list[Record], later: list[Record]) -> None:
    """5月党费我交了20，代红梅交了30: the months of the first are the months of the second."""
    first = earlier[-1]
    if first.cell != "paid" or not first.slots.months or first.listed:
        return
    for record in later:
        slots, same = record.slots, record.slots.people == first.slots.people
        alone = not (slots.months or slots.duration) and slots.people and not same
        if alone and record.sentence == first.sentence:
            slots.months = list(first.slots.months)


def _shared(groups: list[Slots]) -> list[Slots]:
    """Months said once for several people belong to each of them."""
    common = [group for group in groups if not group.people and not group.sums]
    owned = [group for group in groups if group.people or group.sums]
    if len(owned) < 1 or not common:
        return groups
    for group in owned:
        for shared in common:
            group.take(shared)
    return owned
