"""Refusals: shapes that look like a statement that dues were paid and are none.

Responsible for what takes the force out of a clause about dues: beliefs, orders, guesses, first
steps, everybody and nobody. It must not know what a clause states instead.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says
from handlers.reading.harmless import CIRCUMSTANCE
from handlers.reading.patterns import fullmatch, match, pattern, remembered, search

NEGATED = pattern(r"N[oAknapshz2bDMe$#GdxRtj&%/=wy]*[VWJ]")
_ALWAYS = {"一直", "从来", "向来", "历来", "总是", "老是", "年年", "月月", "一向", "素来"}
_CERTAIN = {"看来", "肯定", "绝对", "一定", "必须", "保证", "铁定"}


@remembered
def set_aside(core: str) -> bool:
    """以为…, 本来…, 不是没交, 没有没交: a belief or a contrast; what counts comes after it."""
    if "I" in core and not NEGATED.search(core.partition("I")[2]):
        return True
    if "X" in core or fullmatch("D?(N?Vx?l?)[Go]\\1|D?VouV", core):
        return True
    return bool(search(r"I.*N|N[lo]*N", core)) and "Ve" not in core


def tells_somebody(clause: Clause) -> bool:
    """让张伟把刘洋的党费交了: told to do it, or done; nobody knows."""
    if "j" not in clause.core:
        return False
    first = next((token for token in clause.tokens if token[0] == "j"), None)
    told = first is not None and first[3] in {"让", "叫", "喊", "派", "使"}
    if told and search("(?:jsr|s[eM]*D).*[VW]x?a?[pt2]+o?l$", clause.core):
        return False
    if told and match("[oDt]*jsr", clause.core):
        return not search("x?l$", clause.core) or not search("[VW]x", clause.core)
    by_another = "[oDtpr]*j[prty&]*b|[oDkn]*[tpr][oDknU]*j[prty&]*b"
    return told and bool(match(by_another, clause.core))


@remembered
def led_by_others(core: str) -> bool:
    """大家, 隔壁组, 别人 before the verb: nobody of the roster."""
    return bool(
        search(r"g[^VWJ]*[VWJ]|g.*D|w[2U](?!e?o*w)", core.translate(CIRCUMSTANCE))
        or search("^[567P2]o[oA]*[VW]", core)
    )


def helped(core: str) -> bool:
    """小卖部的老板娘帮我把党费交了: whoever did it, it was his."""
    return search("ds(?!e)[^VWNBuqCH]*[VW]x*[lD]", core) is not None


def waits_for_others(clause: Clause) -> bool:
    """等工头结了账就交党费: others come first, but oneself pays."""
    found = match("[so]*ug[^gVW]*uG?[^gVW]*[VW]", clause.core)
    return found is not None and says(clause, "u", ("等",))


def guessed(clause: Clause) -> bool:
    """肯定交了, 交了吧: sure of it is not knowing it."""
    if not ("u" in clause.core or "o" in clause.core or "." in clause.tags):
        return False
    if not search(r"[VW]x*[le]|A[^u]*[VW]", clause.core) or search("u[o]*u[^uVW]*Ve$", clause.core):
        return False
    if clause.last in {"吧", "好吧"} and not (
        clause.last == "好吧" and search("[kA]", clause.core)
    ):
        return True
    if _CERTAIN.isdisjoint([token[3] for token in clause.tokens]):
        return False
    return not any(token[0] == "u" and token[3] not in _CERTAIN for token in clause.tokens)


def told_to_do(clause: Clause) -> bool:
    """都把党费交了, 你那份党费先交了: said to others, not told of oneself."""
    core = clause.core
    if match("ob", core) and says(clause, "o", ("都",)):
        return str(clause.tokens[0][3]) == "都"
    return bool(search("^[opt]*y[^sJadT]*[VW]", core)) and not search("[sJadTqN]", core)


def is_due(clause: Clause) -> bool:
    """要交党费了, 快交党费了: it is time, for anybody; 准备交党费了 is one's own plan."""
    time_has_come = {"要", "快", "会", "将", "该"}
    return any(token[0] == "u" and token[3] in time_has_come for token in clause.tokens)


_ALL_THE_SAME = {"没关系", "不要紧", "无所谓"}


def is_first_step(clause: Clause) -> bool:
    """交了才有资格, 交了再走, 能交早交了, 早交早好: what comes first, done or not."""
    if search("[VW]A[VW]|A[VW]x?A", clause.core):
        return True
    if search("^[soD]*[VW]xo$", clause.core) and clause.last in _TELLS:
        return True
    if search("^[^k]*[VW](?:xl?|l)D?u", clause.core) and says(clause, "u", ("以后", "之后")):
        return True
    if (
        search("^V[GB]V$|[VW]x*lZ|V[xl]*&NA?V", clause.core)
        or _then_something(clause)
        or clause.last in _ALL_THE_SAME
    ):
        return True
    later = search("[VW](?:xl?|l)[soD$#MR]*(?=[Au])", clause.core)
    if not later or search("^[^u]*b[^VW]*[VW]x*luUe$", clause.core):
        return False
    tokens = [token for token in clause.tokens if token[0] != "."]
    return str(tokens[later.end()][3]).startswith(("才", "再", "方"))


_TELLS = {"说一声", "说一下", "说声", "说下", "回一声", "报一下", "讲一声", "回个话"}


_BRANCH = ("支部", "党支部", "党委", "镇党委", "组织")


