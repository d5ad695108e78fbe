"""What can be set in config.yaml: sections, their keys, and what holds where nothing is written.

How the file is read is ``bot/settings_file.py``'s; what a setting means belongs to the room
that uses it.
"""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

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
