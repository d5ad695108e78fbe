"""The roster in chat: who is on it, and which WeChat is whose."""

from __future__ import annotations

from handlers.commands import command
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.permissions import OFFICERS
from handlers.reading.normal import plain
from store import roster
from store.models import Member, Role, Standing
from store.privacy import Private

_STANDING = {Standing.PROBATIONARY: "预备", Standing.APPLICANT: "积极分子"}
_ROLES = {Role.SECRETARY: "书记", Role.COLLECTOR: "收款人", Role.GROUP_LEADER: "组长"}


@command(
    "名单",
    "名册",
    "花名册",
    permission=OFFICERS,
    tail=r".{0,12}",
    example="名单",
)
def members(ctx: Context, tail: str) -> Reply:
    """名册上有谁、微信绑没绑，只私下发给您；也可以 名单 二组、名单 深圳、名单 流动"""
    everyone = roster.members(ctx.db, ctx.branch.id)
    some = _those(everyone, tail)
    lines = [_line(ctx, m) for m in some]
    values = {
        "of": tail,
        "lines": Private(lines),
        "count": len(some),
        "mobile": sum(m.mobile for m in some),
        "unbound": sum(not line["bound"] for line in lines),
    }
    here = [] if ctx.message.in_private else [Say("reports.sent_privately")]
    return [Say("roster.list", values, Place.SENDER), *here]


def _those(everyone: list[Member], said: str) -> list[Member]:
    """All, the mobile ones, those of a party group, or those of a place."""
    if not said:
        return everyone
    if said in ("流动", "流动党员", "在外", "外出"):
        return [m for m in everyone if m.mobile]
    some = [m for m in everyone if said in (plain(m.party_group), f"{plain(m.party_group)}组")]
    some = some or [m for m in everyone if said in plain(f"{m.place} {m.went_to}")]
    if not some:
        raise UserError(
            f"没有“{said}”的同志。可以写党小组或地方，如：名单 二组、名单 深圳、名单 流动"
        )
    return some


def _line(ctx: Context, member: Member) -> dict[str, object]:
    notes = [_ROLES[role] for role in member.roles if role in _ROLES]
    notes += [_STANDING[member.standing]] if member.standing in _STANDING else []
    notes += [member.place] if member.place else []
    return {
        "name": member.called,
        "notes": notes,
        "bound": bool(roster.wechat_ids(ctx.db, member.id)),
    }
