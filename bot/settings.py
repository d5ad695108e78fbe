"""config.yaml as typed settings.

A wrong file gives all its errors at once, in Chinese, each with file, line, key and
what would be right (``bot/settings_faults.py`` words them). Only reads: what a setting
means belongs to the room that uses it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot import settings_faults, yaml_lines
from bot.settings_values import (
    Endpoint,
    File,
    Flag,
    FrequencyText,
    Leads,
    MonthlyRule,
    Months,
    Name,
    OneName,
    Quiet,
    RuleText,
    Seconds,
    Text,
    Webhook,
    Whole,
)
from scheduler.calendar import QuietHours
from scheduler.plan import Covers
from scheduler.publication import Shows
from scheduler.rules import parse_lead, parse_rule
from store.arrears import CLOCKS
from store.dues_rates import Rounding
from store.meeting_plan import MeetingRule, parse_frequency
from store.talks import TalkRules
from store.training import TrainingTarget

ENDPOINT_VARIABLE = "ZHIBU_GATEWAY_ENDPOINT"
TOKEN_VARIABLE = "ZHIBU_GATEWAY_TOKEN"


class SettingsError(Exception):
    """The settings cannot be used; the message holds every fault, a line each."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GatewaySettings(_Section):
    """Where the wechaty gateway listens, and its token."""

    endpoint: Endpoint = ""
    token: Text = ""


class Pace(_Section):
    """How fast the bot may speak: seconds between posts, random seconds on top, most a minute."""

    seconds_between: Seconds = Field(default=3.0, allow_inf_nan=False, ge=0, le=600)
    jitter: Seconds = Field(default=2.0, allow_inf_nan=False, ge=0, le=600)
    per_minute: Whole = Field(default=20, ge=1, le=600)


class DuesSettings(_Section):
    """What is said about dues, and when: to the group, and to the collector in private."""

    notice: MonthlyRule = Field(default_factory=lambda: parse_rule("每月1日 08:30"))
    publication: MonthlyRule = Field(default_factory=lambda: parse_rule("每月最后一天 17:00"))
    publication_covers: Covers = Covers.THIS_MONTH
    publication_shows: Shows = Shows.SUMS
    publication_picture: Flag = True
    publication_release: Flag = False
    reminder: MonthlyRule = None
    private_reminder: MonthlyRule = None
    collector_reminder: RuleText = Field(default_factory=lambda: parse_rule("每月25日 09:00"))
    arrears_notice: MonthlyRule = Field(default_factory=lambda: parse_rule("每月3日 09:00"))
    arrears_clocks: Months = CLOCKS
    rounding: Rounding = Rounding.FEN


class AlarmSettings(_Section):
    """Where to call when the channel is down: a webhook that takes JSON; minutes, hours."""

    webhook: Webhook = ""
    after_minutes: Whole = Field(default=30, ge=1, le=1440)
    silent_hours: Whole = Field(default=48, ge=1, le=720)


class WebSettings(_Section):
    """Where the pages are: a port of this machine (0: none), and the address that links show."""

    port: Whole = Field(default=8390, ge=0, le=65535)
    host: Text = "127.0.0.1"
    address: Webhook = ""


class PlanSettings(_Section):
    """How often each kind of meeting is owed; None where it is not."""

    assembly: FrequencyText = parse_frequency("每季度1次")
    committee: FrequencyText = parse_frequency("每月1次")
    group: FrequencyText = parse_frequency("每月1次")
    theme_day: FrequencyText = parse_frequency("每月1次")
    lecture: FrequencyText = parse_frequency("每年1次")
    organisation_life: FrequencyText = parse_frequency("每半年1次")
    appraisal: FrequencyText = parse_frequency("每年1次")


class MeetingSettings(_Section):
    """When the group is reminded of a meeting, when members sign in (minutes), what is owed."""

    reminders: Leads = Field(
        default_factory=lambda: tuple(map(parse_lead, ("会前3天", "会前1天", "会前1小时")))
    )
    sign_in_before: Whole = Field(default=30, ge=0, le=24 * 60)
    sign_in_after: Whole = Field(default=60, ge=0, le=24 * 60)
    nudge: RuleText = Field(default_factory=lambda: parse_rule("每月20日 10:00"))
    plan: PlanSettings = PlanSettings()
    talks_committee: FrequencyText = parse_frequency("每半年1次")
    talks_members: FrequencyText = parse_frequency("每年1次")
    hours_members: Whole = Field(default=32, ge=0, le=1000)
    hours_committee: Whole = Field(default=56, ge=0, le=1000)

    @property
    def talk_rules(self) -> TalkRules:
        """How often the secretary owes talks."""
        return TalkRules(self.talks_committee, self.talks_members)

    @property
    def training(self) -> TrainingTarget:
        """Hours of training a year."""
        return TrainingTarget(self.hours_members, self.hours_committee)

    @property
    def rules(self) -> tuple[MeetingRule, ...]:
        """How often which meetings are owed."""
        often = ((name, getattr(self.plan, name)) for name in PlanSettings.model_fields)
        return tuple(MeetingRule(name, frequency) for name, frequency in often if frequency)


