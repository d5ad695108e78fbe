"""Courtesies: thanks, a nudge that moved him, and what he asks to be noted; no orders.

Responsible for taking the force out of such words before the message is cut into clauses. It
must not know what a clause states.
"""

from __future__ import annotations

import re

from handlers.reading.figures import Token
from handlers.reading.lexicon import HINTS
from handlers.reading.patterns import match
from handlers.reading.retagging import NONE, Marks, span_as, where

_THANKS = ("谢", "多谢", "感谢", "辛苦")
_URGED = {"提醒", "通知", "催"}


@where(r"\.[pthy]{1,2}(?:i|l?(?=[.]*(?:[,;]|$)))")
def thanked(tokens: list[Token], tags: str, found: re.Match[str]) -> Marks:
    """谢谢何委员提醒: thanks; no order and nobody spoken of."""
    start, end = found.span()
    urged = tags[end - 1] != "i" or tokens[end - 1][3] in _URGED
    return span_as(found, ".") if urged and str(tokens[start][3]).startswith(_THANKS) else NONE


@where("U[tpsyhrw]{0,2}o?i(?=[oGAsbDM]*[VW]x*[lD$])", {"被", "经"})
def moved(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """被书记一催就交了, 老婆提醒我才想起来: what moved him; no order."""
    start, end = found.span()
    urged = tokens[start][3] in {"被", "经"} and tokens[end - 1][3] in HINTS["urging"]
    return span_as(found, "n") if urged else NONE


_TAKE = {
    "查收", "登记", "核对", "核实", "查验", "查看", "收", "收下", "确认", "过目", "查阅", "记录",
    "入账", "统计", "备案", "知悉", "知晓", "审核", "签收", "记", "查", "记上", "登记上", "核",
}  # fmt: skip


@where("i[opty]*[.UJ]", _TAKE)
def asked_to_note(tokens: list[Token], tags: str, found: re.Match[str]) -> Marks:
    """请龙会计查收, 麻烦您登记一下: he is asked to note what was done."""
    end = found.end()
    noted = str(tokens[end - 1][3]) in _TAKE and match("[o.J]*(?:[,;]|$)", tags[end:])
    return span_as(found, ".") if noted else NONE
