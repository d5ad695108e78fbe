"""Company: who was by when somebody paid (跟孙丽一起去交的, 李委员来了就交给他了): nobody's dues.

Responsible for giving such people, and what else went on at the time, another tag before the
message is cut into clauses. It must not know what a clause states.
"""

from __future__ import annotations

from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.occasions import after, tagged
from handlers.reading.patterns import finditer, match, search


def marked(tokens: list[Token], marks: dict[int, str]) -> list[Token]:
    """The tokens, those of ``marks`` with another tag."""
    if not marks:
        return tokens
    return [tagged(token, marks.get(at, token[0])) for at, token in enumerate(tokens)]


_MEANWHILE = {
    "时候",
    "时",
    "工夫",
    "功夫",
    "间隙",
    "空",
    "空档",
    "当口",
    "空当",
    "那会",
    "那会儿",
    "空隙",
}


def meanwhile(tokens: list[Token]) -> list[Token]:
    """跟李委员视频的时候, 等拖车的工夫: what else went on; nobody's dues, nothing to come."""
    tags = tags_of(tokens)
    marks: dict[int, str] = {}
    for found in finditer(_WHILE, tags):
        start, end = found.span()
        rest = after(tokens, end)
        if found["came"] and not search("a[pt]", rest):
            continue
        if tokens[end - 1][3] in _MEANWHILE and match(_WAS_PAID, rest):
            marks.update(
                (at, "t" if tags[at] in "prht" else "n")
                for at in range(start, end)
                if tags[at] not in "s"
            )
    return marked(tokens, marks)


_WHILE = (
    r"(?:^|(?<=[,;. Aknos]))(?:[&z][prht]{1,2}|(?P<came>[prht]{1,2})(?=[ok]?G)|u)"
    r"[oUGz2l3567P4r]{1,4}e[noU]"
)
_WAS_PAID = "[soGA]*(?:b?[se]{0,2}M?e?D)?[soGA]*[VW]x*(?:a?[pt]+)?[le]"

_IN_COMPANY = (
    r"(?:^|(?<=[,;. kAn]))(?:o?&p(?=(?:o{1,2}G|U)[^,;?DVW]{1,6}(?:b?M?e?D|[VW]))|&p(?=U[lo]?[l$#]))"
    r"|p[VW]x(?=s[oAGknu]{0,3}[VW])"
)


def in_company(tokens: list[Token]) -> list[Token]:
    """跟孙丽一起去镇上把党费交了, 孙丽交完我交的: with whom, after whom; his own dues."""
    tags = tags_of(tokens)
    marks: dict[int, str] = {}
    for found in finditer(_IN_COMPANY, tags):
        start, end = found.span()
        follows = str(tokens[end][3])
        if (
            tags[end - 1] == "p"
            and tags[end] == "U"
            and not follows.startswith(("借", "一起", "一块"))
        ):
            continue
        for at in range(start, end):
            marks[at] = {"p": "t", "&": "z", "o": "o"}.get(tags[at], "n")
    return marked(tokens, marks)


_CAME = r"(?:^|(?<=[,;. ]))p(?=[oGlnz2UP]{0,8}?G[^,;?VW]{0,12}[VW]x*ah)"


def came_by(tokens: list[Token]) -> list[Token]:
    """李委员来了就交给他了: who came is given the money; it is not his own."""
    tags = tags_of(tokens)
    marks = {found.start(): "t" for found in finditer(_CAME, tags)}
    return marked(tokens, marks)
