"""Occasions: what happened, or has to happen, before dues are paid (吃了饭就交, 年前就交了).

Responsible for which unknown words, events and times are over and which are still to come.
It must not know what a clause states.
"""

from __future__ import annotations

from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.harmless import is_suspect
from handlers.reading.lexicon import HINTS
from handlers.reading.patterns import finditer, match, pattern, search, sub
from handlers.reading.people import HONOURS, OFFICES
from handlers.reading.retagging import needing, tagged

_BOUNDS = ",;?"
_FAR = 24
NEAR = 60
"""How many tokens back something said before still explains a word."""


def after(tokens: list[Token], at: int) -> str:
    """The tags from ``at`` on to the end of the clause, particles left out."""
    tags = ""
    for index in range(at, len(tokens)):
        tag = tokens[index][0]
        if tag in _BOUNDS:
            break
        if tag not in ". ":
            tags += tag
        if len(tags) > _FAR:
            break
    return tags


def before(tokens: list[Token], at: int) -> str:
    """The tags of the clause up to ``at``, particles left out."""
    tags = ""
    for token in reversed(tokens[max(0, at - _FAR) : at]):
        if token[0] in _BOUNDS:
            break
        tags = token[0] + tags
    return tags.replace(".", "").replace(" ", "")


_OCCASION_TAGS = (
    r"(?:^|(?<=[,;? .]))(?=o?U)[Uo]{1,4}(?=>)"
    r"|(?<![VWJxba])(?:U[lx][UO67#4]{0,3}(?=[Gk])|[UOS][UoJ8]{0,2}[lx]?(?=[uGk]V)|Ul(?=V))"
    r"|U(?=k[so]*G)|(?<![ba])U(?=en[so]*G)|U[lx]?5(?=[Gu])"
)


@needing("[UOSoJ8lx5](?:(?<=[Uo])>|[uGk]V|(?<=5)[Gu]|(?<=U)(?:[lx]?[UO67#4]*[GkV]|en))")
def occasions(tokens: list[Token]) -> list[Token]:
    """吃了饭就交, 换了张卡就交上了, 赶集那天我去交: occasions; before a bare 交 still to come."""
    tags = tags_of(tokens)
    changed = list(tokens)
    for found in finditer(_OCCASION_TAGS, tags):
        start, end = found.span()
        tag = _occasion(tokens, start, end)
        for at in range(start, end) if tag else ():
            changed[at] = tagged(tokens[at], tag)
    return changed


def _occasion(tokens: list[Token], start: int, end: int) -> str:
    """n for an occasion that is over, u for one to come, nothing for neither."""
    words = "".join([str(token[3]) for token in tokens[start:end]])
    if _DENIES.search(words):
        return ""
    if tokens[end][0] == ">":
        return "n" if _LOOKED.match(str(tokens[end][3])) else ""
    if tokens[end][0] == "k" and tokens[end][3] not in {"就去", "去把"}:
        return ""
    rest = after(tokens, end)
    if _HANDED_IN.search(words) or search("[NB]", rest) or not match("[GosAbDMknu]*[VW]", rest):
        return ""
    if match("[^VW]*[VW]x*l", rest):
        return "n" if match("G|en|k[so]*b?D?[VW]", rest) and not is_suspect(words) else ""
    if match("G[VW]x*eD?", rest) and not is_suspect(words):
        return "n"
    return "u" if match("[^VW]*[VW]x*[De]?[MD$#]*$", rest) else ""


_LOOKED = pattern("一[查看翻]|查了|翻了|看了|查过")
_DENIES = pattern("[不没未别说听讲问谁哪若请]")


def hands_in(words: str) -> bool:
    """Whether something is made that may be handed in: 写完, 填好."""
    return _HANDED_IN.search(words) is not None


_HANDED_IN = pattern("[写做填答考画办改弄编印拍录]")


_FIRST = r"(?:[psrhyg]{1,2}[oAD]{0,2}[VW]x?lD?|[oAD]{0,2}[VW]x?l)(?=[so]*[Gu][so]*Vx?D?(?:[,;.]|$))"


@needing(_FIRST)
def once(tokens: list[Token]) -> list[Token]:
    """孙丽交了我就交, 等他交了我再交: what somebody else does first; nobody says it is done."""
    tags = tags_of(tokens)
    changed = list(tokens)
    for found in finditer(_FIRST, tags):
        for at in range(*found.span()):
            changed[at] = tagged(tokens[at], "u")
    return changed


