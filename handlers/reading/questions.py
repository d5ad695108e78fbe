"""Whether a clause asks: by its words, by its mark, by its shape.

Responsible for telling questions from statements. It must not know what is asked about.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says, written
from handlers.reading.patterns import fullmatch, match, pattern, remembered, search

A_NOT_A = pattern(r"[VWJcLm][xl]*[NB](?:[VWcLm]|$)")


_HOW_MANY = ("几个人", "几人", "几位", "几个党员", "几个同志")
"""交了几个人了: behind the verb and last, how many is asked; 交了三个人的 states."""


def is_question(clause: Clause) -> bool:
    """Whether the clause asks: 吗, 谁, 多少, A不A, a question mark; 谁…谁… does not."""
    if clause.asks is None:
        clause.asks = _asks(clause)
    return clause.asks


def _asks(clause: Clause) -> bool:
    core = clause.core
    if "q" in core and clause.end != "?" and (_whoever(clause) or _to_be_written(clause)):
        return False
    if "q" in core and core.count("q") >= 2 and sum(t[3] == "谁" for t in clause.tokens) >= 2:
        return clause.last == "谁"
    if (
        "i" in core
        and search("i[ptyo]*q[^?]*[db]", core)
        and says(clause, "q", ("谁", "哪位", "哪个"))
    ):
        return False
    if ">" in core and _alternatives(clause):
        return True
    if "w" in core and search("[VWJ]x*l?w[l8]*$", core) and says(clause, "w", _HOW_MANY):
        return True
    if (
        "q" in core
        and core[-1] == "8"
        and clause.end != "?"
        and search("q.*e?G?8$", core)
        and clause.last in {"行", "就行", "即可"}
    ):
        return False
    if (
        clause.end != "?"
        and search("q[o]?B", core)
        and not search("[VWJcLmD]", core)
        and not says(clause, "q", ("能", "可"))
    ):
        return False
    if clause.end == "?" or "q" in core:
        return True
    return _asks_by_shape(core) and not (_depends(clause) or _forgot(clause))


def _whoever(clause: Clause) -> bool:
    """谁党费交了就打个勾: whoever it is; nobody is asked."""
    found = match("o*q[^qVWNu]*[VW]x*l[DM$#]*G(?!e)", clause.core)
    return found is not None and says(clause, "q", ("谁", "哪个", "哪位"))


def _forgot(clause: Clause) -> bool:
    """打卡忘了, 忘得一干二净: what ends in a denial that nobody asks with."""
    denies = [str(token[3]) for token in clause.tokens if token[0] in "NB"]
    return denies[-1].startswith(("忘", "漏", "来不及", "压根", "根本"))


# 备注里要写清替的是谁: what is to be written.
_WRITTEN_CLEARLY = pattern("[写注标说讲填](?:清楚?|明白?)[^吗么?]*$")


def _to_be_written(clause: Clause) -> bool:
    return _WRITTEN_CLEARLY.search(written(clause)) is not None


def _depends(clause: Clause) -> bool:
    """交不交看觉悟, 参不参加都行: one or the other, as it may be; nobody asks."""
    found = A_NOT_A.search(clause.core)
    if found is None or found.end() >= len(clause.core):
        return False
    words = [str(token[3]) for token in clause.tokens if token[0] != "."]
    return words[found.end()].startswith(
        ("看", "全看", "要看", "都", "是", "由", "凭", "随", "无所谓")
    )


def _alternatives(clause: Clause) -> bool:
    """按税前还是税后算, 今天还是明天: one thing or another; 还是交了 states."""
    at = next((at for at, token in enumerate(clause.tokens) if token[3] == "还是"), 0)
    if (
        at
        and search("[VW]x*l[.]*$", clause.tags[:at])
        and match("N[oA]*[VW]x?[.]*$", clause.tags[at + 1 :])
    ):
        return True
    if search("[VW][DMO]?e.*>[^>]*[VW]x?[DMO]?e$", clause.core):
        return True
    if at and "l" not in clause.tags and search("oM[eD]*>M[eD]*$", clause.tags):
        return True
    if not at or "l" in clause.tags or clause.tags.endswith("e"):
        return False
    ahead = clause.tags[:at]
    if match("[.oA]*N", clause.tags[at + 1 :]) and not search("[VWmJ]", ahead):
        return False
    chooses = search("[VznkuM267mcSL]|^[DLc3](?!s$).", ahead) and not search("^.?s[uoA]*$", ahead)
    return bool(chooses) and ">" not in ahead


def asks_in_case(clause: Clause) -> bool:
    """补交的话怎么补, 要是忘了咋办: what is to be done in a case is asked all the same."""
    if not search("C.*q[VWUo]{0,2}$", clause.core):
        return False
    asked = [str(token[3]) for token in clause.tokens if token[0] == "q"]
    return asked[-1].startswith(("怎么", "怎样", "咋", "多少", "啷个", "如何"))


@remembered
def _asks_by_shape(core: str) -> bool:
    """交没交, 看女排不, 交了没呢: A不A, or a bare negation at the end, after a predicate."""
    if A_NOT_A.search(core):
        return fullmatch(r"(N[^N]*)\1+", core) is None
    if core[-1:] == "N":
        return bool(
            search("^[ot.]*J[^NVW]*N$|c[ol]*N$|DU[OKU]+N$", core)
            or search("[VWJ][^VWJNA]*(?<![sprhwoAnkl])N$", core)
        )
    return core[-1:] == "B" and search("[VWJcLml3]|G$", core[:-1]) is not None
