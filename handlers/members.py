"""Looking people up and changing what the roster says of them: 谁是, 修改.

Each change keeps who, when, why and the value before, and is taken back by 撤销; nobody is
deleted. All in private: phones are shown masked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers import member_words
from handlers.arguments import named
from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.member_fields import FIELDS, shown, wish
from handlers.permissions import OFFICERS_IN_PRIVATE, SECRETARY_IN_PRIVATE
from handlers.reading.normal import plain
from store import changes, roster
from store.models import Member, Role, Standing
from store.privacy import Private

MOST_FOUND = 8

TOLD = ("party_group", "office", "standing", "place", "left_home_on", "phone", "contact_person")
"""The fields that 谁是 tells an officer."""


@command(
    "谁是",
    "查人",
    permission=OFFICERS_IN_PRIVATE,
    tail=r".{1,20}?[?？]?",
    example="谁是 静静的顿河",
)
def who_is(ctx: Context, words: str) -> Reply:
    """按姓名、外号或群名片找人"""
    asked = words.rstrip("?？").strip()
    found = _called_like(ctx, asked)
    if not found:
        raise UserError(f"名册里没找到“{asked}”。发“名单”看看姓名怎么写。")
    lines = [Private(_about(ctx, member)) for member in found[:MOST_FOUND]]
    return [Say("members.found", {"lines": lines, "more": len(found) - len(lines)})]


def _called_like(ctx: Context, asked: str) -> list[Member]:
    """Those called exactly so; else those whose name, card or alias holds the words."""
    everyone = roster.members(ctx.db, ctx.branch.id)
    wanted = plain(asked)
    calls = {m.id: [plain(c) for c in (m.name, m.card, *m.aliases) if c] for m in everyone}
    exact = [m for m in everyone if wanted in calls[m.id]]
    holders = [m for m in everyone if any(wanted in call for call in calls[m.id])]
    owner = roster.member_of(ctx.db, asked)
    if owner is not None and owner.branch == ctx.branch.id:
        return [owner]
    return exact or holders


def _about(ctx: Context, member: Member) -> dict[str, object]:
    told = [field for field in FIELDS if field.field in TOLD]
    facts = [f"{field.label} {text}" for field in told if (text := shown(field, member))]
    if member.office and "党员" in member.office and not member.roles:
        facts.remove(f"职务 {member.office}")
    card = member.card if member.card and member.card != member.called else ""
    bound = len(roster.wechat_ids(ctx.db, member.id))
    return {"name": member.called, "card": card, "facts": facts, "bound": bound}


@command(
    "修改",
    "更改",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.+)",
    example="修改 张伟 手机 13800001234",
)
def change(ctx: Context, words: str) -> Reply:
    """改名册上的一项，原来的值会留底：手机、党小组、现居地、联系人、职务、群名片……"""
    said = wish(words)
    if said is None:
        labels = "、".join(field.label for field in FIELDS)
        raise UserError(f"要改哪一项？比如：修改 张伟 手机 13800001234。能改的有：{labels}。")
    member = one_member(ctx, said.who)
    value = _read(said.field.label, said.field.read, said.value, member, said.field.field)
    before = shown(said.field, member)
    wanted = {said.field.field: value, **_follows(ctx, member, said.field.field, value)}
    changed = amended(ctx, member, "修改党员", wanted, said.reason)
    values = {
        "name": changed.called,
        "field": said.field.label,
        "before": Private(before),
        "after": Private(shown(said.field, changed)),
        "admitted": member.standing is Standing.APPLICANT
        and changed.standing is Standing.PROBATIONARY,
        "voted": changed.joined_on,
    }
    return [Say("members.changed", values)]


def _read(label: str, read: Any, written: str, member: Member, field: str) -> Any:
    """The value; an emptied field gets its default."""
    if not written:
        if field in ("name", "standing"):
            raise UserError(f"{label}不能空着，请写上，如：修改 {member.name} {label} …")
        return type(member).__dataclass_fields__[field].default
    if member_words.IDENTITY.search(member_words.half(written)):
        raise UserError("身份证号用不着，我不存。")
    try:
        return read(written)
    except member_words.OddCellError as error:
        raise UserError(f"{label}“{written}”{error}。") from error


def _follows(ctx: Context, member: Member, field: str, value: Any) -> Mapping[str, Any]:
    """What changes with a field: an office gives or takes rights; the branch keeps a secretary."""
    if field == "went_to":
        return {"mobile": member.mobile or bool(value)}
    if field != "office":
        return {}
    roles = member_words.roles(value)
    secretaries = roster.officers(ctx.db, ctx.branch.id, Role.SECRETARY)
    if [m.id for m in secretaries] == [member.id] and Role.SECRETARY not in roles:
        raise UserError("支部现在只有这一位书记。请先写上新书记，再改这一位的职务。")
    return {"roles": roles}


def one_member(ctx: Context, called: str) -> Member:
    """The one member that these words name. Raises UserError."""
    return only(named(ctx, called).members, called)


def only(found: list[Member], said: str) -> Member:
    """The one of those found. Raises UserError."""
    if not found:
        raise UserError(f"名册里没有“{said.strip()}”。发“名单”看看姓名怎么写。")
    if len(found) > 1:
        raise UserError("一次办一位，请分开说。")
    return found[0]


def amended(
    ctx: Context, member: Member, what: str, wanted: Mapping[str, Any], reason: str
) -> Member:
    """Change a member by the sender's word. Raises UserError where nothing differs."""
    changed = changes.amend(ctx.db, ctx.cause, member, what, wanted, reason)
    if changed is None:
        raise UserError(f"{member.called}这一项本来就是这样，没有变。")
    return changed
