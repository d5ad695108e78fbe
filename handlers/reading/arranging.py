"""A meeting arranged in one sentence: its kind, time, place, link and agenda.

The kinds are the organ meetings of 《中国共产党支部工作条例（试行）》 Art. 11–16, and what people
call them. It must not know who may arrange, nor keep anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from handlers.reading.moment_folding import Folded, fold
from handlers.reading.moment_values import Moment, Span, Unclear, WorkingDay
from handlers.reading.moment_words import AGENDA, AGENDA_TEXT, LABEL
from handlers.reading.moments import read_moment, time_words

Audience = Literal["assembly", "committee", "group"]


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind of organ meeting: its code, its name, what else it is called, whom it calls."""

    code: str
    name: str
    aliases: tuple[str, ...]
    audience: Audience


KINDS: tuple[MeetingKind, ...] = (
    MeetingKind("assembly", "支部党员大会", ("党员大会", "支部大会", "党员会", "大会"), "assembly"),
    MeetingKind(
        "committee", "支委会", ("支部委员会", "支委会议", "支委", "支部班子会"), "committee"
    ),
    MeetingKind("group", "党小组会", ("小组会", "党小组会议"), "group"),
    MeetingKind("lecture", "党课", ("上党课", "讲党课", "微党课"), "assembly"),
    MeetingKind("theme_day", "主题党日", ("党日活动", "主题党日活动", "党日"), "assembly"),
    MeetingKind("organisation_life", "组织生活会", ("专题组织生活会", "组织生活"), "assembly"),
    MeetingKind("appraisal", "民主评议", ("民主评议党员", "评议党员", "党员评议"), "assembly"),
)

