"""Deadlines and arrivals: 赶在年底前交了 is over, 元旦前交 and 到镇上我就交了 to come.

Responsible for telling by their neighbours which of these times are past. It must not know
what a clause states.
"""

from __future__ import annotations

from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.harmless import is_suspect
from handlers.reading.occasions import NEAR, after, before, in_the_past
from handlers.reading.patterns import match, pattern, search
from handlers.reading.retagging import needing, tagged

_BESIDE = {"前", "后", "之前", "之后", "以后", "以前", "回来"}
_BEFORE = {"前", "之前", "以前"}
_SINCE = frozenset(["以后", "之后", "过后"])
_ARRIVES = frozenset(["到", "到了", "回到", "等到", "赶到"])


@needing(words=_BESIDE)
def one_word(tokens: list[Token]) -> list[Token]:
    """元旦前, 年底前: one word."""
    joined: list[Token] = []
    for at, token in enumerate(tokens):
        bound = joined and joined[-1][2] == token[1] and token[0] in "uUk"
        if bound and token[3] in _BEFORE and joined[-1][0] in "ukn":
            tag, start, _, word = joined[-1]
            if tag == "n" and str(word)[-2:-1] in _WEEK and _still_due(tokens, at):
                tag = "u"
            joined[-1] = (tag, start, token[2], f"{word}{token[3]}")
        elif bound and token[3] in _BESIDE and joined[-1][0] in "734":
            _, start, _, word = joined[-1]
            joined[-1] = ("n", start, token[2], f"{word}{token[3]}")
        else:
            joined.append(token)
    return joined


_WEEK = frozenset("周期拜")
_BY_THEN = {full: f"[so]*b?[MeD]*J?[VW]{full}(?!e)[MeD$#]*$" for full in ("x", "x?")}


def _still_due(tokens: list[Token], at: int, full: str = "x?") -> bool:
    """周五之前交清10月党费: by then, and nothing says it is done."""
    told, rest = before(tokens, at), after(tokens, at + 1) or after(tokens, at + 2)
    return not search("[Ak>]", told) and match(_BY_THEN[full], rest) is not None


@needing("k[. so]*[VW]|u[^,;?]*[VW][^,;?]*[le]|Az?uV|uAV|n[,. soMeDbJ]*[VW]x")
def ahead_of(tokens: list[Token]) -> list[Token]:
    """赶在年底前交了 is over, 元旦前交 still to come."""
    joined = list(tokens)
    for at, token in enumerate(joined):
        if token[0] == "n" and str(token[3]).endswith("前") and _still_due(joined, at, "x"):
            joined[at] = tagged(token, "u")
        if token[0] not in "uk" or not str(token[3]).endswith("前"):
            continue
        rest, told = after(joined, at + 1), before(joined, at)
        if token[0] == "k" and match("[so]*[VW]x?(?!e)[MeD]*$", rest) and not search("[A>]", told):
            joined[at] = tagged(token, "u")
        over = match("A[VW]x*l?(?![le])", rest) or (search("Az?$", told) and match("[VW]x", rest))
        if token[0] == "u" and over:
            joined[at] = tagged(token, "k")
        just = at and joined[at - 1][3] == "赶在"
        kept = just and match("[^uNBqHi]*[VW]x*[le](?!G)", rest) and not search("lG", rest)
        if token[0] == "u" and kept and not search("[uigCHyN]", told):
            joined[at] = tagged(token, "k")
    return joined


@needing(words={"赶在"})
def in_time_for(tokens: list[Token]) -> list[Token]:
    """赶在船开之前把党费交了: whatever came after it, it was in time."""
    for at, token in enumerate(tokens):
        if token[3] != "赶在" or search("[uigCHyN]", before(tokens, at)):
            continue
        ends = [
            end
            for end in range(at + 1, min(at + 6, len(tokens)))
            if str(tokens[end][3]).endswith("前")
        ]
        if not ends or not match("[^uNBqHi]*[VW]x*[le](?!G)", after(tokens, ends[0] + 1)):
            continue
        if "U" in [one[0] for one in tokens[at : ends[0] + 1]]:
            late = [tagged(one, "k") for one in tokens[at + 1 : ends[0] + 1]]
            return [*tokens[: at + 1], *late, *tokens[ends[0] + 1 :]]
    return tokens


@needing(words=_ARRIVES)
def arriving(tokens: list[Token]) -> list[Token]:
    """到镇上我就把党费交了: still to come, unless the past is told of, or a sum."""
    for at, token in enumerate(tokens):
        if token[0] not in "Gz" or token[3] not in _ARRIVES:
            continue
        if not match("o*[sp]?o?$", before(tokens, at)) or in_the_past(tokens, at):
            continue
        if not match(
            "[2UPn567o]{1,3}l?[so]*G[so]*(?:d[prh])?b?[MeD]*[VW]x*l", after(tokens, at + 1)
        ):
            continue
        near = [one[0] for one in tokens[max(0, at - NEAR) : at + NEAR]]
        if not {"$", "#", "A", "k", ">"} & set(near):
            return [*tokens[:at], tagged(token, "u"), *tokens[at + 1 :]]
    return tokens


_INCOME = "(?:(?:[SoUO]|OU)o?Jl?|(?:S|O?U|O)o[WU]|J(?:[SO]|OU|U?o))(?=[so]*[Gu][^,;?]*[VW])"


@needing(_INCOME)
def paid_in(tokens: list[Token]) -> list[Token]:
    """工资一到账, 钱到账了: money that comes in is an occasion, one token."""
    tags = tags_of(tokens)
    if not (found := search(_INCOME, tags)):
        return tokens
    start, end = found.span()
    words = "".join([str(token[3]) for token in tokens[start:end]])
    if not _MONEY_COMES.fullmatch(words):
        return tokens
    event = ("u", tokens[start][1], tokens[end - 1][2], words)
    return [*tokens[:start], event, *tokens[end:]]


_MONEY_COMES = pattern(
    "(?:工资|钱|退休金|工钱|补贴|奖金|养老金)一?(?:到账|到帐|入账|到手)了?"
    "|.{0,3}费一?(?:到账|到帐|入账|到手)了?|(?:收到|拿到|领到).{0,3}(?:费|款|钱|工资|金)"
    "|.{0,2}(?:款|款子|钱|账|工资|薪水)一(?:结|到|发|下来|清)"
)

_DONE_SINCE = "[so]*(?:A[soGMeDb]*|G[soMeD]*|[MeD]*)[VW]x*l(?![so]*[Au])"


@needing(words=_SINCE)
def since_then(tokens: list[Token]) -> list[Token]:
    """出院以后补交了, 回城之后就交了: a time that is over before a completed payment."""
    changed = list(tokens)
    for at, token in enumerate(tokens):
        if token[0] != "u" or token[3] not in _SINCE or not at or tokens[at - 1][0] in "u,;?. ":
            continue
        if search("[uCHq]", before(tokens, at)) or not match(_DONE_SINCE, after(tokens, at + 1)):
            continue
        if tokens[at - 1][0] == "U" and is_suspect(str(tokens[at - 1][3])):
            continue
        changed[at] = tagged(token, "k")
        if tokens[at - 1][0] == "U":
            changed[at - 1] = tagged(tokens[at - 1], "n")
    return changed