@needing("U.?[. Gosjpt]*V")
def afterwards(tokens: list[Token]) -> list[Token]:
    """洗完澡交, 忙完了就去交: an unknown word that ends like a time, before a bare 交."""
    return [
        tagged(token, "u")
        if token[0] == "U"
        and _LATER.search(str(token[3]))
        and not is_suspect(str(token[3]))
        and not _HANDED_IN.search(str(token[3]))
        and match("[Gos]*(?:j[pt])?Vx?(?:M?e?D(?!l)|$)", _without_only(tokens, at + 1))
        else token
        for at, token in enumerate(tokens)
    ]


def _without_only(tokens: list[Token], at: int) -> str:
    """回港才交: as late as that."""
    only = "".join([str(token[3]) for token in tokens[at : at + 1]]) == "才"
    return after(tokens, at + only)


_LATER = pattern(
    "^(?:回|到|等到|过完).+|[完罢了过][饭觉澡工活事货会地课班戏钱粮药针面酒茶车书棋牌街集]?$|(?:后|以后|之后|时|那天)$"
)


@needing("u[^,;?]*[VW][^,;?]*[le]")
def past_before(tokens: list[Token]) -> list[Token]:
    """年前就交了, 放假前就交过了: a time that is over; 昨天下了班就交了: an event of then."""
    changed = list(tokens)
    for at, token in enumerate(tokens):
        if token[0] == "u" and _is_over(changed, at):
            changed[at] = tagged(token, "k")
    return changed


def _is_over(tokens: list[Token], at: int) -> bool:
    """Whether a word for a time to come tells of one that is over, by what follows it."""
    word, rest = str(tokens[at][3]), after(tokens, at + 1)
    if search("[NHq]", rest) or not search("[VW]x*(?:a?[pt2rh]+)?[le]", rest):
        return False
    if any(t[3] == "过" and t[0] in "xl" for t in tokens[at + 1 : at + 9]):
        return True
    if word.endswith("前"):
        return _says_then(tokens, at) and bool(match("s?[GAo]*[^u]*[VW]x*l", rest))
    if word in HINTS["lately"] and match("[so]*[VW]xl$", rest):
        return True
    if word in {"去把", "就去"}:
        told = bool(search("[kA][^uN]*$", before(tokens, at))) or _sum_follows(tokens, at)
        return told or in_the_past(tokens, at) or _plan_passed(tokens, at)
    if _MOMENTS.search(word) and search("D[so]*$", before(tokens, at)):
        return bool(match("[so]*[VW]x*l(?![soD]*[AuGe])", rest))
    if word in _HASTE:
        told = search("k[so]*$", before(tokens, at)) is not None
        turned = told or {">", "Y"} & {token[0] for token in tokens[max(0, at - NEAR) : at]}
        paid = {"$", "#"} & {token[0] for token in tokens[at : at + NEAR]}
        told = told or bool(paid and _just_now(tokens, at))
        return bool(told or turned) and bool(match("[^ui]*(?:[VW]x*l|[VW]x*a[pt2rh]+l)", rest))
    if match("k[so]*G[so]*[DbM]*[VW]x*l|k[so]*GbD[VW]x*l", rest):
        return True
    if not _EVENTS.match(word):
        return False
    if not search("u", before(tokens, at)) and _tells_how(tokens, at, rest):
        return True
    if match("[^u]*[VW]x*le", rest):
        return True
    told_of = _tells_past(tokens, at) or _turned(tokens, at)
    if told_of or in_the_past(tokens, at) or _plan_passed(tokens, at):
        return bool(match("[^u]*[VW]x*(?:a[pty2]+)?[le]", rest))
    return _sum_follows(tokens, at) and bool(match("[^ui]*[VW]x*(?:a?[pt]+)?l", rest))


def _tells_past(tokens: list[Token], at: int) -> bool:
    """昨天下了班就交了; 国庆回村 may be still to come."""
    told = before(tokens, at)
    if "k" not in told and "A" not in told:
        return False
    if len(told) > 1 or "A" in told:
        return True
    return tokens[at - 1][3] not in HINTS["festivals"]


