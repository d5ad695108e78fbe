"""Company: who was by when somebody paid (跟孙丽一起去交的, 李委员来了就交给他了): nobody's dues.

Responsible for giving such people, and what else went on at the time, another tag before the
message is cut into clauses. It must not know what a clause states.
"""

from __future__ import annotations

import re

from handlers.reading.figures import Token
from handlers.reading.occasions import after
from handlers.reading.patterns import match, search
from handlers.reading.retagging import NONE, Marks, where

_MEANWHILE = {
    "时候", "时", "工夫", "功夫", "间隙", "空", "空档", "当口", "空当", "那会", "那会儿", "空隙",
}  # fmt: skip
_WAS_PAID = "[soGA]*(?:b?[se]{0,2}M?e?D)?[soGA]*[VW]x*(?:a?[pt]+)?[le]"


@where(
    r"(?:^|(?<=[,;. Aknos]))(?:[&z][prht]{1,2}|(?P<came>[prht]{1,2})(?=[ok]?G)|u)"
    r"[oUGz2l3567P4r]{1,4}e[noU]",
    _MEANWHILE,
)
def meanwhile(tokens: list[Token], tags: str, found: re.Match[str]) -> Marks:
    """跟李委员视频的时候, 等拖车的工夫: what else went on; nobody's dues, nothing to come."""
    start, end = found.span()
    rest = after(tokens, end)
    if found["came"] and not search("a[pt]", rest):
        return NONE
    if tokens[end - 1][3] not in _MEANWHILE or not match(_WAS_PAID, rest):
        return NONE
    others = [at for at in range(start, end) if tags[at] != "s"]
    return {at: "t" if tags[at] in "prht" else "n" for at in others}


_TOGETHER = ("借", "一起", "一块")


@where(
    r"(?:^|(?<=[,;. kAn]))(?:o?&p(?=(?:o{1,2}G|U)[^,;?DVW]{1,6}(?:b?M?e?D|[VW]))|&p(?=U[lo]?[l$#]))"
    r"|p[VW]x(?=s[oAGknu]{0,3}[VW])",
    at_least="[&p](?:p|[VW]x)",
)
def in_company(tokens: list[Token], tags: str, found: re.Match[str]) -> Marks:
    """跟孙丽一起去镇上把党费交了, 孙丽交完我交的: with whom, after whom; his own dues."""
    start, end = found.span()
    unknown = tags[end - 1] == "p" and tags[end] == "U"
    if unknown and not str(tokens[end][3]).startswith(_TOGETHER):
        return NONE
    return {at: {"p": "t", "&": "z", "o": "o"}.get(tags[at], "n") for at in range(start, end)}


@where(r"(?:^|(?<=[,;. ]))p(?=[oGlnz2UP]{0,8}?G[^,;?VW]{0,12}[VW]x*ah)")
def came_by(_: list[Token], __: str, found: re.Match[str]) -> Marks:
    """李委员来了就交给他了: who came is given the money; it is not his own."""
    return {found.start(): "t"}
