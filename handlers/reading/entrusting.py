"""Entrusting: whose dues are carried in what follows (孙丽托我把党费捎来，已经交给书记了).

Responsible for the owner that an earlier clause named, and for telling what is carried from
one's own. It must not know whether anything was paid.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says
from handlers.reading.owners import Speaker, Who, owner_positions
from handlers.reading.patterns import fullmatch, match, search
from handlers.reading.slots import Slots, fill

_CARRIES = ("捎", "带", "转交", "代交", "代缴", "交", "送", "垫", "转", "拿", "缴", "代")
_OWN = "s[o]*(?:e|M|D)"


def entrusts(clause: Clause, topic: str) -> bool:
    """孙丽托我把党费捎来, 受孙丽委托: whose dues he carries; nothing is said to be paid yet."""
    core = clause.core
    if not search("[prh].*T", core):
        return False
    if search("[NBqHCu]|[VW]x*(?:a?[pt2]+)?l|A[^VW]*[VW]", core):
        return False
    if "U" not in core and search("[prh].*[VW].*[$#]$", core):
        return False
    if fullmatch("o?[pr](?:&?[pr])*T", core):
        return True
    about = "D" in core or topic == "D"
    return about and any(str(token[3]).startswith(_CARRIES) for token in clause.tokens)


_REPORTS = ("报", "说", "讲", "登记", "回", "告诉", "汇报", "上报")


def speaks_for(clause: Clause) -> bool:
    """替孙丽报一声, 帮她说一下: whose dues the next clause speaks of."""
    if "d" not in clause.core or not fullmatch("[so]*d[prh](?:&?[pr])*[oUZ]+", clause.core):
        return False
    return any(str(token[3]).startswith(_REPORTS) for token in clause.tokens)


_TOO = ("也", "都", "自己")


class Entrusted:
    """Whose dues the message said to be carried last, until they are paid."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._carried: Slots | None = None
        self._sentence = -1
        self._handed: tuple[int, list[Who]] = (-1, [])

    def note(self, clause: Clause) -> None:
        """Keep the one owner that a clause names, if it is not the speaker."""
        groups = [group for group in fill(clause, self._speaker) if group.people]
        if len(groups) == 1 and groups[0].people != self._speaker.me:
            self._sentence, self._carried = clause.sentence, groups[0]

    def hand(self, clause: Clause) -> None:
        """我转给孙丽: who has got the money for what is paid next."""
        if match("[^prhywgNquCBHijdT]*al?p[lo$#]*$", clause.core):
            who = next(token for token in reversed(clause.tokens) if token[0] == "p")
            self._handed = (clause.sentence, self._speaker.who(who))

    def hands_on(self, clause: Clause, groups: list[Slots]) -> bool:
        """我转给孙丽，孙丽交的: who was handed the money just before; not her own dues."""
        if len(groups) != 1 or (clause.sentence, groups[0].people) != self._handed:
            return False
        paid = match("p[oAGkn]*(?:ds|a)?[VW]x*[le]", clause.core) is not None
        return paid and not says(clause, "o", _TOO)

    def give(self, clause: Clause, groups: list[Slots]) -> None:
        """…已经交给书记了: what was entrusted; …我的也交了 is his own."""
        carried = self._carried
        if carried is None or len(groups) != 1 or clause.sentence - self._sentence > 1:
            return
        if search(_OWN, clause.core):
            return
        group = groups[0]
        if not group.people or group.people == self._speaker.me:
            group.people = list(carried.people)
        if group.people == carried.people:
            group.take(carried)
            self._carried = None


def only_carries(clause: Clause, group: Slots, listed: list[Slots], speaker: Speaker) -> bool:
    """孙丽的10元、黄磊的36元，党费我都转给李委员了; …他俩的我一起交了: those just listed."""
    named = [who for slots in listed for who in slots.people]
    if not named or group.sums or not group.people:
        return False
    if all(clause.tags[at] in "wh" for at in owner_positions(clause)):
        return len(named) > 1
    alone = group.people == speaker.me and not any(who in named for who in group.people)
    if not alone or search(_OWN, clause.core):
        return False
    return "W" in clause.core or says(clause, "o", ("都", "一起", "一块", "一并", "一道"))


def with_subjects(clauses: list[Clause]) -> list[Clause]:
    """孙丽在海上，托我代交…: who asked is named in the clause before."""
    if len(clauses) < 2 or not [1 for clause in clauses if "T" in clause.core]:
        return clauses
    whole = list(clauses)
    for at in range(1, len(whole)):
        before, clause = whole[at - 1], whole[at]
        if before.sentence != clause.sentence or not match("[oDMe]*T", clause.core):
            continue
        if match("[ot]*[pr][^VWJT]*$", before.core):
            who = next(token for token in before.tokens if token[0] in "pr")
            whole[at] = Clause([who, *clause.tokens], clause.end, clause.sentence)
    return whole


def asks_for_help(clause: Clause) -> bool:
    """帮我交一下: nobody is said to have done it; 他帮我交了, 已帮我交了 tell."""
    core = clause.core
    if search("y[^l]*ds[^l]*$|^[oGu]*as(?![prhe])[^VW]*b", core):
        return True
    if search("ds[^l]*[VW]x?[oD]*$", core) and clause.last in {"一下", "下", "一把", "呗"}:
        return True
    helped = "d" in core and search("ds(?![pre])", core)
    return bool(helped) and not search("[prhywtUg=].*ds|A.*ds|T|f", core)


def by_me(clause: Clause, group: Slots, me: list[Who]) -> bool:
    """孙丽的党费，我捎着交了: hers, by me."""
    return group.people == me and not search(_OWN, clause.core)
