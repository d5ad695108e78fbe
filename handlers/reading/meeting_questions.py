"""Questions about the branch's meeting: when, where, who comes, whether one has to.

Responsible for whether a clause that asks asks about the meeting. It must not know the answers.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, written
from handlers.reading.elsewhere import speaks_of_another
from handlers.reading.patterns import fullmatch, pattern, search

OTHER_LEAVE = pattern(r"[&azj](?:[UgO5]|7t?)+[lo]*L|[&a]g?U*[7g]")
_COMING_OR_NOT = {"来不来", "去不去", "参不参加", "来没来"}
_HOW_WHERE = {"线上", "视频", "腾讯会议", "地点", "集合", "出发", "结束", "散会"}
# 谁去县城, 收割机几点到, 你到哪了: somebody goes somewhere, something comes; no meeting.
_ELSEWHERE = pattern(
    "G[ol]*[UP2Odib]|^[nkt]*(?:q[ol]*)?[UO67S](?!e)[^m1]*G|Gl?[^qm1]*a|^r[^m]*q[^m]*G"
)
_OF_MEMBERS = pattern(
    "退休|外地|外出|在外|在家|打工|预备|流动|年纪大|老党员|积极分子|腿脚|请假|没报名|转正"
)


def asks_about_meeting(
    position: int, clauses: list[Clause], about: bool, pending: str | None
) -> bool:
    """Whether the clause at ``position``, which asks, asks about the meeting or leave."""
    clause = clauses[position]
    core = clause.core
    if ("O" in core and not search("L|^3|q[o.]*3|B[o]*m|1", core)) or OTHER_LEAVE.search(core):
        return False
    if speaks_of_another(position, clauses):
        return False
    return (
        "L" in core
        or "3" in core
        or bool(about and (search("[m1]", core) or _asks_who_comes(clause)))
        or any(t[0] == "m" and str(t[3]).endswith("开会") for t in clause.tokens)
        or any(fullmatch("n?3", other.core) for other in clauses[position + 1 : position + 2])
        or (pending == "meeting" and _asks_shortly(clause))
    )


_ECHO = pattern("[o3sn]*3?|[os]*q?[o]*B[o]*[mG]|[os]*(?:q|m[NB]m|mBm)|[os]*q[o]*[mG]q?|[os]*m")


def is_echo(clause: Clause, answered: bool) -> bool:
    """开会？我不参加; 我来不来？肯定来: the next clause answers what this one only echoes."""
    if clause.end != "?" or not answered or not _ECHO.fullmatch(clause.core):
        return False
    asked = [str(token[3]) for token in clause.tokens if token[0] == "q"]
    return not any(word.startswith(("几", "哪", "谁", "多", "啥时", "什么时")) for word in asked)


# 人到齐了吗, 能晚到一会不, 改到哪天了, 在村部开还是镇上开.
_PLAINLY_ASKED = pattern(
    "^(?:现在)?人?(?:都|快)?[到来]齐了?[吗没不]"
    "|^(?:我)?(?:能|可以)?(?:不能)?(?:迟到|晚到|早走|早退|晚点[到来]|提前走|中途走)"
    "|^(?:又)?改到(?:哪|几|什么|啥)|开还是.{1,8}开"
    "|还开[不吗么]|[来去]开[不吗么]|(?:谁|哪个|哪位)(?:来)?(?:讲课|主持|发言|授课|领学)"
)


_CAN = {
    "能不能",
    "会不会",
    "来不来",
    "去不去",
    "参不参加",
    "行不行",
    "有没有",
    "能否",
    "可不可以",
    "走不走",
}


def is_undecided(clause: Clause) -> bool:
    """不确定能不能来, 能不能来还说不准: he cannot say yet; no question, no answer."""
    if _HANGS_ON.match(written(clause)):
        return True
    if clause.end == "?" or "y" in clause.core or _words(clause).isdisjoint(_CAN):
        return False
    return bool(search("H[^q]*q", clause.core) or _UNSURE_YET.search(written(clause)))


# 看天吧，下雨就不去了; 得看老板给不给假.
_HANGS_ON = pattern(
    "(?:我|这个|这|那|还|都|也|就|得|要|全)*看(?:天气?|情况|排班|时间|身体|老板|领导|厂里|单位|工地|车间|班次|票|孩子|老人|家里)"
    "(?:吧|呢|定|而定|了|咋|怎么|让不让|给不给|批不批|放不放|忙不忙|情况|的?意思|再说)"
)
_UNSURE_YET = pattern(
    "(?:说不准|说不好|说不定|不好说|不一定|没定|未定|没准|不知道|不清楚|不晓得|难说|两说|看情况|再看)[呢啊了]?$"
)


def _asks_who_comes(clause: Clause) -> bool:
    """孙丽你去吗, 退休的要去不: coming, and nowhere else."""
    if "G" not in clause.core:
        return False
    said = "".join([str(token[3]) for token in clause.tokens])
    if said.rstrip("了呢啊呀").endswith(("到哪", "到哪里", "到哪儿")):
        return False
    return bool(_OF_MEMBERS.search(said)) or not _ELSEWHERE.search(clause.core)


def _asks_shortly(clause: Clause) -> bool:
    """几点？ 孙丽来不来 几点开始: in an open round these can only mean the meeting."""
    core = clause.core
    if fullmatch("n?q+|[on2ku]+>[n2ku]+", core) or search("nq[UGz]", core):
        return True
    if clause.end == "?" and fullmatch("on", core):
        return True
    if _PLAINLY_ASKED.search(written(clause)):
        return True
    words = _words(clause)
    if fullmatch("[no&psrhy]*q+[tps]*", core):
        return bool(words & _COMING_OR_NOT)
    if fullmatch("[ot]*q[oNAl]*", core):
        return "报名" in words
    if fullmatch("[no]*[2U][zo]*q|[to]*[nu]qU", core):
        return bool(words & _HOW_WHERE)
    return bool(fullmatch("[noz]*qi", core)) and "开始" in words


def _words(clause: Clause) -> set[str]:
    return {str(token[3]) for token in clause.tokens}
