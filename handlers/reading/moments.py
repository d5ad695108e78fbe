"""When a meeting begins, read from a sentence as a village secretary says it, or one question.

Asking is cheap, a wrong time silently posted is not: whatever is missing, double, past or
in disagreement is asked. It must not know what a meeting is, nor ask the machine for the time.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

from handlers.reading.moment_context import about_the_meeting
from handlers.reading.moment_days import KINDS_OF_DAY, Meaning, meaning, spoken
from handlers.reading.moment_folding import Folded, fold
from handlers.reading.moment_hours import hour
from handlers.reading.moment_tokens import Token, tokens
from handlers.reading.moment_values import Moment, Reason, Span, Unclear, WorkingDay

__all__ = ["CHINA", "Moment", "Unclear", "read_moment", "time_words"]

CHINA = timezone(timedelta(hours=8))
_UNDECIDED = re.compile(
    r"(?<!地点)(?:另行通知|待定|再定|未定)|改时间|时间不变|几点|什么时[候间]|哪一?天|何时|周几|星期几|取消|停开|作罢"
    r"|(?<![离分])不开|不召开|暂停|如果|要是|下雨|否则|万一|可能改"
)
_PUT_OFF = re.compile(
    r"推迟|延期|改期|顺延|延后|推后"
    r"|提前 *(?:[\d一二三四五六七八九十两半]+ *个?(?:半|小时|钟头|天|分钟|日|周))+"
    r"(?! *[到入进签来上报准通提])"
)
_MOVED = re.compile(r"(?:推迟|延期|改期|顺延|延后|推后)(?:[到至为在于: ]|定于)+$")
_AFTER = re.compile(
    r" *(?:之后|以后|过后|后面|后(?![天山勤])|多|来钟|左右|前后|上下|许(?![可多])"
    r"|差|欠|缺|起(?![床草立来])|[4四] *刻|不到|之间|之内|内(?!容)|期间|以内|或|还是)"
)
_ELSEWHERE = re.compile(r"(?:[上下再每隔第]|[个周月年]的?|[前后]的) *$")
_UNIT_AFTER = re.compile(r" *(?:[人名位个多余楼层室号栋队]|分钟|组(?!织)|社(?!区)|村(?![委部里]))")
_DANGLING = re.compile(r" *[一二三四五六七八九](?=$|[\s,。;!、])")
_APPROXIMATELY = re.compile(
    r"(?:大约|大概|约|差不多|快|不到|差(?:一刻|\d+分|[一二三四五十]+分)) *$"
)


def read_moment(
    text: str, *, now: datetime, is_working_day: WorkingDay | None = None
) -> Moment | Unclear:
    """Read when a meeting begins, said at ``now`` (aware; read in China's time).

    Returns the question to ask where the day or the hour is missing, ambiguous, in the past
    or does not exist. ``is_working_day`` is the official calendar; without it 工作日 is asked.
    """
    folded = fold(text)
    found = tokens(folded.text)
    said = about_the_meeting(folded.text, found)
    local = now.astimezone(CHINA)
    odd = _odd(folded.text, said)
    day = _day(said, local.date(), is_working_day)
    clock = _hour(said)
    if odd is not None:
        return odd
    if isinstance(day, Unclear):
        return _asked_for_day(day, clock)
    if isinstance(clock, Unclear):
        return _asked_for_hour(clock, day)
    aside = [token for token in found if token not in said and token.kind in KINDS_OF_DAY]
    if _overtaken(day, said, aside, local.date()):
        return Unclear(f"是{spoken(day)}吗？请写明几月几号。", "several days")
    at = datetime.combine(day, clock, CHINA)
    if at <= local:
        return Unclear(f"{spoken(day)}{clock:%H:%M}已经过了，请问改到什么时候？", "past")
    return _moment(at, folded, said)


def time_words(text: str) -> list[Span]:
    """Where a text speaks of any time at all, deadlines included (spans of the original)."""
    folded = fold(text)
    words = [token for token in tokens(folded.text) if token.kind != "number"]
    return [folded.original(token.start, token.end) for token in words]


def _moment(at: datetime, folded: Folded, said: list[Token]) -> Moment:
    days = [token for token in said if token.kind in KINDS_OF_DAY]
    hours = [token for token in said if token.kind in ("part", "clock")]
    spans = (_span(folded, tokens_) for tokens_ in (days + hours, days, hours))
    return Moment(at, *spans)


def _span(folded: Folded, said: list[Token]) -> Span:
    return folded.original(min(t.start for t in said), max(t.end for t in said))


def _odd(text: str, said: list[Token]) -> Unclear | None:
    """What makes any reading doubtful: a series, a vague word, a calling off, a stray number."""
    kinds = {token.kind for token in said}
    if "series" in kinds:
        return Unclear("这像是一串会。请先说最近这一次是几月几号、几点开？", "series")
    if "vague" in kinds:
        words = next(token.text for token in said if token.kind == "vague")
        return Unclear(f"“{words}”具体是几月几号、几点开？", "vague")
    if "days" in kinds:
        return Unclear("说了不止一天，请问是哪一天开？", "several days")
    if "hours" in kinds:
        return Unclear("说了不止一个钟点，请问是几点开？", "several hours")
    if _called_off(text, said):
        return Unclear("请问会议定在几月几号、几点开？", "called off")
    if any(_doubtful(text, said, index) for index in range(len(said))):
        return Unclear("时间没看明白，请写成几月几号、上午或晚上几点。", "vague")
    return None


def _called_off(text: str, said: list[Token]) -> bool:
    """推迟, 取消, 待定 without the new time after it."""
    readable = _readable(text)
    moved = any(_MOVED.search(text, 0, token.start) for token in said)
    put_off = not moved and _PUT_OFF.search(readable)
    return bool(said and (put_off or _UNDECIDED.search(readable)))


def _readable(text: str) -> str:
    """The text without its agenda, where 取消 speaks of something else."""
    return re.split(r"议题|议程|(?:内容|主题)[:]", text, maxsplit=1)[0]


def _doubtful(text: str, said: list[Token], index: int) -> bool:
    """Whether what stands beside a word of time makes it mean something else."""
    token = said[index]
    if token.kind == "number":
        beside = [t for t in said if t.kind != "number"]
        return any(
            not text[min(token.end, t.end) : max(token.start, t.start)].strip() for t in beside
        ) and not re.fullmatch(r"\d{3,}", token.text)
    if token.kind in KINDS_OF_DAY | {"clock"} and _AFTER.match(text, token.end):
        return True
    if token.kind in ("weekday", "day"):
        before = said[index - 1].end if index else 0
        return _ELSEWHERE.search(text, before, token.start) is not None
    if token.kind != "clock":
        return False
    bare = token.parts.get("min", "")[-1:] not in ("", "分", "半", "刻", "钟", "整", "正")
    counted = bare and _UNIT_AFTER.match(text, token.end)
    dangling = "min" not in token.parts and _DANGLING.match(text, token.end)
    return bool(counted or dangling or _APPROXIMATELY.search(text, 0, token.start))


def _day(said: list[Token], today: date, is_working_day: WorkingDay | None) -> date | Unclear:
    """The one day that all the words agree on."""
    days = [t for t in said if t.kind in KINDS_OF_DAY]
    read = [meaning(token, today, is_working_day) for token in days]
    own = {m.day for m, token in zip(read, days, strict=True) if m.day and not _is_bare(token)}
    own = own or {m.day for m in read if m.day}
    if len(own) > 1:
        return Unclear(f"是{'还是'.join(spoken(d) for d in sorted(own))}？", "several days")
    if not own:
        return _without_day(read)
    day = own.pop()
    if all(m.fits(day) for m in read):
        return day
    return Unclear(f"{spoken(day)}和写的星期或月份对不上，请问是哪一天？", "weekday disagrees")


def _overtaken(day: date, said: list[Token], aside: list[Token], today: date) -> bool:
    """由下周六改为周日, 由12月28号改为29号: a bare day read before the day it follows on."""
    days = [token for token in said if token.kind in KINDS_OF_DAY]
    if not all(token.kind == "day" or _is_bare(token) for token in days):
        return False
    others = [meaning(token, today, None).day for token in aside]
    return any(other is not None and other > day for other in others)


def _is_bare(token: Token) -> bool:
    """A bare 周X beside a date only confirms it."""
    return token.kind == "weekday" and "which" not in token.parts


def _without_day(read: list[Meaning]) -> Unclear:
    asked = next((m.question for m in read if m.question), None)
    choices = next((m.choices for m in read if m.choices), ())
    if asked is None and choices:
        shown = "还是".join(spoken(day) for day in choices)
        days = tuple(datetime.combine(day, time(), CHINA) for day in choices)
        return Unclear(f"是{shown}？", "several days", days)
    return asked or Unclear("请问是哪一天开？", "no day")


def _hour(said: list[Token]) -> time | Unclear:
    """The one hour that all the words agree on; the questions' choices carry no day yet."""
    clocks = [token for token in said if token.kind == "clock"]
    parts = [token for token in said if token.kind == "part"]
    if not clocks:
        return Unclear("请问几点开？", "no hour")
    read = [hour(clock, parts) for clock in clocks]
    unclear = next((one for one in read if isinstance(one, Unclear)), None)
    if unclear is not None:
        return unclear
    if len(set(read)) > 1:
        return Unclear("说了不止一个钟点，请问是几点开？", "several hours")
    return read[0]


def _asked_for_day(day: Unclear, clock: time | Unclear) -> Unclear:
    missing: dict[tuple[Reason, bool], Unclear] = {
        ("no day", True): Unclear("请问哪天、几点开？", "nothing said"),
    }
    lacks_hour = isinstance(clock, Unclear) and clock.reason == "no hour"
    if isinstance(clock, time):
        choices = tuple(datetime.combine(c.date(), clock, CHINA) for c in day.choices)
        return Unclear(day.question, day.reason, choices)
    return missing.get((day.reason, lacks_hour), Unclear(day.question, day.reason))


def _asked_for_hour(clock: Unclear, day: date) -> Unclear:
    if clock.reason == "no hour":
        return Unclear(f"{spoken(day)}几点开？", "no hour")
    return clock
