"""Afterthoughts: what a clause says about a payment stated before it.

Responsible for what takes the force out of what was said (…，听说的; …，记不清了; …，是房租的钱).
It must not know which records there are.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says
from handlers.reading.lexicon import HINTS
from handlers.reading.patterns import fullmatch, match, pattern, search

_CONSEQUENCE, _MEMORY = tuple(HINTS["consequence"]), tuple(HINTS["memory"])


def takes_back(clause: Clause) -> bool:
    """…，听说的; …，孙丽说的; …，就可以走了; …，是蜂蜜钱: hearsay, or something else."""
    core = clause.core
    if clause.end == "?":
        return False
    if ("Y" in core or "Z" in core) and match("[so]*Ye?$|[phrtg]+[oA]*Ze$", core):
        return True
    if match("N[Uo]{1,4}e", core) and _CALLS.search(_said(clause)):
        return True
    if "O" in core and match("[>so]*[VW]l?eo?O", core):
        return True
    if "D" not in core and (_names_another_thing(clause) or _came_to_nothing(clause)):
        return True
    first = "".join([str(token[3]) for token in clause.tokens[:2]])
    return first.startswith(_CONSEQUENCE) and not search("[VWkA]", core[1:])


def _names_another_thing(clause: Clause) -> bool:
    """是蜂蜜钱, 这是还你的饭钱, 菜钱: what the money was for."""
    if not fullmatch("[osye]*[UOr75][UOr75eoyas]*", clause.core):
        return False
    words = "".join([str(token[3]) for token in clause.tokens if token[0] != "."])
    if not words.startswith(("是", "那是", "这是", "算", "就是", "还你", "还您")):
        return False
    return "O" in clause.core or words.endswith(("钱", "款", "的", "账"))


_CALLS = pattern("私聊|联系|找我|回一声|说一声|报一下|跟我说|告诉")


def _said(clause: Clause) -> str:
    return "".join([str(token[3]) for token in clause.tokens if token[0] != "."])


_NOTHING = pattern(
    "(?:老?半天|好久|一直|结果|可|但)?(?:都|也|还)?没(?:有|啥|什么|见)?"
    "(?:反应|动静|显示|跳转|响应|成功|到账|用|效果|扣款|扣钱|结果|付款|转出)"
)


def _came_to_nothing(clause: Clause) -> bool:
    """扫了|半天没反应: no payment came of it."""
    if "N" not in clause.core:
        return False
    said = "".join([str(token[3]) for token in clause.tokens if token[0] != "."])
    return _NOTHING.fullmatch(said.rstrip("了啊呢")) is not None


def names_another(clause: Clause) -> bool:
    """交了，电费，十五: what was paid, told after it."""
    if "O" in clause.core:
        return fullmatch("[oMRe$#=/%]*O[oMRe$#=/%]*", clause.core) is not None
    return fullmatch("[U75][Uo75e]*", clause.core) is not None and clause.last.endswith("钱")


def doubts(clause: Clause, *, told: bool) -> bool:
    """交了，记不清了; 交了，好像是20: doubt that reaches back, if something was ``told``."""
    words = [str(token[3]) for token in clause.tokens if token[0] == "H"]
    if any(word.startswith(_MEMORY) for word in words):
        return True
    if match("[on]*u", clause.core) and not words:
        return False
    return told and not search("[Ucm13L4567]", clause.core)


def hangs_in_doubt(clause: Clause) -> bool:
    """Whether a clause without a payment has a word of doubt: 好像, …吧."""
    return "H" in clause.core or (clause.last == "吧" and not says(clause, "o", ("放心",)))