def _tells_how(tokens: list[Token], at: int, rest: str) -> bool:
    """放学顺路把党费捎给李委员了, 散会时交给他了: what came by the way, and at what moment."""
    follows = tokens[at + 1][3]
    helped = match("[so]*ds[^uN]*[VW]x+l", rest) and search("[rp]o*$", before(tokens, at))
    taken = str(tokens[at][3])[0] == "抽" and match("[so]*[VW]x*l[D$#]*$", rest)
    free = tokens[at][3] in {"抽空", "得空", "抽时间"} and _just_now(tokens, at)
    taken = taken or (free and match("b[seMo]*D?[VW]x*l$", rest))
    if helped or taken or match("[uk]{0,3}k[oszG2AbeMD]*[VW]x*[le]", rest):
        return True
    if follows in HINTS["chance"] and follows != "先":
        return bool(match("o+[^uoiGVW]*[VW]x*(?:a?[pt2rh]+)?l(?!o?G)", rest))
    if follows in {"时", "那会儿", "那会", "那功夫"} or rest.startswith("en"):
        return bool(match("e?n[soA]*[VW]x*(?:a?[pt2rh]+)?l(?!o?G)", rest))
    return False


def _just_now(tokens: list[Token], at: int) -> bool:
    """娃刚睡着，抽空把党费缴了: right after what has just happened; no notice moved him."""
    if at < 2 or tokens[at - 1][0] != ",":
        return False
    just = sub("(?<=[Ao])u$", "", before(tokens, at - 1))
    if tokens[at - 2][3] == "好":
        just = just.rstrip("8")
    told = (t for t in tokens[max(0, at - NEAR) : at] if t[0] in "pyg")
    if any(t[0] != "p" or not str(t[3]).endswith((*OFFICES, *HONOURS)) for t in told):
        return False
    at_last = any(token[3] == "好不容易" for token in tokens[max(0, at - 6) : at])
    return ("A" in just or at_last) and not search("[uCIHNqijJ83gyptB]", just)


def in_the_past(tokens: list[Token], at: int) -> bool:
    """昨晚加班到十二点，回来就交了: the sentence has told of the past so far."""
    told = ""
    for token in reversed(tokens[max(0, at - NEAR) : at]):
        if token[0] in ";?":
            break
        told += "n" if token[3] in HINTS["festivals"] else token[0]
    return "k" in told and not search("[uCIHN]", told)


def _plan_passed(tokens: list[Token], at: int) -> bool:
    """本来说月底交，今天手头宽就先交了: another day than the one that was planned."""
    told = ""
    for token in reversed(tokens[max(0, at - NEAR) : at]):
        if token[0] in ";?":
            break
        told = token[0] + told
    return bool(
        search("(?:I|k[^,]*Z|k[^,]*u[^,]*[VW]|u[^,]*V[^,]*e)[^,]*,[^,CHNq]*$", told)
    ) and bool(HINTS["today"] & {token[3] for token in tokens[max(0, at - 4) : at]})


def _turned(tokens: list[Token], at: int) -> bool:
    """结果今天有空就交了, 后来下了班交的: the turn tells what happened."""
    told = [token[3] for token in tokens[max(0, at - 3) : at] if token[0] == ">"]
    return bool(set(told) & {"结果", "后来", "后头", "最后", "其实", "终究", "到底", "最终"})


def _sum_follows(tokens: list[Token], at: int) -> bool:
    """收摊回来把党费交了，10块: with its sum it is told; and no other word for time to come."""
    tags = [token[0] for token in tokens[max(0, at - NEAR) : at + NEAR]]
    return ("$" in tags or "#" in tags) and tags.count("u") == 1


_MOMENTS = pattern(".(?:后|时|期间|回来)$|^(?:周末|今晚|今夜|月中|中旬)$")
_HASTE = frozenset(["赶紧", "立马", "马上", "立刻", "抓紧"])
_EVENTS = pattern(
    "(?:有|抽|得)(?:空|闲|时间)|一?[收放发领拿开忙吃回散出卖结洗腾下]|一?下[了完]?[班工夜课车]|一?到家|手头宽|工资|钱|退休金|.{0,2}款"
)


def _says_then(tokens: list[Token], at: int) -> bool:
    """Whether 就 or 已 follows close by."""
    return any(token[3] in {"就", "已", "已经", "都"} for token in tokens[at + 1 : at + 4])
