"""Calling: who is only spoken to (秀英姐，…; 你放心，…).

Responsible for telling a call from somebody whose dues are spoken of. It must not know whether
anything was paid.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says
from handlers.reading.owners import Speaker, Who
from handlers.reading.patterns import match
from handlers.reading.slots import Slots

_HONORIFIC = tuple("姐哥叔婶姨总嫂爷伯记员计任长")
_POLITE = (
    "不好意思", "对不起", "抱歉", "谢", "多谢", "感谢", "辛苦", "你好", "您好", "请", "麻烦",
    "放心",
)  # fmt: skip


def is_vocative(clause: Clause, speaker: Speaker) -> bool:
    """秀英姐，…: a nickname of respect alone in a clause is a call."""
    if match("o*p[.]+D?$", clause.tags) and says(clause, ".", ("收", "查收", "记", "登")):
        return True
    if not match("[oit8]*po?$", clause.core):
        return False
    named = next(token for token in clause.tokens if token[0] == "p")
    polite = any(str(token[3]).startswith(_POLITE) for token in clause.tokens)
    if clause.core[-1] == "o" and not polite:
        return False
    called = str(named[3]).endswith(_HONORIFIC) and clause.core == "p"
    return (called or polite) and speaker.who(named)[0] != speaker.me[0]


def only_calls(groups: list[Slots]) -> bool:
    """你放心，…: spoken to, and nothing said."""
    return all(
        not (group.sums or group.months or group.duration) and all(map(nobody_known, group.people))
        for group in groups
    )


def nobody_known(who: Who) -> bool:
    """你 and 3人 without a name: nobody who could be asked about."""
    return not who[1] and bool(
        match(r"[你您恁侬]|他们|她们|[\d几一两二三四五六七八九十]+个?[人位名]", who[0])
    )
