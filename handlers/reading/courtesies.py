"""Courtesies: thanks, a nudge that moved him, and what he asks to be noted; no orders.

Responsible for taking the force out of such words before the message is cut into clauses. It
must not know what a clause states.
"""

from __future__ import annotations

from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.lexicon import HINTS
from handlers.reading.occasions import tagged
from handlers.reading.patterns import finditer, match

_URGED = {"提醒", "通知", "催"}


def thanked(tokens: list[Token]) -> list[Token]:
    """谢谢何委员提醒: thanks; no order and nobody spoken of."""
    tags = tags_of(tokens)
    for found in finditer(r"\.[pthy]{1,2}(?:i|l?(?=[.]*(?:[,;]|$)))", tags):
        start, end = found.span()
        thanks = str(tokens[start][3]).startswith(("谢", "多谢", "感谢", "辛苦"))
        if thanks and (tags[end - 1] != "i" or tokens[end - 1][3] in _URGED):
            idle = [tagged(token, ".") for token in tokens[start:end]]
            tokens = [*tokens[:start], *idle, *tokens[end:]]
    return tokens


def moved(tokens: list[Token]) -> list[Token]:
    """被书记一催就交了, 老婆提醒我才想起来: what moved him; no order."""
    tags = tags_of(tokens)
    changed = list(tokens)
    for found in finditer("U[tpsyhrw]{0,2}o?i(?=[oGAsbDM]*[VW]x*[lD$])", tags):
        start, end = found.span()
        if tokens[start][3] in {"被", "经"} and tokens[end - 1][3] in HINTS["urging"]:
            for at in range(start, end):
                changed[at] = tagged(tokens[at], "n")
    return changed


_TAKE = {
    "查收", "登记", "核对", "核实", "查验", "查看", "收", "收下", "确认", "过目", "查阅", "记录",
    "入账", "统计", "备案", "知悉", "知晓", "审核", "签收", "记", "查", "记上", "登记上", "核",
}  # fmt: skip


def asked_to_note(tokens: list[Token]) -> list[Token]:
    """请龙会计查收, 麻烦您登记一下: he is asked to note what was done."""
    tags = tags_of(tokens)
    changed = list(tokens)
    for found in finditer("i[opty]*[.UJ]", tags):
        start, end = found.span()
        if str(tokens[end - 1][3]) in _TAKE and match("[o.J]*(?:[,;]|$)", tags[end:]):
            for at in range(start, end):
                changed[at] = tagged(tokens[at], ".")
    return changed
