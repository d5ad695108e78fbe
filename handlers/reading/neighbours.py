"""Words that mean something else beside others: what a token is, told by its neighbours.

Responsible for giving such tokens another tag before the message is cut into clauses. It
must not know what a clause states.
"""

from __future__ import annotations

from collections.abc import Callable

from handlers.reading.figures import Token
from handlers.reading.occasions import (
    NEAR,
    after,
    afterwards,
    before,
    occasions,
    once,
    past_before,
    tagged,
)
from handlers.reading.patterns import finditer, match, search
from handlers.reading.strangers import strangers


def reread(tokens: list[Token], *, dues_round: bool) -> list[Token]:
    """The tokens of a message, those that their neighbours change with their true tag."""
    tags = "".join([token[0] for token in tokens])
    for needed, change in _CHANGES:
        if needed in tags:
            tokens = change(tokens)
            tags = "".join([token[0] for token in tokens])
    return strangers(tokens, dues_round) if "U" in tags else tokens


def _dues_done(tokens: list[Token]) -> list[Token]:
    """党费妥了, 党费ok了: beside 党费 an answer says that it is done."""
    return [
        tagged(token, "W")
        if token[0] == "8"
        and token[3] in {"妥", "ok", "okay", "妥妥的"}
        and at
        and "D" in before(tokens, at)
        and match("l|$", after(tokens, at + 1))
        else token
        for at, token in enumerate(tokens)
    ]


def _bosses(tokens: list[Token]) -> list[Token]:
    """老板把党费交了: somebody of the place of work; none of the branch."""
    return [
        tagged(token, "g")
        if token[0] == "7"
        and token[3] in {"老板", "东家", "客户", "甲方", "单位", "公司"}
        and match("[knAo]*b?M?e?D", after(tokens, at + 1))
        and not search("[zaWVs]$", before(tokens, at))
        else token
        for at, token in enumerate(tokens)
    ]


def _long_ago(tokens: list[Token]) -> list[Token]:
    """以前党费都是现金交的: how it once was, at the head of a clause."""
    return [
        tagged(token, "I")
        if token[0] == "u" and token[3] == "以前" and not before(tokens, at)
        else token
        for at, token in enumerate(tokens)
    ]


def _for_members(tokens: list[Token]) -> list[Token]:
    """厂里帮党员交了党费: for members whom nobody names."""
    return [
        tagged(token, "g")
        if at and tokens[at - 1][0] == "d" and token[3] in {"党员", "流动党员", "个人"}
        else token
        for at, token in enumerate(tokens)
    ]


def _stuck(tokens: list[Token]) -> list[Token]:
    """系统卡了几次: no card."""
    return [
        tagged(token, "U")
        if token[0] == "O" and token[3] == "卡" and after(tokens, at + 1)[:1] == "l"
        else token
        for at, token in enumerate(tokens)
    ]


def _thanked(tokens: list[Token]) -> list[Token]:
    """谢谢何委员提醒: thanks; no order and nobody spoken of."""
    tags = "".join([token[0] for token in tokens])
    for found in finditer(r"\.[pthy]{1,2}i", tags):
        start, end = found.span()
        thanks = str(tokens[start][3]).startswith(("谢", "多谢", "感谢", "辛苦"))
        if thanks and tokens[end - 1][3] in {"提醒", "通知", "催"}:
            idle = [tagged(token, ".") for token in tokens[start:end]]
            tokens = [*tokens[:start], *idle, *tokens[end:]]
    return tokens


def _of_dialect(tokens: list[Token]) -> list[Token]:
    """8月嘞, 20块咧: after a month or a sum no sign of completion; 交到了九月 is one."""
    changed: list[Token] = []
    for at, token in enumerate(tokens):
        before = tokens[at - 1][0] if at else ""
        if token[0] == "l" and before and before in "MR$#p" and token[3] in {"嘞", "咧", "哩"}:
            token = tagged(token, ".")
        elif token[0] == "z" and token[3] == "到了" and before and before in "VW":
            token = tagged(token, "l") if after(tokens, at + 1)[:1] == "M" else token
        changed.append(token)
    return changed


