"""What is said in one breath, cut for the answers it holds (票买好了|25号的会我参加).

Responsible for where one's own answer or check-in begins among chatter without a mark, and for
words that ask or suppose elsewhere but not here (没啥事, 不管多忙我都来). Dues are cut in clauses.
"""

from __future__ import annotations

import re
from itertools import pairwise

from handlers.reading.clauses import Clause
from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.lexicon import HINTS
from handlers.reading.patterns import finditer, pattern, search

_WHATEVER = {"无论", "不管", "不论", "就算", "即使", "哪怕", "即便", "纵使", "纵然", "反正", "任凭"}
_ALL_THE_SAME = {"也", "都", "照样", "照旧", "照常"}
_NOTHING_MUCH = {"啥", "什么", "么子", "撒子", "怎么", "咋", "么样"}
_AFTER_NOTHING = {"事", "大事", "问题", "要紧", "大碍", "说的", "事儿"}

# What an answer of one's own looks like: a day or the meeting, oneself, and coming or not.
_DAY = "(?:[nk>][.o]{0,2}(?:e?3)?|3)[.o]{0,2}"
_COMES = "(?:B[.ou]{0,2}(?:m|G(?=l?[.]*$))|m|1|L)"
_OWN = f"(?:{_DAY})?s(?![reT&])[.ouAkn>3eG]{{0,7}}(?:{_COMES}|G(?=l?[.]*(?:$|s[^reT&])))"
_SILENT = f"{_DAY}[.ouAGl]{{0,5}}{_COMES}"
_STILL = f"(?<=[UG8])o[.]?u?(?:{_COMES}|G(?=l?[.]*$))"
_ANSWER = f"(?P<own>{_OWN})|(?P<silent>{_SILENT})|(?P<still>{_STILL})"
_CHECKS_IN = (
    "(?P<own>(?:s(?![reT&])|(?<![wphr])o(?=z))[.onkA>G]{0,4}(?:z[PU7652]{1,2}[2o]?[oU5724]{0,6})?(?:[dja][sphr&]{1,4}|[a&z][2gty])?"
    "[.oG]{0,2}c)|(?P<silent>d[phr&]{1,4}[.oG]{0,2}c)"
)
# 报个到|我在苏州: where he is follows.
_CHECKED_IN = "c[lo.]*t?(?=s(?![reT&])|h[^re])"
_OVER = (
    "(?<=[ou])G[l.]*(?=s[^reT&.])|[1L][.l]*(?=[ph][^.])"
    "|B[.ou]{0,2}Gl[.]*(?=[nuk]?[U4567ry])|B[.ou]{0,2}G(?:l[.]*)?(?=p[.o]*[GmBL1])"
)
# What governs the word after it: nothing is cut off behind it.
_GOVERNS = frozenset("daj&zbZYHCIXBNTeQqi/")
_OPEN = pattern("[CHQqXi]")
_AS_IT_TURNED_OUT = {"结果", "后来", "没想到", "谁知"}
_ALL = {"大家", "各位", "大伙", "大伙儿"}
_DOES = {"帮忙", "帮个忙", "学习", "处理", "宣传", "教育"}
_SIGNING_UP = {"报名", "报个名"}
_SIGNS_UP = pattern("(?:我|俺|本人|也|给|帮|替|先|要|来|已经?)*报个?名(?:了|一个|啦)?[啊哈呀嘛哦]*")
# No breath is longer: further back nothing bears on an answer.
_FAR = 60


def in_breaths(clauses: list[Clause], pending: str | None) -> list[Clause]:
    """The clauses of a message, those that hold an answer behind chatter cut before it."""
    cut: list[Clause] = []
    for clause in clauses:
        tokens = _plainly(clause.tokens, pending)
        seams = _seams(tokens, pending) if len(tokens) > 2 else []
        if not seams and tokens is clause.tokens:
            cut.append(clause)
            continue
        edges = [0, *seams, len(tokens)]
        for start, end in pairwise(edges):
            mark = clause.end if end == len(tokens) else ","
            cut.append(Clause(tokens[start:end], mark, clause.sentence))
    return cut


