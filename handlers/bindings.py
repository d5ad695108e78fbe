"""绑定: which WeChat is whose. The secretary's word decides; a name only proposes.

Cards that equal one name of the roster can be confirmed all at once; an id that changed is
proposed for re-binding while the old one is silent. An officer's name is never among them.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

from handlers.arguments import named
from handlers.commands import command
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.likeness import Likeness, likeness
from handlers.permissions import SECRETARY, SECRETARY_IN_PRIVATE
from store import audit, questions, roster
from store.database import Database
from store.models import Listing, Member, Stranger
from store.privacy import Private

ALL = frozenset({"全部", "全绑", "全部绑定", "都对", "都绑"})


@command(
    "绑定",
    "绑定微信",
    permission=SECRETARY,
    tail=r"(?s:.*)",
    example="绑定 1 张伟",
)
def bind(ctx: Context, words: str) -> Reply:
    """认人；先发“绑定”看谁还没认，名片对得上的可以一次认：绑定 全部"""
    if not words:
        return _unbound(ctx)
    if words in ALL:
        return _bind_all(ctx)
    told = named(ctx, words)
    found = told.members
    wanted = re.sub(r"(?:是|为|=|到|给|->|：|:)", " ", told.rest).split()
    if not found and len(wanted) > 1:
        raise UserError(
            f"名册里没有“{wanted[-1]}”。发“名单”看看姓名怎么写；是新来的，先回：转入 {wanted[-1]}"
        )
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


def _bind_all(ctx: Context) -> Reply:
    """All whose card equals one name that no WeChat is bound to."""
    pairs = _matching(ctx)
    if not pairs:
        raise UserError("没有名片和名册对得上的了。其他的请一位一位认：绑定 1 张伟")
    reply: Reply = []
    for stranger, member in pairs:
        roster.bind(ctx.db, ctx.cause, stranger.wechat_id, member)
        reply.append(Say("roster.welcome", {"name": member.called}, Place.PERSON, member.id))
    names = [member.called for _, member in pairs]
    return [Say("binding.all", {"names": names}), *reply]


def _matching(ctx: Context) -> list[tuple[Stranger, Member]]:
    found = [(s, likeness(ctx.db, ctx.branch.id, s.name, ctx.now)) for s in _listed(ctx)]
    sure = [(s, like.member) for s, like in found if like and not like.bound]
    rivals = Counter(member.id for _, member in sure)
    return [(s, member) for s, member in sure if rivals[member.id] == 1]


@command(
    "换绑",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.+)",
    example="换绑 1 张伟",
)
def rebind(ctx: Context, words: str) -> Reply:
    """同一个人换了微信：认新的，旧的不再认"""
    told = named(ctx, words)
    stranger = _meant(ctx, told.rest, told.members[0] if told.members else None)
    found = told.members or roster.named(ctx.db, ctx.branch.id, stranger.name)
    if len(found) != 1:
        raise UserError(f"“{stranger.name}”是名册里的哪位？请回：换绑 1 姓名")
    member = found[0]
    if roster.member_of(ctx.db, stranger.wechat_id) is not None:
        raise UserError("这个微信已经有人了。发“绑定”看清单。")
    old = [b for b in roster.BINDINGS.find(ctx.db, member=member.id) if b.active]
    for binding in old:
        roster.unbind(ctx.db, ctx.cause, binding)
        audit.remember(ctx.db, ctx.cause, f"unbound/{binding.id}")
    roster.bind(ctx.db, ctx.cause, stranger.wechat_id, member)
    values = {"name": member.called, "card": stranger.name, "others": len(old)}
    return [Say("binding.rebound", values)]


def numbered(db: Database, reader: str, stranger: str, now: datetime) -> int:
    """The number by which a reader may name this unbound id; it joins the list he saw last.

    So that numbers he was told stay what they were, whoever is bound in between.
    """
    entries = questions.listed(db, reader, "strangers")
    if stranger not in entries:
        entries = (*entries, stranger)
        questions.show_list(db, Listing(reader, "strangers", entries, now))
    return entries.index(stranger) + 1


def _listed(ctx: Context) -> list[Stranger]:
    """The unbound people, those that were shown last in the order they were shown."""
    strangers = {s.wechat_id: s for s in roster.unbound(ctx.db, ctx.branch.id)}
    shown = questions.listed(ctx.db, ctx.message.sender, "strangers")
    first = [strangers[wechat_id] for wechat_id in shown if wechat_id in strangers]
    return first + [s for s in strangers.values() if s.wechat_id not in shown]


def _unbound(ctx: Context) -> Reply:
    strangers = roster.unbound(ctx.db, ctx.branch.id)
    entries = tuple(s.wechat_id for s in strangers)
    questions.show_list(ctx.db, Listing(ctx.message.sender, "strangers", entries, ctx.now))
    everyone = roster.members(ctx.db, ctx.branch.id)
    missing = [m.called for m in roster.without_binding(ctx.db, everyone)]
    lines = []
    for stranger in strangers:
        like = likeness(ctx.db, ctx.branch.id, stranger.name, ctx.now)
        lines.append({"card": stranger.name, **_likened(like), "spoke": stranger.spoke})
    plainly = [n for n, line in enumerate(lines) if line["like"] and not line["hint"]]
    number = plainly[0] if plainly else 0
    values = {
        "lines": lines,
        "missing": Private(missing),
        "sure": len(_matching(ctx)),
        "number": number + 1,
        "name": lines[number]["like"] if plainly else "姓名",
    }
    here = [] if ctx.message.in_private else [Say("reports.sent_privately")]
    return [Say("roster.unbound", values, Place.SENDER), *here]


def _likened(like: Likeness | None) -> dict[str, object]:
    """Whom a stranger is called like, and what that comes to."""
    if like is None:
        return {"like": None, "hint": ""}
    hint = "officer" if like.is_office else "silent" if like.silent else "bound"
    return {"like": like.member.called, "hint": hint if like.bound else ""}
