"""What ``zhibu doctor`` says of the rules in config.yaml: what is announced next, and what is odd.

So that whoever wrote a rule sees how it was understood. Reads settings only, no books.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from bot.finding import Finding, Mark
from bot.plans import plan_of
from bot.settings import Settings
from scheduler.announcements import TITLES
from scheduler.calendar import QuietHours
from scheduler.plan import FOR_THE_SECRETARY, BranchPlan
from scheduler.recurrence import Rule

_WEEKDAYS = "一二三四五六日"


def plans(settings: Settings, now: datetime) -> Iterator[Finding]:
    """The quiet hours, then each branch's next announcements."""
    quiet = settings.quiet_hours
    if quiet.is_quiet(datetime.combine(now.date(), time(12), now.tzinfo)):
        says = f"不打扰的时间写的是{_span(quiet)}，白天就不发通知了，是不是写反了？"
        yield Finding(Mark.LOOK, f"{says}夜里不打扰写 quiet_hours: 21:00-08:00")
    for branch in settings.branches:
        yield from _branch(branch.name, plan_of(branch), quiet, now)


def _branch(name: str, plan: BranchPlan, quiet: QuietHours, now: datetime) -> Iterator[Finding]:
    said = [post for post in plan.posts if post.kind not in FOR_THE_SECRETARY]
    for post in said:
        at = datetime.combine(now.date(), post.rule.at, now.tzinfo)
        if quiet.is_quiet(at):
            says = f"{TITLES[post.kind]}写的是{at:%H:%M}，那时不打扰，会等到{quiet.end:%H:%M}再发"
            yield Finding(Mark.LOOK, f"{name}：{says}")
    dated = sorted((_next(post.rule, quiet, now), TITLES[post.kind]) for post in said)
    if not dated:
        yield Finding(Mark.LOOK, f"{name}：通知和公示都关着，什么都不会自己发")
        return
    listed = "；".join(f"{title} {_moment(at)}" for at, title in dated)
    yield Finding(Mark.GOOD, f"{name}，接下来自己发：{listed}")


def _next(rule: Rule, quiet: QuietHours, now: datetime) -> datetime:
    """When it will be said next; what was due in this night is still to come."""
    first = quiet.next_allowed(rule.first_after(now - timedelta(days=1)))
    return first if first > now else quiet.next_allowed(rule.first_after(now))


def _moment(at: datetime) -> str:
    return f"{at.month}月{at.day}日（周{_WEEKDAYS[at.weekday()]}）{at:%H:%M}"


def _span(quiet: QuietHours) -> str:
    return f"{quiet.start:%H:%M}-{quiet.end:%H:%M}"