def _no_question(tokens: list[Token]) -> list[Token]:
    """怎么也交不上, 咋都交不进去: however one tries; no question."""
    return [
        tagged(token, "o")
        if token[0] == "q"
        and token[3] in {"怎么", "咋", "咋个", "啷个", "点", "怎样"}
        and tokens[at + 1 : at + 2]
        and tokens[at + 1][3] in {"也", "都"}
        and match("o[^q]*F", after(tokens, at + 1))
        else token
        for at, token in enumerate(tokens)
    ]


def _turned_out(tokens: list[Token]) -> list[Token]:
    """…，原来上礼拜就交了: after a belief or a look, 原来 is what turned out."""
    for at, token in enumerate(tokens):
        if token[0] != "I" or token[3] != "原来" or not at:
            continue
        earlier = "".join([one[0] for one in tokens[max(0, at - NEAR) : at]])
        if search("[I>]", earlier) and match(
            "[ospk]*[kA][^NBuHqI]*[VW]x*[le]", after(tokens, at + 1)
        ):
            tokens = [*tokens[:at], tagged(token, ">"), *tokens[at + 1 :]]
    return tokens


def _the_meeting(tokens: list[Token]) -> list[Token]:
    """会几点开, 会在哪开: the meeting, not what will be."""
    return [
        tagged(token, "3")
        if token[0] == "u" and token[3] == "会" and match("q|z?q|o?开", after(tokens, at + 1))
        else token
        for at, token in enumerate(tokens)
    ]


def _heard(tokens: list[Token]) -> list[Token]:
    """听X讲: what comes is X's word."""
    return [
        tagged(token, "Y")
        if token[0] == "Z" and token[3] == "听" and match("[^ZVWD]{1,3}Z", after(tokens, at + 1))
        else token
        for at, token in enumerate(tokens)
    ]


def _corrected_sum(tokens: list[Token]) -> list[Token]:
    """写岔了，应该是20: beside a marker 应该 names what holds; no doubt."""
    return [
        tagged(token, "o")
        if token[0] == "H"
        and token[3] in {"应该", "该", "应当", "理应"}
        and match("o*[$#M]", after(tokens, at + 1))
        else token
        for at, token in enumerate(tokens)
    ]


def _begun(tokens: list[Token]) -> list[Token]:
    """7月开始交了三个月: where a span begins; no order."""
    return [
        ("o", token[1], token[2], "起")
        if token[0] == "i" and token[3] == "开始" and at and tokens[at - 1][0] == "M"
        else token
        for at, token in enumerate(tokens)
    ]


_STATUS = {
    "学生",
    "在校生",
    "大学生",
    "农民",
    "退休",
    "离退休",
    "在职",
    "下岗",
    "个人",
    "家庭",
    "流动",
}


def _own_kind(tokens: list[Token]) -> list[Token]:
    """学生党费2毛已交: of what kind a member is; nobody else."""
    return [
        tagged(token, "o")
        if token[0] in "Ugr"
        and token[3] in _STATUS
        and tokens[at + 1 : at + 2]
        and tokens[at + 1][0] == "D"
        else token
        for at, token in enumerate(tokens)
    ]


def _red_envelopes(tokens: list[Token]) -> list[Token]:
    """党费发红包给书记了: beside 党费 a red envelope is a way of paying."""
    tags = "".join([token[0] for token in tokens])
    changed = list(tokens)
    for found in finditer("(?<=D)[^VWO,;?]*O(?=[^VWO,;?]*l)", tags):
        at = found.end() - 1
        if tokens[at][3] != "红包":
            continue
        changed[at] = tagged(tokens[at], "2")
        for sent in (at - 1, at - 2):
            if tokens[sent][0] == "U" and str(tokens[sent][3]) in {"发", "包", "塞"}:
                changed[sent] = tagged(tokens[sent], "W")
    return changed


_CHANGES: tuple[tuple[str, Callable[[list[Token]], list[Token]]], ...] = (
    (".", _thanked),
    ("l", once),
    ("u", _long_ago),
    ("d", _for_members),
    ("7", _bosses),
    ("O", _stuck),
    ("8", _dues_done),
    ("q", _no_question),
    ("u", past_before),
    ("I", _turned_out),
    ("u", _the_meeting),
    ("Z", _heard),
    ("U", occasions),
    ("U", afterwards),
    ("M", _of_dialect),
    ("9", _corrected_sum),
    ("i", _begun),
    ("D", _own_kind),
    ("O", _red_envelopes),
)
