"""How people write the values of config.yaml: names, paths, numbers, rules, hours.

Forgives what input methods do (figures of full width), and says in Chinese what would be
right. Knows no setting by name.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainValidator

from scheduler.calendar import QuietHours
from scheduler.recurrence import Cycle, Lead, Rule
from scheduler.rules import RuleError, parse_hours, parse_lead, parse_rule
from store.meeting_plan import Frequency, parse_frequency


def _unquoted(value: str) -> str:
    text = value.strip()
    if text[:1] in "“‘「" and text[-1:] in "”’」" and text:
        raise ValueError(f"{text} 用了中文引号，请去掉，或换成英文引号")
    return text


def _filled(value: str) -> str:
    if not value:
        raise ValueError("不能空着")
    return value


def _one(value: str) -> str:
    if re.search("[，、]", value):
        raise ValueError(f"“{value}”像是好几个写在一起了，请一行一个，每行以“- ”开头")
    return value


def _half_width(value: Any) -> Any:
    return unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value


_YES, _NO = ("是", "要", "对", "开"), ("否", "不", "不要", "不用", "关", "关闭", "off", "no")
_NONE = (None, False, *_NO, "无", "没有", "不发", "不设")
"""How people write that something is not wanted."""


def _flag(value: Any) -> Any:
    word = value.strip() if isinstance(value, str) else value
    return True if word in _YES else False if word in _NO else value


def _endpoint(value: str) -> str:
    port = re.fullmatch(r"(?:\w+://)?[^\s/]+:(\d{1,5})/?", value)
    if value and not (port and 0 < int(port[1]) < 65536):
        raise ValueError(f"“{value}”不像网关的地址，要写成 地址:端口，如 127.0.0.1:18788")
    return value


def _path(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return Path(_filled(_unquoted(value))).expanduser()
    except RuntimeError:
        raise ValueError(f"“{value}”里的 ~ 找不到对应的文件夹，请写全路径") from None


def _is_none(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str) and value.strip() in _NONE)


def _rule(value: Any) -> Rule | None:
    if _is_none(value):
        return None
    if isinstance(value, str):
        return parse_rule(value)
    if isinstance(value, Rule):
        return value
    raise ValueError("要写成一句话，如 每月5日 09:00；不要就写 不发")


def _at_most_monthly(rule: Rule | None) -> Rule | None:
    """At most one prompt a month: the group is not to be pressed (指尖上的形式主义)."""
    if rule is not None and rule.cycle is Cycle.WEEK:
        raise ValueError("发到群里的一个月最多一次，要写成每月的，如 每月20日 09:00")
    return rule


def _webhook(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError(f"“{value}”不像网址，要以 http:// 或 https:// 开头；不用就空着")
    return value


def _frequency(value: Any) -> Frequency | None:
    if value in (None, False, "无", "不要求"):
        return None
    if isinstance(value, Frequency):
        return value
    return parse_frequency(_half_width(value) if isinstance(value, str) else "")


def _lead(value: Any) -> Lead:
    if isinstance(value, str):
        bare = re.match(r"\s*[\d一二两三四五六七八九十半]", value)
        return parse_lead(f"会前{value}" if bare else value)
    if isinstance(value, Lead):
        return value
    raise ValueError("要写成会前多久，如 会前3天")


def _told_apart(leads: tuple[Lead, ...]) -> tuple[Lead, ...]:
    keys = [lead.key for lead in leads]
    for lead in leads:
        if keys.count(lead.key) > 1:
            raise ValueError(f"{lead.describe()}写了两次，请只留一个")
    return leads


def _listed_leads(value: Any) -> Any:
    """One line serves as well as a list: 会前3天、会前1天; 不发 is none at all."""
    if _is_none(value):
        return ()
    return (
        [part for part in re.split("[、，,;；]", value) if part.strip()]
        if isinstance(value, str)
        else value
    )


def _quiet(value: Any) -> QuietHours:
    if isinstance(value, QuietHours):
        return value
    if _is_none(value):
        return QuietHours(start=time(0), end=time(0))
    if isinstance(value, str):
        try:
            return parse_hours(value)
        except RuleError as error:
            raise ValueError(f"{error}；全天都能发就写 不设") from None
    raise ValueError("要写成起止时间，如 21:00-08:00；全天都能发就写 不设")


def _months(months: tuple[int, ...]) -> tuple[int, ...]:
    if list(months) != sorted(set(months)) or not all(1 <= month <= 24 for month in months):
        raise ValueError("要从小到大写，如 [1, 3, 5, 6]")
    return months


Text = Annotated[str, AfterValidator(_unquoted)]
Name = Annotated[Text, AfterValidator(_filled)]
OneName = Annotated[Name, AfterValidator(_one)]
Endpoint = Annotated[Text, AfterValidator(_half_width), AfterValidator(_endpoint)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Whole = Annotated[int, BeforeValidator(_half_width)]
Months = Annotated[tuple[Whole, ...], AfterValidator(_months)]
Seconds = Annotated[float, BeforeValidator(_half_width)]
File = Annotated[Path, BeforeValidator(_path)]
RuleText = Annotated[Rule | None, PlainValidator(_rule)]
MonthlyRule = Annotated[RuleText, AfterValidator(_at_most_monthly)]
Webhook = Annotated[Text, AfterValidator(_webhook)]
FrequencyText = Annotated[Frequency | None, PlainValidator(_frequency)]
LeadText = Annotated[Lead, PlainValidator(_lead)]
Leads = Annotated[tuple[LeadText, ...], BeforeValidator(_listed_leads), AfterValidator(_told_apart)]
Quiet = Annotated[QuietHours, PlainValidator(_quiet)]
