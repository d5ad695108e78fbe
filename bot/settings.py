"""config.yaml as typed settings.

A wrong file gives all its errors at once, in Chinese, each with file, line, key and
what would be right. Only reads: what a setting means belongs to the room that uses it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    model_validator,
)

from bot import yaml_lines
from scheduler.calendar import QuietHours
from scheduler.plan import Covers
from scheduler.recurrence import Lead, Rule
from scheduler.rules import parse_lead, parse_rule


class SettingsError(Exception):
    """The settings cannot be used; the message holds every fault, a line each."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _text(value: Any) -> Any:
    """Ids and tokens may look like numbers in YAML."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("不能空着")
    return value.strip()


def _rule(value: Any) -> Rule | None:
    if value in (None, False, "无", "不发"):
        return None
    return value if isinstance(value, Rule) else parse_rule(str(value))


def _lead(value: Any) -> Lead:
    if isinstance(value, Lead):
        return value
    text = str(value)
    return parse_lead(text if text.startswith(("会前", "立即")) else f"会前{text}")


def _quiet(value: Any) -> QuietHours:
    if isinstance(value, QuietHours):
        return value
    if value in (None, False, "无", "不设"):
        return QuietHours(start=time(0), end=time(0))
    try:
        start, end = (time.fromisoformat(part.strip().zfill(5)) for part in str(value).split("-"))
    except ValueError:
        raise ValueError("要写成起止时间，如 21:00-08:00；不设写 不设") from None
    return QuietHours(start=start, end=end)


Text = Annotated[str, BeforeValidator(_text)]
Name = Annotated[str, BeforeValidator(_text), AfterValidator(_filled)]
RuleText = Annotated[Rule | None, PlainValidator(_rule)]
LeadText = Annotated[Lead, PlainValidator(_lead)]


class GatewaySettings(_Section):
    """Where the wechaty gateway listens, and its token."""

    endpoint: Text = ""
    token: Text = ""


class Pace(_Section):
    """How fast the bot may speak: seconds between posts, random seconds on top, most a minute."""

    seconds_between: float = Field(default=3.0, ge=0, le=600)
    jitter: float = Field(default=2.0, ge=0, le=600)
    per_minute: int = Field(default=20, ge=1, le=600)


class DuesSettings(_Section):
    """The monthly notice and publication of a branch."""

    notice: RuleText = Field(default_factory=lambda: parse_rule("每月1日 08:30"))
    publication: RuleText = Field(default_factory=lambda: parse_rule("每月最后一天 17:00"))
    publication_covers: Covers = Covers.THIS_MONTH
    publication_names: bool = False


class MeetingSettings(_Section):
    """When the group is reminded of a meeting."""

    reminders: tuple[LeadText, ...] = Field(
        default_factory=lambda: tuple(map(parse_lead, ("会前3天", "会前1天", "会前1小时")))
    )


class BranchSettings(_Section):
    """One branch: its rooms, its members' list, and how it does things."""

    id: Name
    name: Name
    rooms: tuple[Name, ...] = ()
    members: Path | None = None
    trust: bool = False
    texts: Path | None = None
    dues: DuesSettings = DuesSettings()
    meetings: MeetingSettings = MeetingSettings()


class Settings(_Section):
    """All of config.yaml."""

    bot_names: tuple[Name, ...] = ("小助手", "支部小助手")
    data: Path = Path("data")
    gateway: GatewaySettings = GatewaySettings()
    pace: Pace = Pace()
    quiet_hours: Annotated[QuietHours, PlainValidator(_quiet)] = Field(
        default_factory=lambda: QuietHours(start=time(21), end=time(8))
    )
    branches: tuple[BranchSettings, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _told_apart(self) -> Settings:
        for what, values in (
            ("支部编号", [b.id for b in self.branches]),
            ("群", [room for b in self.branches for room in b.rooms]),
        ):
            double = {value for value in values if values.count(value) > 1}
            if double:
                raise ValueError(f"{what} {'、'.join(sorted(double))} 写了两次，每个只能写一次")
        return self


def load(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Read a settings file; the environment may override endpoint and token.

    Paths in it are taken from the file's own folder. Raises SettingsError.
    """
    environment = os.environ if environment is None else environment
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(f"找不到配置文件 {path}。可以从仓库里的 config.yaml 改一份。") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"读不了配置文件 {path}：请存成 UTF-8 文本。（{error}）") from error
    try:
        document, nodes = yaml_lines.load(text)
    except yaml_lines.YamlError as error:
        raise SettingsError(
            f"{path} 第{error.line}行：格式不对，多半是缩进或冒号的问题（冒号后要有空格）。"
        ) from error
    try:
        settings = Settings.model_validate(document if document is not None else {})
    except ValidationError as error:
        raise SettingsError("\n".join(_faults(path, nodes, error))) from error
    return _placed(settings, path.parent, environment)


def _placed(settings: Settings, folder: Path, environment: Mapping[str, str]) -> Settings:
    branches = tuple(
        branch.model_copy(
            update={
                "members": branch.members and folder / branch.members,
                "texts": branch.texts and folder / branch.texts,
            }
        )
        for branch in settings.branches
    )
    gateway = GatewaySettings(
        endpoint=environment.get("ZHIBU_GATEWAY_ENDPOINT", settings.gateway.endpoint),
        token=environment.get("ZHIBU_GATEWAY_TOKEN", settings.gateway.token),
    )
    update = {"branches": branches, "gateway": gateway, "data": folder / settings.data}
    return settings.model_copy(update=update)


def _faults(path: Path, nodes: Any, error: ValidationError) -> list[str]:
    lines = []
    for fault in error.errors():
        where = tuple(step for step in fault["loc"] if isinstance(step, str | int))
        key = (
            ".".join(str(step + 1) if isinstance(step, int) else step for step in where)
            or "整个文件"
        )
        line = yaml_lines.line_of(nodes, where)
        lines.append(f"{path} 第{line}行 {key}：{_said(dict(fault), where)}")
    return lines


_WORDS = {
    "missing": "缺了这一项",
    "bool_parsing": "只能写 true（是）或 false（否）",
    "bool_type": "只能写 true（是）或 false（否）",
    "int_parsing": "要写整数，如 20",
    "float_parsing": "要写数字，如 3",
    "float_type": "要写数字，如 3",
    "int_type": "要写整数，如 20",
    "string_type": "要写文字",
    "tuple_type": "要写成一列，每行以“- ”开头",
    "too_short": "至少要有一项",
    "model_type": "下面要写成“名称: 值”的几行",
    "model_attributes_type": "下面要写成“名称: 值”的几行",
    "path_type": "要写文件的路径",
}


def _said(fault: dict[str, Any], where: tuple[str | int, ...]) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "extra_forbidden":
        close = get_close_matches(str(where[-1]), _all_keys(Settings), n=1, cutoff=0.5)
        return "没有这一项" + (f"，是不是想写 {close[0]}" if close else "")
    if kind == "enum":
        return f"只能写 {context['expected'].replace(' or ', ' 或 ')}".replace("'", "")
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = context.get("ge", context.get("le"))
        return f"不能{'小' if 'ge' in context else '大'}于 {limit}"
    return _WORDS.get(kind) or str(fault["msg"])


def _all_keys(section: type[BaseModel]) -> list[str]:
    keys = list(section.model_fields)
    for part in (GatewaySettings, Pace, DuesSettings, MeetingSettings, BranchSettings):
        keys += list(part.model_fields)
    return keys