def gathers(clause: Clause) -> bool:
    """党费先收上来再统一转镇里: what is done with everybody's."""
    core = clause.core
    if "/" in core and "V" in core and not search("[sprhw$#%M]", core):
        return True
    if search("^o*2o?e?M?e?D[^s]*W", core) and says(clause, "2", _BRANCH):
        return says(clause, "W", ("上缴", "上交"))
    if "o" in core and "D" in core and says(clause, "oi", ("统一", "集中")):
        return not search("[spr$#M%]", core)
    if "J" not in core:
        return False
    if search("DJ[^VWl]*[VW]x?[2t]*$|JD[^VWl]*[VW]x?[2t]*$", core) and "A" not in core:
        return says(clause, "J", ("收齐", "收上", "收"))
    if not search("^[^sprJVW]*D[^sprJVW]*J[^JVW]*[uG][^JVW]*[VW]", core):
        return False
    return says(clause, "J", ("收",)) and "l" not in core.rpartition("J")[2].lstrip("l")


def _then_something(clause: Clause) -> bool:
    """党费交了就发截图, 孙丽的党费交了我就放心了: once it is paid."""
    core = clause.core
    found = search("[VW]x*ls?G(?![GbMDVW])", core)
    if found is None or search("[kAn$#z]", core[: found.start()]):
        return False
    tokens = [token for token in clause.tokens if token[0] != "."]
    return str(tokens[found.end() - 1][3]) == "就"


def is_habit(clause: Clause) -> bool:
    """党费每个月都按时交的, 我向来按时交: how it always is; no month's payment is told."""
    core = clause.core
    if "%" in core and match("[^spr]*%[^spr]*u[^sprNA]*[VW]", core):
        return True
    if "%" in core and search("[VW]x?eD[$#]$", core):
        return True
    ends = core[-1:] in {"V", "W"} or "Ve" in core or "We" in core
    if not ends or search("[$#MRN]", core):
        return False
    words = {str(token[3]) for token in clause.tokens if token[0] in "o%"}
    return "%" in core or bool(words & _ALWAYS) or (words >= {"都是", "按时"})


def too_much_or_little(clause: Clause) -> bool:
    """党费少交了5块: by how much it was wrong is not what was paid."""
    found = search("U[VW]x?l?[$#]", clause.core)
    tokens = [token for token in clause.tokens if token[0] != "."]
    return found is not None and tokens[found.start()][3] in {"少", "多"}


def once_meant(clause: Clause) -> bool:
    """昨天想交党费: what was meant to be done; whether it was, is said elsewhere."""
    if "l" in clause.core or not search("k[so]*uo?G?b?[MeD]*[VW]x?D?$", clause.core):
        return False
    return says(clause, "u", ("想", "打算", "计划", "准"))


_WHOLE = {"全", "咱", "咱们", "我们", "整个", "各", "本"}


def of_the_branch(clause: Clause) -> bool:
    """全支部党费都交齐了, 支部党费已上缴镇党委, 咱支部就剩两个没交: nobody's own."""
    core = clause.core
    found = match("[osw]?o?2+e?", core)
    if found is None or found.end() >= len(core):
        return False
    tokens = [token for token in clause.tokens if token[0] != "."]
    word = str(tokens[core.index("2")][3])
    if not word.endswith("支部"):
        return False
    if core[0] in "osw":
        return tokens[0][3] in _WHOLE and core[found.end()] not in "z"
    return core[found.end()] == "D" and search("W2", core) is not None


def years_of_habit(clause: Clause) -> bool:
    """我交了三十年党费了: how long he has been a member."""
    spans = [token[3] for token in clause.tokens if token[0] == "R"]
    return any(not span or span > _LONGEST_SPAN for span in spans)


_LONGEST_SPAN = 36


def is_norm(clause: Clause) -> bool:
    """党费一定要本人交: how it has to be, for everybody."""
    return bool(search("u[o]*sVx?$", clause.core)) and says(clause, "s", ("本人", "自己"))


_WHOEVER = pattern(
    "(?:费|[交缴付转扣]了?.{0,5})的(?:[那这]?[几两]?位|[那这][几两]?个人|那几个|那些人)"
)
_MUST = {"要", "得", "必须", "一定", "一定要", "应"}
_MEMBERS = pattern("(?:预备|农民|退休|每个|在职|流动|凡是|返乡|外出|在外|困难|广大)?党员(?!费)")


def is_duty(clause: Clause) -> bool:
    """党员都要按月交党费, 党费要交: what is due from every member."""
    core = clause.core
    must = "u" in core or "%" in core
    ordered = "u" in core and not search("[spkA]", core) and says(clause, "u", ("必须", "务必"))
    if ordered and any(str(t[3]).endswith("前") for t in clause.tokens if t[0] in "un"):
        return True
    if must and _MEMBERS.match("".join([str(t[3]) for t in clause.tokens if t[0] != "."])):
        return not search("[splAk]", core)
    later = "u" in core and not {"a", "j", "z", "2"}.isdisjoint(core)
    if later and "s" not in core and says(clause, "u", ("以后", "今后", "往后")):
        return not says(clause, "u", ("再", "等"))
    since = fullmatch("[nMk]o[^sprVWlA$#]*D[^sprVWlA$#]*[VW]x?", core)
    if since and says(clause, "o", ("起", "开始")):
        return True
    if not fullmatch("o*Do*u+[oi]*[VW]x?", core):
        return False
    return {str(token[3]) for token in clause.tokens if token[0] == "u"} <= _MUST


def is_headless(clause: Clause) -> bool:
    """已交党费的，…: whoever has paid, not the speaker, unless he names himself or a time."""
    core = clause.core
    if search("^[^sprh]*[VW]x*l[o2$#]+e$", core):
        return True
    if search("^[^s]*[VW]x*l?[oD$#MR]{0,2}eo", core):
        return _WHOEVER.search("".join([str(token[3]) for token in clause.tokens])) is not None
    if core[-2:] != "De":
        return False
    return bool(search("[VW]x*l?De$", core)) and not search("[psrhwkn].*De$", core)
