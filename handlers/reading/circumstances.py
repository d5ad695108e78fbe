"""Circumstances: by whose phone, about when, before what, however: what changes no payment.

Responsible for giving such words another tag before the message is cut into clauses (用老婆的
微信交的, 大概十点交的, 还没下班就交了, 怎么交都一样). It must not know what a clause states.
"""

from __future__ import annotations

import re

from handlers.reading.asides import (
    at_once,
    completed,
    half_done,
    mistyped,
    myself,
    never,
    proof_sent,
)
from handlers.reading.company import came_by, in_company, meanwhile
from handlers.reading.figures import Token
from handlers.reading.occasions import after, before
from handlers.reading.patterns import pattern, search
from handlers.reading.retagging import NONE, Marks, span_as, where

_BY = {
    "用", "使", "使用", "拿", "从", "借", "借着", "走的", "换成", "换用", "改用", "趁", "通过",
    "坐", "骑", "搭", "蹭", "开",
}  # fmt: skip
_TOOLS = {
    "手机", "账号", "卡", "微信号", "零钱", "电脑", "号", "支付宝", "流量", "码", "网", "车",
    "三轮", "电动车", "摩托", "摩托车", "面包车", "热点",
}  # fmt: skip


@where(r"(?P<by>[zUj])?2?[sprhwyg7]{1,3}e?(?=[2UOon][^,;?]{0,24}[VW])", {*_BY, "手机"})
def by_tools(tokens: list[Token], tags: str, found: re.Match[str]) -> Marks:
    """用我爱人的微信交的, 孙女手机里扣的: whose tool it was; nobody's dues."""
    start, end = found.span()
    word = str(tokens[end][3])
    by = found["by"] and str(tokens[start][3]) in _BY
    inside = word == "手机" and found["by"] is None and "r" in tags[start:end]
    if not (by and (tags[end] == "2" or word in _TOOLS)) and not inside:
        return NONE
    return {at: "z" if tags[at] in "zUj" else "o" for at in range(start, end)} | {end: "2"}


_CARDS = ("卡", "账户", "号", "钱包")


