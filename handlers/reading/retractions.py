"""Retractions: that what was said before does not count, and who sent it by accident.

Responsible for which clauses take something back (作废, 不算, 撤回, 请忽略) and for what may stand
beside them: the message that is meant, and the grandson who pressed the key. It must not know
which value holds instead.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says, written
from handlers.reading.patterns import any_of, fullmatch, pattern, search

_NOT_COUNTED = ("别算", "别记", "先别记", "别登记", "先别登记")
"""别算我: he is not to be counted; nothing that was said is taken back."""
_THAT_ONE = ("这", "那", "上", "前", "刚", "我那", "消息")
_VOID_FITS = set("ZpsoevlA9knDt>&M$#VJ.zReh+db")
# 我上条信息作废, 我刚才说的话收回: the message itself, named by a word the lexicon has not.
_MESSAGE = pattern(
    "(?:[发说报填写打按点]的)?(?:[那这上]?[条句则段])?(?:信息|消息|话|微信|语音|内容|截图|文字|[一两二三几]?[条句笔次遍个])"
)
# 孙子瞎点的, 误发, 娃拿我手机玩: nobody meant it.
_BY_ACCIDENT = pattern(
    "手[滑抖误]|(?:[瞎乱误胡]|不小心|没注意|无意中?|随手|偷偷)(?:[给就]?)[点按发打弄摸戳碰触玩填写报说回](?!错)"
    "|[碰按戳蹭压]到|拿.{0,4}手机|玩.{0,4}手机|玩的|抢.{0,3}手机|手机.{0,4}[点按发]"
)
NEVER_MIND = pattern("忽略|无视|别理|别管|不用管|不用理|别当真|甭理|甭管")
# 以这条为准, 以24为准: which one holds.
STANDS = pattern("以.{1,30}为准")
TAKES_BACK = any_of("忽略 无视 [别甭][理管当] 不用[管理] 为准")
"""What a message may hold that takes something back, or says what holds, without its tags."""
_PLEASE = {"请", "麻烦", "烦请", "劳烦", "帮忙", "麻烦帮", "微信"}
_THE_MESSAGE = pattern("[前上那这刚才][一才刚]?[条句笔]|[发说报]的那?[条个句]")
_ROUND = pattern("[这那上]把")


def voids(clause: Clause) -> bool:
    """Whether the clause takes back a message."""
    core = clause.core
    if "v" not in core:
        return False
    if fullmatch("o*vse?l?", core) and says(clause, "v", _NOT_COUNTED):
        return False
    if search("b[hpr]v", core):
        return False
    if search("[VW][xl]*D?e", core) and not search("Z.*[VW]x?l?e[o.]*v", core):
        return False
    return set(_without_messages(clause)) <= _VOID_FITS and not _ROUND.match(written(clause))


def _without_messages(clause: Clause) -> str:
    """The tags of a clause but for those of its unknown words that name a message or a slip."""
    return "".join(
        [
            token[0]
            for token in clause.tokens
            if not (token[0] in "Ui2" and _names_a_message(str(token[3])))
        ]
    )


def _names_a_message(words: str) -> bool:
    return bool(words in _PLEASE or _MESSAGE.fullmatch(words) or _BY_ACCIDENT.search(words))


def by_accident(clause: Clause) -> bool:
    """孙子瞎点的, 误发: it was sent by accident."""
    return "U" in clause.core and bool(_BY_ACCIDENT.search(written(clause)))


def disowned(clauses: list[Clause]) -> int:
    """Where 误发，忽略 says so without a word for taking back; -1 if nowhere."""
    if not any(by_accident(clause) for clause in clauses):
        return -1
    found = (at for at, clause in enumerate(clauses) if NEVER_MIND.search(written(clause)))
    return next(found, -1)


def names_the_message(clause: Clause) -> bool:
    """那条, 刚才的: which message is meant."""
    return says(clause, "o", _THAT_ONE)


def tells_else(clause: Clause) -> bool:
    """取消了，今晚不聚了: something that is no message of the branch's."""
    if "O" in clause.core and not search("[VWD]", clause.core):
        return True
    if search("[VWDNJfcmL$#M]", clause.core) or by_accident(clause):
        return False
    if _THE_MESSAGE.search(written(clause)) or NEVER_MIND.search(written(clause)):
        return False
    return "U" in _without_messages(clause) or fullmatch("n+", clause.core) is not None