def _plainly(tokens: list[Token], pending: str | None) -> list[Token]:
    """Words that suppose or ask elsewhere, as they are meant here."""
    changed = list(tokens)
    whatever = False
    for at, (tag, start, end, word) in enumerate(tokens):
        if tag == "C" and word in _WHATEVER:
            whatever = True
            changed[at] = ("o", start, end, word)
        elif tag == "q" and "不" not in word and (whatever or _makes_no_odds(tokens, at)):
            changed[at] = ("o", start, end, word)
        elif tag == "q" and at and word in _NOTHING_MUCH and tokens[at - 1][0] in "NB":
            _nothing_much(changed, at)
        elif tag == "q" and word in _NOTHING_MUCH and _what_hinders(tokens, at):
            changed[at] = ("Q", start, end, word)
        elif tag == "O" and word == "报名" and tokens[at + 1 : at + 2] and tokens[at + 1][0] == "m":
            changed[at] = ("o", start, end, word)
        elif tag == "q" and word == "啥" and at and tokens[at - 1][3] == "那":
            changed[at] = (".", start, end, word)
        elif tag == "O" and word == "报名" and pending == "meeting" and _who_signs_up(tokens):
            changed[at] = ("o", start, end, word)
        elif word in _SIGNING_UP and pending == "meeting" and _signs_up(tokens):
            changed[at] = ("m", start, end, word)
        elif pending == "meeting" and _means_to_come(tokens, at):
            changed[at] = ("G", start, end, word)
        elif tag == "g" and word in _ALL and at and tokens[at - 1][0] in "&az":
            changed[at] = (".", start, end, word)
            changed[at - 1] = (".", *changed[at - 1][1:])
        elif tag == "i" and (word == "给大家" or (word == "呗" and at == len(tokens) - 1)):
            changed[at] = (".", start, end, word)
        elif tag == "i" and word in _DOES and at and tokens[at - 1][0] in "Gus":
            changed[at] = ("o", start, end, word)
    return changed if changed != tokens else tokens


def _who_signs_up(tokens: list[Token]) -> bool:
    """还有谁没报名: nobody but members sign up in an open round."""
    return any(t[0] == "q" for t in tokens) and not any(
        t[0] in "rU3O5" and t[3] != "报名" for t in tokens
    )


def _signs_up(tokens: list[Token]) -> bool:
    """我报名, 给我报个名: he comes, and nothing else is said."""
    return _SIGNS_UP.fullmatch("".join([str(token[3]) for token in tokens])) is not None


def _means_to_come(tokens: list[Token], at: int) -> bool:
    """一起去, 下刀子也得去, 不回去了: coming or not, where nothing follows."""
    if tokens[at][0] == "U":
        return tokens[at][3] in {"一起去", "一块去"}
    word = tokens[at][3]
    if tokens[at][0] != "u" or word not in {"得去", "回去", "回来"}:
        return False
    if any(token[0] not in ".l" for token in tokens[at + 1 : at + 4]):
        return False
    before = tokens[max(0, at - 4) : at]
    if word == "得去":
        return bool(before) and before[-1][3] in {"也", "都"}
    return bool(before) and before[-1][0] == "B" and all(t[0] in "so.B" for t in before)


def _makes_no_odds(tokens: list[Token], at: int) -> bool:
    """怎么都赶不回来, 几点我都去: the same whichever it is."""
    follows = [str(token[3]) for token in tokens[at + 1 : at + 3] if token[0] in "os"]
    return bool(follows) and (follows[0] in _ALL_THE_SAME or follows[-1] in _ALL_THE_SAME)


def _what_hinders(tokens: list[Token], at: int) -> bool:
    """有啥不能来的: nothing hinders."""
    has = at > 0 and str(tokens[at - 1][3]).endswith("有")
    return has and any(token[0] in "B1" for token in tokens[at + 1 : at + 2])


