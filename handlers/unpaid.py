"""还没交, 晚点交, 没收到: what is said of money that did not come. Nothing is recorded for it.

Who speaks of himself gets a kind word, in private only; a collector who misses somebody's
money gets what the books say of it. In a group this is met with silence unless it spoke to us.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.context import Context, Place, Reply, Say
from handlers.reading import Intent
from store import dues, totals
from store.models import Claim, ClaimState, Member, Role
from store.money import yuan
from store.period import Period, spoken

_SAID = {ClaimState.CLAIMED: "报了已交，等确认", ClaimState.RECEIVED: "已确认收到"}


def not_paid(ctx: Context, intent: Intent, people: Sequence[Member]) -> Reply:
    """Answer a member's word that dues did not come, or will come later."""
    if not ctx.message.addressed:
        return []
    others = [member for member in people if member.id != ctx.sender.id]
    if not others:
        return [Say("talk.later", {}, Place.SENDER)]
    if not ctx.holds(Role.COLLECTOR, Role.SECRETARY):
        return []
    return [say for member in others for say in _books_of(ctx, member, intent)]


def _books_of(ctx: Context, member: Member, intent: Intent) -> Reply:
    named = [Period.parse(text) for text in intent.months]
    recent = Period.of(ctx.today) + -2
    claims = [
        claim
        for claim in dues.CLAIMS.find(ctx.db, member=member.id)
        if claim.state in _SAID and (claim.period in named if named else claim.period >= recent)
    ]
    lacking = totals.member_totals(ctx.db, member.id, member.branch).open_periods
    told = {str(claim.period) for claim in claims}
    unsaid = [Period.parse(text) for text in lacking if text not in told]
    lines = [_line(ctx, claim) for claim in sorted(claims, key=lambda claim: claim.period)]
    if unsaid:
        lines.append(f"{spoken(unsaid, today=ctx.today)} 还没报过")
    got = [claim.period for claim in claims if claim.state is ClaimState.RECEIVED]
    values = {
        "name": member.called,
        "lines": lines or ["没有欠着的，也没有新报的"],
        "waiting": any(claim.state is ClaimState.CLAIMED for claim in claims),
        "received": spoken(got[-1:], today=ctx.today) if got else "",
    }
    return [Say("dues.not_arrived", values, Place.SENDER)]


def _line(ctx: Context, claim: Claim) -> str:
    month, day = spoken([claim.period], today=ctx.today), f"{claim.at.month}月{claim.at.day}日"
    return f"{month} {yuan(claim.amount)}元，{day}{_SAID[claim.state]}"
