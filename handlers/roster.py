"""The roster in chat: who is on it, and which WeChat is whose."""

from __future__ import annotations

import re

from handlers.arguments import named
from handlers.commands import command
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.permissions import OFFICERS, SECRETARY
from handlers.reading.normal import plain
from store import questions, roster
from store.models import Listing, Member, Role, Standing, Stranger
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


@command(
    "绑定",
    "绑定微信",
    permission=SECRETARY,
    tail=r"(?s:.*)",
    example="绑定 1 张伟",
)
def bind(ctx: Context, words: str) -> Reply:
    """认人；先发“绑定”看谁还没认"""
    if not words:
        return _unbound(ctx)
    told = named(ctx, words)
    found = told.members
    wanted = re.sub(r"(?:是|为|=|到|给|->|：|:)", " ", told.rest).split()
    if not found and len(wanted) > 1:
        raise UserError(f"名册里没有“{wanted[-1]}”。发“名单”看看姓名怎么写。")
    if not found:
        return _bind_by_card(ctx, words)
    if len(found) > 1:
        raise UserError("一次绑一位：绑定 1 张伟")
    stranger = _meant(ctx, " ".join(wanted), found[0])
    return _bound(ctx, stranger, found[0])


def _bind_by_card(ctx: Context, tail: str) -> Reply:
    """``绑定 1``: the stranger whose card equals one roster name."""
    stranger = _meant(ctx, tail, None)
    holders = roster.named(ctx.db, ctx.branch.id, stranger.name)
    if len(holders) != 1:
        raise UserError(f"“{stranger.name}”是名册里的哪位？请回：绑定 {tail} 姓名")
    return _bound(ctx, stranger, holders[0])


def _bound(ctx: Context, stranger: Stranger, member: Member) -> Reply:
    owner = roster.member_of(ctx.db, stranger.wechat_id)
    if owner is not None:
        raise UserError(f"这个微信已经是{owner.called}的了。绑错了可以回“撤销”。")
    others = len(roster.wechat_ids(ctx.db, member.id))
    roster.bind(ctx.db, ctx.cause, stranger.wechat_id, member)
    values = {"name": member.called, "card": stranger.name, "others": others}
    welcome = Say("roster.welcome", {"name": member.called}, Place.PERSON, person=member.id)
    return [Say("roster.bound", values), welcome]


def _meant(ctx: Context, called: str, member: Member | None) -> Stranger:
    """Which unbound person: by number of the list, WeChat id, shown name, or the member's card."""
    strangers = roster.unbound(ctx.db, ctx.branch.id)
    shown = questions.listed(ctx.db, ctx.message.sender, "strangers")
    order = list(shown) + [s.wechat_id for s in strangers if s.wechat_id not in shown]
    if called.isdigit() and 1 <= int(called) <= len(order):
        called = order[int(called) - 1]
    names = {called} if called or member is None else {member.name, member.card, *member.aliases}
    found = [s for s in strangers if s.wechat_id in names or s.name in names]
    if len(found) == 1:
        return found[0]
    if called and " " not in called and not found and _looks_like_id(called):
        return Stranger(called, called, ctx.branch.id, None, ctx.now)
    if len(found) > 1:
        raise UserError("有几位都这样称呼，请用编号：先发“绑定”看清单。")
    raise UserError("没找到这个人。先发“绑定”看谁还没认，再回“绑定 1 张伟”。")


def _looks_like_id(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z@][\w@.\-]{3,63}", text) is not None


def _unbound(ctx: Context) -> Reply:
    strangers = roster.unbound(ctx.db, ctx.branch.id)
    entries = tuple(s.wechat_id for s in strangers)
    questions.show_list(ctx.db, Listing(ctx.message.sender, "strangers", entries, ctx.now))
    everyone = roster.members(ctx.db, ctx.branch.id)
    missing = [m.called for m in roster.without_binding(ctx.db, everyone)]
    lines = []
    for stranger in strangers:
        holders = roster.named(ctx.db, ctx.branch.id, stranger.name)
        like = holders[0].called if len(holders) == 1 else None
        lines.append({"card": stranger.name, "like": like})
    values = {"lines": lines, "missing": Private(missing)}
    here = [] if ctx.message.in_private else [Say("reports.sent_privately")]
    return [Say("roster.unbound", values, Place.SENDER), *here]
