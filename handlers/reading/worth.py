"""Whether a message may say anything to the reader: most chatter leaves here.

Responsible for the letters and words one of which every message that is read must hold, and for
the tags one of which its words must have. It must not know what they mean.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

from handlers.reading.beside import words_that_become
from handlers.reading.model import Pending
from handlers.reading.patterns import any_of, pattern

_LETTERS = frozenset("漏交缴纳费收付转补垫签卡阅读假账帐嗯懂错删撤忘给会来去到走席赶")
_WORDS = any_of(
    r"""
报[到道个倒导了下过一刀] 抱[到道] 打[咔咖] df dang 参加 参会 出席 开会 大会 党课
会议 党日 好[的嘞勒咧滴哒啊呀好] ^好 知道 明白 ok 遵命 了解 得令 没问题 ^行 ^中
要得 ^妥 得嘞 知[悉晓] 晓得 \+1 加[1一] 更正 纠正 订正 勘误 写岔 [打报说讲记填输弄]岔
有误 应为 报差 手[滑误抖] 口误 [撤收]回 作废 不算 当我?没 作数 为准 忽略 无视
误[发点触] 划掉 修正 [写报]反 [写打报填输说发][高低大小重漏]了 [多少][按输填敲]
报错 别[理管当记] 受到 包到 大卡 达卡 暴到 爆到 鲍到 看到 记[住下] roger
[写报填记发说看]串 照办 多[打写报]
少[打写报] 改[成为一\d] 几[点号] 多久 取消 不对 不是 [打写说报输记看填]成
打[给到钱了过] 发[给你了] 务工 打工 在哪 算[我上]
"""
)
# What is an answer, or a question, only while the round is open: 在东莞, 上午还是下午.
_MORE = {
    "checkin": pattern("在"),
    "meeting": pattern("还是|多长|线上|加我|报名|[?吧]$|不见|不克|凑热"),
}


def is_worth_reading(text: str, pending: Pending | None) -> bool:
    """Whether a text in normal form holds anything that the reader knows."""
    if not _LETTERS.isdisjoint(text) or _WORDS.search(text):
        return True
    more = _MORE.get(pending) if pending else None
    return more is not None and more.search(text) is not None


TELLING = frozenset("DVWJKfa9vXc0mL138+~")
"""Tags one of which stands in every message that says anything, unless a round is open in which
other words answer (checkin, meeting)."""
_BECOMES_TELLING = words_that_become(TELLING)


def tells(tags: AbstractSet[str], words: list[Any], pending: Pending | None) -> bool:
    """Whether words with these tags may say anything, before their neighbours change a tag."""
    if pending in _MORE or not tags.isdisjoint(TELLING):
        return True
    return not _BECOMES_TELLING.isdisjoint(words)
