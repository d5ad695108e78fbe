"""Manners: how something was done, what for, and of what kind a member is; nobody else's dues.

Responsible for giving such words another tag before the message is cut into clauses (认认真真交了,
省得忘, 学生党费). It must not know what a clause states.
"""

from __future__ import annotations

from handlers.reading.figures import Token
from handlers.reading.harmless import is_suspect
from handlers.reading.occasions import after
from handlers.reading.patterns import match, pattern
from handlers.reading.retagging import needing, tagged

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