class ContactSettings(_Section):
    """How the branch keeps in touch: a prompt, clocks of silence in months, home-coming notes."""

    prompt: MonthlyRule = None
    prompt_names: bool = False
    clock: MonthlyRule = Field(default_factory=lambda: parse_rule("每月3日 09:00"))
    months: Months = (1, 3, 5, 6)
    homecoming: MonthlyRule = Field(default_factory=lambda: parse_rule("每月10日 09:00"))


class BranchSettings(_Section):
    """One branch: its rooms, its members' list, and how it does things."""

    id: Name
    name: Name
    rooms: tuple[OneName, ...] = ()
    members: File | None = None
    trust: Flag = False
    texts: File | None = None
    dues: DuesSettings = DuesSettings()
    meetings: MeetingSettings = MeetingSettings()
    contact: ContactSettings = ContactSettings()


def _some(branches: tuple[BranchSettings, ...]) -> tuple[BranchSettings, ...]:
    if not branches:
        raise ValueError("至少要有一个支部，它的 id 和 name 各一行")
    return branches


class Settings(_Section):
    """All of config.yaml."""

    bot_names: tuple[OneName, ...] = ("小助手", "支部小助手")
    data: File = Path("data")
    gateway: GatewaySettings = GatewaySettings()
    pace: Pace = Pace()
    alarm: AlarmSettings = AlarmSettings()
    web: WebSettings = WebSettings()
    quiet_hours: Quiet = Field(default_factory=lambda: QuietHours(start=time(21), end=time(8)))
    branches: Annotated[tuple[BranchSettings, ...], AfterValidator(_some)]


def load(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Read a settings file; the environment may override endpoint and token.

    Paths in it are taken from the file's own folder. Raises SettingsError.
    """
    environment = os.environ if environment is None else environment
    text = _read(path)
    try:
        document, nodes = yaml_lines.load(text, settings_faults.keys_of(Settings))
    except yaml_lines.YamlError as error:
        lines = [f"{path} 第{fault.line}行：{fault.what}" for fault in error.faults]
        raise SettingsError("\n".join(lines)) from error
    if document is None:
        raise SettingsError(f"{path} 是空的。{_FROM_EXAMPLE}")
    document = _written(document)
    faults = settings_faults.doubles(document)
    try:
        settings = Settings.model_validate(document)
    except ValidationError as error:
        faults = settings_faults.told(error, Settings) + faults
    if faults:
        raise SettingsError("\n".join(_lines(path, nodes, faults)))
    return _placed(settings, path.parent, environment)


_FROM_EXAMPLE = "可以从仓库里的 config.yaml 抄一份来改。"


def _read(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SettingsError(f"找不到配置文件 {path}。{_FROM_EXAMPLE}") from None
    except OSError as error:
        reason = "这是一个文件夹" if path.is_dir() else "请检查它的权限，或是否被别的程序占着"
        raise SettingsError(f"打不开配置文件 {path}：{reason}。") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            f"{path} 第{line}行：文字编码不是 UTF-8。"
            "请用记事本打开，“另存为”时把编码选成 UTF-8，再存一遍。"
        ) from error


def _written(value: Any) -> Any:
    """Without the names that have nothing behind them: they are as good as not written."""
    if isinstance(value, dict):
        return {key: _written(part) for key, part in value.items() if part is not None}
    return [_written(part) for part in value] if isinstance(value, list) else value


def _lines(path: Path, nodes: Any, faults: list[settings_faults.Fault]) -> list[str]:
    placed = [(yaml_lines.line_of(nodes, where), where, what) for where, what in faults]
    placed.sort(key=lambda fault: fault[0])
    return [
        f"{path} 第{line}行 {settings_faults.key(where)}：{what}" for line, where, what in placed
    ]


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
    gateway = _overridden(settings.gateway, environment)
    update = {"branches": branches, "gateway": gateway, "data": folder / settings.data}
    return settings.model_copy(update=update)


def _overridden(gateway: GatewaySettings, environment: Mapping[str, str]) -> GatewaySettings:
    """What the environment says goes first; a variable that is empty says nothing."""
    variables = {"endpoint": ENDPOINT_VARIABLE, "token": TOKEN_VARIABLE}
    said = {key: environment.get(name, "").strip() for key, name in variables.items()}
    try:
        return GatewaySettings.model_validate(
            {**gateway.model_dump(), **{key: value for key, value in said.items() if value}}
        )
    except ValidationError as error:
        faults = settings_faults.told(error, GatewaySettings)
        lines = [f"环境变量 {variables[str(where[0])]}：{what}" for where, what in faults]
        raise SettingsError("\n".join(lines)) from error