@where(r"z[OSU2o5]{1,3}(?=[soGn.]{0,3}(?:b?M?e?D)?[VW])", _BY)
def by_card(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """用工资卡交的, 用公积金卡扣的: by which card."""
    start, end = found.span()
    if tokens[start][3] in _BY and str(tokens[end - 1][3]).endswith(_CARDS):
        return dict.fromkeys(range(start + 1, end), "2")
    return NONE


_ROUGHLY = {"大概", "大约", "差不多", "约莫", "大致"}
_CLOCK = pattern("[点时:：]|左右|钟头|小时|分钟")


@where(r"H(?=[.o]?[kn]{1,3}[so.MeDb]{0,12}[VW]x*[le])", _ROUGHLY)
def about_when(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """大概十点交的, 大约昨天下午三点交了: the hour is not sure; that it was paid is."""
    at = found.start()
    times = [str(token[3]) for token in tokens[at : at + 4] if token[0] in "kn"]
    is_clock = any(_CLOCK.search(time) for time in times)
    return {at: "."} if tokens[at][3] in _ROUGHLY and is_clock else NONE


_NOT_YET = {"没", "还没", "没等", "未", "没有", "没到"}


@where(
    r"o?(?:N[uUiG2kn7p3o56tylDL]{1,5}?|u)"
    r"(?=[so]{0,2}G[^,;?NBFfHqC]{0,24}[VW]x*(?:a[pty2]+)?l)",
    {"就"},
)
def before_yet(tokens: list[Token], tags: str, found: re.Match[str]) -> Marks:
    """还没下班就交了, 没等催就交了: before what it was; nothing is denied."""
    start, end = found.span()
    denied = next(str(token[3]) for token in tokens[start:end] if token[0] in "Nu")
    denied = denied[:1] if "N" not in tags[start:end] else denied
    then = next(token[3] for token in tokens[end:] if token[0] == "G")
    if denied in _NOT_YET and then == "就" and not search("[NF]", after(tokens, end)):
        return span_as(found, "n")
    return NONE


_UNSIGNED = pattern("(?:写|填|加|留)?(?:备注|注明|名字?|标注|署名|附言|名|写|备注名|写明)*")


@where(r"N[Uo]{1,3}e(?=o{0,2}[$#]?e?D)")
def unsigned(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """没备注名字的那笔17.6党费: which one; what is not there is the name."""
    start, end = found.span()
    missing = "".join([str(token[3]) for token in tokens[start + 1 : end - 1]])
    return span_as(found, ".") if _UNSIGNED.fullmatch(missing) else NONE


_TELLS = pattern("[念读看写报算列录录发标登贴记晒说讲问告借押]")


@where(r"b(?:[se.o]{0,3}M?e?[oe.]?)D[o.]{0,2}(?P<how>U)(?=[o.]?a[pth]{1,2}[.o]?l)")
def handed(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """把党费撂给李委员了: whatever the word, it went from hand to hand."""
    at = found.start("how")
    word = str(tokens[at][3])
    return {at: "W"} if len(word) < 3 and not _TELLS.search(word) else NONE


_ALL_ONE = {"一样", "行", "可以", "好", "成", "方便", "一个样", "中", "能交"}


@where(r"z?q[VW]x?o(?=o?[U8o][.]*(?:[,;]|$)|[VW]F)", {"都", "也"})
def however(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """怎么交都一样, 在哪交都行: however one pays; nothing is asked or paid."""
    end = found.end()
    rest = "".join([str(token[3]) for token in tokens[end : end + 2] if token[0] in "oU8"])
    meant = tokens[end - 1][3] in {"都", "也"} and (rest in _ALL_ONE or not rest)
    return span_as(found, "o") if meant else NONE


_BACK = pattern("(?:过期|自动|又|给|全|原路|到期)?退(?:还|给)?")


@where(r"U(?=[saoy2]{0,3}l|[ao]?[sy](?:[,;.]|$))")
def sent_back(tokens: list[Token], tags: str, found: re.Match[str]) -> Marks:
    """没领，退我了; 又退给我了: what was paid came back. 多交的退我了 is what was too much."""
    at = found.start()
    if not _BACK.fullmatch(str(tokens[at][3])):
        return NONE
    too_much = any("多" in str(token[3]) for token in tokens[max(0, at - 8) : at])
    return {at: "f"} if not too_much and search("[DVW]", tags[:at]) else NONE


_SINCE = pattern(
    "(?:都|有)?(?:[俩一二两三四五六七八九十几半\\d]+|好几)个?多?(?:礼拜|星期|周|天|小时|钟头|月)多?"
)


@where(r"(?<=[VW]l)[oU#]{1,3}(?=l(?:[,;.]|$))")
def long_since(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """都交了俩礼拜了: how long it has been paid."""
    words = "".join([str(token[3]) for token in tokens[found.start() : found.end()]])
    return span_as(found, ".") if _SINCE.fullmatch(words) else NONE


_WELL = pattern(r"得(?:妥妥|(.)\1(.)\2)[的地滴]?")


@where(r"(?<=V)U[8Wo]?e?(?=[,;.]|$)")
def well_paid(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """党费交得妥妥的: done, and how."""
    words = "".join([str(token[3]) for token in tokens[found.start() : found.end()]])
    if not _WELL.fullmatch(words) or search("[uCHgNBqiYZ]", before(tokens, found.start())):
        return NONE
    return dict.fromkeys(range(*found.span()), ".") | {found.start(): "l"}


_LASTED = pattern(
    "前?(?:[一二三四五六七八九十两几半\\d]+|头|后)个?(?:分钟|小时|刻钟|天|钟头|秒)(?:前|后)?"
)


@where(
    r"(?:U(?=U))?U(?=[so]*(?:b?M?e?D)?[VW]x*[le])",
    at_least="U[sobMeD]*[VW]x*[le]",
)
def lasting(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """最后五分钟交的, 国庆节前一天交的: when it was."""
    start, end = found.span()
    words = "".join([str(token[3]) for token in tokens[start:end]])
    return span_as(found, "n") if _LASTED.fullmatch(words) else NONE


# Each with the tags that the message must have, all of the first and one of the second.
CIRCUMSTANCES = (
    ("", "zUj", by_tools),
    ("p", "&VW", in_company),
    ("z", "OSU", by_card),
    ("e", "&zuprht", meanwhile),
    ("H", "kn", about_when),
    ("G", "Nu", before_yet),
    ("pGh", "VW", came_by),
    ("bDUa", "l", handed),
    ("NeD", "U", unsigned),
    ("q", "VW", however),
    ("U", "DVW", sent_back),
    ("U", "VW", lasting),
    ("lU", "VW", long_since),
    ("UV", "8Weo", well_paid),
    ("U", "bDVW", at_once),
    ("k", "UO75", half_done),
    ("soU", "VW", myself),
    ("q", "?", never),
    ("U9", "D", mistyped),
    ("oD", "AN", completed),
    ("oWl", "o", proof_sent),
)
