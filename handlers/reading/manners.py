"""Manners: how something was done, what for, and of what kind a member is; nobody else's dues.

Responsible for giving such words another tag before the message is cut into clauses (认认真真交了,
省得忘, 学生党费). It must not know what a clause states.
"""

from __future__ import annotations

import re

from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.harmless import is_suspect
from handlers.reading.occasions import NEAR, after
from handlers.reading.patterns import match, pattern, search
from handlers.reading.retagging import NONE, Marks, needing, span_as, tagged, where

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


@needing("[Ugr]D", _STATUS)
def own_kind(tokens: list[Token]) -> list[Token]:
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


_FOR_FEAR_OF = {"省得", "免得", "以免", "省的", "免的"}
_FEARED = {"怕", "生怕", "就怕", "唯恐"}


@needing(words={*_FOR_FEAR_OF, *_FEARED})
def lest(tokens: list[Token]) -> list[Token]:
    """省得忘, 免得又漏了, 怕忘了: why it was done; it denies nothing."""
    changed = list(tokens)
    for at, token in enumerate(tokens):
        lest = token[3] in _FOR_FEAR_OF
        feared = token[3] in _FEARED
        if not lest and not (feared and match("[oGukhn7]*N", after(tokens, at + 1))):
            continue
        for idle in range(at, len(tokens)):
            if tokens[idle][0] in ",;?":
                break
            changed[idle] = tagged(tokens[idle], ".")
    return changed


_DOUBLED = pattern(r"(.)\1(.)\2[地的]?|.(.)\3[地的]?|.+地")


@needing("U[^,;?]*[VW]")
def manner(tokens: list[Token]) -> list[Token]:
    """认认真真交了, 乐呵呵地把党费交了: how it was done."""
    return [
        tagged(token, "o")
        if token[0] == "U"
        and (_DOUBLED.fullmatch(str(token[3])) or _becomes_manner(tokens, at))
        and not is_suspect(str(token[3]))
        and match("[^,;]*[VW]", after(tokens, at + 1))
        else token
        for at, token in enumerate(tokens)
    ]


def _becomes_manner(tokens: list[Token], at: int) -> bool:
    return any(token[3] == "地" and token[1] == tokens[at][2] for token in tokens[at + 1 : at + 2])


_NOT_OWN = "[ygqCHYTiBpwtrhjF]|e(?:,|$)"


@needing("i[MeD]*a?[VW]x*l,=?[$#]", {"先把"})
def first_done(tokens: list[Token]) -> list[Token]:
    """下了夜班没睡，先把党费交了，22.4: told of oneself with its sum, no order."""
    for at, token in enumerate(tokens):
        if token[3] != "先把" or token[0] != "i" or not at:
            continue
        tags = tags_of(tokens)
        if not match("i[MeD]*a?[VW]x*l,=?[$#](?:[;,.]|$)", tags[at:]):
            continue
        told = tags[max(0, at - NEAR) : at].rpartition(";")[2].replace(".", "").strip(", ")
        if not told or search(_NOT_OWN, told) or not _own_doing(tokens, at):
            continue
        middle = token[1] + 1
        split = [("o", token[1], middle, "先"), ("b", middle, token[2], "把")]
        rest = [
            tagged(one, "o") if one[0] == "a" and place == 0 else one
            for place, one in enumerate(tokens[at + 1 :], -_to_give(tokens, at))
        ]
        return [*tokens[:at], *split, *rest]
    return tokens


def _to_give(tokens: list[Token], at: int) -> int:
    """How far after 先把 the 给 of 给交了 stands; beyond all if it does not."""
    far = tags_of(tokens[at + 1 : at + 6]).find("a")
    return far if far >= 0 else len(tokens)


_WILL = ("明", "后天", "下周", "等", "再", "要", "得", "该", "准备", "打算", "想", "会", "应")


def _own_doing(tokens: list[Token], at: int) -> bool:
    """Whether nothing before it in its sentence is still to come."""
    for token in reversed(tokens[max(0, at - NEAR) : at]):
        if token[0] in ";?":
            return True
        if token[0] == "u" and str(token[3]).startswith(_WILL):
            return False
    return True


@where("oU(?=[VW]x*[le])", {"场"})
def on_the_spot(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """跑去村部现场交了: where it was paid."""
    here = (tokens[found.start()][3], tokens[found.start() + 1][3]) == ("现", "场")
    return span_as(found, "o") if here else NONE
