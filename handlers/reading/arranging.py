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
    r"^ *(?:@\S+ +)?(?:会议|安排会议|会议通知|开会|通知开会|发会议)(?=[\s:,]|$)[ :,]*"
)
_AGENDA = re.compile(rf"(?:{AGENDA})(?P<said>{AGENDA_TEXT})")
_LINK = re.compile(r"https?://[^\s,。;)<>\"]+")
_ONLINE = re.compile(
    r"(?:(?:用|在|通过|采用)?(?:腾讯会议|钉钉会议?|视频会议?|网络会议|云视讯|微信群?(?:视频|语音)|群语音|线上|网上|[Zz]oom)"
    r"(?:参加|召开|进行|开)?)(?: *(?:会议)?(?:号码?|ID|id)?[:号 ]*(?P<number>\d[\d -]{7,13}\d))?"
)
_PLACE_LABEL = re.compile(
    rf"(?:会议)?(?:地点|地址)(?:改[为到在])? *[: ] *(?P<said>(?!{LABEL})[^\n,。; ]+)"
)
_PLACE_WORD = re.compile(
    r"(?:室|楼|厅|院|村委|大队部|村部|社区|活动中心|中心|阵地|广场|学校|小学|会堂|礼堂|馆|场|基地|园|祠堂|镇政府|家|坝|桥头)"
)
_NOT_A_PLACE = re.compile(r"报名|截止|签到|参加|文件|电话|联系|接龙|通知|回复|提前|改[为到]|推迟")
_FILLER = (
    r"(?:请|全体|党员|同志们?|大家|准时|务必|参加|到会|定于|拟于|定在|召开|举行|开展|进行|开始|开会|开个?"
    r"|会议|时间|地点|地址|安排|一下|通知|支部|改[为到在]?|现|在|于|的|到|是|由|为|我们|上午|下午|晚上|会)"
)
_EDGES = re.compile(rf"^{_FILLER}+(?!室)|{_FILLER}+$")
_AT = re.compile(
    r"[在到](?P<said>[^\s,。;:在到]{2,20}?)(?:召开|举行|开展|进行|集合|开会|开|上党课)"
)
_GROUP = re.compile(r"(?P<said>第? *[一二三四五六七八九十\d]+ *党?小组)(?:会|会议)?")


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
    rest = _Rest(text, fold(text))
    rest.take(_COMMAND)
    moment = read_moment(text, now=now, is_working_day=is_working_day)
    agenda = rest.take(_AGENDA, "said").strip(" \n,。;")
    link = rest.take(_LINK)
    online = rest.take(_ONLINE).strip()
    place = rest.take(_PLACE_LABEL, "said")
    group = rest.take(_GROUP, "said", keep=True)
    kind = _kind(rest)
    rest.blank(time_words(text))
    place = place or _place(rest)
    missing = (() if kind else ("会议种类",)) + (("时间",) if isinstance(moment, Unclear) else ())
    return Arrangement(kind, moment, place, link, online, group.replace(" ", ""), agenda, missing)


class _Rest:
    """What of a text is not yet understood; what is taken out leaves blanks."""

    def __init__(self, original: str, folded: Folded) -> None:
        self._original = original
        self._folded = folded
        self.text = folded.text

    def take(self, pattern: re.Pattern[str], group: str | int = 0, *, keep: bool = False) -> str:
        """The first match (or its named group), as it was written."""
        match = pattern.search(self.text)
        if match is None:
            return ""
        taken = self.written(*match.span(group))
        if not keep:
            self._clear(*match.span())
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
    return r"(?<![\u4e00-\u9fff])大会|(?<=[开号日点半午上个次的])大会" if name == "大会" else name


_NAMES = sorted(
    ((n, kind.code) for kind in KINDS for n in (kind.name, *kind.aliases)),
    key=lambda pair: -len(pair[0]),
)
_KIND = re.compile(
    "|".join(rf"(?P<k{i}>{_own(name)})(?!议?室)" for i, (name, _) in enumerate(_NAMES))
)


def _kind(rest: _Rest) -> str | None:
    """The one kind that is named; None where none or several are."""
    named = {_NAMES[int((m.lastgroup or "k0")[1:])][1] for m in _KIND.finditer(rest.text)}
    while rest.take(_KIND):
        pass
    return named.pop() if len(named) == 1 else None


def _place(rest: _Rest) -> str:
    """在…开, else the words left over that look like a place, else the only words left over."""
    said = rest.take(_AT, "said")
    if said:
        return said.strip()
    left = [
        match
        for match in re.finditer(r"[^\s,。;:!、()\"“”]+", rest.text)
        if not _NOT_A_PLACE.search(match[0])
    ]
    places = [match for match in left if _PLACE_WORD.search(match[0])]
    for match in places or (left if len(left) == 1 else []):
        words = _EDGES.sub("", match[0])
        if len(words) >= 2:
            return rest.written(*_within(match, words))
    return ""


def _within(match: re.Match[str], words: str) -> tuple[int, int]:
    start = match.start() + match[0].index(words)
    return start, start + len(words)
