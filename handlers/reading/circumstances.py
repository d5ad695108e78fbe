"""Circumstances: by whose phone, about when, before what, however: what changes no payment.

Responsible for giving such words another tag before the message is cut into clauses (用老婆的
微信交的, 大概十点交的, 还没下班就交了, 怎么交都一样). It must not know what a clause states.
"""

from __future__ import annotations

from handlers.reading.columns import tags_of
from handlers.reading.company import came_by, in_company, marked, meanwhile
from handlers.reading.figures import Token
from handlers.reading.occasions import after
from handlers.reading.patterns import finditer, pattern, search

_BY = {"用", "使", "使用", "拿", "从", "借", "借着", "走的", "换成", "换用", "改用", "趁", "通过"}
_TOOLS = {"手机", "账号", "卡", "微信号", "零钱", "电脑", "号", "支付宝", "流量", "码"}


def by_tools(tokens: list[Token]) -> list[Token]:
    """用我爱人的微信交的, 孙女手机里扣的: whose tool it was; nobody's dues."""
    tags = tags_of(tokens)
    marks: dict[int, str] = {}
    for found in finditer(r"(?P<by>[zUj])?[sprhwyg7]{1,3}e?(?=[2UOon][^,;?]{0,24}[VW])", tags):
        start, end = found.span()
        word = str(tokens[end][3])
        by = found["by"] and str(tokens[start][3]) in _BY
        inside = word == "手机" and found["by"] is None and "r" in tags[start:end]
        if not (by and (tags[end] == "2" or word in _TOOLS)) and not inside:
            continue
        for at in range(start, end):
            marks[at] = "z" if tags[at] in "zUj" else "o"
        marks[end] = "2"
    return marked(tokens, marks)


def by_card(tokens: list[Token]) -> list[Token]:
    """用工资卡交的, 用公积金卡扣的: by which card."""
    tags = tags_of(tokens)
    marks: dict[int, str] = {}
    for found in finditer(r"z[OSU2o5]{1,3}(?=[soGn.]{0,3}(?:b?M?e?D)?[VW])", tags):
        start, end = found.span()
        if tokens[start][3] in _BY and str(tokens[end - 1][3]).endswith(
            ("卡", "账户", "号", "钱包")
        ):
            marks.update(dict.fromkeys(range(start + 1, end), "2"))
    return marked(tokens, marks)


_ROUGHLY = {"大概", "大约", "差不多", "约莫", "大致"}
_CLOCK = pattern("[点时:：]|左右|钟头|小时|分钟")


def about_when(tokens: list[Token]) -> list[Token]:
    """大概十点交的, 大约昨天下午三点交了: the hour is not sure; that it was paid is."""
    tags = tags_of(tokens)
    marks: dict[int, str] = {}
    for found in finditer(r"H(?=[.o]?[kn]{1,3}[so.MeDb]{0,12}[VW]x*[le])", tags):
        at = found.start()
        times = [str(token[3]) for token in tokens[at : at + 4] if token[0] in "kn"]
        if tokens[at][3] in _ROUGHLY and any(_CLOCK.search(time) for time in times):
            marks[at] = "."
    return marked(tokens, marks)


_NOT_YET = {"没", "还没", "没等", "未", "没有", "没到"}


_BEFORE = (
    r"o?(?:N[uUiG2kn7p3o56tylDL]{1,5}?|u)"
    r"(?=[so]{0,2}G[^,;?NBFfHqC]{0,24}[VW]x*(?:a[pty2]+)?l)"
)


def before_yet(tokens: list[Token]) -> list[Token]:
    """还没下班就交了, 没等催就交了: before what it was; nothing is denied."""
    tags = tags_of(tokens)
    marks: dict[int, str] = {}
    for found in finditer(_BEFORE, tags):
        start, end = found.span()
        denied = next(str(token[3]) for token in tokens[start:end] if token[0] in "Nu")
        denied = denied[:1] if "N" not in tags[start:end] else denied
        then = next(token[3] for token in tokens[end:] if token[0] == "G")
        if denied in _NOT_YET and then == "就" and not search("[NF]", after(tokens, end)):
            marks.update(dict.fromkeys(range(start, end), "n"))
    return marked(tokens, marks)


