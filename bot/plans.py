"""What a branch announces by itself, as its settings say it: their rules made into its plan.

Knows which setting is which kind, and what lapses; not when anything is due, nor what it says.
"""

from __future__ import annotations

from bot.settings import BranchSettings
from scheduler.plan import (
    ARREARS_NOTICE,
    CHECKIN_PROMPT,
    COLLECTOR_REMINDER,
    DUES_NOTICE,
    DUES_PUBLICATION,
    DUES_REMINDER,
    HOMECOMING_NOTE,
    MEETING_NUDGE,
    PRIVATE_REMINDER,
    SILENCE_NOTE,
    BranchPlan,
    Covers,
    RegularPost,
)


def plan_of(branch: BranchSettings) -> BranchPlan:
    """A branch's plan; a kind whose rule is None is not announced."""
    dues = branch.dues
    said = (
        (DUES_NOTICE, dues.notice, Covers.THIS_MONTH, True),
        (ARREARS_NOTICE, dues.arrears_notice, Covers.THIS_MONTH, False),
        (DUES_REMINDER, dues.reminder, Covers.THIS_MONTH, True),
        (PRIVATE_REMINDER, dues.private_reminder, Covers.THIS_MONTH, True),
        (COLLECTOR_REMINDER, dues.collector_reminder, Covers.THIS_MONTH, True),
        (DUES_PUBLICATION, dues.publication, dues.publication_covers, False),
        (CHECKIN_PROMPT, branch.contact.prompt, Covers.THIS_MONTH, True),
        (SILENCE_NOTE, branch.contact.clock, Covers.THIS_MONTH, False),
        (HOMECOMING_NOTE, branch.contact.homecoming, Covers.THIS_MONTH, False),
        (MEETING_NUDGE, branch.meetings.nudge, Covers.THIS_MONTH, True),
    )
    spans = (DUES_NOTICE, DUES_PUBLICATION)
    posts = (
        RegularPost(kind, rule, covers, lapses, kind in spans)
        for kind, rule, covers, lapses in said
        if rule
    )
    return BranchPlan(branch.id, tuple(posts), branch.meetings.reminders)
