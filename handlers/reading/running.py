"""Running on: what is said in one go, without a mark, cut around a statement about dues.

Responsible for where a statement begins and ends among other talk (这边挺热的|党费我转会计了|
下午的会…). It must not know what a piece states: it cuts only where what stands before cannot
change what follows, and leaves whole whatever might.
"""

from __future__ import annotations

from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.harmless import is_ambiguous, is_suspect
from handlers.reading.lexicon import HINTS
from handlers.reading.patterns import finditer, match, search

# 我6月的党费, 今天我把孙丽的党费: how a statement about dues begins.
_HEAD = (
    r"(?:(?:[kn>A][o.]*)*(?:s[o.]*)?[oGkn.]*b(?:[sprh][o.]*e?[o.]*)?(?:M&?)*e?[o.]*D"
    r"|j?[pr][.o]*(?:z[U2]+[o.]*)?ds[o.]*b(?:M&?)*e?[o.]*D|(?:M&?)+e[.o]*s[oknAG>.]*(?=[VW])"
    r"|(?:[sprh][o.]*e?[o.]*(?:[$#][.]*e?)?)?(?:[oM]&?e?[o.]*)*(?:(?<=o)[$#]o?)?D)[^,;?]*?[VW]"
)
# What its verb draws after it: 交清了20块钱, 转给李委员了, 交到村部了.
_TAIL = (
    r"[VW]x?[xlF]*(?:(?:a[pty]+|G?[2t]+)[2.o]?l?e?)?[.]*"
    r"(?:[=o.]*[$#](?:[.o]*[o2](?=[^VWNq]|$))*)?e?[.]*"
)
# 差点又忘了|现在交完了: the turn tells what holds.
_FORGOT = "(?:N[l.]*(?=>)|I[o>]*N[l.]*(?=A))(?=[>A][^NBuqHCYIXZ>]*[VW]$)"
_REACHES_ON = "[YCQHXIqi]"
_REACHES_TO = "[NBudabz&TA]$|b[soe]+$|[NBu]G?$|j[prhswyg]*$|[pr][wtg]+e$"
_LONG = 240


def run_on(tags: str, tokens: list[Token]) -> list[int]:
    """Where to cut one piece without marks; in order, none at its ends."""
    if len(tags) < 6 or len(tags) > _LONG or not search("[VW]", tags):
        return []
    cuts: list[int] = []
    if waiting := _waits_from(tags, tokens):
        return [waiting]
    for found in finditer(_HEAD, tags):
        start = found.start() + _idle(tags, found.start())
        begin = cuts[-1] if cuts else 0
        said = tokens[start : found.end()]
        if start > begin and _lets_go(tags[begin:start], tokens[begin:start], tags[start:], said):
            cuts.append(start)
        if forgot := search(_FORGOT, tags[start : found.end()]):
            cuts.append(start + forgot.end())
        end = _end(tags, found.end() - 1)
        headed = end and tags[end - 1] == "e" and tags[end] not in "ykn"
        if (
            end
            and not headed
            and _starts_anew(tags[end:], tokens[end:])
            and _is_whole(tags[start:end])
        ):
            cuts.append(end)
    return cuts


def _waits_from(tags: str, tokens: list[Token]) -> int:
    """我现在在高速上不方便|等到了服务区我就…: what is waited for, after other talk."""
    found = match("[^DVWNuYCQHXqiZIdT]{4,}?(?=u[^YCQHXqiD]*s?[o.]*Gs?[^YCQHXqi]*[VW])", tags)
    if not found or "U" not in found[0]:
        return 0
    return found.end() if str(tokens[found.end()][3]).startswith("等") else 0


def _idle(tags: str, at: int) -> int:
    """Fillers and particles before the head stay with what stands before."""
    found = match("[o.]*(?=[oMD])", tags[at:])
    return found.end() if found else 0


def _end(tags: str, verb: int) -> int:
    found = match(_TAIL, tags[verb:])
    return verb + found.end() if found and verb + found.end() < len(tags) else 0


