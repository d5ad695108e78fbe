"""Check-ins as members state them: a month's contact, and where they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers import whereabouts
from handlers.context import Context, Reply, Say
from handlers.reading import Intent
from handlers.reading.normal import normal_form
from store import checkins
from store.models import Member
from store.period import Period, spoken

_MAKE_UP = re.compile(r"[补忘漏]")
_LAST_MONTH = re.compile(r"上个?月")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月")


def _month_meant(ctx: Context) -> Period:
    """This month; where somebody makes up for one gone by (9月忘了报到，补一下), that one."""
    this = Period.of(ctx.today)
    text = normal_form(ctx.message.text).text
    if not _MAKE_UP.search(text):
        return this
    if _LAST_MONTH.search(text):
        return this + -1
    named = _MONTH.search(text)
    return this if named is None else this + -((this.month - int(named[1])) % 12)


def checked_in(ctx: Context, intent: Intent, people: Sequence[Member]) -> Reply:
    """Record the contact of these members for the month named, else for this one."""
    periods = [_month_meant(ctx)]
    reply: Reply = []
    for member in people:
        place = intent.place or ""
        new = [
            entry
            for period in periods
            if (entry := checkins.check_in(ctx.db, ctx.cause, member, period, place=place))
        ]
        if new:
            values = {
                "name": member.called,
                "months": spoken((entry.period for entry in new), today=ctx.today),
                "place": place,
                "late": any(entry.late for entry in new),
                "proxy": None if member.id == ctx.sender.id else ctx.sender.called,
            }
            reply += [Say("checkin.noted", values), *whereabouts.told(ctx, member, place)]
    if not reply and ctx.message.addressed:
        reply.append(Say("checkin.already", {"name": people[0].called}))
    return reply