_UNSIGNED = pattern("(?:写|填|加|留)?(?:备注|注明|名字?|标注|署名|附言|名|写|备注名|写明)*")


def unsigned(tokens: list[Token]) -> list[Token]:
    """没备注名字的那笔17.6党费: which one; what is not there is the name."""
    tags = tags_of(tokens)
    marks: dict[int, str] = {}
    for found in finditer(r"N[Uo]{1,3}e(?=o{0,2}[$#]?e?D)", tags):
        start, end = found.span()
        if _UNSIGNED.fullmatch("".join([str(token[3]) for token in tokens[start + 1 : end - 1]])):
            marks.update(dict.fromkeys(range(start, end), "."))
    return marked(tokens, marks)


_TELLS = pattern("[念读看写报算列录录发标登贴记晒说讲问告借押]")


def handed(tokens: list[Token]) -> list[Token]:
    """把党费撂给李委员了: whatever the word, it went from hand to hand."""
    tags = tags_of(tokens)
    marks: dict[int, str] = {}
    for found in finditer(
        r"b(?:[se.o]{0,3}M?e?[oe.]?)D[o.]{0,2}(?P<how>U)(?=[o.]?a[pth]{1,2}[.o]?l)", tags
    ):
        at = found.start("how")
        word = str(tokens[at][3])
        if len(word) < 3 and not _TELLS.search(word):
            marks[at] = "W"
    return marked(tokens, marks)


_ALL_ONE = {"一样", "行", "可以", "好", "成", "方便", "一个样", "中", "能交"}


def however(tokens: list[Token]) -> list[Token]:
    """怎么交都一样, 在哪交都行: however one pays; nothing is asked or paid."""
    tags = tags_of(tokens)
    marks: dict[int, str] = {}
    for found in finditer(r"z?q[VW]x?o(?=o?[U8o][.]*(?:[,;]|$)|[VW]F)", tags):
        start, end = found.span()
        rest = "".join([str(token[3]) for token in tokens[end : end + 2] if token[0] in "oU8"])
        if tokens[end - 1][3] in {"都", "也"} and (rest in _ALL_ONE or not rest):
            marks.update(dict.fromkeys(range(start, end), "o"))
    return marked(tokens, marks)


_BACK = pattern("(?:过期|自动|又|给|全|原路|到期)?退(?:还|给)?")


def sent_back(tokens: list[Token]) -> list[Token]:
    """没领，退我了; 又退给我了: what was paid came back. 多交的退我了 is what was too much."""
    tags = tags_of(tokens)
    marks: dict[int, str] = {}
    for found in finditer(r"U(?=[saoy2]{0,3}l|[ao]?[sy](?:[,;.]|$))", tags):
        at = found.start()
        if not _BACK.fullmatch(str(tokens[at][3])):
            continue
        too_much = any("多" in str(token[3]) for token in tokens[max(0, at - 8) : at])
        if not too_much and search("[DVW]", tags[:at]):
            marks[at] = "f"
    return marked(tokens, marks)


_LASTED = pattern(
    "前?(?:[一二三四五六七八九十两几半\\d]+|头|后)个?(?:分钟|小时|刻钟|天|钟头|秒)(?:前|后)?"
)


def lasting(tokens: list[Token]) -> list[Token]:
    """最后五分钟交的, 国庆节前一天交的: when it was."""
    tags = tags_of(tokens)
    marks: dict[int, str] = {}
    for found in finditer(r"(?:U(?=U))?U(?=[so]*(?:b?M?e?D)?[VW]x*[le])", tags):
        start, end = found.span()
        words = "".join([str(token[3]) for token in tokens[start:end]])
        if _LASTED.fullmatch(words):
            marks.update(dict.fromkeys(range(start, end), "n"))
    return marked(tokens, marks)


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
)