def _nothing_much(tokens: list[Token], at: int) -> None:
    """没啥事, 没什么问题: nothing is denied and nothing asked."""
    for idle in (at - 1, at):
        _, start, end, word = tokens[idle]
        tokens[idle] = ("o", start, end, word)
    for _, start, end, word in tokens[at + 1 : at + 2]:
        if word in _AFTER_NOTHING:
            tokens[at + 1] = ("o", start, end, word)


def _seams(tokens: list[Token], pending: str | None) -> list[int]:
    """Where one's own answer, or check-in, begins behind something else."""
    tags = tags_of(tokens)
    if "c" in tags and pending == "checkin":
        shape, holds = _CHECKS_IN, _leads_to_checkin
    elif search("[mL1]", tags) or (pending == "meeting" and "G" in tags):
        shape, holds = _ANSWER, _leads_to_answer
    else:
        return []
    seams: list[int] = []
    over = _CHECKED_IN if shape is _CHECKS_IN else _OVER
    for found in finditer(shape, tags):
        at, since = found.start(), seams[-1] if seams else 0
        if (
            at > since
            and (tags[at - 1] not in _GOVERNS or tokens[at - 1][3] == "到了")
            and holds(tokens, tags[max(since, at - _FAR) : at], found)
        ):
            seams.append(at)
    return sorted({*seams, *_after_answers(tags, over), *_turns(tokens), *_however(tokens, tags)})


def _however(tokens: list[Token], tags: str) -> list[int]:
    """腿脚再不利索|也要参加: however it is."""
    found = search("o[.]?u?[mG][l.]*$", tags)
    words = [str(token[3]) for token in tokens]
    if found is None or not any(word.startswith("再") for word in words[:-1]):
        return []
    also = [at for at, word in enumerate(words) if word in _ALL_THE_SAME]
    return [also[-1]] if also and any(w.startswith("再") for w in words[: also[-1]]) else []


def _after_answers(tags: str, over: str) -> list[int]:
    """去不了|孙丽在家; 不去了|身体吃不消: what follows an answer is another thing."""
    return [found.end() for found in finditer(over, tags)]


def _turns(tokens: list[Token]) -> list[int]:
    """票都买好了|结果厂里不放人: what came of it."""
    return [at for at, token in enumerate(tokens) if at and token[3] in _AS_IT_TURNED_OUT]


def _leads_to_answer(tokens: list[Token], head: str, found: re.Match[str]) -> bool:
    """Whether what stands before it may be cut off: no condition, no question, nobody else's."""
    said = found[0]
    if _OPEN.search(head.replace("H", "") if said.endswith("sL") else head) or not _tells(head):
        return False
    if found["own"]:
        return not (_follows_if(tokens, found) and not search("[nk3>7l45]", head))
    others = re.sub("s(?=r)", "", head)
    last = search("[sprhwy](?=[^sprhwy]*$)", others)
    if last is None or last[0] == "s":
        return True
    return last[0] == "r" and ("m" not in said or "B" in said)


def _follows_if(tokens: list[Token], found: re.Match[str]) -> bool:
    """能调休我就来: the one hangs on the other, unless 了 says that it is settled."""
    said = tokens[found.start() : found.end()]
    rest = tokens[found.end() : found.end() + 3]
    settled = any(token[0] in "l3" for token in rest)
    return any(token[3] == "就" for token in said) and not settled


def _tells(head: str) -> bool:
    """听说, 老公说: what is reported ends before one's own words begin."""
    said = max(head.rfind("Z"), head.rfind("Y"))
    if search("s[&a][yt]+[o]*Z[.o]*$", head):
        return True
    return said < 0 or bool(search("[^.lytpo]", head[said + 1 :]))


def _leads_to_checkin(tokens: list[Token], head: str, found: re.Match[str]) -> bool:
    going = any(token[3] in {"去", "到"} for token in tokens[found.start() : found.end()])
    plans = [t for t in tokens[: found.start()] if t[0] == "u" and t[3] not in HINTS["lately"]]
    return not (going or plans or search("[CHYZIQqX]|B(?!8|o?U)", head))
