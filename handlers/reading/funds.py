"""Funds: money raised or taken in for something of its own name, and no dues.

Responsible for telling such a clause (毕业照钱, 祠堂修缮钱一人20, 修路一家交200). It must not know
what follows from it.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause
from handlers.reading.patterns import pattern, search


def names_money(clause: Clause) -> bool:
    """班长让收的毕业照钱: money for something of its own name."""
    return bool(search("J[^VW]*U[o]?$", clause.core)) and clause.last.endswith(("钱", "款"))


_A_HOUSE = pattern("(?:一|每)(?:家|户)$")
_RAISED = pattern("凑|捐|摊|集资")


def is_another_fund(clause: Clause) -> bool:
    """祠堂修缮钱一人20, 花圈钱大家凑了: what is raised from all for something of its own name."""
    core = clause.core
    if "/" in core and search("U[^VWD]*/o*[$#]", core):
        return True
    if search("U[VW][$#]$", core) and any(
        t[0] == "U" and _A_HOUSE.search(str(t[3])) for t in clause.tokens
    ):
        return True
    raised = "o" in core and any(token[3] == "钱" for token in clause.tokens)
    return raised and any(t[0] == "U" and _RAISED.search(str(t[3])) for t in clause.tokens)
