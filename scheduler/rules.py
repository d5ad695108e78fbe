"""Rules as people write them: 每月最后一个工作日 10:00 遇休息日提前, 会前3天.

Reads texts into the values of ``scheduler/recurrence.py``; a text that is not understood raises
RuleError, whose Chinese message is meant for whoever wrote it. Knows no announcements.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time, timedelta

from scheduler.calendar import Move
from scheduler.recurrence import AT_ONCE, DEFAULT_TIME, Among, Cycle, Lead, Rule
from scheduler.wording import Line, RuleError

__all__ = ["AT_ONCE", "Lead", "Move", "Rule", "RuleError", "parse_lead", "parse_move", "parse_rule"]

LONGEST_LEAD = timedelta(days=60)

RULE_EXAMPLES = ("每月5日 09:00", "每月最后一个工作日 10:00")
LEAD_EXAMPLES = ("会前3天", "会前30分钟")
MOVE_EXAMPLES = ("前", "不动")

_CYCLES = {"月": Cycle.MONTH, "季": Cycle.QUARTER, "半年": Cycle.HALF_YEAR, "年": Cycle.YEAR}
_CYCLE = re.compile(r"每(?:个|逢)?(?:(?P<cycle>月|季|半年|年)度?|(?=周))")
_WEEKDAY = re.compile(r"周[一二三四五六日]")
_MONTH_OF_YEAR = re.compile(r"(?P<month>\d{1,2})月份?")
_MONTH_OF_CYCLE = re.compile(r"第(?P<month>\d)个?月|[首头]1?个?月|(?P<last>最后1?个月|末月)")
_DAY = re.compile(
    r"(?P<date>\d{1,2})[日号]|(?P<end>[月季年]?[末底])"
    r"|(?P<from>第|倒数第|首|最后)(?P<number>\d{0,2})个?(?P<among>天|日|工作日|周[一二三四五六日])"
)
_TIME = re.compile(
    r"(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上)?(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})|[点时](?:(?P<half>半)|(?P<spoken>\d{1,2})分?|[整钟])?)"
)
_MOVE = re.compile(
    r"(?:如?遇到?(?:法定|休息日|节假日|假日|假期|放假|周末|双休日|[或和与及])+)?"
    r"(?P<move>提前|往前|前移|前|顺延|推迟|延后|往后|后移|后|不动|不变|照发)"
)
_LEAD = re.compile(
    r"(?:会议?前|会议?开始前|开会前|提前)"
    r"(?P<amount>\d{1,5}|半)个?(?P<unit>周|星期|天|日|小时|钟头|分钟|分)"
)
_AT_ONCE = re.compile(r"立即|立刻|马上")

_PARTS_OF_DAY = {
    "凌晨": range(6),
    "早上": range(4, 12),
    "早晨": range(4, 12),
    "上午": range(5, 13),
    "中午": range(11, 14),
    "下午": range(12, 19),
    "傍晚": range(16, 21),
    "晚上": range(17, 24),
    None: range(24),
}
_LENGTHS = {
    "周": timedelta(weeks=1),
    "星期": timedelta(weeks=1),
    "天": timedelta(days=1),
    "日": timedelta(days=1),
    "小时": timedelta(hours=1),
    "钟头": timedelta(hours=1),
    "分钟": timedelta(minutes=1),
    "分": timedelta(minutes=1),
}


def parse_rule(text: str, move: Move = Move.STAY) -> Rule:
    """Read a rule; ``move`` holds where the text itself does not say 遇休息日提前/顺延/不动.

    Without a time of day it is 09:00. Raises RuleError with what was not understood.
    """
    line = Line(text, RULE_EXAMPLES)
    spoken = line.need(_CYCLE, "周期（每月、每季度、每年、每周）")
    cycle = _CYCLES.get(spoken["cycle"] or "", Cycle.WEEK)
    if cycle is Cycle.WEEK:
        rule = Rule(cycle, Among(line.need(_WEEKDAY, "星期几")[0]))
    else:
        rule = _monthly(line, cycle)
    at = _time(line)
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
    line.end()
    length = _LENGTHS[said["unit"]]
    before = length / 2 if said["amount"] == "半" else length * int(said["amount"])
    if not timedelta(minutes=1) <= before <= LONGEST_LEAD:
        raise line.wrong(f"提前的时间要在1分钟到{LONGEST_LEAD.days}天之间")
    return Lead(before - before % timedelta(minutes=1))


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
    if said["end"]:
        return Among.DAYS, -1
    among = Among.DAYS if said["among"] == "日" else Among(said["among"])
    if said["from"] in ("首", "最后") and said["number"] not in ("", "1"):
        raise line.wrong(f"“{said[0]}”不是某一天")
    number = int(said["number"] or (said["from"] in ("首", "最后")))
    return among, -number if said["from"] in ("倒数第", "最后") else number


def _time(line: Line) -> time:
    said = line.take(_TIME)
    if said is None:
        return DEFAULT_TIME
    hours = _PARTS_OF_DAY[said["part"]]
    hour = next((hour for hour in (int(said["hour"]), int(said["hour"]) + 12) if hour in hours), 24)
    minute = 30 if said["half"] else int(said["minute"] or said["spoken"] or 0)
    if hour > 23 or minute > 59:
        raise line.wrong(f"没有“{said[0]}”这个时间")
    return time(hour, minute)


def _move(word: str) -> Move:
    if word in ("不动", "不变", "照发"):
        return Move.STAY
    return Move.EARLIER if "前" in word else Move.LATER
