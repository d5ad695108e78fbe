"""Which words of a time are about the meeting's beginning.

Deadlines, sign-in times, document dates, ends and what a change leaves behind are set aside.
It must not know what day or hour a word means.
"""

from __future__ import annotations

import re
from itertools import pairwise

from handlers.reading.moment_tokens import Token
from handlers.reading.moment_words import LABEL

_GAP = re.compile(r"[ 的()]*")
_FIELD = re.compile(r"(?:^|(?<=[\n ,;。]))(?:会议|开会|召开)?(?:时间|日期)(?:改为|改到)? *[:]")
_FIELD_END = re.compile(rf"[\n。;]|[ ,]{LABEL}")
_BEFORE = re.compile(
    r" *(?:之前|以前|前(?![进往来后台门院坪面任])|截止|截至|为止|止(?!步)|结束|散会|休会"
    r"|的?(?:文件|来文|发文|印发|下发|签发|公文|发布|出台|讲话|的?通知(?:要求|精神|的要求)|会议精神)"
    r"|(?:正式)?(?:入党|转正|出生|生日|成立))"
)
_ARRIVAL = re.compile(
    r" *(?:开始|准时|统一|进行|前后)?(?:签到|报名|报到|集合|点名|入场|进场|出发|发车|调试|测试|接龙"
    r"|到岗|彩排)"
)
_AFTER_LABEL = re.compile(
    r"(?:截止|截至|报名|签到|报到|集合|结束|散会|文件|发文|印发|落款|成文|出生|入党|最晚|最迟|不晚于|不迟于)"
    r"(?:的?(?:日期|时间))?(?:[到至于是为在: ]|定于)*$"
)
_SUBJECT_ONLY = re.compile(r"(?:文件|印发|入党) *$")
_ORIGINAL = re.compile(
    r"(?:原[定先来本计划]*|本来|本定|原通知|之前[定说通知]*)的?(?:会议)?(?:时间)?"
    r"(?:[是在于为: ]|定[于在])*$"
)
_CHANGE = re.compile(
    r"(?:(?:更?改|变更|调整?|推迟|推后|延期|延后|延|提前|挪|顺延|换|移)"
    r"(?:期|时间)?(?:[到至为成在于: ]|定于)+|改)$"
)
_BETWEEN = re.compile(r" *[-~] *|[到至]| +[到至] +")

Run = list[Token]


def about_the_meeting(text: str, found: list[Token]) -> list[Token]:
    """The words that say when the meeting begins: within 时间：, after a change, not set aside."""
    found = _field(text, found)
    kept = [token for run in _runs(text, found) for token in _kept(text, run)]
    return _without_ends(text, _after_change(text, kept))


def _field(text: str, found: list[Token]) -> list[Token]:
    """Only the words in the field 时间：, where there is one."""
    labels = list(_FIELD.finditer(text))
    if len(labels) != 1:
        return found
    end = _FIELD_END.search(text, labels[0].end())
    return [t for t in found if labels[0].end() <= t.start < (end.start() if end else len(text))]


def _runs(text: str, found: list[Token]) -> list[Run]:
    """Words that stand together: 下周六 晚 7点半."""
    runs: list[Run] = []
    for token in found:
        if runs and _GAP.fullmatch(text, runs[-1][-1].end, token.start):
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _kept(text: str, run: Run) -> Run:
    """What of a run is about the beginning."""
    start, end = run[0].start, run[-1].end
    label = _AFTER_LABEL.search(text, 0, start)
    if label and not _SUBJECT_ONLY.search(text, 0, start):
        return []
    if _BEFORE.match(text, end) or _ORIGINAL.search(text, 0, start):
        return []
    if not _ARRIVAL.match(text, end):
        return run
    while run and run[-1].kind in ("clock", "part"):
        run = run[:-1]
    return run


def _after_change(text: str, found: list[Token]) -> list[Token]:
    """由A改为B, 原定A改到B: only B."""
    changes = [i for i, token in enumerate(found) if _CHANGE.search(text, 0, token.start)]
    return found[changes[-1] :] if changes else found


def _without_ends(text: str, found: list[Token]) -> list[Token]:
    """9点到11点 begins at nine: the end of a span of hours, and its part of the day, go."""
    ends: set[Token] = set()
    for first, second in pairwise(found):
        between = first.kind == "clock" and _BETWEEN.fullmatch(text, first.end, second.start)
        if between and second.kind in ("clock", "part"):
            ends.add(second)
    for part, clock in pairwise(found):
        if part in ends and part.kind == "part" and clock.kind == "clock":
            ends.add(clock)
    return [token for token in found if token not in ends]
