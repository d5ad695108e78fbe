"""Check-ins as members state them: a month's contact, and where they are."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import whereabouts
from handlers.context import Context, Reply, Say
from handlers.reading import Intent
from store import checkins
from store.models import Member
from store.period import Period, spoken


def checked_in(ctx: Context, intent: Intent, people: Sequence[Member]) -> Reply:
    """Record the contact of these members for the month named, else for this one."""
    periods = [Period.parse(text) for text in intent.months] or [Period.of(ctx.today)]
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
