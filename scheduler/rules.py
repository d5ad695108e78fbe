"""Rules as people write them: 每月最后一个工作日 10:00 遇休息日提前, 会前3天.

Reads texts into the values of ``scheduler/recurrence.py``; a text that is not understood raises
RuleError, whose Chinese message is meant for whoever wrote it. Knows no announcements.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time, timedelta

from scheduler.calendar import Move, QuietHours
from scheduler.recurrence import AT_ONCE, DEFAULT_TIME, Among, Cycle, Lead, Rule
from scheduler.wording import Line, RuleError

__all__ = [
    "AT_ONCE",
    "Lead",
    "Move",
    "Rule",
    "RuleError",
    "parse_hours",
    "parse_lead",
    "parse_move",
    "parse_rule",
]

LONGEST_LEAD = timedelta(days=60)

RULE_EXAMPLES = ("每月5日 09:00", "每月最后一个工作日 10:00")
LEAD_EXAMPLES = ("会前3天", "会前30分钟")
MOVE_EXAMPLES = ("前", "不动")
HOURS_EXAMPLES = ("21:00-08:00", "晚上9点到早上8点")

_CYCLES = {"月": Cycle.MONTH, "季": Cycle.QUARTER, "半年": Cycle.HALF_YEAR, "年": Cycle.YEAR}
_CYCLE = re.compile(
    r"(?:每(?:个|逢)?|(?=[月季年]度?[末底初]))(?:(?P<cycle>月|季|半年|年)度?|(?=周))"
)
_TOO_OFTEN = re.compile(r"每[个隔]?(?:天|日|晚|早|小时)")
_WEEKDAY = re.compile(r"周[一二三四五六日]")
_MONTH_OF_YEAR = re.compile(r"(?P<month>\d{1,2})月份?")
_MONTH_OF_CYCLE = re.compile(r"第(?P<month>\d)个?月|[首头]1?个?月|(?P<last>最后1?个月|末月)")
_DAY = re.compile(
    r"(?P<date>\d{1,2})(?:[日号]|(?=\s|$))|(?P<end>[月季年]?[末底])|(?P<start>月?初)"
    r"|(?P<from>第|倒数第|首|最后)(?P<number>\d{0,2})个?(?P<among>天|日|工作日|周[一二三四五六日])"
)
_FURTHER_DAY = re.compile(r"(?:[-~到至和及或]|每月)*\d{1,2}[日号]")
_TIME = re.compile(
    r"(?P<part>凌晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚)?(?P<hour>\d{1,2})"
    r"(?:[:.](?P<minute>\d{2})(?::00)?|[点时](?:(?P<half>半)|(?P<spoken>\d{1,2})分?|[整钟])?)"
)
_MOVE = re.compile(
    r"(?:(?:如果?)?(?:遇到?|碰到|赶上|是)?"
    r"(?:法定|休息日?|节假日|假日|假期|放假|周末|双休日|[或和与及])+话?[则就]?)?"
    r"(?P<move>提前|往前推?|前移|前推|前|顺延|推迟|延后|延期|往后推?|后移|后推|后|不动|不变|照[发常])"
    r"(?:[到至](?:节?[前后]|上|下)?第?1?个?工作日)?"
)
_TILL = re.compile(r"[-–—~至到]+(?:次日|第2天|明早)?")
_LEAD = re.compile(
    r"(?:会议?前|会议?开始前|开会前|提前)"
    r"(?P<amount>\d{1,5}(?:\.5)?|半)(?:个(?P<half>半)?)?(?P<unit>周|星期|天|日|小时|钟头|刻钟|分钟|分)前?"
)
_AT_ONCE = re.compile(r"立即|立刻|马上")

_PARTS_OF_DAY = {
    "凌晨": range(6),
    "早上": range(4, 12),
    "早晨": range(4, 12),
    "早": range(4, 12),
    "上午": range(5, 13),
    "中午": range(11, 14),
    "下午": range(12, 19),
    "傍晚": range(16, 21),
    "晚上": range(17, 24),
    "晚": range(17, 24),
    None: range(24),
}
_LENGTHS = {
    "周": timedelta(weeks=1),
    "星期": timedelta(weeks=1),
    "天": timedelta(days=1),
    "日": timedelta(days=1),
    "小时": timedelta(hours=1),
    "钟头": timedelta(hours=1),
    "刻钟": timedelta(minutes=15),
    "分钟": timedelta(minutes=1),
    "分": timedelta(minutes=1),
}


def parse_rule(text: str, move: Move = Move.STAY) -> Rule:
    """Read a rule; ``move`` holds where the text itself does not say 遇休息日提前/顺延/不动.

    Without a time of day it is 09:00. Raises RuleError with what was not understood.
    """
    line = Line(text, RULE_EXAMPLES)
    if line.take(_TOO_OFTEN):
        raise line.wrong("太勤了，最多每周一次")
    spoken = line.need(_CYCLE, "周期（每月、每季度、每年、每周）")
    cycle = _CYCLES.get(spoken["cycle"] or "", Cycle.WEEK)
    if cycle is Cycle.WEEK:
        rule = Rule(cycle, Among(line.need(_WEEKDAY, "星期几")[0]))
    else:
        rule = _monthly(line, cycle)
    if line.take(_FURTHER_DAY):
        raise line.wrong("只能写一个日子")
    at = _time(line) or DEFAULT_TIME
    said = line.take(_MOVE)
    line.end()
    return replace(rule, at=at, move=_move(said["move"]) if said else move)


def parse_move(text: str) -> Move:
    """Read the setting 前, 后 or 不动 (or their synonyms); raises RuleError."""
    line = Line(text, MOVE_EXAMPLES)
    said = line.need(_MOVE, "休息日怎么办（前、后、不动）")
    line.end()
    return _move(said["move"])


def parse_lead(text: str) -> Lead:
    """Read how long before a meeting to remind: 会前3天, 会前半小时, 立即. Raises RuleError."""
    line = Line(text, LEAD_EXAMPLES)
    if line.take(_AT_ONCE):
        line.end()
        return AT_ONCE
    said = line.need(_LEAD, "提前多久（天、小时、分钟）")
    if line.take(_TIME):
        raise line.wrong("几点提醒跟着开会的时间走，不用写钟点")
    line.end()
    amount = 0.5 if said["amount"] == "半" else float(said["amount"])
    before = _LENGTHS[said["unit"]] * (amount + (0.5 if said["half"] else 0))
    if not timedelta(minutes=1) <= before <= LONGEST_LEAD:
        raise line.wrong(f"提前的时间要在1分钟到{LONGEST_LEAD.days}天之间")
    return Lead(before - before % timedelta(minutes=1))


def parse_hours(text: str) -> QuietHours:
    """Read from when till when it is quiet: 21:00-08:00, 晚上9点到早上8点. Raises RuleError."""
    line = Line(text, HOURS_EXAMPLES)
    start = _time(line)
    line.need(_TILL, "起止时间")
    end = _time(line)
    if start is None or end is None:
        raise line.wrong("还缺起止时间")
    line.end()
    if start == end:
        raise line.wrong("起止时间一样")
    return QuietHours(start, end)


def _monthly(line: Line, cycle: Cycle) -> Rule:
    month = _month(line, cycle)
    among, number = _day(line)
    if month is None:
        month = _month_meant(line, cycle, among, number)
    try:
        return Rule(cycle, among, number, month)
    except ValueError:
        raise line.wrong("没有这样的日子") from None


def _month(line: Line, cycle: Cycle) -> int | None:
    if cycle is Cycle.MONTH:
        return 1
    said = line.take(_MONTH_OF_YEAR if cycle is Cycle.YEAR else _MONTH_OF_CYCLE)
    if said is None:
        return None
    groups = said.groupdict()
    return cycle.months if groups.get("last") else int(groups["month"] or 1)


def _month_meant(line: Line, cycle: Cycle, among: Among, number: int) -> int:
    """每季度最后一天 and 每年第一个工作日 leave only one month; 每季度10日 leaves three."""
    if number == -1:
        return cycle.months
    if number == 1 and among is not Among.DAYS:
        return 1
    month = "月份（如 每年1月10日）" if cycle is Cycle.YEAR else "哪个月（如 每季度第一个月10日）"
    raise line.wrong(f"还缺{month}")


def _day(line: Line) -> tuple[Among, int]:
    """The days counted and the number, negative from the end."""
    said = line.need(_DAY, "哪一天")
    if said["date"]:
        return Among.DAYS, int(said["date"])
    if said["start"] or said["end"]:
        return Among.DAYS, 1 if said["start"] else -1
    among = Among.DAYS if said["among"] == "日" else Among(said["among"])
    if said["from"] in ("首", "最后") and said["number"] not in ("", "1"):
        raise line.wrong(f"“{said[0]}”不是某一天")
    number = int(said["number"] or (said["from"] in ("首", "最后")))
    return among, -number if said["from"] in ("倒数第", "最后") else number


def _time(line: Line) -> time | None:
    said = line.take(_TIME)
    if said is None:
        return None
    if said[0] == "24:00":
        return time(0)
    hours = _PARTS_OF_DAY[said["part"]]
    hour = next((hour for hour in (int(said["hour"]), int(said["hour"]) + 12) if hour in hours), 24)
    minute = 30 if said["half"] else int(said["minute"] or said["spoken"] or 0)
    if hour > 23 or minute > 59:
        raise line.wrong(f"没有“{said[0]}”这个时间")
    return time(hour, minute)


def _move(word: str) -> Move:
    if word in ("不动", "不变", "照发", "照常"):
        return Move.STAY
    return Move.EARLIER if "前" in word else Move.LATER