def _is_whole(said: str) -> bool:
    """Whether a statement ends where it is cut: 交了, 没交, 已交, 明天交."""
    return bool(search("[VW]x*(?:[apt2yG]+[2.o]?)?[lx]|[NAu][^VW]*[VW]x?[.]*$|[VW]F", said))


def _lets_go(before: str, tokens: list[Token], rest: str, said: list[Token]) -> bool:
    """Whether what stands before a statement is closed and cannot reach into it."""
    too = any(token[3] in {"也", "都", "也都"} for token in said)
    told = before.rstrip(".")
    if not told or search(_REACHES_ON, _after_turn(told)) or search(_REACHES_TO, told):
        return False
    ended = told != before
    if rest[0] == "D" and search("Ue$|T[^VW]*Ve$", told) and not _describes(tokens):
        return False
    coming = any(
        one[0] == "u" and one[3] not in HINTS["lately"] and not search("[kA]", before[:at])
        for at, one in enumerate(tokens)
    )
    if coming and (not ended or told.endswith("l")):
        return False
    denies = search("N[^VW]*[VW]x?$", tags_of(said))
    denies = denies and search("s.*Z.{3}", told)
    if "Z" in told and not denies and not search("(?:^[^prhgwUZ]*|(?<![&a])s[^prhgw]*)Z", told):
        return False
    if told.endswith("l") and _goes_on(rest) and not search("[kA]", told + rest):
        return False
    last = next(token for token in reversed(tokens) if token[0] != ".")
    if last[0] == "U" and is_suspect(str(last[3])) and not ended:
        return False
    if search("G[2PU]o?$", told) and not ended:
        return False
    if match("(?:[kn>Ao.]*|D[.o]*)s|h[o.]*e?[o.]*D|D[.o]*h[o.]*e|j?[pr][^VW]*ds|Me[.o]*s", rest):
        return not ("d" in told or search("[prhw]e?$|g$", told))
    if match("[oGkn.]*b", rest):
        return ended or last[0] in "lx"
    if search("[ghw]", told) or (too and not search("[VWDs]", told)):
        return False
    return ended or (_may_end(last, told) and not is_ambiguous(tokens))


def _describes(tokens: list[Token]) -> bool:
    """这边挺热的|党费…; 我们厂老陈的党费 is his."""
    words = [str(token[3]) for token in tokens if token[0] != "."]
    return len(words) > 1 and words[-2][-1] in HINTS["state"]


def _goes_on(rest: str) -> bool:
    """…干完了我就交了: the one follows the other, and both may be still to come."""
    return match("[^VW]*G[.]*b?[^VW]*[VW]", rest) is not None


def _after_turn(told: str) -> str:
    """A turn (其实, 现在) closes a doubt before it."""
    return told.rpartition(">")[2]


def _may_end(last: Token, told: str) -> bool:
    """The last word of a closed stretch: 坐下来, 挺热的, 群里消息."""
    if last[0] == "U":
        return str(last[3])[-1] in HINTS["state"]
    if last[0] == "e":
        return told.endswith("Ue")
    return last[0] in "lxGo>267P4cm1L" or told.endswith("B8")


def _starts_anew(rest: str, tokens: list[Token]) -> bool:
    """Whether other talk begins here: 你看一下, 下午的会来不了; not 才能走, 的话."""
    first = tokens[0]
    if rest[0] == "U":
        return len(str(first[3])) > 1 and not is_suspect(str(first[3]))
    if match("[oA]?Nl?[&a][ygwt]", rest):
        return True
    if match("s[o.]*[uG]", rest):
        return str(tokens[1][3]) not in {"才", "再", "就", "方", "才能"}
    if match("M[.o]*[SU7]", rest):
        return True
    return bool(match("[ysP]|[pt]+[ysi]|[kn]+e?[^VWe$#M]*[37m1LU46]|[kn]a|z[UP]|[4567]|w", rest))
