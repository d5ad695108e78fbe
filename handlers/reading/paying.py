"""Paying: what counts as a completed payment, one collected, made up, or paid for another.

Responsible for these four shapes of a clause that nothing has refused yet. It must not know
whose or how much.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says
from handlers.reading.harmless import CIRCUMSTANCE
from handlers.reading.patterns import fullmatch, pattern, remembered, search
from handlers.reading.people import OFFICES
from handlers.reading.verdicts import Verdict

_COMPLETED = pattern(
    r"[VW]x*l|[VW]x(?:[M$#RDe=/%2oA]|$)|A[^NBuVWJq]{0,8}[VW](?![FE])|[VWa][azpt2rhyoewD&Mn#$=G]*l"
    r"|[VW][so]*[2t]+l|Aa$|J(?![FE])(?![^VWe]*[VW]x?D?$)"
)


@remembered
def is_completed(core: str) -> bool:
    return _COMPLETED.search(core.translate(CIRCUMSTANCE)) is not None


def _by_office(clause: Clause) -> bool:
    """邓会计收了我的党费: who collects for the branch."""
    names = [str(token[3]) for token in clause.tokens if token[0] in "pt"]
    return all(name.endswith(OFFICES) for name in names)


_LENT = ("还", "退", "借", "欠")


def collected(clause: Clause, about: bool, listed: bool) -> Verdict:
    """收到X党费N: the collector says for whom; 李委员收了 only says who took it."""
    core = clause.core
    if fullmatch("[okn]*[pt][oA]*Jl?seM?D[$#]?", core) and _by_office(clause):
        return Verdict("paid", "collected")
    if search("^[okn]*[pt]+[okGnA]*J", core) and not search("[$#DA].*J", core):
        return Verdict("none", "who-took-it")
    if "D" not in core and search("[prh][oU]s?e?o*[$#]", core) and says(clause, "oU", _LENT):
        return Verdict("none", "about-something-else")
    if search("[pry]", core) and (about or search("[$#]", core)):
        return Verdict("paid", "collected")
    return Verdict("paid", "collected-list") if listed else Verdict("none", "ack")


def only_full(clause: Clause) -> bool:
    """一次交满一年的: how much at once, not that it was done."""
    if search("[lAk]", clause.core):
        return False
    if search("D[^VW]*[VW]", clause.core) and not search("^[Gu]?b", clause.core):
        return False
    half = "b" in clause.core and says(clause, "x", ("上", "好", "掉"))
    if "b" in clause.core and says(clause, "x", ("清", "齐")):
        return not search("[sknM$#]", clause.core)
    return half or says(clause, "x", ("满", "足"))


def makes_up(clause: Clause) -> bool:
    """补交8、9月党费28元: a make-up with its months and sum is told, not asked."""
    made_up = any(t[0] == "V" and str(t[3]).startswith("补") for t in clause.tokens)
    return made_up and bool(search("^[sokAn]*V.*D.*[$#]|^[sokAn]*VM.*[$#]", clause.core))


def is_bare_proxy(clause: Clause) -> bool:
    """替X交 20, 代交：X 20: for somebody else, with the sum, in the present."""
    core = clause.core
    if search(r"d(?:se?(?=[rp]))?[^VWs]*[pr][^VW]*[VW]|a[^VWs]*[pr][^VW]*V", core):
        return bool(search("[$#]", core))
    if search("[pr][^VW]*T[^VW]*V[^VW]*[$#]", core):
        return True
    if fullmatch("[so]*dV[DM]*", core):
        return True
    return bool(core) and any(t[0] == "V" and str(t[3]).startswith("代") for t in clause.tokens)
