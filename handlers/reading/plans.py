"""Plans: what is still to come without a word that says so by itself.

Responsible for days put off to, for what comes first, and for one thing as far off as another.
It must not know whose dues they are.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says
from handlers.reading.patterns import fullmatch, search

_MATTER = ("这事", "这茬", "的事", "那事", "这档", "这码", "这回事", "事")


def forgets(clause: Clause) -> bool:
    """把交党费这事忘了: what he meant to do, and did not."""
    shape = "[so7n]*b?(?:VD|D)e?[oU]*e?[oU]*[sa]*N"
    if not fullmatch(shape, clause.core) or clause.end == "?":
        return False
    last = [str(token[3]) for token in clause.tokens if token[0] == "N"][-1]
    words = "".join([str(token[3]) for token in clause.tokens if token[0] in "eoU."])
    return last.startswith("忘") and (not words or any(one in words for one in _MATTER))


_DAYS_TO_COME = {
    "明天", "后天", "明日", "明早", "明晚", "明儿", "下周", "月底", "年底", "改天", "周末", "下回",
    "下次", "过两天", "过几天", "下下周", "年后", "节后",
}  # fmt: skip


def puts_off(clause: Clause) -> bool:
    """党费缓两天: to be paid later, without a word for paying."""
    if "u" not in clause.core or not search("D[sokn]*u[o]*$", clause.core):
        return False
    word = next(str(token[3]) for token in reversed(clause.tokens) if token[0] == "u")
    if word in _DAYS_TO_COME:
        return True
    return word.startswith(("缓", "晚", "迟", "宽限", "拖", "欠着"))


def first_of_all(clause: Clause) -> bool:
    """下车第一件事就是交党费: a plan, unless it is told as done."""
    if not search("o(?:V|b[MeD]*V)x?D?$", clause.core) or search("[lkA]", clause.core):
        return False
    words = [str(token[3]) for token in clause.tokens if token[0] != "."]
    at = next((at for at, word in enumerate(words) if word in _FIRST), 0)
    return at > 0 and words[at + 1 : at + 2] == ["就是"]


_FIRST = {"第一件事", "头一件事", "头件事", "首要的事"}


def planned_day(clause: Clause) -> bool:
    """周五去镇上把党费交了: a day of the week alone may be one to come."""
    core = clause.core
    if "b" in core and _on_that_day(clause):
        return True
    if "o" in core and search("[MRnU]o[so]*b?[eD]*[VW]x[MD$#]*$", core):
        return says(clause, "o", ("内", "之内", "以内")) and not search("[kA>]", core)
    if "n" in core and fullmatch("[so]*n[MeD]*[VW]xM?D?", core):
        return says(clause, "n", _WEEKDAYS)
    if not ("n" in core and "b" in core and search("n[^kA$#]*b[MeD]*[VW]x*l$", core)):
        return False
    if search("[kA]", core):
        return False
    days = [str(token[3]) for token in clause.tokens if token[0] == "n"]
    return any(day.startswith(_WEEKDAYS) for day in days)


_WEEKDAYS = ("周", "星期", "礼拜", "这周", "本周")
_THAT_DAY = ("那天", "那会儿", "那会", "那阵", "那阵子", "那功夫")
_HOME = {"回家", "回村", "到家", "回来"}
_MEANT = ("打算", "准备", "计划", "想", "盘算", "寻思")


def _on_that_day(clause: Clause) -> bool:
    """回国那天去村部把党费补上; 打算赶集那天把党费交了: planned, not told."""
    core = clause.core
    found = search("[kn](?:G?2*|z2|G)[so]*b[soeMD]*[VW]x?l?$", core)
    if found is None or search("[NBqA>]", core):
        return False
    words = [token for token in clause.tokens if token[0] != "."]
    if not str(words[found.start()][3]).endswith(_THAT_DAY):
        return False
    ahead = clause.tokens[: clause.tokens.index(words[found.start()])]
    if core[-1] == "l":
        return any(str(token[3]).startswith(_MEANT) for token in ahead)
    return all(token[0] != "k" or token[3] in _HOME for token in ahead)


def as_soon_as(clause: Clause) -> bool:
    """钱一到账我就把它交了: the one is as far off as the other, unless it is told of the past."""
    core = clause.core
    if "G" not in core or not search("oW?[^VWNkA]*G[^VWNkA]*[VW]", core):
        return False
    words = [str(token[3]) for token in clause.tokens if token[0] != "."]
    first = next((at for at, word in enumerate(words) if word == "一" and core[at] == "o"), -1)
    return first >= 0 and "就" in words[first + 1 :] and not search("[kA$#]", core)
