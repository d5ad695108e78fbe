"""Handing over: who only takes, urges, arranges or notes, and whose dues they are not.

Responsible for giving the tokens of such people another tag before the message is cut into
clauses (李委员上门收走了, 媳妇逼我转了, 经办人：孙丽). It must not know what a clause states.
"""

from __future__ import annotations

import re

from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.occasions import NEAR, after
from handlers.reading.patterns import finditer, match, search, sub
from handlers.reading.retagging import NONE, Marks, needing, span_as, tagged, where

_AWAY = {"收走", "收去", "拿走", "取走", "收上去", "带走", "收了去"}
_PRESSES = (
    "逼", "催", "撵", "逼着", "催着", "拉着", "拽着", "盯着", "督促", "押着", "嫌我慢", "追着",
    "教", "教着", "陪", "陪着", "带", "带着", "领", "领着", "载",
)  # fmt: skip
_LABELS = {
    "收款方", "收款人", "经办人", "经手人", "收款单位", "交款人", "缴款人", "备注", "对方",
    "收款账户", "代收人", "经办", "经手",
}  # fmt: skip
_SLIPPED = {"漏了", "漏掉", "漏", "忘了", "忘记", "忘", "忘记了", "漏掉了"}
_MISSED = {"漏了", "漏掉", "漏", "漏掉了", "漏下", "漏交"}


@where(r"(?P<who>[pth2]{1,2})[oknGU2z5bDMe$.sA]{0,8}J(?=l)", _AWAY)
def taken_away(tokens: list[Token], tags: str, found: re.Match[str]) -> Marks:
    """李委员上门收走了: who takes the money away collects it; it is not his own."""
    start, end = found.start(), found.end() - 1
    if tokens[end][3] not in _AWAY:
        return NONE
    theirs = {at: "t" for at in range(start, end) if tags[at] in "pth"}
    there = {at: "2" for at in range(start, end) if tags[at] in "U5"}
    return theirs | there | {end: "W"}