_COMMAND = re.compile(
    r"^\s*(?:@\S+\s+)?(?:(?:发|安排|通知|更改|推迟)?会议(?:通知|改)?|(?:通知)?开会|改会)(?=[\s:：,，]|$)"
)
_AGENDA = re.compile(rf"{AGENDA}(?P<said>{AGENDA_TEXT})")
_LINK = re.compile(r"https?://[^\s,。;)<>\"]+")
_ONLINE = re.compile(
    r"[用在]?(?P<said>(?:腾讯会议|钉钉会议?|视频会议?|网络会议|云视讯|微信群?(?:视频|语音)|群语音|线上"
    r"|网上|[Zz]oom)(?: *(?:会议)?(?:号码?|ID|id)?[:号 ]*\d[\d -]{7,13}\d)?)(?:参加|召开|进行)?"
)
_PLACE_LABEL = re.compile(
    rf"(?:会议)?(?:地点|地址)(?:[: ]|改?[为到在是])+"
    rf"(?!{LABEL}|不变|照旧|另行|待定)(?P<said>[^\n,。;: ]+)"
)
_PLACE_WORD = re.compile(
    "室|楼|厅|院|村委|大队|村部|社区|中心|阵地|广场|学校|小学|会堂|礼堂|馆|场|基地|园|祠堂|镇政府|家|坝"
)
_BUSINESS = r"(?:讨论|学习|研究|选举|审议|传达|通报|表决|听取|推荐)(?!室|中心|所|点|阵地|基地)"
_UNLABELLED_AGENDA = re.compile(rf"(?:^|(?<=[\s,。;]))(?P<said>{_BUSINESS}[^\s,。;]+)")
_NOT_A_PLACE = re.compile(
    rf"{_BUSINESS}|报名|截止|签到|参加|文件|电话|联系|接龙|通知|回复|提前|推迟|(?<!村委)(?<!居委)会$|到场|到岗|收到|结束"
    r"|主持|记录|讲课|佩戴|带[上好]|准备|不变|^[前后止]|^[\d-]+[人名]?$"
)
_FILLER = (
    "(?:请|全体|党员(?!活动|之家|教育|服务)|同志们?|大家|准时|务必|到会|定于|拟于|定在|召开|举行|开展|进行"
    "|开始|开会|开个?|会议(?!室)|时间|地点|地址|安排|一下|支部(?!活动|阵地)|改[为到在]?|原定?|现|在|于|的|到"
    "|是|由|从|为|我们)"
)
_EDGES = re.compile(rf"^{_FILLER}+|{_FILLER}+$")
_AT = re.compile(
    r"[在到](?P<said>[^\s,。;:在到]{2,20}?)(?:召开|举行|开展|进行|集合|开会|开|上党课)"
)
_GROUP = re.compile(r"第? *[一二三四五六七八九十\d]+ *(?=党?小组)")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What one sentence arranges. ``kind`` is a code of KINDS; texts that were not said are empty.

    ``missing`` are the Chinese words of what must be asked (会议种类, 时间); the place is
    optional. ``online`` is how to take part from afar (腾讯会议 123-456-789, 线上).
    """

    kind: str | None
    moment: Moment | Unclear
    place: str = ""
    link: str = ""
    online: str = ""
    group: str = ""
    agenda: str = ""
    missing: tuple[str, ...] = ()


def read_arrangement(
    text: str, *, now: datetime, is_working_day: WorkingDay | None = None
) -> Arrangement:
    """Read one sentence (with or without the command word), said at ``now``."""
    text = _COMMAND.sub(lambda match: " " * len(match[0]), text)
    moment = read_moment(text, now=now, is_working_day=is_working_day)
    rest = _Rest(text, fold(text))
    agenda = rest.take(_AGENDA)
    link = rest.take(_LINK)
    online = _online(rest)
    rest.blank(time_words(text))
    group = rest.take(_GROUP).replace(" ", "")
    kind = _kind(rest)
    agenda = agenda or "，".join(rest.take_all(_UNLABELLED_AGENDA))
    place = rest.take(_PLACE_LABEL) or _place(rest)
    missing = (() if kind else ("会议种类",)) + (("时间",) if isinstance(moment, Unclear) else ())
    group = group and f"{group}党小组"
    return Arrangement(
        kind, moment, place, link, online, group, agenda.strip(" \n,，。;；"), missing
    )


class _Rest:
    """What of a text is not yet understood; what is taken out leaves blanks."""

    def __init__(self, original: str, folded: Folded) -> None:
        self._original = original
        self._folded = folded
        self.text = folded.text

    def take(self, pattern: re.Pattern[str]) -> str:
        """The first match (of its group ``said``, if it has one), as it was written."""
        match = pattern.search(self.text)
        if match is None:
            return ""
        taken = self.written(*match.span("said" if "said" in pattern.groupindex else 0))
        self._clear(*match.span())
        return taken

    def take_all(self, pattern: re.Pattern[str]) -> list[str]:
        """Every match, in order."""
        taken = []
        while said := self.take(pattern):
            taken.append(said)
        return taken

    def written(self, start: int, end: int) -> str:
        """A stretch of the normal form as it stood in the original."""
        if start == end:
            return ""
        first, last = self._folded.original(start, end)
        return self._original[first:last]

    def blank(self, spans: list[Span]) -> None:
        """Take out spans of the original text."""
        for start, end in spans:
            inside = [i for i, at in enumerate(self._folded.origins) if start <= at < end]
            self._clear(inside[0], inside[-1] + 1)

    def _clear(self, start: int, end: int) -> None:
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]


def _own(name: str) -> str:
    """大会 alone is the assembly, 动员大会 is not."""
    return r"(?:(?<![\u4e00-\u9fff])|(?<=[开的次个]))大会" if name == "大会" else name


_NAMES = sorted(
    ((name, kind.code) for kind in KINDS for name in (kind.name, *kind.aliases)),
    key=lambda pair: -len(pair[0]),
)
_KIND = re.compile(
    "|".join(rf"(?P<k{i}>{_own(name)})(?!会?议室|室)" for i, (name, _) in enumerate(_NAMES))
)


def _kind(rest: _Rest) -> str | None:
    """The one kind that is named; None where none or several are."""
    named = {_NAMES[int((m.lastgroup or "k0")[1:])][1] for m in _KIND.finditer(rest.text)}
    rest.take_all(_KIND)
    return named.pop() if len(named) == 1 else None


def _online(rest: _Rest) -> str:
    """The way to take part from afar that says most: one with a number before 线上."""
    ways = [way.strip() for way in rest.take_all(_ONLINE)]
    return max(ways, key=len, default="")


def _place(rest: _Rest) -> str:
    """在…开, else the words left over that look like a place, else the only words left over."""
    said = rest.take(_AT)
    if said:
        return said
    left = []
    for match in re.finditer(r"[^\s,。;:!、()\"“”]+", rest.text):
        words = _EDGES.sub("", match[0])
        if len(words) >= 2 and not _NOT_A_PLACE.search(words):
            start = match.start() + match[0].index(words)
            left.append((start, start + len(words)))
    places = [span for span in left if _PLACE_WORD.search(rest.text, *span)]
    found = places[:1] or (left if len(left) == 1 else [])
    return rest.written(*found[0]) if found else ""
