"""Writes an invented conversation in each shape, for reading back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import strategies as st

from bot.clock import SHANGHAI

NAMES = (
    "何青柠",
    "3-502 老傅",
    "米粒妈妈9:00-18:00在店",
    "Leo陆",
    "\u3164",
    "快乐生活",
    "䶮月（支部）",
    "A·B 周",
    "小张 [强]",
)
PLAIN_NAMES = tuple(name for name in NAMES if len(name) <= 8)
PARAGRAPHS = (
    "11月党费已交",
    "收到[OK]",
    "@何青柠\u2005好的",
    "#接龙\n党费 每人6元\n例 张某 已交\n\n1. 老傅 已交\n2. 米粒妈妈 6元\n\n3．Leo陆 微信转了",
    "「何青柠：楼道灯\n每户 60」\n- - - - - - - - - - - - - - -\n我昨晚转的",
    "明天 10:23\n老地方",
    "[图片]",
    "1",
    "·周日上午可以\n·下午没空",
    "https://example.com/a 看看",
    "名单：\n\n张某、李某",
    "2026年11月",
    "会议改到后天，\n\n时间 2026/12/01 19:00\n地点 会议室",
)
START = datetime(2026, 11, 16, 8, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Said:
    """One line of an invented conversation."""

    name: str
    at: datetime
    text: str


def conversations(
    *, names: Sequence[str] = NAMES, texts: Sequence[str] = PARAGRAPHS, step: int = 7000
) -> st.SearchStrategy[list[Said]]:
    """Conversations in the order of their times, up to ``step`` seconds between two."""
    line = st.tuples(st.sampled_from(names), st.integers(0, step), st.sampled_from(texts))
    return st.lists(line, min_size=1, max_size=12).map(_timed)


def _timed(lines: list[tuple[str, int, str]]) -> list[Said]:
    at, said = START, []
    for name, seconds, text in lines:
        at += timedelta(seconds=seconds)
        said.append(Said(name, at, text))
    return said


def one_line(said: Said) -> str:
    return f"{said.name} {said.at:%Y/%m/%d} {said.at.hour}:{said.at:%M}\n{said.text}\n"


def two_lines(said: Said) -> str:
    return f"{said.name}\n{said.at:%Y年%m月%d日 %H:%M}\n{said.text}\n"


def native(said: Said) -> str:
    day = f"{said.at.year}年{said.at.month}月{said.at.day}日"
    return f"·{said.name}\n{day} {said.at:%H:%M}\n{said.text}\n"


def time_first(said: Said) -> str:
    return f"{said.at:%Y-%m-%d %H:%M:%S} {said.name}\n{said.text}\n"


def chatlog(said: Said) -> str:
    return f"{said.name}(wxid_a1b2c3) {said.at:%m-%d %H:%M:%S}\n{said.text}\n"


def colon(said: Said) -> str:
    return f"{said.name}:\r\n{said.text}\r\n"


def hand(said: Said) -> str:
    return f"{said.name}：{said.text}"


Form = Callable[[Sequence[Said]], str]


def joined(one: Callable[[Said], str]) -> Form:
    return lambda said: "\n".join(map(one, said))


def mail_wide(said: Sequence[Said]) -> str:
    return _mail(said, "青禾里 微信群上的聊天记录如下，请查收。\n", "%Y-%m-%d", "{}  {}\n\n{}\n")


def mail_narrow(said: Sequence[Said]) -> str:
    title = 'Dear:\n    微信群"青禾里"的聊天记录如下:\n'
    return _mail(said, title, "%Y-%m-%d", "{} {}\n{}\n") + "\n发自我的 iPhone\n"


def _mail(said: Sequence[Said], title: str, day: str, form: str) -> str:
    parts, last = [title], None
    for one in said:
        if one.at.date() != last:
            parts.append(f"—————  {one.at:{day}}  —————\n")
            last = one.at.date()
        parts.append(form.format(one.name, f"{one.at:%H:%M}", one.text))
    return "\n".join(parts)


def table(said: Sequence[Said]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["消息ID", "类型", "发送人", "时间", "内容", "备注", "昵称"])
    for number, one in enumerate(said):
        writer.writerow([number, "文本", one.name, f"{one.at:%Y-%m-%d %H:%M:%S}", one.text, "", ""])
    return out.getvalue()
