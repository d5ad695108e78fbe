"""Why somebody does not come: sick, family, away, work.

Responsible for finding the reason among the clauses around an answer. It must not know who
answers, nor what.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause
from handlers.reading.figures import Token
from handlers.reading.patterns import match, pattern, search, sub

_AWAY_WORDS = frozenset(("回不去", "回不来", "赶不回", "赶不回来", "赶不回去"))
# What hurts has many names: 膝盖疼得, 嗓子发炎.
_AILS = pattern(
    "[疼痛肿晕咳]|发炎|难受|没劲|不得劲|走不[了得动]路?|血[糖压脂]|[吊挂]瓶|隔离|下不得地|起不来|吃不[消住]|欠佳|摔|骨折|石膏|[腿腰手脚胳膊]+[^,]{0,2}断|怀孕|孕[吐检]|产检|保胎|缝针|烫伤|烧伤|嗓子|失眠|理疗|扎针|推拿|胆囊|间盘|专家|门诊|[^毛][病炎症障癌瘤疹疮疣]|眼底|静养|脱臼|中招|扁桃|呕吐|上吐|疫苗|缝了|开刀|大夫"
)
_JOB = pattern(
    "工地|厂|矿上|车间|工棚|[赶交]工|赶[活货]|[交换调]班|^班$|交货|接了?[^,]{0,3}单|^[跑送拉干]|上班|加班|值班|订单|单子|下乡|检查|捕鱼|清塘|出摊"
)
_KIN_IN_SHORT = pattern("[我俺]?(?:妈|爸|娘|爹|儿|孙|舅|姑|姨|丈人|岳[父母])")


def reason_for(position: int, clauses: list[Clause], answers: list[bool]) -> str | None:
    """The reason: in the clause itself, then after it, then before it, up to the next answer.

    ``answers`` tells which clauses answer by themselves.
    """
    after: list[Clause] = []
    for at in range(position + 1, len(clauses)):
        if _ends(clauses[at], answers[at]) and not _likewise(clauses[at]):
            break
        after.append(clauses[at])
    before: list[Clause] = []
    own_words = match("[ot]*s[^r]", clauses[position].core)
    for at in range(position - 1, -1, -1):
        if _ends(clauses[at], answers[at]) or (own_words and clauses[at].core[:1] == "h"):
            break
        if "I" not in clauses[at].core:
            before.insert(0, clauses[at])
    own = clauses[position : position + 1]
    return _given(own) or _given(after) or _given(before) or _far(own + after + before)


def _ends(clause: Clause, answers: bool) -> bool:
    return answers or bool(search("[VcD]", clause.core))


def _likewise(clause: Clause) -> bool:
    """郑浩请假，徐海也请假，都加班: one reason for both."""
    return "L" in clause.core and any(token[3] == "也" for token in clause.tokens)


def reason_of(clauses: list[Clause]) -> str | None:
    """sick (one's own), family (anybody else's), away, work; None if none is given."""
    return _given(clauses) or _far(clauses)


def _far(clauses: list[Clause]) -> str | None:
    """回不去 alone says no more than that it is far."""
    said = {str(token[3]) for clause in clauses for token in clause.tokens}
    return "away" if said & _AWAY_WORDS else None


def _given(clauses: list[Clause]) -> str | None:
    tokens = [token for clause in clauses for token in clause.tokens]
    if "病假" in "".join([str(token[3]) for token in tokens if token[0] == "L"]):
        return "sick"
    core = ",".join(["".join(map(_told, clause.tokens)) for clause in clauses])
    core = sub("s?r(?=p)", "", core)
    if "4" in core:
        return "family" if search("[r5][^,]*,?[^,]*4|4[^,]*[r5]", core) else "sick"
    if search("[5]|r(?!d)", core):
        return "family"
    if search("6|P|zU7", core):
        return "away"
    if "7" in core:
        return "work"
    return "away" if search("z[U2]", core) else None


def _told(token: Token) -> str:
    """The tag of a token; an unknown word that names a pain, the family or the job as such."""
    tag, word = token[0], str(token[3])
    if tag == "." or (tag == "z" and word != "在"):
        return ""
    if tag not in "UO":
        return tag
    if _AILS.search(word):
        return "4"
    if _KIN_IN_SHORT.match(word):
        return "5"
    return "7" if _JOB.search(word) else tag