@where("(?:[rpthg][ol]?)?[Ui][o.]?(?=s[oAGbDMnk]*[VW]x*[lD$e])", at_least="[Ui][o.]?s")
def pressed(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """媳妇逼我转了: who pressed him; he paid for himself."""
    word = next(token[3] for token in reversed(tokens[: found.end()]) if token[0] in "Ui")
    return span_as(found, "n") if str(word).endswith(_PRESSES) else NONE


@needing(words=_LABELS)
def labelled(tokens: list[Token]) -> list[Token]:
    """收款方：彭素珍; 经办人：方圆: who took or booked it, on a slip."""
    changed = list(tokens)
    for at, token in enumerate(tokens):
        if token[3] not in _LABELS:
            continue
        follows = "".join([one[0] for one in tokens[at + 1 : at + 5]])
        if found := match("[,. o]{0,2}p", follows):
            changed[at + found.end()] = tagged(tokens[at + found.end()], "t")
    return changed


@needing("[3u]W", {"上交", "上缴"})
def held_at_meeting(tokens: list[Token]) -> list[Token]:
    """今天会上交了20, 党课上交给李委员的: at the meeting, not to be handed up."""
    for at, (tag, start, end, word) in enumerate(tokens):
        if tag != "W" or word not in {"上交", "上缴"} or not at:
            continue
        held, rest = tokens[at - 1], after(tokens, at + 1)
        will = held[0] == "u" and held[3] == "会"
        if held[0] != "3" and not (will and match("(?:a[pt]+|[pt]+)?l", rest)):
            continue
        if held[0] == "3" and not match("(?:a[pt]+|[pt]+)?[le]", rest):
            continue
        if will and tokens[at - 2 : at - 1] and tokens[at - 2][0] == "s" and "l" not in rest:
            continue
        split = [("o", start, start + 1, "上"), ("V", start + 1, end, str(word)[1:])]
        return [*tokens[: at - 1], tagged(held, "3"), *split, *tokens[at + 1 :]]
    return tokens


_LEFT = _MISSED | _SLIPPED


@needing()
def missed(tokens: list[Token]) -> list[Token]:
    """漏了8月的: not paid; 漏了8月的，补上了, 上月没交的补了: made good."""
    tags = tags_of(tokens)
    words = [token[3] for token in tokens if token[0] == "N"]
    if _LEFT.isdisjoint(words) and not search("NVx?l?[oM]*e", tags):
        return tokens
    changed: list[Token] = []
    good = -1
    for at, token in enumerate(tokens):
        if at == good and token[0] == "V":
            changed.append(tagged(token, "o"))
            continue
        if token[0] == "N" and match("l?[.o]*N", tags[at + 1 :]) and token[3] in _SLIPPED:
            changed.append(tagged(token, "o"))
            continue
        left = token[0] == "N" and token[3] in _MISSED and _has_month(tags, at)
        unpaid = token[0] == "N" and match("Vx?l?[oM]*e", tags[at + 1 :])
        if (left or unpaid) and _made_good(tokens, tags, at, left or _has_month(tags, at)):
            good = at + 1
            changed.append(tagged(token, "o"))
        elif left and tags[at + 1 : at + 2] != "V" and token[2] - token[1] > 1:
            middle = token[1] + 1
            changed += [("N", token[1], middle, "漏"), ("V", middle, token[2], "交")]
        else:
            changed.append(token)
    return changed


def _has_month(tags: str, at: int) -> bool:
    return bool(match("V?l?[eo]*M", tags[at + 1 :]) or search("M[eoD.]*$", tags[:at]))


def _made_good(tokens: list[Token], tags: str, at: int, month: bool) -> bool:
    """Whether the same sentence says 补上了; of a month also 和这个月的一起交了."""
    rest = tags[at + 1 : at + NEAR].partition(";")[0]
    for found in finditer("[VW](?=x*(?:l|$|,))", rest):
        told = sub("^V", "", rest[: found.start()])
        if search("[uBqHCYINig?]", told):
            return False
        if str(tokens[at + 1 + found.start()][3]).startswith("补"):
            return True
        if month and match("V?e[^V]*M?[^V]*[VW]$", rest[: found.end()]) and told[:1] != "V":
            return True
    return False


@needing(words={"受", "应"})
def commissioned(tokens: list[Token]) -> list[Token]:
    """受孙丽委托: she asked him to."""
    for at, token in enumerate(tokens):
        if token[3] not in {"受", "应"} or token[0] not in "U":
            continue
        if not (found := match("[pr](?:&?[pr])*", "".join(t[0] for t in tokens[at + 1 : at + 12]))):
            continue
        end = at + 1 + found.end()
        if end < len(tokens) and tokens[end][3] in {"委托", "托", "所托", "之托", "嘱托"}:
            asked = tagged(tokens[end], "T")
            return [
                *tokens[:at],
                tagged(token, "o"),
                *tokens[at + 1 : end],
                asked,
                *tokens[end + 1 :],
            ]
    return tokens


_MEETS = (
    "碰", "遇", "碰见", "遇见", "撞见", "找", "逮着", "逮到", "逮住", "找到", "找着", "等到",
    "等着", "堵着", "堵到", "碰着", "碰到", "遇到", "遇着", "见到", "见着", "撞上", "碰上", "遇上",
    "撞着", "瞅见",
)  # fmt: skip


@where("[zn]{0,2}U[Gx]?[pt]{1,2}(?=[,soGAbD]|Vx*[le])", at_least="U[Gx]?[pt]")
def met(tokens: list[Token], tags: str, found: re.Match[str]) -> Marks:
    """在村口碰到李委员就交了: whom he met on the way; an occasion."""
    start, end = found.span()
    word = next(str(token[3]) for token in tokens[start:end] if token[0] == "U")
    if not word.endswith(_MEETS):
        return NONE
    return {at: "n" if tags[at] != "p" else "t" for at in range(start, end)}


_AT = ("那", "账", "手", "卡", "家", "这", "办公", "门", "店")


@where(r"(?<=G)p(?=[.2oU5])")
def visited(tokens: list[Token], tags: str, found: re.Match[str]) -> Marks:
    """去李委员那儿交党费, 钱已到他账上: where it goes; not whose it is."""
    at = found.start()
    if tokens[at - 1][3] == "就" or not str(tokens[at + 1][3]).startswith(_AT):
        return NONE
    there = "2" if tags[at + 1] == "U" else tags[at + 1]
    return {at: "t", at + 1: there}


@needing("Tr")
def sent_kin(tokens: list[Token]) -> list[Token]:
    """让我闺女给我交上了: my daughter was let do it; nobody asked me."""
    at = next((at for at, token in enumerate(tokens) if token[0] == "T"), -1)
    if at < 0 or "".join(token[0] for token in tokens[at + 1 : at + 2]) not in {"r"}:
        return tokens
    _, start, end, word = tokens[at]
    if not str(word).endswith("我") or not search(
        "as|ds|b[sMeo]*D[VW]x?a?[pt2]+o?l", after(tokens, at + 2)
    ):
        return tokens
    split = [("j", start, end - 1, str(word)[:-1]), ("s", end - 1, end, "我")]
    return [*tokens[:at], *split, *tokens[at + 1 :]]
